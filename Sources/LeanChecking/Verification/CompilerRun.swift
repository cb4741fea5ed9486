internal import Foundation

/// One run of `lean` over one file, read strictly.
struct CompilerRun: Sendable {
    /// Nil when the run is beyond doubt: exit code 0, readable output without an error, and the compiled file is there.
    let verdict: Verdict?
    /// Lean's messages; empty when the output cannot be read.
    let messages: [LeanMessage]
    let elapsed: Duration
    let peakMemoryBytes: Int?
    /// The compiled file, taken out of the folder as soon as the process had ended.
    let olean: Data?

    init(_ outcome: BoundedCommand.Outcome, olean: Data?) {
        self.olean = olean
        let decoded = JSONMessages.decode(outcome.output)
        messages = decoded ?? []
        elapsed = outcome.elapsed
        peakMemoryBytes = outcome.peakMemoryBytes
        verdict = Self.verdict(outcome, decoded, hasOutput: olean != nil)
    }

    private static func verdict(
        _ outcome: BoundedCommand.Outcome, _ messages: [LeanMessage]?, hasOutput: Bool
    ) -> Verdict? {
        switch outcome.ending {
        case .timedOut: return .timeout
        case .outOfMemory, .tooMuchOutput: return .outOfMemory
        case .ended(let ending):
            if let messages, let verdict = VerdictReader.errorVerdict(messages) { return verdict }
            if ending == .exited(0), messages != nil, hasOutput { return nil }
            return RuntimePanic.isOutOfMemory(outcome.errors) ? .outOfMemory : .crashed
        }
    }
}
