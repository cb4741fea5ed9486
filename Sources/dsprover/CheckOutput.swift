import LeanChecking
import Support

/// Prints reports as they come: JSON lines, or a table whose columns have fixed widths because nobody knows the rows yet.
final class CheckOutput: Sendable {
    private struct State {
        var summary = CheckSummary()
        var last: CheckReport?
    }

    private let json: Bool
    private let state = Locked(State())

    init(json: Bool) {
        self.json = json
    }

    /// What was printed, counted.
    var summary: CheckSummary { state.withLock { $0.summary } }
    /// The report printed last.
    var last: CheckReport? { state.withLock { $0.last } }

    /// Prints one report.
    ///
    /// - Returns: false when nobody reads the output any more.
    func emit(_ report: CheckReport) throws -> Bool {
        let isFirst = state.withLock { state in
            state.summary.add(report)
            state.last = report
            return state.summary.total == 1
        }
        if json {
            try printJSON(report)
        } else {
            if isFirst { Terminal.say(Self.row("verdict", "rung", "ms", "id")) }
            Terminal.say(Self.line(report))
        }
        return !Terminal.readerIsGone
    }

    /// One row: verdict, rung, milliseconds, id, and the first error of an item that is not verified.
    static func line(_ report: CheckReport) -> String {
        var name = shown(report.id)
        if !report.isVerified, let summary = report.summary { name += ": \(shown(summary))" }
        return row(report.verdict, "\(report.rung)", "\(report.milliseconds)", name)
    }

    private static func row(_ verdict: String, _ rung: String, _ time: String, _ rest: String) -> String {
        "  \(padded(verdict, 14))  \(padded(rung, 4, right: true))  \(padded(time, 7, right: true))  \(rest)"
    }

    private static func padded(_ text: String, _ width: Int, right: Bool = false) -> String {
        let padding = String(repeating: " ", count: max(0, width - text.count))
        return right ? padding + text : text + padding
    }

    /// On one line, of bounded length.
    private static func shown(_ text: String) -> String {
        Excerpt.start(of: Array(text.utf8)[...])
    }
}
