import LeanSource
import Testing

@Suite struct SidesTests {
    private func statement(_ text: String) throws -> LockedStatement {
        try LockedStatement(parsing: "theorem t \(text)")
    }

    @Test(arguments: [
        (": 1 = 2", "theorem t_neg : ¬ (1 = 2)"),
        ("(n : ℕ) : n = 0", "theorem t_neg : ¬ (∀ (n : ℕ), n = 0)"),
        (
            "{α : Type} [Inhabited α] (a b : α) (h : a = b) : b = a → False",
            "theorem t_neg : ¬ (∀ {α : Type} [Inhabited α] (a b : α) (h : a = b), b = a → False)"
        ),
        (".{u} {α : Sort u} (a : α) : a = a", "theorem t_neg.{u} : ¬ (∀ {α : Sort u} (a : α), a = a)"),
    ])
    func `the other side denies the statement for all its variables`(text: String, expected: String) throws {
        let statement = try LockedStatement(parsing: "theorem t\(text.hasPrefix(".") ? "" : " ")\(text)")
        #expect(statement.negated().signature == expected)
        // It is a statement like any other.
        #expect(try LockedStatement(parsing: statement.negated().signature) == statement.negated())
    }

    @Test func `the clash of both sides names both`() throws {
        let statement = try statement("(n : ℕ) : n = 0")
        let text = statement.refutation(by: statement.negated())
        #expect(text.contains("theorem t (n : ℕ) : n = 0 := by\n  sorry"))
        #expect(text.contains("theorem t_neg : ¬ (∀ (n : ℕ), n = 0) := by\n  sorry"))
        #expect(text.hasSuffix("theorem t_clash : False := t_neg @t\n"))
    }

    @Test(arguments: [
        ("(n : ℕ) (h : n < 0) : n = 1", "False"),
        (": ∀ n : ℕ, n < 0 → n = 1", "∀ n : ℕ, n < 0 → False"),
        ("(n : ℕ) : n < 3 → n < 2 → n < 1", "n < 3 → n < 2 → False"),
        (": ∀ n > 5, n > 4", "∀ n > 5, False"),
        (": ∀ x ∈ s, ∀ y : ℕ, x < y → y < x ∧ x = y", "∀ x ∈ s, ∀ y : ℕ, x < y → False"),
        (": (p ∧ q → r) → p", "(p ∧ q → r) → False"),
        ("(h : p) : q ↔ r", "False"),
        (": ¬p → q", "¬p → False"),
        (": p -> ∃ x, x = 1 → q", "p -> False"),
        ("(f : ℕ → ℕ) (h : f 1 = 2) : f 1 = 3", "False"),
        (": ∀ f : ℕ → ℕ, f 1 = 2", "∀ f : ℕ → ℕ, False"),
        (": p → q → ∀ n : ℕ, n = 1", "p → q → ∀ n : ℕ, False"),
    ])
    func `the conclusion gives way to False, what stands before it stays`(text: String, expected: String) throws {
        let variant = try #require(try statement(text).withoutConclusion())
        #expect(variant.goal == expected)
        #expect(variant.name == "t_vacuous")
    }

    @Test(arguments: [
        "(n : ℕ) : n = n", ": ∀ n m : ℕ, n = m", ": ∃ x, x = 1 → q", "(p q : Prop) : p → q ↔ q", ": p → q ↔ r → s",
        "(x : ℤ) (h : x * x = 2) : False", ": ∀ x : ℕ, x * x = 2 → False", "(p : Prop) : p ∧ ∀ x : ℕ, x = 1 → x = 2",
        ": ∀ n : ℕ, ∀ m : ℤ, (n : ℤ) = m", ": p → q <| r",
    ])
    func `where nothing can contradict itself, or impossibility is the claim, nothing is asked`(text: String) throws {
        #expect(try statement(text).withoutConclusion() == nil)
    }

    @Test func `a contradiction is handed over as a proof of the statement itself`() throws {
        let statement = try statement("{α : Type} (a b : α) (_ : a = b) : a ≠ b → b = a")
        let variant = try #require(statement.withoutConclusion())
        let proof = statement.proof(from: variant, ProofBody(text: "simp_all", style: .tactics))
        #expect(proof.text == "intros\nexact False.elim (by apply t_vacuous (α := α) (a := a) (b := b) <;> assumption)")
        #expect(
            proof.helpers == ["theorem t_vacuous {α : Type} (a b : α) (_ : a = b) : a ≠ b → False := by\n  simp_all"])
    }
}
