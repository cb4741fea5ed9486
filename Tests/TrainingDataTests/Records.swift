import Support
import TrainingData

extension TrainingRecord {
    /// A record like those of a run, to be changed by the tests.
    static func sample(_ change: (inout TrainingRecord) -> Void = { _ in }) -> TrainingRecord {
        var record = TrainingRecord(
            problemID: "p-1", externalID: "algebra/7", name: "two_pos", informalStatement: "Show that 0 < 2.",
            header: "import Mathlib\nopen Nat", formalStatement: "theorem two_pos : 0 < 2 := by sorry",
            goal: "⊢ 0 < 2", formalProof: "decide", leanCode: "theorem two_pos : 0 < 2 := by\n  decide\n", rung: 4,
            verdict: "verified", axioms: ["propext"], leanVersion: "4.35.0", library: "embedded 1", round: 1,
            models: Models(formalizer: "controlled-english", scorer: nil, prover: "tactic-portfolio"),
            templates: ["formalize@ab", "prove@cd"], score: "good",
            metadata: .object(["tags": .array([.string("é"), .number(0.5), .bool(true), .null])]), wallMilliseconds: 12)
        change(&record)
        return record
    }
}
