internal import Inference
internal import Support
internal import Synchronization
internal import Testing

@Suite struct LimiterStateTests {
    @Test func `who comes first goes first`() {
        var state = LimiterState(limit: 2)
        #expect([1, 2, 3, 4, 5].map { state.arrive($0) } == [.go, .go, .wait, .wait, .wait])
        #expect(state.leave() == [3])
        #expect(state.leave() == [4])
        #expect(state.holders == 2 && state.waitingCount == 1)
    }

    @Test func `who gave up is passed over`() {
        var state = LimiterState(limit: 1)
        for id in 1...4 { _ = state.arrive(id) }
        let first = state.giveUp(2)
        let again = state.giveUp(2)
        let holder = state.giveUp(1)
        #expect(first && !again && !holder)
        #expect(state.leave() == [3])
    }

    @Test func `a raised limit lets several go, a lowered one nobody`() {
        var state = LimiterState(limit: 1)
        for id in 1...5 { _ = state.arrive(id) }
        #expect(state.change(limit: 3) == [2, 3])
        #expect(state.change(limit: 1) == [])
        #expect(state.leave() == [])
        #expect(state.leave() == [])
        #expect(state.leave() == [4])
    }

    @Test func `a limit under one is one`() {
        var state = LimiterState(limit: 0)
        #expect(state.arrive(1) == .go)
        #expect(state.arrive(2) == .wait)
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func `random events never break the limit, lose anybody or change the order`(seed: UInt64) {
        var random = StableRandom(seed: seed)
        var state = LimiterState(limit: 3)
        var inside = 0
        var line: [Int] = []
        for id in 0..<2000 {
            switch Int.random(in: 0..<3, using: &random) {
            case 0:
                if state.arrive(id) == .go { inside += 1 } else { line.append(id) }
            case 1 where inside > 0:
                let admitted = state.leave()
                #expect(admitted == Array(line.prefix(admitted.count)))
                line.removeFirst(admitted.count)
                inside += admitted.count - 1
            case 2 where !line.isEmpty:
                let position = Int.random(in: 0..<line.count, using: &random)
                let gaveUp = state.giveUp(line.remove(at: position))
                #expect(gaveUp)
            default: break
            }
            #expect(state.holders == inside && inside <= 3)
            #expect(state.waitingCount == line.count && (line.isEmpty || inside == 3))
        }
    }
}

/// Counts who is inside.
private final class Meter: Sendable {
    private let state = Mutex((inside: 0, peak: 0, done: 0))

    var result: (inside: Int, peak: Int, done: Int) { state.withLock { $0 } }

    func enter() {
        state.withLock {
            $0.inside += 1
            $0.peak = max($0.peak, $0.inside)
        }
    }

    func leave() {
        state.withLock {
            $0.inside -= 1
            $0.done += 1
        }
    }
}

@Suite struct ConcurrencyLimiterTests {
    @Test func `no more than the limit are inside at once, and all get in`() async throws {
        let limiter = ConcurrencyLimiter(limit: 7)
        let meter = Meter()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<500 {
                group.addTask {
                    try await limiter.withPlace {
                        meter.enter()
                        await Task.yield()
                        meter.leave()
                    }
                }
            }
            try await group.waitForAll()
        }
        let result = meter.result
        #expect(result.done == 500 && result.peak <= 7 && result.inside == 0)
        #expect(limiter.load == (0, 0))
    }

    @Test func `a cancelled waiter leaves and the place goes to the next`() async throws {
        let limiter = ConcurrencyLimiter(limit: 1)
        let entered = Gate()
        let release = Gate()
        let holder = Task {
            try await limiter.withPlace {
                entered.open()
                await release.wait()
            }
        }
        await entered.wait()
        let waiter = Task { try await limiter.withPlace { Issue.record("must not get in") } }
        while limiter.load.waiting < 1 { await Task.yield() }
        waiter.cancel()
        await #expect(throws: CancellationError.self) { try await waiter.value }
        #expect(limiter.load == (1, 0))
        let next = Task { try await limiter.withPlace { "in" } }
        release.open()
        try await holder.value
        #expect(try await next.value == "in")
        #expect(limiter.load == (0, 0))
    }

    @Test func `a task that is cancelled already does not get in`() async {
        let limiter = ConcurrencyLimiter(limit: 1)
        let start = Gate()
        let task = Task {
            await start.wait()
            try await limiter.withPlace { Issue.record("must not get in") }
        }
        task.cancel()
        start.open()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(limiter.load == (0, 0))
    }

    @Test func `a body that throws gives its place back`() async throws {
        let limiter = ConcurrencyLimiter(limit: 1)
        struct Failure: Error {}
        await #expect(throws: Failure.self) {
            let _: Int = try await limiter.withPlace { throw Failure() }
        }
        #expect(limiter.load == (0, 0))
    }
}
