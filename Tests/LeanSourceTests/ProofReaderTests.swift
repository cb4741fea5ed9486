import LeanSource
import Testing

/// Tests of what is taken for the proof in what models answer.
struct ProofReaderTests {
    static let statementText = "theorem swap (a b : ℕ) (h : a = b) : b = a"

    private func extract(_ text: String) throws -> ProofExtraction {
        ProofReader.extract(from: text, for: try LockedStatement(parsing: Self.statementText))
    }

    static let proofs: [(answer: String, text: String, style: ProofBody.Style)] = [
        // The proof alone.
        ("omega", "omega", .tactics),
        ("by omega", "omega", .tactics),
        ("by\n  simp\n  omega", "simp\nomega", .tactics),
        (":= by\n  simp\n  omega\n", "simp\nomega", .tactics),
        (":= by omega", "omega", .tactics),
        (":= h.symm", "h.symm", .term),
        (":=\n  h.symm", "h.symm", .term),
        ("h.symm", "h.symm", .term),
        ("fun x =>\n  x", "fun x =>\n  x", .term),
        ("⟨a, by simp⟩", "⟨a, by simp⟩", .term),
        ("@Eq.symm _ _ _ h", "@Eq.symm _ _ _ h", .term),
        ("λ x => x", "λ x => x", .term),
        ("exact h.symm", "exact h.symm", .tactics),
        ("  intro x\n  simp\n", "intro x\nsimp", .tactics),
        ("intro x\n  simp\n", "intro x\nsimp", .tactics),
        ("· simp\n· omega", "· simp\n· omega", .tactics),
        ("-- think\nomega", "-- think\nomega", .tactics),
        ("by -- think\n  omega", "-- think\nomega", .tactics),
        ("import Mathlib\nopen Nat Real\nset_option maxHeartbeats 400000\n\nby\n  omega", "omega", .tactics),
        ("set_option maxRecDepth 2000 in\nomega", "set_option maxRecDepth 2000 in\nomega", .tactics),
        ("open Nat in omega", "open Nat in omega", .tactics),
        ("omega\n\nend Section\n#print axioms swap", "omega", .tactics),
        ("simp\r\nomega\r\n", "simp\nomega", .tactics),
        ("\u{FEFF}omega", "omega", .tactics),
        // The theorem, as it is or in other words.
        ("theorem swap (a b : ℕ) (h : a = b) : b = a := by omega", "omega", .tactics),
        ("theorem swap (a b : ℕ) (h : a = b) : b = a := by\n  omega", "omega", .tactics),
        ("theorem other (a b : ℕ) (h : a = b) : b = a := by omega", "omega", .tactics),
        ("lemma swap (x : Nat) (y : Nat) (e : x = y) :\n    (y = x) := by\n  omega", "omega", .tactics),
        ("example (a b : ℕ) (h : a = b) : b = a := h.symm", "h.symm", .term),
        ("theorem swap(a b:ℕ)(h:a=b):b=a:=h.symm", "h.symm", .term),
        (
            "theorem swap (a b : ℕ) -- := by\n    (h : a = b) /- by -/ : b = a := by\n  omega -- end\n", "omega -- end",
            .tactics
        ),
        ("private theorem swap (a b : ℕ) (h : a = b) : b = a := by omega", "omega", .tactics),
        ("@[simp] theorem swap (a b : ℕ) (h : a = b) : b = a := by omega", "omega", .tactics),
        // A whole file.
        (
            "import Mathlib\nimport Aesop\n\nset_option maxHeartbeats 400000\n\nopen BigOperators Real Nat Topology Rat\n\n"
                + "/-- Doc with theorem x : p := sorry. -/\ntheorem swap (a b : ℕ) (h : a = b) : b = a := by\n  omega\n",
            "omega", .tactics
        ),
        ("namespace X\ntheorem swap (a b : ℕ) (h : a = b) : b = a := by\n  omega\nend X\n", "omega", .tactics),
        ("theorem swap (a b : ℕ) (h : a = b) : b = a := by\n  omega\n\n#print axioms swap\n#eval 1", "omega", .tactics),
        (
            "theorem swap (a b : ℕ) (h : a = b) : b = a := by\n  omega\n-- and so on\ntheorem next : True := trivial",
            "omega", .tactics
        ),
        ("lemma unused : True := trivial\n\ntheorem swap (a b : ℕ) (h : a = b) : b = a := by omega", "omega", .tactics),
        (
            "theorem a1 (a b : ℕ) : a = b := by sorry\ntheorem a2 (a b : ℕ) (h : a = b) : b = a := by omega", "omega",
            .tactics
        ),
        // The first attempt has another name, the second ours.
        (
            "theorem x (a b : ℕ) (h : a = b) : b = a := by simp\ntheorem swap (a b : ℕ) (h : a = b) : b = a := by omega",
            "omega", .tactics
        ),
        (
            "theorem x (a b : ℕ) (h : a = b) : b = a := by simp\ntheorem y (a b : ℕ) (h : a = b) : b = a := by omega",
            "omega", .tactics
        ),
        // A call of itself follows the name.
        ("theorem self (a b : ℕ) (h : a = b) : b = a := by\n  exact self a b h", "exact swap a b h", .tactics),
        ("theorem swap (a b : ℕ) (h : a = b) : b = a := by\n  sorry", "sorry", .tactics),
        (
            "theorem swap (a b : ℕ) (h : a = b) : b = a := by\n  have x : 1 = 1 := rfl\n  omega\n  termination_by a",
            "have x : 1 = 1 := rfl\nomega\ntermination_by a", .tactics
        ),
    ]

