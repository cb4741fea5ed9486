internal import Synchronization

/// Which samples are being asked for right now in this process, so that nobody asks for the same one twice.
///
/// Who claims a key must land it, with the answer or without. A lock and no actor, so that a claim can be given back in a
/// `defer` and a cancelled waiter leaves at once.
final class CallFlights: Sendable {
    private typealias Waiter = CheckedContinuation<ChatAnswer?, any Error>

    private struct State {
        var nextID = 0
        /// The waiters of each key that is in the air.
        var waiters: [String: [Int: Waiter]] = [:]
        /// Waiters whose task was cancelled before they got in line.
        var cancelled: Set<Int> = []
    }

    private let state = Mutex(State())

    /// Takes the keys that nobody has taken yet.
    ///
    /// - Returns: the keys that are the caller's now; the others are in the air.
    func claim(_ keys: [String]) -> Set<String> {
        state.withLock { state in
            var claimed: Set<String> = []
            for key in keys where state.waiters[key] == nil {
                state.waiters[key] = [:]
                claimed.insert(key)
            }
            return claimed
        }
    }

    /// Takes one key.
    ///
    /// - Returns: false when it is in the air.
    func claim(_ key: String) -> Bool {
        state.withLock { state in
            guard state.waiters[key] == nil else { return false }
            state.waiters[key] = [:]
            return true
        }
    }

    /// Ends the claim and tells everybody who waits: the answer, or nil when there is none.
    func land(_ key: String, with answer: ChatAnswer?) {
        let waiters = state.withLock { $0.waiters.removeValue(forKey: key) } ?? [:]
        for waiter in waiters.values { waiter.resume(returning: answer) }
    }

    /// Waits until the key has landed.
    ///
    /// - Returns: nil when the key is not in the air (any more) or landed without an answer: look again.
    /// - Throws: `CancellationError`.
    func answer(for key: String) async throws -> ChatAnswer? {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        defer { state.withLock { _ = $0.cancelled.remove(id) } }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: Waiter) in
                let verdict = state.withLock { state -> Result<ChatAnswer?, any Error>? in
                    if state.cancelled.contains(id) { return .failure(CancellationError()) }
                    guard state.waiters[key] != nil else { return .success(nil) }
                    state.waiters[key]?[id] = continuation
                    return nil
                }
                if let verdict { continuation.resume(with: verdict) }
            }
        } onCancel: {
            let waiter = state.withLock { state in
                state.cancelled.insert(id)
                return state.waiters[key]?.removeValue(forKey: id)
            }
            waiter?.resume(throwing: CancellationError())
        }
    }
}
