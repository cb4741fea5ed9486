internal import Inference
internal import Support
internal import Testing

/// A random source that always gives the same number.
private struct Constant: RandomNumberGenerator {
    let value: UInt64
    mutating func next() -> UInt64 { value }
}

@Suite struct RetryPolicyTests {
    private let policy = RetryPolicy(
        maximumRetries: 5, firstDelay: .seconds(1), maximumDelay: .seconds(6), longestServerDelay: .seconds(60))

    private func delays(_ random: any RandomNumberGenerator & Sendable, count: Int) -> [RetryState.Action] {
        var state = RetryState(policy: policy, random: random)
        return (0..<count).map { _ in state.failed(.server, at: .zero) }
    }

    @Test func `delays double up to the cap and end after the allowed retries`() {
        // The largest number a random source gives is the upper end of the jitter, but for rounding.
        let upper = delays(Constant(value: .max), count: 6).map { action in
            guard case .retry(let delay) = action else { return -1.0 }
            return (delay.seconds * 1000).rounded() / 1000
        }
        #expect(upper == [1, 2, 4, 6, 6, -1])
        let lower = delays(Constant(value: 0), count: 5)
        #expect(lower == [0.5, 1, 2, 3, 3].map { .retry(after: .seconds($0)) })
    }

    @Test func `jitter differs between calls and is the same for the same seed`() {
        let one = delays(StableRandom(seed: 1), count: 5)
        #expect(one == delays(StableRandom(seed: 1), count: 5))
        #expect(one != delays(StableRandom(seed: 2), count: 5))
    }

    @Test(arguments: 0..<50 as Range<UInt64>)
    func `every delay lies between half and all of its ceiling`(seed: UInt64) throws {
        for (action, ceiling) in zip(delays(StableRandom(seed: seed), count: 5), [1.0, 2, 4, 6, 6]) {
            guard case .retry(let delay) = action else {
                Issue.record("gave up too early")
                return
            }
            #expect((ceiling / 2...ceiling).contains(delay.seconds))
        }
    }

    @Test func `a failure that is not transient is final at once`() {
        var state = RetryState(policy: policy, random: StableRandom(seed: 1))
        #expect(state.failed(.badRequest, retryAfter: .seconds(1), at: .zero, hasAnother: true) == .giveUp)
        #expect(state.failures == [.badRequest])
    }

    @Test func `the server's wish goes before our own delay and is never undercut`() {
        var state = RetryState(policy: policy, random: Constant(value: 0))
        #expect(state.failed(.rateLimited, retryAfter: .seconds(20), at: .zero) == .retry(after: .seconds(20)))
        var late = RetryState(policy: policy, random: Constant(value: .max))
        guard case .retry(let delay) = late.failed(.rateLimited, retryAfter: .seconds(20), at: .zero) else {
            Issue.record("gave up")
            return
        }
        #expect(delay > .seconds(21.9) && delay <= .seconds(22))
    }

    @Test func `a server that wants hours is given up`() {
        var state = RetryState(policy: policy, random: StableRandom(seed: 1))
        #expect(state.failed(.rateLimited, retryAfter: .seconds(61), at: .zero) == .giveUp)
    }

    @Test func `no retries means none`() {
        var state = RetryState(policy: RetryPolicy(maximumRetries: 0), random: StableRandom(seed: 1))
        #expect(state.failed(.server, at: .zero) == .giveUp)
    }

    @Test func `many retries do not overflow the delay`() {
        var state = RetryState(
            policy: RetryPolicy(maximumRetries: 10_000, firstDelay: .seconds(1), maximumDelay: .seconds(60)),
            random: Constant(value: .max))
        var last = RetryState.Action.giveUp
        for _ in 0..<10_000 { last = state.failed(.server, at: .zero) }
        guard case .retry(let delay) = last else {
            Issue.record("gave up")
            return
        }
        #expect(delay <= .seconds(60))
    }

    @Test func `another endpoint is tried at once, and that is a try too`() {
        var state = RetryState(policy: policy, random: Constant(value: 0))
        #expect(state.failed(.server, at: .zero, hasAnother: true) == .retry(after: .zero))
        #expect(state.failed(.timeout, retryAfter: .seconds(9), at: .zero, hasAnother: true) == .retry(after: .zero))
        for _ in 0..<3 { _ = state.failed(.network, at: .zero, hasAnother: true) }
        #expect(state.failed(.server, at: .zero, hasAnother: true) == .giveUp)
        #expect(state.failures == [.server, .timeout, .network, .network, .network, .server])
    }

    @Test func `want of room uses up no tries and waits two seconds at most, until the total time is over`() {
        var state = RetryState(policy: policy, random: Constant(value: .max))
        #expect(state.deadline == nil)
        for second in 0..<1200 {
            let reason: InferenceError.Reason = [.rateLimited, .unavailable, .unreachable][second % 3]
            guard case .retry(let delay) = state.failed(reason, at: .seconds(100 + second)) else {
                Issue.record("gave up after \(second) seconds")
                return
            }
            #expect(delay <= .seconds(2))
        }
        #expect(state.deadline == .seconds(1300))
        #expect(state.failed(.rateLimited, at: .seconds(1300)) == .giveUp)
        #expect(state.failures.count == 100)
    }

    @Test
    func `while no server is reached a call is given up earlier, and one that answers anything begins the time anew`() {
        var state = RetryState(
            policy: RetryPolicy(maximumTime: .seconds(1200), longestOutage: .seconds(600)),
            random: Constant(value: .max))
        _ = state.failed(.rateLimited, at: .seconds(0))
        #expect(state.deadline == .seconds(1200))
        _ = state.failed(.unreachable, at: .seconds(100))
        _ = state.failed(.unreachable, at: .seconds(200))
        #expect(state.deadline == .seconds(700))
        #expect(state.failed(.unreachable, at: .seconds(699)) != .giveUp)
        var other = state
        #expect(state.failed(.unreachable, at: .seconds(700)) == .giveUp)
        #expect(other.failed(.unavailable, at: .seconds(700)) != .giveUp && other.deadline == .seconds(1200))
        _ = other.failed(.unreachable, at: .seconds(900))
        #expect(other.deadline == .seconds(1200))
        var hasty = RetryState(policy: RetryPolicy(longestOutage: .zero), random: Constant(value: 0))
        #expect(hasty.failed(.unreachable, at: .zero) == .giveUp)
    }

    @Test func `a stopped endpoint leads to the others or to the end`() {
        var state = RetryState(policy: RetryPolicy(maximumRetries: 0), random: StableRandom(seed: 1))
        #expect(state.failed(.unauthorized, at: .zero, hasAnother: true) == .retry(after: .zero))
        #expect(state.failed(.unauthorized, at: .zero, hasAnother: false) == .giveUp)
    }
}
