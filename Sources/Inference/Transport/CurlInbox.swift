internal import CCurl
internal import Synchronization

/// The way from the tasks to the thread of the client: commands in order, and the bell that wakes the thread.
final class CurlInbox: Sendable {
    typealias Completion = @Sendable (Result<HTTPResponse, any Error>) -> Void

    /// What the thread is asked to do.
    enum Command: Sendable {
        case start(id: Int, HTTPRequest, Completion)
        case cancel(id: Int)
    }

    /// A libcurl multi handle that other threads use for nothing but `curl_multi_wakeup`.
    ///
    /// `@unchecked`: `curl_multi_wakeup` is the one function libcurl documents as callable from any thread, and it is
    /// called under the lock that the thread takes before it gives the handle up.
    private struct Bell: @unchecked Sendable {
        let multi: UnsafeMutableRawPointer
    }

    private struct State {
        var commands: [Command] = []
        /// Requests cancelled before they were posted.
        var cancelled: Set<Int> = []
        var nextID = 0
        var bell: Bell?
        var isClosing = false
        var hasEnded = false
        var endWaiters: [CheckedContinuation<Void, Never>] = []

        func ring() {
            if let bell { curl_multi_wakeup(bell.multi) }
        }
    }

    private let state = Mutex(State())

    /// A number for a new request.
    func newID() -> Int {
        state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
    }

    /// Hands a request over. Its completion is called exactly once, with `CancellationError` when `cancel` came first.
    func start(_ id: Int, _ request: HTTPRequest, _ completion: @escaping Completion) {
        let refusal = state.withLock { state -> (any Error)? in
            if state.cancelled.contains(id) { return CancellationError() }
            if state.isClosing { return TransportError(.shutdown, detail: "the HTTP client was shut down") }
            state.commands.append(.start(id: id, request, completion))
            state.ring()
            return nil
        }
        if let refusal { completion(.failure(refusal)) }
    }

    /// Takes a request back.
    func cancel(_ id: Int) {
        state.withLock { state in
            guard !state.hasEnded else { return }
            state.cancelled.insert(id)
            state.commands.append(.cancel(id: id))
            state.ring()
        }
    }

    /// Forgets a request that has ended.
    func forget(_ id: Int) {
        state.withLock { state in if !state.cancelled.isEmpty { state.cancelled.remove(id) } }
    }

    /// Asks the thread to end all requests and itself. Later requests are refused.
    func close() {
        state.withLock { state in
            state.isClosing = true
            state.ring()
        }
    }

    /// Waits until the thread has ended.
    func end() async {
        await withCheckedContinuation { continuation in
            let ended = state.withLock { state in
                if !state.hasEnded { state.endWaiters.append(continuation) }
                return state.hasEnded
            }
            if ended { continuation.resume() }
        }
    }

    // MARK: For the thread

    /// Gives the others the bell. Called once, before the first wait.
    func attach(multi: UnsafeMutableRawPointer) {
        let bell = Bell(multi: multi)
        state.withLock { $0.bell = bell }
    }

    /// The commands since the last time, and whether the client is to end.
    func take() -> (commands: [Command], isClosing: Bool) {
        state.withLock { state in
            defer { state.commands = [] }
            return (state.commands, state.isClosing)
        }
    }

    /// Takes the bell away, so that the handle may go. Commands that came in last are returned.
    func detach() -> [Command] {
        state.withLock { state in
            state.bell = nil
            defer { state.commands = [] }
            return state.commands
        }
    }

    /// Tells everybody who waits in `end` that the thread is done.
    func markEnded() {
        let waiters = state.withLock { state in
            state.hasEnded = true
            defer { state.endWaiters = [] }
            return state.endWaiters
        }
        for waiter in waiters { waiter.resume() }
    }
}
