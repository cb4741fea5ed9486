internal import Foundation
internal import GRDB
internal import Support
internal import Synchronization

/// Looks after a writer's transactions: moves pending times when the wall clock was set, and waits out a full disk or a
/// lock for those that asked for it.
final class LedgerWatch: Sendable {
    private struct State {
        var clock: ClockWatch
        var patience = WritePatience()
        var report: (@Sendable (String) -> Void)?
        /// The readings that the present transaction has brought the ledger in line with.
        var settling: (wall: Int, steady: Int)?
    }

    private let path: String
    private let options: LedgerOptions
    private let state: Mutex<State>

    init(path: String, options: LedgerOptions) {
        self.path = path
        self.options = options
        state = Mutex(State(clock: ClockWatch(machine: options.machine)))
    }

    // MARK: Patience

    /// From now on trouble that may pass is waited out.
    func wait(_ report: @escaping @Sendable (String) -> Void) {
        state.withLock { state in
            state.patience.waits = true
            state.report = report
        }
    }

    /// From now on it is an error, also for those that are waiting.
    func waitNoLonger() {
        state.withLock { $0.patience.waits = false }
    }

    /// Whether a failed transaction is to be tried again; returns after the wait.
    func waitsOut(_ error: any Error) -> Bool {
        let trouble = trouble(error)
        let (wait, report) = state.withLock { ($0.patience.failed(trouble), $0.report) }
        guard let wait, let trouble else { return false }
        if wait.isNews {
            switch trouble {
            case .full:
                report?("\(path): the disk is full; waiting for room. Nothing is lost; make room and it goes on.")
            case .locked:
                report?("\(path): another process keeps the ledger locked; waiting for it. Nothing is lost.")
            }
        }
        Thread.sleep(forTimeInterval: Double(wait.milliseconds) / 1000)
        return true
    }

    /// Whether an error is one of the file and not of the operation that met it.
    func concernsAll(_ error: any Error) -> Bool {
        trouble(error) != nil
    }

    private func trouble(_ error: any Error) -> WritePatience.Trouble? {
        switch (LedgerError.wrapping(error, path: path) as? LedgerError)?.reason {
        case .full: .full
        case .busy: .locked
        default: nil
        }
    }

    // MARK: Around a transaction

    /// To be called first in every transaction.
    func begin(_ database: Database) throws {
        let isBack = state.withLock { $0.patience.present != nil }
        if isBack { try renewOwnLeases(database) }
        guard let steadyClock = options.steady else { return }
        let (wall, steady) = (options.now().ledgerTime, steadyClock())
        let clock = state.withLock { $0.clock }
        guard clock.mustLook(wall: wall, steady: steady) else { return }
        let stored = try database.row("SELECT value FROM meta WHERE key = 'clock'")?[0] as String?
        switch clock.finding(wall: wall, steady: steady, stored: stored) {
        case .agrees: break
        case .unknown:
            // Set back while the machine was off, perhaps: nothing waits longer than anything is ever made to wait.
            let latest = wall + PendingTimes.longest
            try database.run(
                "UPDATE job SET not_before = ? WHERE state = 'deferred' AND not_before > ?", [latest, latest])
            try note(clock.note(wall: wall, steady: steady), database)
        case .wasSet(let change):
            try PendingTimes.move(by: change, in: database)
            try note(clock.note(wall: wall, steady: steady), database)
            let direction = change > 0 ? "forward" : "back"
            let message =
                "the clock was set \(direction) by \(abs(change) / 1000) s, or the machine slept; leases and waits were "
                + "moved along"
            try database.insert(NewEvent(level: .warning, kind: "clock", message: message), now: wall)
            state.withLock { $0.report }?("\(path): \(message)")
        }
        state.withLock { $0.settling = (wall, steady) }
    }

    /// To be called when the transaction is committed.
    func committed() {
        let (over, report) = state.withLock { state in
            if let (wall, steady) = state.settling { state.clock.settle(wall: wall, steady: steady) }
            state.settling = nil
            return (state.patience.succeeded(), state.report)
        }
        if over != nil { report?("\(path): can be written again; the run goes on") }
    }

    private func note(_ text: String, _ database: Database) throws {
        try database.run(
            "INSERT INTO meta(key, value) VALUES ('clock', ?) ON CONFLICT DO UPDATE SET value = excluded.value", [text])
    }

    /// Leases could not be renewed meanwhile; what this process holds it still works on.
    private func renewOwnLeases(_ database: Database) throws {
        try database.run(
            "UPDATE job SET lease_expires = max(lease_expires, ?) WHERE state = 'leased' AND owner = ?",
            [options.now().ledgerTime + 60_000, LeaseOwner.current.text])
    }
}

/// The times in a ledger that lie ahead, or are measured against the present.
enum PendingTimes {
    /// Nothing is deferred for longer, milliseconds. (A server may ask for a wait of a day.)
    static let longest = 86_400_000

    /// Moves them along with a clock that was set.
    static func move(by milliseconds: Int, in database: Database) throws {
        try database.run("UPDATE job SET not_before = not_before + ? WHERE state = 'deferred'", [milliseconds])
        try database.run("UPDATE job SET lease_expires = lease_expires + ? WHERE state = 'leased'", [milliseconds])
        // The hours of a budget are the difference of these two.
        try database.run(
            "UPDATE run SET started_at = started_at + ?, seen_at = seen_at + ? WHERE ended_at IS NULL",
            [milliseconds, milliseconds])
    }
}

extension Ledger {
    /// From now on a full disk and a ledger that others keep locked are waited out, as a run of days needs it; each is
    /// reported once, and so is its end.
    package func waitOutTrouble(_ report: @escaping @Sendable (String) -> Void) {
        writer.watch.wait(report)
    }

    /// From now on they are errors again, also for those that are waiting: the run is to end.
    package func waitNoLonger() {
        writer.watch.waitNoLonger()
    }
}
