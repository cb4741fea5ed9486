/// What became of a check. A closed set: whatever happens to a proof is one of these, and trouble with the machinery is
/// never reported as a failed proof.
package enum Verdict: Sendable, Hashable, Codable {
    /// Everything that was asked for holds, up to the rung in the result.
    case verified
    /// Lean reports an error.
    case failed
    /// The proof has a hole: `sorry`, in the word or through `sorryAx`.
    case incomplete
    /// Over the wall clock or over `maxHeartbeats` ("deterministic timeout").
    case timeout
    /// Over the memory limit, or over the limit on output, which is memory too.
    case outOfMemory
    /// Lean ended in the middle of the check, also on a second try in a new process.
    case crashed
    /// The proof says something that a proof has no business saying; the words that were found.
    case forbidden(String)
    /// The answer proves another statement than the one that was asked for.
    case wrongStatement(String)
    /// The proof rests on axioms outside the allow-list; their names.
    case axioms([String])
    /// Lean answered in a way that cannot be read: the check says nothing about the proof.
    case checkerBroken(String)

    /// The name of the verdict without its details. Stable: it is written to the ledger and shown in metrics.
    package var word: String {
        switch self {
        case .verified: "verified"
        case .failed: "failed"
        case .incomplete: "incomplete"
        case .timeout: "timeout"
        case .outOfMemory: "outOfMemory"
        case .crashed: "crashed"
        case .forbidden: "forbidden"
        case .wrongStatement: "wrongStatement"
        case .axioms: "axioms"
        case .checkerBroken: "checkerBroken"
        }
    }

    /// The details of the verdict, for people; nil where the word says all (the messages of the result say the rest).
    package var detail: String? {
        switch self {
        case .forbidden(let what), .wrongStatement(let what), .checkerBroken(let what): what
        case .axioms(let names): names.joined(separator: ", ")
        default: nil
        }
    }
}
