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
    /// Private memory that no worker may have: it is killed in the middle of its check before that.
    var memoryBytes = 4 << 30
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
    /// Most checks in one document.
    var batchLimit = 128
    /// Most bytes of source in one document.
    var batchBytes = 64 << 10
    /// How long a batch should take: the pace of the header's last ones decides how many checks are put together.
    var batchTime: Duration = .milliseconds(300)
    /// Longest time for a batch. What does not end by then is taken apart; only a check alone has the whole `wallClock`.
    var batchClock: Duration = .seconds(1)
    /// Most checks in a batch that gets a process of its own; 0: there are none such.
    var asideLimit = 256
    /// Fewest checks in such a batch.
    var asideLeast = 32
    /// Most bytes of source in such a batch.
    var asideBytes = 256 << 10
    /// How long such a batch should take. It holds up what is more urgent for so long.
    var asideTime: Duration = .milliseconds(2500)
    /// Which part of a batch's time its process may need to start and read the header. What a process saves is a fifth.
    var asideStartShare = 0.1
    /// After a batch that did not end well, so many checks of its header stay in the workers; twice as many the next
    /// time, up to `asideLongestRest`.
    var asideRest = 512
    var asideLongestRest = 1 << 16
    /// Most answers of a worker that wait for its next canaries. 0: answers are believed at once, no canary is asked.
    var canaryEvery = 200
    /// How long an answer waits for the next canaries, as far as the checks between let it.
    var canaryWithin: Duration = .milliseconds(500)
    /// Checks of a worker after which its canaries sing alone as well, not only together.
    var wholeSongEvery = 1_000
    /// How often answers may be lost because their worker ended before its canaries sang.
    var lossLimit = 5
}

/// What the pool has to know about a check.
struct CheckTraits: Sendable, Hashable {
    var priority: CheckPriority = .normal
    /// Bytes of source of a check that may share its document with others; nil when it must be alone.
    var sharedBytes: Int?
}

/// What a batch says about those of its checks that it does not settle.
struct BatchDoubts: Sendable, Hashable {
    /// To be checked alone.
    var alone: Set<CheckID> = []
    /// To be checked again in smaller company: one of them has spoilt the document.
    var again: Set<CheckID> = []

    static let none = BatchDoubts()
}

/// What became of a batch in a process of its own.
enum AsideEnding: Sendable, Hashable {
    /// All was read, and its canaries were right.
    case answered(BatchDoubts)
    /// Its canaries were wrong.
    case lied(LeanCheckingError)
    /// It did not come to its end, or what it said cannot be told apart. The check that was at work then, as far as it is
    /// known.
    case disturbed(CheckID?)
    /// Nobody wanted it any more.
    case ended
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
    /// Memory ran out, by its own account or by ours: then it was killed.
    case outOfMemory
    /// Any other end, wanted or not.
    case ended
}

/// What the driver has to do. A ticket tells the answers of a worker apart: one that was asked for before the latest
/// ticket is no answer any more.
enum PoolAction: Sendable, Hashable {
    case start(WorkerID, LeanHeader)
    /// Let the worker check the texts of the checks, in one document.
    case send(WorkerID, [CheckID], ticket: Int)
    /// Let a process of its own check the texts of the checks while the worker rests, for so long at most.
    case sendAside(WorkerID, [CheckID], within: Duration)
    /// End the process beside the worker.
    case endAside(WorkerID)
    /// Let the worker's canaries sing; all of them, or the one document that holds every kind.
    case sing(WorkerID, all: Bool, ticket: Int)
    /// Let the worker drop what it does, by giving it an empty text.
    case abandon(WorkerID, ticket: Int)
    /// Let the worker end by itself.
    case stop(WorkerID)
    /// Kill the worker's process group.
    case kill(WorkerID)
    case finish(CheckID, CheckEnding)
}
