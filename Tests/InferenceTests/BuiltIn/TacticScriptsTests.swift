import Testing

@testable import Inference

@Suite("Tactic portfolio")
struct TacticScriptsTests {
    private static let statements = [
        "theorem a : (2 : ℕ) + 2 = 4 := by sorry",
        "theorem b (p q : Prop) (h₁ : p) (h₂ : q) : q ∧ p := by sorry",
        "theorem c (n m : ℕ) (h₁ : Even n) (h₂ : Odd m) : Odd (n + m) := by sorry",
        "theorem d (x y : ℤ) (h₁ : x < y) : ∃ z : ℤ, x < z := by sorry",
        "theorem e (a b c : ℕ) (h₁ : a ∣ b) (h₂ : b ∣ c) : a ∣ c := by sorry",
        "theorem f : ¬(∃ m : ℕ, (∃ n : ℕ, m = n ^ 2) ∧ m % 3 = 2) := by sorry",
        "theorem g (n : ℕ) (h₁ : Odd n) : n ^ 2 % 8 = 1 := by sorry",
        "theorem h : ∃! n : ℕ, n + 2 = 5 := by sorry",
        "not a statement at all",
    ]

    @Test(arguments: statements)
    func `every statement gets scripts, none twice, none over the limit`(_ statement: String) {
        let scripts = TacticScripts.scripts(for: statement)
        #expect((5...TacticScripts.maximum).contains(scripts.count))
        #expect(Set(scripts).count == scripts.count)
    }

    @Test(arguments: statements)
    func `no script gives up, runs native code or searches`(_ statement: String) {
        let forbidden = [
            "sorry", "admit", "native_decide", "exact?", "apply?", "simp?", "rw?", "axiom", "#", "set_option",
        ]
        for script in TacticScripts.scripts(for: statement) {
            for word in forbidden { #expect(!script.contains(word), "\(script)") }
        }
    }

    @Test func `the first script fits the kind of statement`() {
        let first = Self.statements.map { TacticScripts.scripts(for: $0)[0] }
        #expect(first[0] == "decide")
        #expect(first[1] == "simp_all")
        #expect(first[2] == TacticScripts.toRemainders + "\nomega")
        #expect(first[3] == "omega")
        #expect(first[8] == "omega")
    }

    @Test func `scripts are filled with the names of the statement`() {
        func has(_ index: Int, _ text: String) -> Bool {
            TacticScripts.scripts(for: Self.statements[index]).contains { $0.contains(text) }
        }
        #expect(has(1, "by_cases case_p : p <;> by_cases case_q : q"))
        #expect(has(3, "exact ⟨y - x, by omega⟩"))
        #expect(has(3, "exact ⟨-x, by omega⟩"))
        #expect(has(4, "exact Nat.dvd_trans h₁ h₂"))
        #expect(has(4, "obtain ⟨k, rfl⟩ := h₁\nobtain ⟨l, rfl⟩ := h₂"))
        #expect(has(5, "rintro ⟨_, ⟨m, rfl⟩, h⟩\nhave cases0 : m % 3 = 0"))
        #expect(has(6, "have cases0 : n % 8 = 0 ∨ n % 8 = 1"))
        #expect(has(6, "induction n with"))
        #expect(has(7, "exact ⟨3, by omega, fun y hy => by omega⟩"))
    }

    @Test func `renaming the variables renames the scripts and changes nothing else`() {
        let one = TacticScripts.scripts(for: "theorem t (n : ℕ) (h₁ : 3 ∣ n) : 3 ∣ n * n := by sorry")
        let two = TacticScripts.scripts(for: "theorem t (w : ℕ) (h₁ : 3 ∣ w) : 3 ∣ w * w := by sorry")
        #expect(one.count == two.count)
        #expect(one[0] == two[0])
        #expect(one != two)
    }

    @Test func `a script has no names but its own, Lean's and those of the statement`() {
        // Names that scripts give to what they take apart, and those of Lean's arguments.
        let own: Set = [
            "x", "hx", "h", "k", "hk", "l", "j", "m", "y", "hy", "ih", "r0", "r1", "cases0", "cases1", "a", "b",
        ]
        let goals = ["3 ∣ U * V", "Even (U + V)", "∃ t : ℕ, U < t", "U % 4 = 1 ↔ V % 4 = 1", "¬(∃ t : ℕ, t * t = U)"]
        for goal in goals {
            let statement = "theorem t (U V : ℕ) (H₁ : 3 ∣ U) (H₂ : Odd V) : \(goal) := by sorry"
            for script in TacticScripts.scripts(for: statement) {
                let words = script.split { !($0.isLetter || $0.isNumber || $0 == "_" || $0 == ".") }.map(String.init)
                for word in words where word.count <= 2 || word.hasPrefix("case") {
                    let isKnown =
                        own.contains(word) || ["U", "V", "H₁", "H₂", "at", "by", "_", ".", "em"].contains(word)
                        || word.allSatisfy(\.isNumber) || word == "cases"
                    #expect(isKnown, "\(word): \(script)")
                }
            }
        }
    }

    @Test(arguments: [
        "sorry", "x|omega", "native_decide", "⟨_", "h;skip", "by", "«a", "b»", "_", "/-", "--", "#eval", "\u{202E}n",
        "1x",
        String(repeating: "n", count: 61),
    ])
    func `a name that is no plain identifier gets into no script`(_ name: String) {
        let statement = "theorem t (\(name) n : ℕ) (\(name) h₁ : n ∣ 2) : n ∣ 4 ∨ Even n := by sorry"
        let plain = "theorem t (n : ℕ) (h₁ : n ∣ 2) : n ∣ 4 ∨ Even n := by sorry"
        #expect(TacticScripts.scripts(for: statement) == TacticScripts.scripts(for: plain))
    }

    @Test func `scripts stay small when the statement is full of long names`() {
        let names = (0..<300).map { "x\($0)" + String(repeating: "y", count: 50) }
        let hypotheses = names.enumerated().map { "(h\($0.offset) : \($0.element) ∣ 6)" }.joined(separator: " ")
        let statement =
            "theorem t (\(names.prefix(100).joined(separator: " ")) : ℕ) " + hypotheses.prefix(12_000) + " : 2 ∣ 3"
        let scripts = TacticScripts.scripts(for: statement)
        #expect(scripts.count > 5)
        #expect(scripts.allSatisfy { $0.utf8.count < 32_768 })
    }

    @Test func `case analysis is left out where it cannot apply`() {
        let closed = TacticScripts.scripts(for: Self.statements[0])
        #expect(!closed.contains { $0.contains("by_cases") || $0.contains("induction") || $0.contains("cases0") })
        let wide = TacticScripts.scripts(for: "theorem t (a b c : ℕ) (h₁ : 7 ∣ a) : 7 ∣ a * b * c := by sorry")
        #expect(!wide.contains { $0.contains("cases0") })
    }
}

@Suite("Statement outline")
struct StatementOutlineTests {
    @Test func `variables, hypotheses and goal are told apart`() throws {
        let outline = try #require(
            StatementOutline(
                "theorem t (a b : ℕ) (x : Int) (p : Prop) (h₁ : a < b) (h : ∃ k : ℕ, a = (k + 1) * 2) :\n  a + 1 ≤ b := by\n  sorry\n"
            ))
        #expect(outline.naturals == ["a", "b"])
        #expect(outline.integers == ["x"])
        #expect(outline.propositions == ["p"])
        #expect(outline.hypotheses.map(\.name) == ["h₁", "h"])
        #expect(outline.hypotheses.map(\.type) == ["a < b", "∃ k : ℕ, a = (k + 1) * 2"])
        #expect(outline.goal == "a + 1 ≤ b")
        #expect(outline.isInteger)
    }

