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
}
