import Foundation
import Ledger
import Support

/// The funnel while a run is on: one line that is drawn over on a terminal, one JSON line per interval otherwise. Both go
/// to standard error; standard output has only the result.
struct ProgressDisplay {
    let ledger: Ledger
    /// Seconds between two JSON lines.
    let interval: Double

    private struct Line: Encodable {
        let seconds: Int
        let status: LedgerStatus
    }

    /// Shows the progress until the body ends.
    func whileRunning<Result: Sendable>(_ body: @escaping @Sendable () async throws -> Result) async throws -> Result {
        let start = ContinuousClock.now
        let display = Task {
            while true {
                try await Task.sleep(for: Terminal.isInteractive ? .milliseconds(500) : .seconds(interval))
                await show(after: start.duration(to: .now))
            }
        }
        defer { display.cancel() }
        do {
            let result = try await body()
            display.cancel()
            await show(after: start.duration(to: .now))
            if Terminal.isInteractive { Terminal.draw("\n") }
            return result
        } catch {
            display.cancel()
            if Terminal.isInteractive { Terminal.draw("\n") }
            throw error
        }
    }

    private func show(after elapsed: Duration) async {
        // Progress is a courtesy: a busy ledger skips a beat and nothing else.
        guard let status = try? await ledger.status() else { return }
        if Terminal.isInteractive {
            let line = StatusText.line(status, seconds: elapsed.seconds).prefix(max(20, Terminal.width - 1))
            Terminal.draw("\r\u{1B}[2K\(line)")
        } else if let json = try? CanonicalJSON.string(Line(seconds: Int(elapsed.seconds), status: status)) {
            Terminal.complainJSON(json)
        }
    }
}
