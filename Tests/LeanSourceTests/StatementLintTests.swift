import LeanSource
import Testing

@Suite struct StatementLintTests {
    private func lints(_ text: String, problem: String? = nil) throws -> [String: String] {
        let statement = try LockedStatement(parsing: "theorem t \(text)")
        let found = StatementLint.findings(in: statement, problem: problem).map { ($0.lint.rawValue, $0.detail) }
        return Dictionary(uniqueKeysWithValues: found)
    }

    @Test(
        arguments: [
            (": 1 + 1 = 2", nil),
            ("(n : ℕ) (h : 0 < n) : n ≠ 0", "Show that every positive n is not zero."),
            ("{α : Type} [Inhabited α] (f : α → α) (h : ∀ x, f x = x) (a : α) : f a = a", nil),
            ("(p q : Prop) (hp : p) (hq : q) : p ∧ q", nil),
            ("(a b : ℤ) (h : a - b = 0) : a = b", nil),
            ("(x : ℝ) : x / 2 + x / 2 = x", nil),
            ("(a b c : ℕ) (h₁ : a < b) (h₂ : b < c) : a < c", nil),
            ("(s : Set ℕ) (h : 3 ∈ s) : ∃ n, n ∈ s", nil),
        ] as [(String, String?)])
    func `a sound statement has no finding`(text: String, problem: String?) throws {
        #expect(try lints(text, problem: problem) == [:])
    }

    @Test(arguments: [
        ("(n : ℕ) (h : n = 1) : n = 1", "goal-among-hypotheses", "h : n = 1"),
        ("(n : ℕ) (h : (n = 1)) : n = 1", "goal-among-hypotheses", "h : (n = 1)"),
        ("(n : Nat) (h : n <= 1) : n ≤ 1", "goal-among-hypotheses", "h : n <= 1"),
        ("(n m : ℕ) : n = n", "unused-variable", "m : ℕ"),
        ("(n m : ℕ) (h : m = 3) : n = n", "unrelated-hypothesis", "h : m = 3"),
        ("(n m : ℕ) (h : 1 = 3) : n = m", "unrelated-hypothesis", "h : 1 = 3"),
        ("(n m k : ℕ) (h : m = 3) (g : k < m) : n = n", "unrelated-hypothesis", "h : m = 3"),
        ("(a b : ℕ) (h : b < a) : a - b + b = a", "natural-subtraction", "a - b"),
        ("(n : ℕ) : n * (n + 1) / 2 = 0 + n", "natural-division", ") / 2"),
        ("(а : ℕ) : а = а", "look-alike", "U+0430 looks like a Latin letter, and is Cyrillic"),
    ])
    func `a fault is found and told`(text: String, lint: String, detail: String) throws {
        // What Lean's lexer does not even take for a name never becomes a statement.
        guard let found = try? lints(text) else { return #expect(lint == "look-alike") }
        #expect(found[lint] == detail, "\(found)")
    }

    @Test func `signs that look like others are found where they may stand in a statement`() throws {
        for (sign, code) in [("\u{2206}", "U+2206"), ("\u{2217}", "U+2217"), ("\u{2212}", "U+2212")] {
            let found = try lints("(a b : ℤ) : a \(sign) b = b \(sign) a")
            #expect(found["look-alike"]?.hasPrefix(code) == true, "\(found)")
        }
    }

    @Test func `a statement without a variable is found when the problem has one`() throws {
        #expect(try lints(": 2 + 2 = 4", problem: "Let $n$ be even. Show that n is 4.")["no-variable"] != nil)
        #expect(try lints(": 2 + 2 = 4", problem: "Show that I have a sum of 4.")["no-variable"] == nil)
        #expect(try lints(": ∀ n : ℕ, n = n", problem: "Show that n = n.")["no-variable"] == nil)
    }

    @Test func `a hypothesis that reaches the goal through others is related`() throws {
        #expect(try lints("(a b c : ℕ) (h : b = c) (g : a = b) : a = 3")["unrelated-hypothesis"] == nil)
    }
}
