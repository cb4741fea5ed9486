import LeanSource
import Support
import Testing

@testable import LeanChecking

/// The texts that LeanSource writes about a statement, read by Lean.
@Suite struct SidesWithLeanTests {
    @Test(arguments: [
        ("(n : Nat) (h : n < 0) : n = 77", "omega"),
        ("(n : Nat) : n < 3 → 5 < n → n = 77", "omega"),
        (": ∀ n > 5, ∀ m : Nat, n < 2 → m = n", "omega"),
        ("{α : Type} [Inhabited α] (a b : α) (h : a = b) : ¬ a = b → b = a", "intro g\nexact g h"),
        ("(p q : Prop) (_ : p) : ¬ p → q ∧ (p → q)", "intro g\nexact g (by assumption)"),
        (".{u} {α : Sort u} (a : α) (h : a ≠ a) : a = a", "exact h rfl"),
    ])
    func `a contradiction before the conclusion proves the statement at the highest rung`(
        text: String, proof: String
    ) async throws {
        let statement = LockedStatement("theorem t\(text.hasPrefix(".") ? "" : " ")\(text)")
        let variant = try #require(statement.withoutConclusion())
        let tactics = ProofBody.tactics(proof)
        #expect(try await SharedLean.checker.check(tactics, of: variant, header: .empty).verdict == .verified)
        let whole = statement.proof(from: variant, tactics)
        let result = try await SharedLean.checker.verify(whole, of: statement, header: .empty, upTo: 5)
        #expect(result.verdict == .verified && result.rung == 5, "\(result.messages)")
    }

    @Test func `a cut that says something else is refused`() async throws {
        // The conclusion was cut off too late: what is claimed does not follow.
        let statement = LockedStatement("theorem t (n : Nat) : n < 3 → n < 5")
        let wrong = LockedStatement("theorem t_vacuous (n : Nat) : n < 3 → 5 < n → False")
        let whole = statement.proof(from: wrong, ProofBody.tactics("omega"))
        let result = try await SharedLean.checker.check(whole, of: statement, header: .empty)
        #expect(result.verdict == .failed)
    }

    @Test(arguments: [
        "theorem t (n : Nat) : n = n + 1", "theorem t : 1 = 2",
        "theorem t {α : Type} [Inhabited α] (a b : α) (h : a = b) : b = a → False",
        "theorem t.{u} {α : Sort u} (a b : α) : a = b", "theorem t ⦃p q : Prop⦄ (hp : p) : q",
    ])
    func `the other side denies the statement in Lean's eyes too`(text: String) async throws {
        let statement = LockedStatement(text)
        let source = statement.refutation(by: statement.negated())
        let answer = try await SharedLean.checker.checkPastGuard(
            source, name: "t_clash", header: .empty, mayShare: false)
        #expect(!answer.messages.contains { $0.severity == .error }, "\(answer.messages)")
        let other = LockedStatement("theorem t_neg : ¬ (∀ n : Nat, n = n + 99)")
        let wrong = try await SharedLean.checker.checkPastGuard(
            statement.refutation(by: other), name: "t_clash", header: .empty, mayShare: false)
        #expect(wrong.verdict == .failed)
    }
}
