internal import Foundation
internal import GRDB
internal import Support
internal import Synchronization

/// Keeps the write-ahead log of the file short.
///
/// SQLite empties its log by itself only at a moment when nobody reads from it. Several busy processes leave no such moment,
/// and the log grows as long as they work. So a writer that finds it over a first limit waits for the readers for a moment,
/// while new ones read from the file itself, and empties it. A reader that does not let go (a backup, a forgotten shell) makes it
/// grow all the same; over the second limit nothing is written any more, before the disk is full.
final class LogKeeper: Sendable {
    private let path: String
    private let emptiedFrom: Int
    private let limit: Int
    private let busyTimeout: Duration
    private let pause: Duration
    private let nextTry = Mutex(ContinuousClock.now)

    /// How long readers are waited for, milliseconds, when the log is merely long.
    private static let patience = 200

    init(path: String, options: LedgerOptions) {
        self.path = Self.logPath(path)
        emptiedFrom = options.logEmptiedFrom
        limit = options.logLimit
        busyTimeout = options.busyTimeout
        pause = options.logPause
    }

    /// The length of the log, bytes.
    private var length: Int { Self.size(of: path) }

    /// The length of the log beside a ledger, bytes; 0 when there is none.
    static func size(ofLogOf ledger: String) -> Int { size(of: logPath(ledger)) }

    private static func logPath(_ ledger: String) -> String { "\(ledger)-wal" }

    /// The length of a file, bytes; 0 when it is not there.
    static func size(of path: String) -> Int {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_size) : 0
    }

    /// For the moment after a commit.
    func committed(_ database: Database) {
        guard length > emptiedFrom else { return }
        let now = ContinuousClock.now
        let isDue = nextTry.withLock { next in
            guard now >= next else { return false }
            next = now + pause
            return true
        }
        if isDue { empty(database, patience: Self.patience) }
    }

    /// For the moment before a transaction.
    ///
    /// - Throws: `ledger.log-full`.
    func admit(_ database: Database) throws {
        guard length > limit else { return }
        empty(database, patience: busyTimeout.milliseconds)
        let length = length
        if length > limit { throw LedgerError.logFull(path, length: length) }
    }

    private func empty(_ database: Database, patience: Int) {
        // GRDB's own timeout is this setting of SQLite; whoever is waited for in vain is met again at the next try.
        try? database.execute(sql: "PRAGMA busy_timeout = \(patience)")
        _ = try? database.checkpoint(.truncate)
        try? database.execute(sql: "PRAGMA busy_timeout = \(busyTimeout.milliseconds)")
    }
}
