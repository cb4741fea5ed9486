internal import Support
internal import Synchronization

/// Lets the pool kill a process that belongs to somebody else's task, and only while its id is its own.
final class ProcessHandle: Sendable {
    private enum State {
        case notStarted
        case running(Int32)
        case killed
        case gone
    }
    private let state = Mutex(State.notStarted)
    private let watched = Locked<WatchedProcess?>(nil)
    private let memoryLimit: Int?

    /// - Parameter memoryLimit: private memory in bytes before which the process is killed; nil for no limit.
    init(memoryLimit: Int? = nil) {
        self.memoryLimit = memoryLimit
    }

    /// The memory of the process when it was last looked at.
    var memory: ProcessMemory? { watched.withLock { $0?.memory } }

    /// Whether it was killed because of its memory.
    var isOutOfMemory: Bool { watched.withLock { $0?.isOver } ?? false }

    /// The id while the process runs.
    var processID: Int32? {
        state.withLock { if case .running(let id) = $0 { id } else { nil } }
    }

    /// Kills the process group now, or as soon as it exists.
    func kill() {
        state.withLock { state in
            switch state {
            case .notStarted: state = .killed
            case .running(let id): ChildProcess.killGroup(id)
            case .killed, .gone: break
            }
        }
    }

    /// The process runs.
    func began(_ processID: Int32) {
        state.withLock { state in
            if case .killed = state { ChildProcess.killGroup(processID) }
            state = .running(processID)
        }
        let process = WatchedProcess(processID, limit: memoryLimit, every: .milliseconds(50))
        watched.withLock { $0 = process }
        MemoryWatch.shared.begin(process)
    }

    /// The process is about to be collected: its id may soon be another's.
    func ended() {
        watched.withLock { $0?.end() }
        state.withLock { state in
            if case .running(let id) = state { ChildProcess.killGroup(id) }
            state = .gone
        }
    }
}
