/// When a failed call is sent again: exponential backoff with jitter and a cap, and the server's own wish before both.
package struct RetryPolicy: Sendable, Hashable {
    /// How often a call is sent again at most because of failures that count as tries; 0 for never.
    package var maximumRetries: Int
    /// Upper end of the first delay; each further one is twice as long.
    package var firstDelay: Duration
    /// Longest delay of our own.
    package var maximumDelay: Duration
    /// Longest time from a call's first failure to its last try.
    package var maximumTime: Duration
    /// Longest `Retry-After` that is waited for. A server that asks for more is given up, so that the call and its lease
    /// do not stand still for hours; the error carries the server's wish.
    package var longestServerDelay: Duration
    /// Longest time for which a call is sent again while no try reaches a server at all: there is no address for the name,
    /// nobody listens, TLS is refused.
    package var longestOutage: Duration

    /// Longest delay after a failure that does not count as a try. The line, the adaptive limit and the breaker hold such
    /// calls back already; one that sleeps for a minute besides is missing when the endpoint comes back.
    package static let longestWaitForRoom = Duration.seconds(2)

    /// A policy.
    package init(
        maximumRetries: Int = 5, firstDelay: Duration = .seconds(1), maximumDelay: Duration = .seconds(60),
        maximumTime: Duration = .seconds(1200), longestServerDelay: Duration = .seconds(300),
        longestOutage: Duration = .seconds(600)
    ) {
        self.maximumRetries = maximumRetries
        self.firstDelay = firstDelay
        self.maximumDelay = maximumDelay
        self.maximumTime = maximumTime
        self.longestServerDelay = longestServerDelay
        self.longestOutage = longestOutage
    }
}

/// The tries of one call: takes each failure, says what to do. No clock and no I/O in here.
package struct RetryState: Sendable {
    /// What to do after a failure.
    package enum Action: Sendable, Hashable {
        /// Wait so long, then get in line again.
        case retry(after: Duration)
        /// The failure is final.
        case giveUp
    }

    /// Why the tries failed so far, in order.
    package private(set) var failures: [InferenceError.Reason] = []
    /// Failures that counted as tries.
    private var retries = 0
    private var firstFailure: Duration?
    /// Since when no try has reached a server; nil when the last one did.
    private var unreachedSince: Duration?
    private let policy: RetryPolicy
    private var random: any RandomNumberGenerator & Sendable

    /// More failures than this are not remembered one by one.
    private static let failuresKept = 100

    /// A call that has not failed yet. The random source spreads the delays, so that calls that failed together do not
    /// come back together.
    package init(policy: RetryPolicy, random: any RandomNumberGenerator & Sendable) {
        self.policy = policy
        self.random = random
    }

    /// When the call is given up; nil while it has not failed.
    package var deadline: Duration? {
        guard let firstFailure else { return nil }
        let deadline = firstFailure + policy.maximumTime
        return unreachedSince.map { min(deadline, $0 + policy.longestOutage) } ?? deadline
    }

    /// The call failed.
    ///
    /// - Parameters:
    ///   - retryAfter: how long the server asked to wait.
    ///   - now: the time, on any clock that goes on.
    ///   - hasAnother: whether an endpoint that did not fail this call just now could take it.
    package mutating func failed(
        _ reason: InferenceError.Reason, retryAfter: Duration? = nil, at now: Duration, hasAnother: Bool = false
    ) -> Action {
        if failures.count < RetryState.failuresKept { failures.append(reason) }
        let rule = reason.rule
        let since = firstFailure ?? now
        firstFailure = since
        unreachedSince = reason == .unreachable ? unreachedSince ?? now : nil
        if rule.consequence == .stopsEndpoint { return hasAnother ? .retry(after: .zero) : .giveUp }
        guard rule.consequence == .retried, policy.maximumRetries > 0, deadline.map({ now < $0 }) ?? true else {
            return .giveUp
        }
        if rule.countsAsTry {
            guard retries < policy.maximumRetries else { return .giveUp }
            retries += 1
        }
        if hasAnother, rule.failsOver { return .retry(after: .zero) }
        if let retryAfter {
            guard retryAfter <= policy.longestServerDelay else { return .giveUp }
            // Never earlier than asked, and up to a tenth later.
            return .retry(after: retryAfter + retryAfter * (unit() * 0.1))
        }
        // Doubling stops long before it could overflow: at the cap.
        let cap = rule.countsAsTry ? policy.maximumDelay : min(policy.maximumDelay, RetryPolicy.longestWaitForRoom)
        var ceiling = policy.firstDelay
        for _ in 0..<(failures.count - 1) where ceiling < cap { ceiling *= 2 }
        ceiling = min(ceiling, cap)
        return .retry(after: ceiling * (0.5 + 0.5 * unit()))
    }

    private mutating func unit() -> Double {
        Double(random.next() >> 11) * 0x1p-53
    }
}
