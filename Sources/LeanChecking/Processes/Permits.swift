/// At most so many holders at once; who waits is served in order.
actor Permits {
    private var free: Int
    private var nextWaiter = 0
    private var waiters: [(id: Int, continuation: CheckedContinuation<Void, any Error>)] = []

    init(_ count: Int) {
        free = count
    }

    /// Runs the body while holding a permit.
    ///
    /// - Throws: what the body throws; `CancellationError` when the task is cancelled while it waits.
    nonisolated func withPermit<Result: Sendable>(_ body: () async throws -> Result) async throws -> Result {
        try await acquire()
        do {
            let result = try await body()
            await release()
            return result
        } catch {
            await release()
            throw error
        }
    }

    private func acquire() async throws {
        try Task.checkCancellation()
        if free > 0 {
            free -= 1
            return
        }
        let id = nextWaiter
        nextWaiter += 1
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                waiters.append((id, continuation))
                if Task.isCancelled { cancel(id) }
            }
        } onCancel: {
            Task { await self.cancel(id) }
        }
    }

    private func cancel(_ id: Int) {
        guard let index = waiters.firstIndex(where: { $0.id == id }) else { return }
        waiters.remove(at: index).continuation.resume(throwing: CancellationError())
    }

    private func release() {
        if waiters.isEmpty {
            free += 1
        } else {
            waiters.removeFirst().continuation.resume()
        }
    }
}
