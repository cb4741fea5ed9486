package import Foundation

/// How a ledger is opened.
package struct LedgerOptions: Sendable {
    /// When SQLite waits for the disk.
    package enum Synchronous: String, Sendable {
        /// At every commit: answered calls survive a power cut.
        case full = "FULL"
        /// At checkpoints only: survives `kill -9`, a power cut may take the last moments.
        case normal = "NORMAL"
    }

    /// When a commit counts as safe. Writes are grouped, so one wait is shared by all of a group; hence `full`.
    package var synchronous: Synchronous = .full
    /// How long a write waits for another process, before `ledger.busy`.
    package var busyTimeout: Duration = .seconds(10)
    /// How long opening waits for other processes, when that is longer: one that was stopped in the middle of a transaction, or of
    /// the creation of the file, may go on. For runs, which wait out the same later on.
    package var openingPatience: Duration = .zero
    /// Whether a missing file is created (with the folders above it). If not, it is the error `ledger.missing`.
    package var createsFile = true
    /// Most operations that share one transaction.
    package var maximumGroup = 512
    /// How often a job's owner may vanish before the job is parked as poison: it may be the job that kills its owners.
    package var maximumTakeovers = 20
    /// A run that has not been seen for so long is taken for dead: its calls in flight and its hold on the budget lapse. The
    /// calls of a process that exists on this machine keep eight times as long, those of one that is gone not at all.
    package var runSilence: Duration = .seconds(15)
    /// From this length on, bytes, the write-ahead log is emptied by waiting for its readers for a moment.
    package var logEmptiedFrom = 128 << 20
    /// Over this length, bytes, of a log that a reader keeps from being emptied, writes are refused.
    package var logLimit = 8 << 30
    /// The program version noted in a new ledger.
    package var toolVersion = "unknown"
    /// The wall clock; leases and timestamps are reckoned by it.
    package var now: @Sendable () -> Date = { Date() } {
        // Readings of another clock say nothing about the machine's own.
        didSet { steady = nil }
    }
    /// A clock that nobody sets, milliseconds: by it a wall clock that was set is told from time that passed. Without one,
    /// every jump is time that passed.
    var steady: (@Sendable () -> Int)? = { SteadyClock.milliseconds }
    /// What the readings of `steady` belong to.
    var machine = SteadyClock.machine

    /// Told after every transaction of this process how long it took, with the wait for other processes and for the disk,
    /// and how many operations shared it. Called on the writer's thread: it must be quick.
    package var onCommit: (@Sendable (_ time: Duration, _ operations: Int) -> Void)?

    /// Time between two tries to empty a log that is long.
    var logPause: Duration = .seconds(1)
    /// Sees every SQL statement of every connection, for tests.
    var onSQL: (@Sendable (String) -> Void)?

    package init() {}
}

extension Date {
    /// Milliseconds since 1970, the only form of time in the ledger.
    var ledgerTime: Int { Int((timeIntervalSince1970 * 1000).rounded()) }
}
