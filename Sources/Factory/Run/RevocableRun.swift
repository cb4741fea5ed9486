internal import Ledger
internal import Synchronization

/// The work of one job that may become needless while it is on: the other side of its statement is verified, somebody has taken
/// the job away. Then nobody waits for it: its task is cancelled, and whatever it is still in is left behind.
final class RevocableRun: Sendable {
    /// Thrown in place of an outcome.
    struct Revoked: Error {}

    private struct State {
        var task: Task<Void, Never>?
        var waiter: CheckedContinuation<StepOutcome, any Error>?
        var result: Result<StepOutcome, any Error>?
        var revokedAt: ContinuousClock.Instant?
    }

    private let state = Mutex(State())
    private let onEnd: @Sendable (Duration) -> Void

    /// - Parameter onEnd: told, when revoked work has really ended, how long that took.
    init(onEnd: @escaping @Sendable (Duration) -> Void = { _ in }) {
        self.onEnd = onEnd
    }

    /// Does the work.
    ///
    /// - Throws: what the body throws; `Revoked` at once when the work was revoked before or meanwhile.
    func outcome(of body: @escaping @Sendable () async throws -> StepOutcome) async throws -> StepOutcome {
        if state.withLock({ $0.revokedAt != nil }) { throw Revoked() }
        let task = Task {
            let result: Result<StepOutcome, any Error>
            do { result = .success(try await body()) } catch { result = .failure(error) }
            let (waiter, revokedAt) = finish(result)
            waiter?.resume(with: result)
            if let revokedAt { onEnd(revokedAt.duration(to: .now)) }
        }
        let isRevoked = state.withLock { state in
            state.task = task
            return state.revokedAt != nil
        }
        if isRevoked { task.cancel() }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let result = state.withLock { state -> Result<StepOutcome, any Error>? in
                    if let result = state.result { return result }
                    if state.revokedAt != nil { return .failure(Revoked()) }
                    state.waiter = continuation
                    return nil
                }
                if let result { continuation.resume(with: result) }
            }
        } onCancel: {
            task.cancel()
        }
    }

    private func finish(
        _ result: Result<StepOutcome, any Error>
    ) -> (CheckedContinuation<StepOutcome, any Error>?, ContinuousClock.Instant?) {
        state.withLock { state in
            state.result = result
            defer { state.waiter = nil }
            return (state.waiter, state.revokedAt)
        }
    }

    /// The work is needless from now on. Doing it again changes nothing, nor does it once the work has ended.
    func revoke() {
        let (task, waiter) = state.withLock {
            state -> (Task<Void, Never>?, CheckedContinuation<StepOutcome, any Error>?) in
            guard state.revokedAt == nil, state.result == nil else { return (nil, nil) }
            state.revokedAt = .now
            defer { state.waiter = nil }
            return (state.task, state.waiter)
        }
        task?.cancel()
        waiter?.resume(throwing: Revoked())
    }
}
