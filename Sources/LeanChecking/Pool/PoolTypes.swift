/// One check in the pool.
struct CheckID: Sendable, Hashable {
    let number: Int
}

/// One worker process, never used again for another.
struct WorkerID: Sendable, Hashable {
    let number: Int
}

/// Which checks go first. Within one priority the order of arrival counts.
package enum CheckPriority: Int, Sendable, Hashable, Comparable, CaseIterable {
    case low, normal, high

    package static func < (left: CheckPriority, right: CheckPriority) -> Bool { left.rawValue < right.rawValue }
}

/// The numbers that the pool decides by. Times are durations; instants are counted from the start of the pool.
struct PoolSettings: Sendable, Hashable {
    /// Most Lean processes at once.
    var workers: Int
    /// Most checks that wait; one more is refused.
    var queueLimit = 10_000
    var wallClock: Duration = .seconds(30)
    var grace: Duration = .seconds(1)
    var startUp: Duration = .seconds(120)
    /// Checks after which a worker is replaced.
    var recycleAfter = 500
    /// Private memory at which a worker is replaced after its check.
    var recycleAtBytes = 2 << 30
    /// Private memory at which a worker is killed in the middle of its check.
    var memoryBytes = 4 << 30
    /// How often the memory of a busy worker is looked at. The first look comes after one interval, so that the usual
    /// check, which is shorter, costs none.
    var sampleEvery: Duration = .milliseconds(50)
    /// Failed starts in a row after which a header is given up.
    var maximumStartFailures = 3
    /// Pause after the first failed start; doubled after each further one.
    var backOff: Duration = .milliseconds(200)
    /// How long a header that was given up answers with its error before it is tried again.
    var brokenFor: Duration = .seconds(30)
    /// How many checks of its own header a warm worker may serve while an older check of another header waits for a
    /// process. Bounds both the waiting and the number of imports when checks of different headers alternate.
    var overtakeLimit = 32
    /// How often a check is tried again after its worker died.
    var crashRetries = 1
}

/// How a check leaves the pool.
enum CheckEnding: Sendable, Hashable {
    /// The worker answered.
    case answered
    case timeout
    case outOfMemory
    case crashed
    /// The caller gave up.
    case cancelled
    /// The machinery is broken: nothing was found out about the check.
    case failed(LeanCheckingError)
}

/// Why a worker process ended.
enum WorkerExit: Sendable, Hashable {
    /// Before it was ready.
    case failedToStart(LeanCheckingError)
    /// Memory ran out, by its own account.
    case outOfMemory
    /// Any other end, wanted or not.
    case ended
}

/// What the driver has to do. A ticket tells the answers of a worker apart: one that was asked for before the latest
/// ticket is no answer any more.
enum PoolAction: Sendable, Hashable {
    case start(WorkerID, LeanHeader)
    /// Let the worker check the text of the check.
    case send(WorkerID, CheckID, ticket: Int)
    /// Let the worker drop what it does, by giving it an empty text.
    case abandon(WorkerID, ticket: Int)
    /// Let the worker end by itself.
    case stop(WorkerID)
    /// Kill the worker's process group.
    case kill(WorkerID)
    /// Look at the worker's memory and report it.
    case sample(WorkerID)
    case finish(CheckID, CheckEnding)
}
