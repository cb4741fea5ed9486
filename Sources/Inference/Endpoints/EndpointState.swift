internal import Support

/// All that is known and decided about one endpoint: breaker, adaptive limit, rates, counters. Pure.
package struct EndpointState: Sendable {
    /// What an endpoint allows.
    package struct Limits: Sendable, Hashable {
        /// Calls in flight that the adaptive limit never goes under, and over.
        package var floor = 1
        package var ceiling = 64
        /// Rates per minute; nil for none.
        package var requestsPerMinute: Int?
        package var tokensPerMinute: Int?
        package var breaker = CircuitBreaker.Policy()

        package init() {}
    }

    /// Whether a call may start now.
    package enum Readiness: Sendable, Hashable {
        case ready
        /// Not before that time, unless something ends earlier; nil when only an event changes it.
        case notBefore(Duration?)
        /// Never: it was stopped.
        case stopped
    }

    /// How a try ended.
    package enum Outcome: Sendable, Hashable {
        /// With answers; the tokens they really took.
        case answered(tokens: Int)
        case failed(InferenceError.Reason, retryAfter: Duration?)
        /// It was cancelled: that says nothing about the endpoint.
        case withdrawn
    }

    /// What a person should be told.
    package enum News: Sendable, Hashable {
        /// It answers nobody; calls wait.
        case opened
        /// It answers again.
        case closed
    }

    package let name: String
    package private(set) var breaker: CircuitBreaker
    package private(set) var limit: AdaptiveLimit
    package private(set) var inFlight = 0
    /// Why it is asked no more.
    package private(set) var stopped: InferenceError?
    package private(set) var answered = 0
    private var limits: Limits
    private var requests: TokenBucket?
    private var tokens: TokenBucket?
    private var failed: [InferenceError.Reason: Int] = [:]
    private var latencies: [Int] = []

    private static let latenciesKept = 256

    /// An endpoint that nobody asked yet.
    package init(name: String, limits: Limits) {
        self.name = name
        self.limits = limits
        breaker = CircuitBreaker(policy: limits.breaker)
        limit = AdaptiveLimit(floor: limits.floor, ceiling: limits.ceiling)
        requests = limits.requestsPerMinute.map { TokenBucket(perMinute: $0) }
        tokens = limits.tokensPerMinute.map { TokenBucket(perMinute: $0) }
    }

    /// Other limits from now on. The circuit breaker, and a rate that stays as it was, keep what they know.
    package mutating func change(to limits: Limits) {
        limit.change(floor: limits.floor, ceiling: limits.ceiling)
        if limits.requestsPerMinute != self.limits.requestsPerMinute {
            requests = limits.requestsPerMinute.map { TokenBucket(perMinute: $0) }
        }
        if limits.tokensPerMinute != self.limits.tokensPerMinute {
            tokens = limits.tokensPerMinute.map { TokenBucket(perMinute: $0) }
        }
        self.limits = limits
    }

    /// How full it is: calls in flight over its limit.
    package var load: Double { Double(inFlight) / Double(limit.current) }

    /// Whether a call of so many (estimated) tokens may start now. Calls wait for it, so the limit may rise.
    package mutating func readiness(for cost: Int, at now: Duration) -> Readiness {
        guard stopped == nil else { return .stopped }
        breaker.advance(to: now)
        guard breaker.admits else { return .notBefore(breaker.nextChange) }
        if inFlight >= limit.current, breaker.phase == .closed { limit.rise(at: now) }
        guard inFlight < limit.current || breaker.phase == .halfOpen else { return .notBefore(limit.nextRaise) }
        let wait = max(requests?.wait(for: 1, at: now) ?? .zero, tokens?.wait(for: cost, at: now) ?? .zero)
        return wait > .zero ? .notBefore(now + wait) : .ready
    }

    /// Lets the breaker see the time.
    package mutating func advanceBreaker(to now: Duration) {
        breaker.advance(to: now)
    }

    /// A call starts.
    package mutating func start(cost: Int, at now: Duration) {
        inFlight += 1
        breaker.started(at: now)
        requests?.take(1, at: now)
        tokens?.take(cost, at: now)
    }

    /// A call ended.
    package mutating func end(_ outcome: Outcome, cost: Int, started: Duration, at now: Duration) -> News? {
        inFlight -= 1
        let wasWell = breaker.phase == .closed && !breaker.isOnTrial
        switch outcome {
        case .withdrawn:
            breaker.withdrawn(started: started)
        case .answered(let used):
            answered += 1
            if latencies.count == EndpointState.latenciesKept { latencies.removeFirst() }
            latencies.append((now - started).milliseconds)
            tokens?.correct(by: cost - used)
            limit.answered(started: started)
            breaker.answered(started: started)
            if !wasWell, breaker.phase == .closed { return .closed }
        case .failed(let reason, let wish):
            failed[reason, default: 0] += 1
            // What was not generated was not counted by the server either.
            tokens?.correct(by: cost)
            return failed(reason, wish: wish, started: started, at: now) && wasWell ? .opened : nil
        }
        return nil
    }

    private mutating func failed(
        _ reason: InferenceError.Reason, wish: Duration?, started: Duration, at now: Duration
    ) -> Bool {
        let rule = reason.rule
        if rule.lowersLimit { limit.overloaded(started: started, at: now, inFlight: inFlight) }
        guard rule.countsAgainstBreaker else {
            // A refusal of this one request shows that the endpoint works.
            if rule.consequence == .parksJob { breaker.answered(started: started) }
            if rule.consequence == .stopsEndpoint { breaker.withdrawn(started: started) }
            return false
        }
        // A quick refusal for want of room is the limit's matter; only at its floor does it say that nothing goes.
        if rule.lowersLimit, now - started < AdaptiveLimit.slow, limit.current > limit.floor { return false }
        guard breaker.failed(started: started, at: now, limit: limit.current, wish: wish) else { return false }
        limit.collapse(started: started, at: now)
        return true
    }

    /// Asks it no more, with the reason that every later call gets.
    package mutating func stop(because error: InferenceError) {
        if stopped == nil { stopped = error }
    }

    /// How it fares.
    package var snapshot: EndpointSnapshot {
        EndpointSnapshot(
            endpoint: name, inFlight: inFlight, limit: limit.current, breaker: breaker.phase, answered: answered,
            failed: failed, latency: LatencySummary(latencies), stoppedBecause: stopped?.reason)
    }
}
