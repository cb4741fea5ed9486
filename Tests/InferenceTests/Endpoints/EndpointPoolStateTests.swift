internal import Inference
internal import Support
internal import Testing

@Suite struct EndpointPoolStateTests {
    private func pool(
        _ endpoints: Int = 1, _ change: (inout EndpointState.Limits) -> Void = { _ in }
    ) -> EndpointPoolState {
        var limits = EndpointState.Limits()
        limits.ceiling = 2
        change(&limits)
        return EndpointPoolState(endpoints: (0..<endpoints).map { EndpointState(name: "e\($0)", limits: limits) })
    }

    /// Somebody arrives; their ticket is their number unless another is given.
    private func arrive(_ pool: inout EndpointPoolState, _ id: Int, ticket: Int? = nil, avoiding: Set<Int> = []) {
        pool.arrive(EndpointPoolState.Waiter(id: id, ticket: ticket ?? id, avoiding: avoiding))
    }

    private func ids(_ admissions: [EndpointPoolState.Admission]) -> [Int] { admissions.map(\.id) }

    @Test func `who comes first goes first, and a call that comes back stands before later ones`() {
        var pool = pool()
        for id in 1...4 { arrive(&pool, id) }
        #expect(ids(pool.admit(at: .zero)) == [1, 2] && pool.waitingCount == 2)
        _ = pool.end(.failed(.server, retryAfter: nil), endpoint: 0, cost: 0, started: .zero, at: .seconds(1))
        arrive(&pool, 9, ticket: 1)
        #expect(ids(pool.admit(at: .seconds(1))) == [9])
        _ = pool.end(.answered(tokens: 0), endpoint: 0, cost: 0, started: .zero, at: .seconds(2))
        #expect(ids(pool.admit(at: .seconds(2))) == [3])
    }

    @Test func `who gave up is passed over, and nobody is kept in memory for it`() {
        var pool = pool()
        for id in 0..<1000 { arrive(&pool, id) }
        _ = pool.admit(at: .zero)
        for id in 2..<999 {
            let gaveUp = pool.giveUp(id)
            #expect(gaveUp)
        }
        let again = pool.giveUp(500)
        #expect(!again && pool.waitingCount == 1)
        _ = pool.end(.withdrawn, endpoint: 0, cost: 0, started: .zero, at: .seconds(1))
        #expect(ids(pool.admit(at: .seconds(1))) == [999])
    }

    @Test func `the least loaded endpoint is taken, equals take turns`() {
        var pool = pool(3) { $0.ceiling = 4 }
        for id in 0..<6 { arrive(&pool, id) }
        let first = pool.admit(at: .zero).map(\.endpoint)
        #expect(first == [0, 1, 2, 0, 1, 2])
        for _ in 0..<2 { _ = pool.end(.answered(tokens: 0), endpoint: 1, cost: 0, started: .zero, at: .seconds(1)) }
        for id in 6..<8 { arrive(&pool, id) }
        #expect(pool.admit(at: .seconds(1)).map(\.endpoint) == [1, 1])
    }

    @Test func `an endpoint that failed the call is taken only when no other is ready`() {
        var pool = pool(2)
        arrive(&pool, 1, avoiding: [0])
        arrive(&pool, 2, avoiding: [0])
        arrive(&pool, 3, avoiding: [0])
        #expect(pool.admit(at: .zero).map(\.endpoint) == [1, 1, 0])
    }

    @Test func `a stopped endpoint gets nothing, and the last one stops the model with the first reason`() {
        var pool = pool(2)
        let refusal = InferenceError(.unauthorized, message: "first")
        arrive(&pool, 1)
        _ = pool.admit(at: .zero)
        _ = pool.end(
            .failed(.unauthorized, retryAfter: nil), endpoint: 0, cost: 0, started: .zero, at: .zero,
            stopping: refusal)
        #expect(pool.stopped == nil)
        for id in 2...5 { arrive(&pool, id) }
        #expect(pool.admit(at: .zero).map(\.endpoint) == [1, 1])
        let late = InferenceError(.notFound, message: "second")
        _ = pool.end(
            .failed(.notFound, retryAfter: nil), endpoint: 1, cost: 0, started: .zero, at: .zero, stopping: late)
        #expect(pool.stopped == refusal)
        #expect(pool.dismissAll() == [4, 5] && pool.waitingCount == 0)
        #expect(pool.endpoints.map(\.snapshot.stoppedBecause) == [.unauthorized, .notFound])
    }

    @Test func `requests per minute are kept, with a burst of ten seconds`() {
        var pool = pool {
            $0.ceiling = 1000
            $0.requestsPerMinute = 60
        }
        for id in 0..<100 { arrive(&pool, id) }
        #expect(pool.admit(at: .zero).count == 10)
        var started = 10
        var now = Duration.zero
        while now < .seconds(30), let wake = pool.wakeAt {
            now = wake
            started += pool.admit(at: now).count
        }
        #expect((40...41).contains(started))
    }

    @Test func `tokens per minute are kept by estimates that are put right afterwards`() {
        var pool = pool {
            $0.ceiling = 1000
            $0.tokensPerMinute = 6000
        }
        func arriveCosting(_ id: Int, _ cost: Int) {
            pool.arrive(EndpointPoolState.Waiter(id: id, ticket: id, cost: cost))
        }
        for id in 0..<4 { arriveCosting(id, 400) }
        // 1000 tokens fit; the third call waits for 200 more, two seconds.
        #expect(ids(pool.admit(at: .zero)) == [0, 1])
        #expect(pool.wakeAt.map { abs($0.seconds - 2) < 0.001 } ?? false)
        // The first took a quarter of what was thought: 300 come back.
        _ = pool.end(.answered(tokens: 100), endpoint: 0, cost: 400, started: .zero, at: .zero)
        #expect(ids(pool.admit(at: .zero)) == [2])
        // What is bigger than the bucket goes when it is full.
        arriveCosting(9, 50_000)
        #expect(ids(pool.admit(at: .seconds(60))) == [3])
        #expect(ids(pool.admit(at: .seconds(120))) == [9])
    }

