/// What a run found, counted.
package struct CheckSummary: Sendable, Hashable {
    /// Items by the word of their verdict; bad input is `badInput`.
    package private(set) var verdicts: [String: Int] = [:]
    /// Reports in all.
    package private(set) var total = 0
    /// Reports that say nothing about a proof because the input was bad.
    package private(set) var badInput = 0
    /// Reports that say nothing about a proof because the machinery failed.
    package private(set) var unchecked = 0

    package init() {}

    /// Items verified at the rung that was asked for.
    package var verified: Int { verdicts[Verdict.verified.word] ?? 0 }
    /// Items whose proof was found not to hold.
    package var refused: Int { total - verified - badInput - unchecked }

    /// Counts one report.
    package mutating func add(_ report: CheckReport) {
        verdicts[report.verdict, default: 0] += 1
        total += 1
        switch report.kind {
        case .decided: break
        case .badInput: badInput += 1
        case .unchecked: unchecked += 1
        }
    }

    /// One line: how many of how many are verified, and what became of the others, most frequent first.
    package func sentence(rung: Int) -> String {
        let others = verdicts.filter { $0.key != Verdict.verified.word }
            .sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\($0.value) \($0.key)" }
        let rest = others.isEmpty ? "" : "; " + others.joined(separator: ", ")
        return "\(verified) of \(total) verified at rung \(rung)\(rest)"
    }
}
