internal import Foundation
internal import GRDB
internal import Synchronization

/// The one door through which this process writes: group commit.
///
/// Callers hand in an operation and wait. While one transaction is being committed the next operations gather, and all of
/// them share the following transaction, up to a limit. An idle ledger commits at once; where many write, and the disk is so
/// quick that few could gather meanwhile, the writer rests for a millisecond before it goes on: every commit writes the pages
/// anew that all operations change, so twice as many operations to a commit cost far less than twice. An operation that
/// fails takes back its own rows only: the transaction is taken back and done again, each operation in a savepoint of its
/// own. (Savepoints from the start cost a third of all writing, and failures are rare.) So an operation may run twice; it
/// must have no effect but that on the database. A caller hears of success after the commit.
///
/// An operation that was accepted is carried out even if the caller's task is cancelled meanwhile: it may record an answer
/// that was paid for. (GRDB's own asynchronous writes roll back in a cancelled task.) What waits is bounded by the
/// callers, each of which waits for its own operation.
final class LedgerWriter: Sendable {
    private struct State {
        var waiting: [any PendingWrite] = []
        var isDraining = false
        var isClosed = false
        var onIdle: [CheckedContinuation<Void, Never>] = []
    }

    private let pool: DatabasePool
    private let path: String
    private let maximumGroup: Int
    private let log: LogKeeper
    private let onCommit: (@Sendable (Duration, Int) -> Void)?
    /// Sees to the clock, and to what is waited out.
    let watch: LedgerWatch
    private let state = Mutex(State())

    init(pool: DatabasePool, path: String, options: LedgerOptions) {
        self.pool = pool
        self.path = path
        maximumGroup = max(1, options.maximumGroup)
        log = LogKeeper(path: path, options: options)
        onCommit = options.onCommit
        watch = LedgerWatch(path: path, options: options)
    }

