import LeanSource
import Testing

/// Tests of what surrounds a proof in an answer: fences, prose, headers, other names.
struct AnswerTests {
    private static let head = "theorem swap (a b : ℕ) (h : a = b) : b = a"

    private func extract(_ text: String, header: String = "") throws -> ProofExtraction {
        ProofReader.extract(from: text, for: try LockedStatement(parsing: Self.head), header: header)
    }

    private func text(_ answer: String, header: String = "") throws -> String? {
        guard case .proof(let proof) = try extract(answer, header: header) else { return nil }
        return proof.text
    }

    static let proofs: [(answer: String, text: String)] = [
        // Fences.
        ("```lean4\n\(head) := by\n  simp\n```", "simp"), ("```\nby\n  simp\n```\n", "simp"),
        ("  ```lean\n\(head) := h.symm\n  ```", "h.symm"), ("~~~lean\n\(head) := by simp\n~~~", "simp"),
        ("```lean\n\(head) := by\n  simp", "simp"), ("text\n```lean\n\(head) := by\n  simp\n```\ntext `x`", "simp"),
        ("```lean\n\(head) := by\n  simp\n```\nBetter:\n```lean\n\(head) := by\n  omega\n```", "omega"),
        ("```lean\n\(head) := by\n  simp\n```\nOutput:\n```text\nno goals\n```", "no goals"),
        ("```lean\ntheorem x : p := by\n  simp\n```\n```lean\n\(head) := by omega\n```", "omega"),
        ("/-- An example:\n```lean\nexample : p := h\n```\n-/\n\(head) := by\n  simp", "simp"),
        ("/- An example:\n```\nx\n```\n-/\nsimp", "/- An example:\n```\nx\n```\n-/\nsimp"),
        // Prose.
        ("The proof is easy.\n\n\(head) := by\n  simp\n\nThis uses the lemma.", "simp"),
        ("\(head) := by\n  simp\nand that is all", "simp"), ("\(head) := by simp\n\nDone.", "simp"),
        ("\(head) := by\nsimp\nomega\n\nThis is the theorem above.", "simp\nomega"),
        ("simp\nomega\n\nThis closes the goal.", "simp\nomega"), ("simp\n\n**Note** it's short", "simp"),
        ("Here it is:\nby\n  simp", "simp"), ("The proof:\n\nomega", "omega"),
        ("We use omega.\n\n:= by omega", "omega"),
        // No prose.
        ("\(head) := by\n  simp\n\n  omega", "simp\n\nomega"), ("\(head) :=\nfoo\n  bar", "foo\n  bar"),
        ("conv =>\n  lhs\nrfl", "conv =>\n  lhs\nrfl"), ("Nat.rec\n\nfoo", "Nat.rec\n\nfoo"),
        ("\(head) := by\n  exact (foo\nbar)", "exact (foo\nbar)"), ("\(head) := by\n  simp\n-- end", "simp"),
        ("\(head) := by\n  omega\ntermination_by a\ndecreasing_by simp", "omega\ntermination_by a\ndecreasing_by simp"),
        ("\(head) := by\n  exact x\nwhere\n  x : p := by\n    simp", "exact x\nwhere\n  x : p := by\n    simp"),
        // Other names for the variables.
        ("theorem t (x y : ℕ) (e : x = y) : y = x := by\n  exact e.symm", "exact h.symm"),
        (
            "theorem t (b a : ℕ) (g : b = a) : a = b := by\n  subst g\n  exact (rfl : a = a)",
            "subst h\nexact (rfl : b = b)"
        ),
        ("theorem t (x y : ℕ) (e : x = y) : y = x := by\n  have h := e\n  simp", "have h := e\nsimp"),
        ("theorem t (x y : ℕ) (_ : x = y) : y = x := ‹x = y›.symm", "‹a = b›.symm"),
        // Options and opened namespaces that the proof may take along.
        ("open Nat\n\(head) := by\n  exact lt_irrefl_x", "open Nat in\nexact lt_irrefl_x"),
        ("open Nat Real Topology\n\(head) := by\n  exact lt_irrefl_x", "open Nat in\nexact lt_irrefl_x"),
        ("open Nat in\n\(head) := lt_irrefl_x", "open Nat in\nlt_irrefl_x"),
        ("open Nat\n\(head) := by\n  omega", "omega"),
        ("open Real\n\(head) := by\n  exact lt_irrefl_x", "exact lt_irrefl_x"),
        ("open Nat\n\(head) := by\n  field_simp", "field_simp"),
        ("open Nat\n\(head) := by\n  exact h_sym", "exact h_sym"),
        ("open Nat in\ntheorem x : p := h\n\(head) := lt_irrefl_x", "lt_irrefl_x"),
        ("set_option maxRecDepth 900 in\n\(head) := by simp", "set_option maxRecDepth 900 in\nsimp"),
        ("set_option maxRecDepth 0\n\(head) := by simp", "set_option maxRecDepth 100000 in\nsimp"),
        ("set_option maxHeartbeats 0 in\n\(head) := by simp", "simp"),
        ("set_option debug.skipKernelTC true in\n\(head) := by simp", "simp"),
        // `where` as a structure.
        ("\(head) where\n  x := 1\n  y := by\n    simp", "{\n  x := 1\n  y := by\n    simp\n}"),
    ]

    @Test(arguments: proofs)
    func `the proof is found in what surrounds it`(_ example: (answer: String, text: String)) throws {
        let extraction = try extract(example.answer)
        #expect(try text(example.answer) == example.text, "\(extraction)")
    }

    @Test func `what the header opens is not opened again`() throws {
        let answer = "open Nat Int\n\(Self.head) := by\n  exact lt_irrefl_x"
        #expect(try text(answer, header: "import Mathlib\nopen Nat Real") == "open Int in\nexact lt_irrefl_x")
        #expect(try text(answer, header: "open Nat Int") == "exact lt_irrefl_x")
    }

    @Test func `a fence without a proof says what is wrong`() throws {
        let wrong = try extract("```lean\ntheorem swap : True := trivial\n```")
        guard case .wrongStatement(let sentence) = wrong else {
            Issue.record("\(wrong)")
            return
        }
        #expect(sentence.contains("True"))
        #expect(try extract("```lean\n```") == .none("The answer holds no proof."))
    }

    @Test func `a tail under a proof keeps its own indentation`() throws {
        let statement = try LockedStatement(parsing: Self.head)
        let proof = ProofBody(
            text: "  simp\n  omega\ntermination_by a\ndecreasing_by\n  simp\n  omega", style: .tactics)
        let lines = statement.spliced(with: proof).text.split(separator: "\n").dropFirst()
        #expect(
            lines == ["  simp", "  omega", "  termination_by a", "  decreasing_by", "    simp", "    omega"])
    }
}
