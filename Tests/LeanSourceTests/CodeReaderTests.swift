import LeanSource
import Testing

/// Tests of what a whole file claims.
struct CodeReaderTests {
    private func claim(_ code: String) throws -> ClaimedTheorem {
        guard case .theorem(let claim) = CodeReader.read(code) else { throw NotTaken() }
        return claim
    }

    private struct NotTaken: Error {}

    @Test func `header, helpers, statement and proof are told apart`() throws {
        let claim = try claim(
            """
            import Mathlib
            /-! Title -/
            set_option maxHeartbeats 0
            open Nat Real

            /-- A lemma. -/
            @[simp] lemma one (n : ℕ) : n = n := rfl

            private theorem two : p :=
              one 2

            -- the theorem
            theorem claim (x : ℕ) /- why -/ : x + 0 = x := by
              simp [one]
              -- done

            #print axioms claim
            #check two
            """)
        #expect(claim.header == "import Mathlib\nset_option maxHeartbeats 400000\nopen Nat Real")
        #expect(claim.statement.signature == "theorem claim (x : ℕ) : x + 0 = x")
        #expect(claim.proof.text == "simp [one]\n-- done")
        #expect(
            claim.proof.helpers == ["theorem one (n : ℕ) : n = n := rfl", "private theorem two : p :=\n  one 2"])
    }

    static let taken: [(code: String, header: String, proof: ProofBody)] = [
        ("theorem t : p := h", "", ProofBody(text: "h", style: .term)),
        ("theorem t : p := by\r\n\tsimp\r\n\tomega", "", ProofBody(text: "simp\nomega", style: .tactics)),
        ("open Nat in\ntheorem t : p := h", "open Nat", ProofBody(text: "h", style: .term)),
        (
            "set_option maxRecDepth 900 in\ntheorem t : p := h", "set_option maxRecDepth 900",
            ProofBody(text: "h", style: .term)
        ),
        ("section A\ntheorem t : p := h\nend A", "", ProofBody(text: "h", style: .term)),
        ("@[simp, norm_cast] protected theorem t : p := h", "", ProofBody(text: "h", style: .term)),
        (
            "theorem t : ∀ n, p n\n  | 0 => a\n  | n + 1 => b", "",
            ProofBody(text: "fun\n  | 0 => a\n  | n + 1 => b", style: .term)
        ),
        (
            "theorem t : p ∧ q where\n  left := a\n  right := b", "",
            ProofBody(text: "{\n  left := a\n  right := b\n}", style: .term)
        ),
        ("example : q := g\ntheorem t : p := h", "", ProofBody(text: "h", style: .term)),
        ("universe u\ntheorem t.{u} : p := h", "universe u", ProofBody(text: "h", style: .term)),
    ]

    @Test(arguments: taken)
    func `files of every plain form are taken`(_ example: (code: String, header: String, proof: ProofBody)) throws {
        let claim = try claim(example.code)
        #expect(claim.header == example.header)
        #expect(claim.proof == example.proof)
        #expect(claim.statement.name == "t")
    }

    @Test func `an example gets a name`() throws {
        #expect(try claim("example (a : ℕ) : a = a := rfl").statement.signature.hasSuffix("(a : ℕ) : a = a"))
    }

    static let forbidden: [(code: String, word: String)] = [
        ("axiom c : p\ntheorem t : p := c", "axiom"), ("def f := 1\ntheorem t : p := h", "def"),
        ("instance : X := y\ntheorem t : p := h", "instance"), ("variable (h : p)\ntheorem t : p := h", "variable"),
        ("namespace X\ntheorem t : p := h\nend X", "namespace"),
        ("theorem t : p := h\nattribute [simp] t", "attribute"),
        ("#eval 1\ntheorem t : p := h", "#eval"), ("#exit\ntheorem t : p := h", "#exit"),
        ("#guard_msgs in\ntheorem t : p := sorry", "#guard_msgs"), ("theorem t : p := h\n#reduce t", "#reduce"),
        ("mutual\ntheorem t : p := h\nend", "mutual"), ("local notation \"x\" => y\ntheorem t : p := h", "notation"),
        ("macro \"x\" : tactic => y\ntheorem t : p := h", "macro"), ("run_cmd x\ntheorem t : p := h", "run_cmd"),
        ("prelude\ntheorem t : p := h", "prelude"), ("Here is a proof.\ntheorem t : p := h", "Here"),
        ("set_option debug.skipKernelTC true\ntheorem t : p := h", "set_option debug.skipKernelTC"),
        ("open Lean\ntheorem t : p := h", "Lean"), ("theorem t : p := h\nderiving instance X for Y", "deriving"),
    ]

    @Test(arguments: forbidden)
    func `a file that does more than prove is refused by the command`(_ example: (code: String, word: String)) {
        guard case .forbidden(let violations) = CodeReader.read(example.code) else {
            Issue.record("taken: \(CodeReader.read(example.code))")
            return
        }
        #expect(violations.first?.word == example.word)
        let lines = example.code.split(separator: "\n")
        #expect(violations.allSatisfy { $0.line >= 1 && $0.line <= lines.count })
    }

    static let none: [(code: String, word: String)] = [
        ("", "no theorem"), ("-- theorem t : p := h", "no theorem"), ("import Mathlib\nopen Nat", "no theorem"),
        ("theorem t : p", "has no proof"), ("theorem t : p :=", "ends before"), ("theorem t := h", "no `:`"),
        ("theorem Nat.t : p := h", "no plain name"), ("theorem «t u» : p := h", "no plain name"),
        ("theorem t : (sorry : Prop) := h", "sorry"), ("theorem t : (open Nat in p) := h", "open"),
    ]

    @Test(arguments: none)
    func `where no theorem can be taken the sentence says why`(_ example: (code: String, word: String)) {
        guard case .none(let sentence) = CodeReader.read(example.code) else {
            Issue.record("taken: \(CodeReader.read(example.code))")
            return
        }
        #expect(sentence.contains(example.word) && sentence.hasSuffix("."))
    }

    @Test func `a file that is too long is not read`() {
        let long = String(repeating: "-", count: GuardLimits().fileBytes + 1)
        guard case .forbidden(let violations) = CodeReader.read(long) else {
            Issue.record("taken")
            return
        }
        #expect(violations[0].reason.contains("too long"))
    }

    @Test func `what was taken says the same when it is written out again`() throws {
        let code = "theorem one : p := by\n  simp\n\ntheorem t (a : ℕ) : a = a := by\n  exact one\n"
        let first = try claim(code)
        let again = try claim(first.statement.spliced(with: first.proof).text)
        #expect(again == first)
    }
}
