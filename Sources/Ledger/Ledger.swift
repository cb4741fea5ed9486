internal import CSQLite
internal import Foundation
internal import GRDB
internal import Support
internal import Synchronization

/// The one place where everything is kept: problems, statements, attempts, decisions, work that waits, answers paid for.
///
/// A ledger is one SQLite file in WAL mode. Any number of processes on a machine may have it open. All writes of this
/// process go through one group-committing writer (`LedgerWriter`); reads run beside it on their own connections, each on
/// one consistent state of the file. The methods are whole operations: after a crash at any instant each of them has
/// happened entirely or not at all.
package final class Ledger: Sendable {
    /// The file.
    package let path: String
    /// How it was opened.
    package let options: LedgerOptions
    let pool: DatabasePool
    let writer: LedgerWriter
    private let isOpen = Mutex(true)

    private init(path: String, options: LedgerOptions, pool: DatabasePool) {
        self.path = path
        self.options = options
        self.pool = pool
        writer = LedgerWriter(pool: pool, path: path, options: options)
    }

    /// Opens the ledger, creates it if it is missing (see `LedgerOptions.createsFile`), and brings an older one up to date.
    ///
    /// - Throws: `LedgerError`: `missing`, `newerSchema`, `notALedger`, `unwritable`, `busy`, `damaged`.
    package static func open(at path: String, options: LedgerOptions = LedgerOptions()) throws -> Ledger {
        do {
            return try retryingWhileBusy(options) { try openOnce(path, options) }
        } catch {
            throw LedgerError.wrapping(error, path: path)
        }
    }

    /// Memory for pages of the file on the writer's connection, KiB.
    static let cacheKiB = 8 << 10
    /// The same while much is imported.
    static let importCacheKiB = 64 << 10

    /// Takes the statistics about memory out of SQLite; in a process that used it before they stay in, and only time is lost.
    private static let leavesOutStatistics: Void = {
        _ = csqlite_leave_out_memory_statistics()
    }()

    private static func openOnce(_ path: String, _ options: LedgerOptions) throws -> Ledger {
        leavesOutStatistics
        try prepareFile(path, options: options)
        let pool = try DatabasePool(path: path, configuration: configuration(options))
        try pool.writeWithoutTransaction { database in
            try Schema.migrate(database, path: path, options: options)
            // Only now: switching to WAL puts NORMAL, and after the preparation of the connection at that.
            try database.execute(sql: "PRAGMA synchronous = \(options.synchronous.rawValue)")
            // Statements with triggers note the old pages so that they can be taken back alone; in a file these notes are
            // twenty small writes for each row imported.
            try database.execute(sql: "PRAGMA temp_store = MEMORY")
            // A page that changes often is copied back once per 16 MiB of log instead of once per 4.
            try database.execute(sql: "PRAGMA wal_autocheckpoint = 4000")
            // What is at work is little; the rest is in the system's cache, which processes share.
            try database.execute(sql: "PRAGMA cache_size = -\(cacheKiB)")
            // A reader that stays long makes the WAL grow; afterwards the file shrinks to this again.
            try database.execute(sql: "PRAGMA journal_size_limit = 67108864")
        }
        return Ledger(path: path, options: options, pool: pool)
    }

    /// Processes that meet at the creation of a file are told "busy" at once where SQLite fears a deadlock (the change to WAL);
    /// the busy timeout of the connection does not help there.
    static func retryingWhileBusy<Result>(
        _ options: LedgerOptions, _ body: () throws -> Result
    ) throws -> Result {
        let end = ContinuousClock.now + max(options.busyTimeout, options.openingPatience)
        while true {
            do {
                return try body()
            } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY && ContinuousClock.now < end {
                Thread.sleep(forTimeInterval: 0.02)
            }
        }
    }

    /// Waits for accepted writes and closes the file. Later calls throw `ledger.closed`.
    package func close() async throws {
        // A second checkpoint would go to a connection that is gone, and SQLite does not forgive that.
        guard
            isOpen.withLock({ isOpen in
                defer { isOpen = false }
                return isOpen
            })
        else { return }
        await writer.close()
        // Readers of this pool that are still open would keep SQLite from doing it by itself at the last close, and whoever
        // copies the one file would copy an empty ledger. Another process that reads or writes keeps the log: no fault.
        try? await pool.writeWithoutTransaction { database in _ = try database.checkpoint(.truncate) }
        do { try pool.close() } catch { throw LedgerError.wrapping(error, path: path) }
    }

    /// The present time as the ledger writes it, milliseconds since 1970.
    package var time: Int { now }

    /// The present time as the ledger writes it.
    var now: Int { options.now().ledgerTime }

    /// Reads one consistent state of the file. Throws `CancellationError` in a cancelled task, `newerSchema` when a newer
    /// program has changed the file.
    func read<Result: Sendable>(_ body: @escaping @Sendable (Database) throws -> Result) async throws -> Result {
        do {
            return try await pool.read { [path] database in
                // Columns may have gone with a newer schema.
                try Schema.requireKnown(database, path: path)
                return try body(database)
            }
        } catch {
            throw LedgerError.wrapping(error, path: path)
        }
    }

    /// Writes in the next group; carried out even if the caller's task is cancelled meanwhile.
    func write<Result: Sendable>(
        isLarge: Bool = false, _ body: @escaping @Sendable (Database) throws -> Result
    ) async throws -> Result {
        try await writer.perform(isLarge: isLarge) { session in
            // The operation may begin or end a round.
            defer { session.forgetReadings() }
            return try body(session.database)
        }
    }

    /// Writes like `write`, with the statements of the busiest work and the sums of the transaction at hand.
    func writeInSession<Result: Sendable>(
        isLarge: Bool = false, _ body: @escaping @Sendable (WriterSession) throws -> Result
    ) async throws -> Result {
        try await writer.perform(isLarge: isLarge, body)
    }

    private static func configuration(_ options: LedgerOptions) -> Configuration {
        var configuration = Configuration()
        configuration.label = "dsprover.ledger"
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(options.busyTimeout.seconds)
        configuration.maximumReaderCount = 4
        if let onSQL = options.onSQL {
            configuration.prepareDatabase { database in database.trace { onSQL($0.description) } }
        }
        return configuration
    }

    private static func prepareFile(_ path: String, options: LedgerOptions) throws {
        let files = FileManager.default
        var isFolder: ObjCBool = false
        if files.fileExists(atPath: path, isDirectory: &isFolder) {
            if isFolder.boolValue { throw LedgerError.notALedger(path, "it is a folder") }
            return try Schema.inspect(path: path)
        }
        guard options.createsFile else { throw LedgerError.missing(path) }
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        do {
            try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw LedgerError.unwritable(path, "the folder \(folder) cannot be made")
        }
        guard access(folder, W_OK | X_OK) == 0 else {
            throw LedgerError.unwritable(path, Circumstance.refusal(of: path) ?? "no permission to write in \(folder)")
        }
    }
}
