internal import Foundation
internal import Support

/// Ends processes before they have more memory than they may, from a thread of its own.
///
/// Not from tasks: what they compute elsewhere in the program can keep all their threads busy for a tenth of a second, and a
/// proof takes 200 MiB in that time. A thread that sleeps nearly always is let run at once, on a busy machine too.
final class MemoryWatch: Sendable {
    static let shared = MemoryWatch()

    private struct Item {
        let process: WatchedProcess
        var due: ContinuousClock.Instant
    }

    private let items = Locked<[Item]>([])
    private let news = DispatchSemaphore(value: 0)

    private init() {
        let thread = Thread { self.run() }
        thread.name = "lean-memory"
        thread.start()
    }

    /// Looks at the process from now on, until it is ended or `WatchedProcess.end` is called.
    func begin(_ process: WatchedProcess) {
        items.withLock { $0.append(Item(process: process, due: .now)) }
        news.signal()
    }

    private func run() {
        while true {
            let now = ContinuousClock.now
            let due = items.withLock { items in items.filter { $0.due <= now }.map(\.process) }
            // Not under the lock: reading /proc takes a while when there are many processes.
            let pauses = due.map { $0.look() }
            let next = items.withLock { items in
                for (process, pause) in zip(due, pauses) {
                    guard let index = items.firstIndex(where: { $0.process === process }) else { continue }
                    if let pause {
                        items[index].due = .now + pause
                    } else {
                        items.remove(at: index)
                    }
                }
                return items.map(\.due).min()
            }
            if let next {
                let wait = max(.zero, next - .now)
                _ = news.wait(timeout: .now() + .nanoseconds(Int(wait / .nanoseconds(1))))
            } else {
                news.wait()
            }
        }
    }
}

/// A process whose memory is looked at.
final class WatchedProcess: Sendable {
    private struct State {
        var hasEnded = false
        var isOver = false
        var memory: ProcessMemory?
        var peak: Int?
    }

    private let processID: Int32
    private let mark: MemoryMark
    private let longest: Duration
    private let state = Locked(State())

    /// - Parameters:
    ///   - limit: private memory in bytes; nil when it is looked at only to know its peak.
    ///   - longest: how often it is looked at while it is far from the mark.
    init(_ processID: Int32, limit: Int?, every longest: Duration) {
        self.processID = processID
        mark = MemoryMark(limit: limit ?? .max)
        self.longest = longest
    }

    /// What the last look showed; nil where there is nothing to be seen.
    var memory: ProcessMemory? { state.withLock { $0.memory } }

    /// The highest peak of all looks, bytes. The last look may have seen a wrapper alone.
    var peakBytes: Int? { state.withLock { $0.peak } }

    /// Whether it was killed because it had reached its mark.
    var isOver: Bool { state.withLock { $0.isOver } }

    /// Looks, and kills the process group when the mark is reached.
    ///
    /// - Returns: when to look again; nil when there is nothing more to look at.
    func look() -> Duration? {
        // All of it under the lock: behind `end` the id may be another process's.
        state.withLock { state in
            guard !state.hasEnded else { return nil }
            guard let memory = ProcessMemory.of(processID) else { return longest }
            state.memory = memory
            state.peak = max(state.peak ?? 0, memory.peakBytes)
            guard mark.isReached(by: memory.privateBytes) else {
                return mark.nextLook(at: memory.privateBytes, atMost: longest)
            }
            state.isOver = true
            ChildProcess.killGroup(processID)
            return nil
        }
    }

    /// The process is about to be collected: it is neither looked at nor killed any more.
    func end() {
        state.withLock { $0.hasEnded = true }
    }
}
