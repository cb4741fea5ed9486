internal import Synchronization

/// At most so many at once; the others wait in order of arrival. A waiter whose task is cancelled leaves the line.
package final class ConcurrencyLimiter: Sendable {
    private typealias Waiter = CheckedContinuation<Void, any Error>

    private struct State {
        var machine: LimiterState
        var nextID = 0
        var waiters: [Int: Waiter] = [:]
        /// Arrivals whose task was cancelled before they got in line.
        var cancelled: Set<Int> = []
    }

    private let state: Mutex<State>

    /// A limiter with nobody in it.
    package init(limit: Int) {
        state = Mutex(State(machine: LimiterState(limit: limit)))
    }

    /// How many hold a place and how many wait.
    package var load: (holders: Int, waiting: Int) {
        state.withLock { ($0.machine.holders, $0.machine.waitingCount) }
    }

    /// Runs the body while holding a place.
    ///
    /// - Throws: `CancellationError` when cancelled while waiting, and what the body throws.
    @discardableResult
    package func withPlace<Value: Sendable>(
        isolation: isolated (any Actor)? = #isolation, _ body: () async throws -> Value
    ) async throws -> Value {
        try await enter()
        defer { leave() }
        return try await body()
    }

    /// Changes the limit.
    package func change(limit: Int) {
        resume { $0.change(limit: limit) }
    }

    private func enter() async throws {
        try Task.checkCancellation()
        // With a place free nobody has to wait, and nobody has to be told of a cancellation.
        if state.withLock({ $0.machine.goesAtOnce() }) { return }
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        defer { state.withLock { _ = $0.cancelled.remove(id) } }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: Waiter) in
                let verdict = state.withLock { state -> Result<Void, any Error>? in
                    if state.cancelled.contains(id) { return .failure(CancellationError()) }
                    if state.machine.arrive(id) == .go { return .success(()) }
                    state.waiters[id] = continuation
                    return nil
                }
                if let verdict { continuation.resume(with: verdict) }
            }
        } onCancel: {
            let waiter = state.withLock { state -> Waiter? in
                state.cancelled.insert(id)
                return state.machine.giveUp(id) ? state.waiters.removeValue(forKey: id) : nil
            }
            waiter?.resume(throwing: CancellationError())
        }
    }

    private func leave() {
        resume { $0.leave() }
    }

    private func resume(_ step: (inout LimiterState) -> [Int]) {
        let waiters = state.withLock { state in
            step(&state.machine).compactMap { state.waiters.removeValue(forKey: $0) }
        }
        for waiter in waiters { waiter.resume() }
    }
}