    @Test func `a goal with colons and a statement without proof are read`() throws {
        let goal = try #require(StatementOutline("lemma t : ∃ n : ℕ, (n : ℤ) = 3")).goal
        #expect(goal == "∃ n : ℕ, (n : ℤ) = 3")
    }

    @Test func `implicit binders are read and instances passed over`() throws {
        let outline = try #require(
            StatementOutline(
                "theorem t {n m : ℕ} [Fact (n > 0)] ⦃x : ℤ⦄\n  {h : n = m} (h₂ : x = 1): m = n := by sorry"))
        #expect(outline.naturals == ["n", "m"])
        #expect(outline.integers == ["x"])
        #expect(outline.hypotheses.map(\.name) == ["h", "h₂"])
        #expect(outline.goal == "m = n")
        #expect(try #require(StatementOutline("theorem t{n : ℕ}: n = n")).naturals == ["n"])
    }

    @Test(arguments: ["theorem t {n : ℕ", "theorem t [a : b", "theorem t ⦃x : ℤ"])
    func `an open bracket has no goal behind it`(_ text: String) { #expect(StatementOutline(text) == nil) }

    @Test(arguments: ["", "theorem", "theorem t", "theorem t (a : ℕ", "theorem t :", "def x := 1", "theorem t (((("])
    func `what is not a theorem has no outline`(_ text: String) { #expect(StatementOutline(text) == nil) }

    @Test func `very long text is not read`() {
        #expect(StatementOutline("theorem t : 1 = 1 := by\n" + String(repeating: " ", count: 20_000)) == nil)
    }
}
