import Dispatch
import Factory
import Foundation
import Ledger
import Support

/// `status --watch`: the ledger, looked at again and again, until the user has seen enough.
struct WatchLoop {
    let ledger: Ledger
    let budget: BudgetSettings
    /// Seconds between two looks.
    let interval: Double

    /// Full screen on a terminal, plain lines elsewhere.
    ///
    /// - Throws: `LedgerError`.
    func run() async throws {
        if FullScreen.isPossible { try await fullScreen() } else { try await plain() }
    }

    private enum Event: Sendable {
        case time, changed, quit
    }

    private func fullScreen() async throws {
        let screen = FullScreen()
        screen.enter()
        defer { screen.leave() }
        let (events, continuation) = AsyncStream<Event>.makeStream(bufferingPolicy: .bufferingNewest(8))
        let clock = Task {
            while (try? await Task.sleep(for: .seconds(interval))) != nil { continuation.yield(.time) }
        }
        let terminal = Task {
            for await event in screen.events { continuation.yield(event == .quit ? .quit : .changed) }
        }
        defer {
            clock.cancel()
            terminal.cancel()
        }
        var snapshot = try await WatchSnapshot.read(ledger, budget: budget)
        draw(snapshot, on: screen)
        for await event in events {
            switch event {
            case .quit: return
            case .changed: draw(snapshot, on: screen)
            case .time:
                // A busy ledger skips a beat.
                if let next = try? await WatchSnapshot.read(ledger, budget: budget) { snapshot = next }
                draw(snapshot, on: screen)
            }
        }
    }

    private func draw(_ snapshot: WatchSnapshot, on screen: FullScreen) {
        let (columns, rows) = FullScreen.size
        screen.draw(WatchScreen(snapshot: snapshot, columns: columns, rows: rows).lines)
    }

    /// One line per interval, until a signal or until nobody reads any more.
    private func plain() async throws {
        let start = ContinuousClock.now
        while !Terminal.readerIsGone {
            let snapshot = try await WatchSnapshot.read(ledger, budget: budget)
            let eta = snapshot.secondsToGo.map { " · ETA \(WatchScreen.span($0))" } ?? ""
            let alive = snapshot.processes.count { !$0.isSilent }
            Terminal.say(
                StatusText.line(snapshot.status, seconds: start.duration(to: .now).seconds)
                    + " · \(alive) at work\(eta)")
            try await Task.sleep(for: .seconds(interval))
        }
    }
}
