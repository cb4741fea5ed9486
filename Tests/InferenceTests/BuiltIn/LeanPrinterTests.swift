import Testing

@testable import Inference

@Suite("Lean printer")
struct LeanPrinterTests {
    private let p = FormalProposition.variable("p")
    private let q = FormalProposition.variable("q")
    private let n = FormalTerm.variable("n")
    private let one = FormalTerm.numeral("1")

    @Test func `brackets stand where Lean's precedences need them and nowhere else`() {
        let cases: [(FormalProposition, String)] = [
            (.binary(.and, .binary(.or, p, q), p), "(p ∨ q) ∧ p"),
            (.binary(.or, .binary(.and, p, q), p), "p ∧ q ∨ p"),
            (.binary(.and, .binary(.and, p, q), p), "(p ∧ q) ∧ p"),
            (.binary(.and, p, .binary(.and, q, p)), "p ∧ q ∧ p"),
            (.binary(.implies, .binary(.implies, p, q), p), "(p → q) → p"),
            (.binary(.implies, p, .binary(.implies, q, p)), "p → q → p"),
            (.binary(.iff, .binary(.iff, p, q), p), "(p ↔ q) ↔ p"),
            (.binary(.iff, p, .binary(.iff, q, p)), "p ↔ (q ↔ p)"),
            (.not(.binary(.and, p, q)), "¬(p ∧ q)"),
            (.not(.not(p)), "¬¬p"),
            (.not(.relation(.less, n, one)), "¬n < 1"),
            (.not(.property(.even, n)), "¬Even n"),
        ]
        for (claim, text) in cases { #expect(LeanPrinter.text(claim) == text) }
    }

    @Test func `terms keep their structure`() {
        let cases: [(FormalTerm, String)] = [
            (n - (n - one), "n - (n - 1)"),
            ((n - n) - one, "n - n - 1"),
            (n * (n + one), "n * (n + 1)"),
            (n * n + one, "n * n + 1"),
            (.power(n + one, .numeral("2")), "(n + 1) ^ 2"),
            (.power(.power(n, one), one), "(n ^ 1) ^ 1"),
            (.power(n, .power(n, one)), "n ^ (n ^ 1)"),
            (.negated(.power(n, .numeral("2"))), "-n ^ 2"),
            (.power(.negated(n), .numeral("2")), "(-n) ^ 2"),
            (n + .negated(n), "n + -n"),
            (.remainder(n + one, .numeral("3")), "(n + 1) % 3"),
        ]
        for (term, text) in cases { #expect(LeanPrinter.text(term) == text) }
    }

    @Test func `a claim without variables says over which numbers it is meant`() {
        #expect(LeanPrinter.text(.relation(.equal, one + one, one)) == "(1 : ℕ) + 1 = 1")
        #expect(LeanPrinter.text(.relation(.equal, one - one, one)) == "(1 : ℤ) - 1 = 1")
        #expect(LeanPrinter.text(.relation(.less, .negated(one), one)) == "(-1 : ℤ) < 1")
        #expect(LeanPrinter.text(.property(.odd, one)) == "Odd (1 : ℕ)")
        #expect(LeanPrinter.text(.relation(.equal, one, n)) == "1 = n")
        // The exponent is a natural number whatever the base is.
        #expect(LeanPrinter.text(.relation(.equal, .power(.numeral("2"), n), one)) == "(2 : ℕ) ^ n = 1")
    }

    @Test func `premises and universal quantifiers of the goal become binders`() {
        let binder = FormalBinder(name: "n", sort: .natural)
        let inner = FormalProposition.quantified(.forAll, [binder], p)
        let statement = FormalStatement(
            variables: [FormalBinder(name: "p", sort: .proposition), FormalBinder(name: "q", sort: .proposition)],
            hypotheses: [.binary(.and, p, .truth)],
            goal: .binary(.implies, inner, .quantified(.forAll, [FormalBinder(name: "m", sort: .integer)], q)))
        #expect(
            LeanPrinter.theorem(statement, name: "t")
                == "theorem t (p q : Prop) (m : ℤ) (h₁ : p) (h₂ : ∀ n : ℕ, p) : q := by sorry")
    }

    @Test func `hypotheses are numbered in subscripts`() {
        #expect(LeanPrinter.hypothesisName(1) == "h₁")
        #expect(LeanPrinter.hypothesisName(12) == "h₁₂")
    }

    @Test func `a variable may not stand for two things`() {
        let binder = FormalBinder(name: "n", sort: .natural)
        let claim = FormalProposition.quantified(.exists, [binder], .relation(.equal, n, n))
        let statement = FormalStatement(variables: [binder], hypotheses: [], goal: claim)
        #expect(throws: EnglishRefusal.self) { try StatementChecker.check(statement) }
        #expect(throws: EnglishRefusal.self) {
            try StatementChecker.check(FormalStatement(variables: [], hypotheses: [], goal: .relation(.equal, n, n)))
        }
    }
}
