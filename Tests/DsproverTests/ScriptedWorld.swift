import FakeModelServerKit
import Support

/// A small world of problems with scripted model answers and the end each must come to.
struct ScriptedWorld {
    private struct Problem {
        let id: String
        let text: String
        /// What the writer answers to the formalization prompt.
        let formalization: String
        /// A piece of the formal statement by which later prompts are recognized; nil when none will come.
        let key: String?
        var assessment = "good"
        /// The prover's samples.
        var proofs: [String] = []
        /// The prover's samples for `False` from the hypotheses.
        var refutations = ["I see no contradiction.\n\nCANNOT: the hypotheses are consistent"]
        let end: String
    }

    private static func fence(_ lean: String) -> String { "Here it is:\n```lean4\n\(lean)\n```\nDone." }

    private let problems: [Problem] = [
        Problem(
            id: "world-1", text: "The sum of a number and zero is the number, world one.",
            formalization: fence("theorem any_name (n : Nat) : n + 0 = n := by sorry"), key: "n + 0 = n",
            proofs: [fence("by simp")], end: "verified"),
        Problem(
            id: "world-2", text: "Addition of two naturals commutes, world two.",
            formalization: fence("theorem t (a b : Nat) : a + b = b + a := by\n  sorry"), key: "a + b = b + a",
            proofs: [fence("nonsense"), fence("theorem t (a b : Nat) : a + b = b + a := by\n  omega")], end: "verified"),
        Problem(
            id: "world-3", text: "Three is less than two, world three.",
            formalization: fence("theorem t : (3 : Nat) < 2 := by sorry"), key: "3 : Nat) < 2",
            proofs: [fence("by omega"), fence("by decide"), fence("sorry")], end: "exhausted"),
        Problem(
            id: "world-4", text: "A natural below zero equals seven, world four.",
            formalization: fence("theorem t (n : Nat) (h : n < 0) : n = 7 := by sorry"), key: "(h : n < 0)",
            refutations: [fence("by omega")], end: "vacuous"),
        Problem(
            id: "world-5", text: "Something about sheaves, world five.",
            formalization: "CANNOT: sheaves are not in reach", key: nil, end: "unformalizable"),
        Problem(
            id: "world-6", text: "A statement that Lean does not accept, world six.",
            formalization: fence("theorem t : undefined_thing = 3 := by sorry"), key: nil, end: "illFormed"),
        Problem(
            id: "world-7", text: "One is one, world seven.",
            formalization: fence("theorem t : (1 : Nat) = 1 := by sorry"), key: "(1 : Nat) = 1",
            assessment: "**Poor**", end: "rejected"),
        Problem(
            id: "world-8", text: "And is symmetric, world eight.",
            formalization: fence("theorem t (p q : Prop) (h : p ∧ q) : q ∧ p := by sorry"), key: "q ∧ p",
            // The second sample is a cheat and the third changes the statement: neither may count.
            proofs: [
                fence("by exact sorryAx _ false"), fence("theorem t (p q : Prop) (h : p ∧ q) : q := h.2"),
                fence("axiom cheat : False"), fence("theorem t (p q : Prop) (h : p ∧ q) : q ∧ p := ⟨h.2, h.1⟩"),
            ], end: "verified"),
        Problem(
            id: "world-9", text: "Only prose comes back, world nine.",
            formalization: "I would rather talk about it.", key: nil, end: "unformalizable"),
        Problem(
            id: "world-10", text: "A number divides itself, world ten.",
            formalization: fence("theorem t (n : Nat) : n ∣ n := by sorry"), key: "n ∣ n",
            proofs: [fence("⟨1, by simp⟩")], end: "verified"),
        Problem(
            id: "world-11", text: "Equality is symmetric, world eleven.",
            formalization: fence("theorem t (a b : Nat) (h : a = b) : b = a := by sorry"), key: "b = a",
            // As a tactic the term would swallow its bracket with the comment.
            proofs: [fence("theorem t (a b : Nat) (h : a = b) : b = a :=\n  h.symm -- done")], end: "verified"),
        Problem(
            id: "world-12", text: "A proposition twice, world twelve.",
            formalization: fence("theorem t (p : Prop) (h : p) : p ∧ p := by sorry"), key: "p ∧ p",
            // Holds only as a term: no bracket may stand around a `where`.
            proofs: [fence("theorem t (p : Prop) (h : p) : p ∧ p := both\n  where both : p ∧ p := ⟨h, h⟩")],
            end: "verified"),
    ]

    /// The import file.
    var problemLines: String {
        problems.map { "{\"id\":\"\($0.id)\",\"problem\":\"\($0.text)\"}" }.joined(separator: "\n") + "\n"
    }

    /// The end of every problem.
    var expected: [String: [String]] {
        Dictionary(uniqueKeysWithValues: problems.map { ($0.id, [$0.end]) })
    }

    /// The server's script; every answer takes so many milliseconds.
    func script(delay: Int) -> ModelScript {
        var rules: [ScriptRule] = []
        for problem in problems {
            guard let key = problem.key else { continue }
            let score = """
                Natural language: \(problem.text)
                Analysis: scripted.
                Assessment: \(problem.assessment)
                """
            rules.append(
                ScriptRule(
                    name: "refute \(problem.id)", model: "prover-1",
                    matches: "\(Self.escape(problem.text))[\\s\\S]*_vacuous",
                    answers: problem.refutations.map { ScriptAnswer($0) }, delay: delay))
            rules.append(
                ScriptRule(
                    name: "score \(problem.id)", model: "writer-1",
                    matches: "\(Self.escape(problem.text))[\\s\\S]*\(Self.escape(key))", answers: [ScriptAnswer(score)],
                    delay: delay))
            rules.append(
                ScriptRule(
                    name: "prove \(problem.id)", model: "prover-1",
                    matches: Self.escape(problem.text),
                    answers: problem.proofs.isEmpty ? ["no idea"] : problem.proofs.map { ScriptAnswer($0) },
                    delay: delay))
        }
        for problem in problems {
            rules.append(
                ScriptRule(
                    name: "formalize \(problem.id)", model: "writer-1", contains: problem.text,
                    answers: [ScriptAnswer(problem.formalization)], delay: delay))
        }
        return ModelScript(models: ["writer-1", "prover-1"], rules: rules)
    }

    /// The text as a regular expression that matches it alone.
    private static func escape(_ text: String) -> String {
        "\\Q\(text)\\E"
    }
}
