internal import Inference
internal import TestSupport
internal import Testing

@Suite struct EndpointPoolTests {
    private let clock = ManualClock()

    private func pool(_ change: (inout EndpointState.Limits) -> Void = { _ in }) -> EndpointPool {
        var limits = EndpointState.Limits()
        limits.ceiling = 1
        change(&limits)
        return EndpointPool(endpoints: [EndpointState(name: "e", limits: limits)], clock: clock)
    }

    private func enter(_ pool: EndpointPool, deadline: Duration? = nil) -> Task<EndpointPool.Place?, any Error> {
        let ticket = pool.ticket()
        return Task { try await pool.enter(ticket: ticket, deadline: deadline) }
    }

    private func waiters(_ pool: EndpointPool, _ count: Int) async {
        while pool.waiting < count { await Task.yield() }
    }

    @Test func `a place that is given back goes to the next in line`() async throws {
        let pool = pool()
        let first = try #require(try await enter(pool).value)
        let next = enter(pool)
        await waiters(pool, 1)
        pool.leave(first, .answered(tokens: 1))
        #expect(try await next.value?.endpoint == 0)
        #expect(pool.waiting == 0 && pool.snapshots.first?.answered == 1)
    }

    @Test func `a cancelled waiter leaves the line, also one that was cancelled before`() async throws {
        let pool = pool()
        let first = try #require(try await enter(pool).value)
        let second = enter(pool)
        await waiters(pool, 1)
        second.cancel()
        await #expect(throws: CancellationError.self) { try await second.value }
        let gate = Gate()
        let early = Task {
            await gate.wait()
            return try await pool.enter(ticket: 9)
        }
        early.cancel()
        gate.open()
        await #expect(throws: CancellationError.self) { try await early.value }
        #expect(pool.waiting == 0)
        pool.leave(first, .withdrawn)
        #expect(try await enter(pool).value != nil)
    }

    @Test func `the pool wakes by itself when a rate allows the next call`() async throws {
        let pool = pool {
            $0.ceiling = 10
            $0.requestsPerMinute = 6
        }
        #expect(try await enter(pool).value != nil)
        let next = enter(pool)
        await clock.sleepers(atLeast: 1)
        clock.advance(by: .seconds(11))
        #expect(try await next.value != nil)
    }

    @Test func `a model that is stopped refuses those in line and those who come later`() async throws {
        let pool = pool()
        let first = try #require(try await enter(pool).value)
        let waiting = enter(pool)
        await waiters(pool, 1)
        let refusal = InferenceError(.unauthorized, message: "no")
        pool.leave(first, .failed(.unauthorized, retryAfter: nil), stopping: refusal)
        for task in [waiting, enter(pool)] {
            let error = await #expect(throws: InferenceError.self) { try await task.value }
            #expect(error == refusal)
        }
        #expect(pool.stopped == refusal)
    }

    @Test func `who failed before and waits for a dead endpoint gives up in time`() async throws {
        let pool = pool { $0.breaker.threshold = 1 }
        let first = try #require(try await enter(pool).value)
        #expect(pool.leave(first, .failed(.unreachable, retryAfter: .seconds(60))) == .opened)
        let patient = enter(pool)
        await waiters(pool, 1)
        let late = enter(pool, deadline: .seconds(30))
        await waiters(pool, 2)
        await clock.sleepers(atLeast: 1)
        clock.advance(by: .seconds(61))
        #expect(try await patient.value?.isTrial == true)
        #expect(try await late.value == nil)
    }
}
