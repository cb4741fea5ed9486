import LeanSource
import Testing

@Suite struct BinderTests {
    @Test(arguments: [
        ("", true), ("(n : ℕ)", true), ("(a b : Nat) {c : ℤ} (p q : Prop)", true), ("(x : Real)", false),
        ("(n : ℕ) (h : n < 3)", false), ("(h : False)", false), ("(n : Fin 0)", false), ("(f : ℕ → ℕ)", false),
        ("[Inhabited α]", false), ("(n : ℕ := 3)", false), ("(x y)", false), ("(n : ℕ) (e : Empty)", false),
        ("⦃n : ℕ⦄", false), ("(h : ∀ n : ℕ, n < n)", false),
    ])
    func `variables of inhabited types are told from hypotheses`(binders: String, expected: Bool) throws {
        let statement = try LockedStatement(parsing: "theorem t \(binders) : 1 = 1")
        #expect(statement.bindsOnlyVariables == expected)
    }

    @Test(arguments: [
        ("", "⊢ 1 = 1"), ("(a b : ℕ) {p : Prop}", "a b : ℕ\np : Prop\n⊢ 1 = 1"),
        ("(h : ∀ x : ℕ, (x : ℤ) < 3) [Inhabited α]", "h : ∀ x : ℕ, (x : ℤ) < 3\ninst✝ : Inhabited α\n⊢ 1 = 1"),
        ("⦃n : ℕ⦄ (k : { m : ℕ // m < n })", "n : ℕ\nk : { m : ℕ // m < n }\n⊢ 1 = 1"),
    ])
    func `the goal view lists hypotheses and goal as Lean does`(binders: String, expected: String) throws {
        #expect(try LockedStatement(parsing: "theorem t \(binders) : 1 = 1").goalView == expected)
    }
}