    @Test(arguments: proofs)
    func `the proof and nothing else is taken`(_ example: (answer: String, text: String, style: ProofBody.Style)) throws
    {
        #expect(try extract(example.answer) == .proof(ProofBody(text: example.text, style: example.style)))
    }

    @Test func `a proof by patterns becomes a function by cases`() throws {
        let statement = try LockedStatement(parsing: "theorem t : ∀ n : ℕ, n = n")
        let answer = "theorem u : ∀ n : Nat, n = n\n  | 0 => rfl\n  | n + 1 => congrArg _ (u n)"
        let expected = ProofBody(text: "fun\n  | 0 => rfl\n  | n + 1 => congrArg _ (t n)", style: .term)
        #expect(ProofReader.extract(from: answer, for: statement) == .proof(expected))
    }

    static let wrong: [String] = [
        "theorem swap (a b : ℕ) (h : a = b) : a = b := by omega",
        "theorem swap (a b : ℤ) (h : a = b) : b = a := by omega",
        "theorem swap (a b : ℕ) (h : a ≠ b) : b = a := by omega",
        "theorem swap (a b : ℕ) (h : a = b) : b = a + 0 := by omega",
        "theorem swap (a b : ℕ) (h : a = b) (g : False) : b = a := by omega",
        "theorem swap {a b : ℕ} (h : a = b) : b = a := by omega",
        "theorem swap (b a : ℕ) (h : a = b) : b = a := by omega",
        "theorem swap : True := trivial",
        "def swap (a b : ℕ) (h : a = b) : b = a := by omega",
        "def f := 1\n#eval f",
        "axiom swap (a b : ℕ) (h : a = b) : b = a",
        "instance : Inhabited False := sorry",
    ]

    @Test(arguments: wrong)
    func `an altered statement is a wrong statement`(_ answer: String) throws {
        guard case .wrongStatement(let sentence) = try extract(answer) else {
            Issue.record("taken: \(answer)")
            return
        }
        #expect(sentence.hasPrefix("The answer ") && sentence.hasSuffix("."))
    }

    static let nothing: [(answer: String, word: String)] = [
        ("", "no proof"),
        ("-- only a comment", "no proof"),
        ("import Mathlib\nopen Nat\n", "no proof"),
        ("by", "ends before"),
        (":=", "ends before"),
        (":= by", "ends before"),
        (":= by -- and then", "ends before"),
        ("theorem swap (a b : ℕ) (h : a = b) : b = a", "repeats the statement"),
        ("theorem swap (a b : ℕ) (h : a = b) : b = a :=", "ends before"),
        ("theorem swap (a b : ℕ) (h : a = b) : b = a := by", "ends before"),
        ("theorem swap (a b : ℕ) (h : a = b) : b = a where", "neither"),
        ("lemma helper : True\ntheorem swap (a b : ℕ) (h : a = b) : b = a := by\n  exact helper", "`helper`"),
        (
            "lemma swap : True := trivial\ntheorem x (a b : ℕ) (h : a = b) : b = a := by\n  exact swap.elim",
            "the name of the theorem itself"
        ),
        ("axiom X.helper : False\ntheorem swap (a b : ℕ) (h : a = b) : b = a := X.helper.elim", "`X.helper`"),
        ("def f := 1\ntheorem swap (a b : ℕ) (h : a = b) : b = a := by\n  simp [f]", "only theorems are kept"),
    ]

    @Test(arguments: nothing)
    func `where no proof can be taken the sentence says why`(_ example: (answer: String, word: String)) throws {
        guard case .none(let sentence) = try extract(example.answer) else {
            Issue.record("taken: \(try extract(example.answer))")
            return
        }
        #expect(sentence.contains(example.word) && sentence.hasSuffix("."))
    }

    @Test func `look-alike characters do not make the statement ours`() throws {
        let statement = try LockedStatement(parsing: "theorem t : \u{03A9} = 1")
        guard case .wrongStatement = ProofReader.extract(from: "theorem t : \u{2126} = 1 := by simp", for: statement)
        else {
            Issue.record("taken")
            return
        }
    }
}