    /// Carries out the operation in the next transaction and returns its result once that is committed.
    ///
    /// - Parameter isLarge: true for an operation of thousands of rows: it gets a transaction for itself. A savepoint
    ///   remembers every page that was changed since, and looks through them again at the end of each statement.
    func perform<Result: Sendable>(
        isLarge: Bool = false, _ body: @escaping @Sendable (WriterSession) throws -> Result
    ) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            let write = Write(isLarge: isLarge, body: body, continuation: continuation)
            let (isAccepted, startsDraining) = state.withLock { state -> (Bool, Bool) in
                if state.isClosed { return (false, false) }
                state.waiting.append(write)
                defer { state.isDraining = true }
                return (true, !state.isDraining)
            }
            guard isAccepted else {
                write.finish(throwing: LedgerError(.closed, "\(path): the ledger was closed."))
                return
            }
            if startsDraining { pool.asyncWriteWithoutTransaction { database in self.drain(database) } }
        }
    }

    /// Refuses new operations and returns when the accepted ones are done.
    func close() async {
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            let isIdle = state.withLock { state in
                state.isClosed = true
                if state.isDraining { state.onIdle.append(continuation) }
                return !state.isDraining
            }
            if isIdle { continuation.resume() }
        }
    }

    /// How many operations wait for the next transaction.
    var waitingCount: Int { state.withLock { $0.waiting.count } }

    /// Whether new operations are refused.
    var isClosed: Bool { state.withLock { $0.isClosed } }

    private func drain(_ database: Database) {
        // Lasts as long as there is work, so no statement is kept when the connection closes.
        let session = Result { try WriterSession(database) }
        var isBusy = false
        while true {
            if isBusy, waitingCount < Self.enough { Thread.sleep(forTimeInterval: Self.rest) }
            guard let group = nextGroup() else { return }
            let began = ContinuousClock.now
            commit(group, session)
            onCommit?(began.duration(to: .now), group.count)
            log.committed(database)
            isBusy = group.count >= Self.many
        }
    }

    /// A group of so many operations shows that many write.
    private static let many = 8
    /// When so many wait there is nothing to rest for.
    private static let enough = 64
    /// Seconds.
    private static let rest = 0.001

    private func nextGroup() -> [any PendingWrite]? {
        let (group, idle) = state.withLock { state -> ([any PendingWrite]?, [CheckedContinuation<Void, Never>]) in
            guard !state.waiting.isEmpty else {
                state.isDraining = false
                defer { state.onIdle = [] }
                return (nil, state.onIdle)
            }
            let small = state.waiting.prefix(maximumGroup).prefix { !$0.isLarge }
            let group = small.isEmpty ? [state.waiting[0]] : Array(small)
            state.waiting.removeFirst(group.count)
            return (group, [])
        }
        for continuation in idle { continuation.resume() }
        return group
    }

    private func commit(_ group: [any PendingWrite], _ session: Result<WriterSession, any Error>) {
        while true {
            do {
                let session = try session.get()
                do {
                    try transact(session) { for write in group { try write.run(session) } }
                } catch  where group.count > 1 {
                    try transact(session) { for write in group { try runInSavepoint(write, session) } }
                }
                watch.committed()
                for write in group { write.finish() }
            } catch {
                if watch.waitsOut(error) { continue }
                // The transaction is gone as a whole: its only operation failed, or the disk is full, or others kept the lock.
                for write in group { write.finish(throwing: LedgerError.wrapping(error, path: path)) }
            }
            return
        }
    }

    private func transact(_ session: WriterSession, _ body: () throws -> Void) throws {
        let database = session.database
        try log.admit(database)
        try session.transact {
            try Schema.requireKnown(database, path: path)
            try watch.begin(database)
            try body()
        }
    }

    /// Runs one operation so that its failure is its own.
    ///
    /// - Throws: only when SQLite has given up the transaction itself, and the neighbours' rows with it.
    private func runInSavepoint(_ write: any PendingWrite, _ session: WriterSession) throws {
        let database = session.database
        let sums = session.sums
        try database.cachedStatement(sql: "SAVEPOINT step").execute()
        do {
            try write.run(session)
        } catch {
            // A full disk is nobody's own fault, and neighbours would be next.
            guard database.isInsideTransaction, !watch.concernsAll(error) else { throw error }
            write.fail(LedgerError.wrapping(error, path: path))
            try database.cachedStatement(sql: "ROLLBACK TO step").execute()
            session.sums = sums
            session.forgetReadings()
        }
        try database.cachedStatement(sql: "RELEASE step").execute()
    }
}

/// An operation whose result type is hidden, so that different ones share a transaction.
private protocol PendingWrite: Sendable {
    /// Whether it gets a transaction for itself.
    var isLarge: Bool { get }
    /// Carries the operation out and keeps its result.
    func run(_ session: WriterSession) throws
    /// Keeps the error as the result.
    func fail(_ error: any Error)
    /// The transaction is committed: hands the kept result to the caller.
    func finish()
    /// The transaction failed: hands this error to the caller, whatever the operation had said.
    func finish(throwing error: any Error)
}

private final class Write<Value: Sendable>: PendingWrite {
    let isLarge: Bool
    private let body: @Sendable (WriterSession) throws -> Value
    private let continuation: CheckedContinuation<Value, any Error>
    private let outcome = Mutex<Result<Value, any Error>?>(nil)

    init(
        isLarge: Bool, body: @escaping @Sendable (WriterSession) throws -> Value,
        continuation: CheckedContinuation<Value, any Error>
    ) {
        self.isLarge = isLarge
        self.body = body
        self.continuation = continuation
    }

    func run(_ session: WriterSession) throws {
        let value = try body(session)
        outcome.withLock { $0 = .success(value) }
    }

    func fail(_ error: any Error) {
        outcome.withLock { $0 = .failure(error) }
    }

    func finish() {
        let result = outcome.withLock { $0 }
        continuation.resume(with: result ?? .failure(LedgerError.misuse("An operation was committed without running.")))
    }

    func finish(throwing error: any Error) {
        // An operation that failed by its own fault says so, even if the commit failed afterwards.
        if case .failure(let own) = outcome.withLock({ $0 }) {
            continuation.resume(throwing: own)
        } else {
            continuation.resume(throwing: error)
        }
    }
}