    @Test func `while the breaker is open nobody goes, then one trial, and late calls are taken from the line`() {
        var pool = pool { $0.ceiling = 5 }
        for id in 0..<5 { arrive(&pool, id) }
        _ = pool.admit(at: .seconds(1))
        for _ in 0..<5 {
            _ = pool.end(
                .failed(.network, retryAfter: nil), endpoint: 0, cost: 0, started: .seconds(1), at: .seconds(2))
        }
        for id in 10..<13 {
            pool.arrive(EndpointPoolState.Waiter(id: id, ticket: id, deadline: id == 11 ? .seconds(3) : nil))
        }
        #expect(pool.admit(at: .seconds(2)).isEmpty && pool.wakeAt == .seconds(3))
        #expect(pool.expire(at: .seconds(2.5)).isEmpty)
        #expect(pool.expire(at: .seconds(3)) == [11])
        let trial = pool.admit(at: .seconds(3))
        #expect(ids(trial) == [10] && trial.allSatisfy(\.isTrial))
        let news = pool.end(.answered(tokens: 0), endpoint: 0, cost: 0, started: .seconds(3), at: .seconds(4))
        #expect(news == .closed)
        #expect(ids(pool.admit(at: .seconds(4))) == [12])
    }

    @Test func `a refusal of one request shows that the endpoint works`() {
        var pool = pool { $0.ceiling = 5 }
        for id in 0..<30 {
            arrive(&pool, id)
            _ = pool.admit(at: .seconds(id))
            let reason: InferenceError.Reason = id % 3 == 0 ? .tooLong : .server
            let news = pool.end(
                .failed(reason, retryAfter: nil), endpoint: 0, cost: 0, started: .seconds(id), at: .seconds(id))
            #expect(news == nil)
        }
        #expect(pool.endpoints[0].snapshot.failed == [.tooLong: 10, .server: 20])
    }

    @Test(arguments: 0..<10 as Range<UInt64>)
    func `random events never break a limit and lose nobody`(seed: UInt64) {
        var random = StableRandom(seed: seed)
        var pool = pool(2) { $0.ceiling = 3 }
        var inside: [(endpoint: Int, started: Duration)] = []
        var expected = 0
        var now = Duration.zero
        for id in 0..<3000 {
            now += .milliseconds(Int.random(in: 0..<400, using: &random))
            if Bool.random(using: &random) {
                arrive(&pool, id)
                expected += 1
            } else if let place = inside.indices.randomElement(using: &random) {
                let (endpoint, started) = inside.remove(at: place)
                let outcomes: [EndpointState.Outcome] = [
                    .answered(tokens: 1), .answered(tokens: 1), .withdrawn, .failed(.rateLimited, retryAfter: nil),
                    .failed(.network, retryAfter: .seconds(1)), .failed(.badRequest, retryAfter: nil),
                ]
                _ = pool.end(
                    outcomes.randomElement(using: &random) ?? .withdrawn, endpoint: endpoint, cost: 0,
                    started: started, at: now)
                expected -= 1
            }
            for admission in pool.admit(at: now) { inside.append((admission.endpoint, now)) }
            #expect(pool.waitingCount + inside.count == expected)
            for (index, endpoint) in pool.endpoints.enumerated() {
                #expect(endpoint.inFlight == inside.filter { $0.endpoint == index }.count && endpoint.inFlight <= 3)
            }
            #expect(pool.waitingCount == 0 || !inside.isEmpty || pool.wakeAt != nil)
        }
    }

    @Test func `a higher limit lets those in line go at once, a lower one waits for those in flight`() {
        var limits = EndpointState.Limits()
        limits.ceiling = 1
        var pool = EndpointPoolState(endpoints: [EndpointState(name: "a", limits: limits)])
        for id in 1...3 { pool.arrive(EndpointPoolState.Waiter(id: id, ticket: id)) }
        #expect(pool.admit(at: .zero).map(\.id) == [1])
        limits.ceiling = 2
        pool.change(to: limits)
        #expect(pool.admit(at: .zero).map(\.id) == [2])
        limits.ceiling = 1
        pool.change(to: limits)
        _ = pool.end(.answered(tokens: 1), endpoint: 0, cost: 0, started: .zero, at: .seconds(1))
        #expect(pool.admit(at: .seconds(1)).isEmpty)
        _ = pool.end(.answered(tokens: 1), endpoint: 0, cost: 0, started: .zero, at: .seconds(1))
        #expect(pool.admit(at: .seconds(1)).map(\.id) == [3])
    }

    @Test func `a rate that stays keeps what was taken from it, a new one begins full`() {
        var limits = EndpointState.Limits()
        limits.requestsPerMinute = 6
        var endpoint = EndpointState(name: "a", limits: limits)
        #expect(endpoint.readiness(for: 1, at: .zero) == .ready)
        endpoint.start(cost: 1, at: .zero)
        limits.ceiling = 9
        endpoint.change(to: limits)
        #expect(endpoint.readiness(for: 1, at: .zero) != .ready)
        limits.requestsPerMinute = 60
        endpoint.change(to: limits)
        #expect(endpoint.readiness(for: 1, at: .zero) == .ready)
        limits.requestsPerMinute = nil
        endpoint.change(to: limits)
        for _ in 0..<8 { endpoint.start(cost: 1, at: .zero) }
        #expect(endpoint.readiness(for: 1, at: .zero) != .ready)
    }
}
