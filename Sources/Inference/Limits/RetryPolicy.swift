/// When a failed call is tried again: exponential backoff with jitter and a cap, and the server's own wish before both.
package struct RetryPolicy: Sendable, Hashable {
    /// How often a call is repeated at most; 0 for never.
    package var maximumRetries: Int
    /// Upper end of the first delay; each further one is twice as long.
    package var firstDelay: Duration
    /// Longest delay of our own.
    package var maximumDelay: Duration
    /// Longest `Retry-After` that is waited for. A server that asks for more is given up, so that the call's place and
    /// its lease do not stand still for hours; the error carries the server's wish.
    package var longestServerDelay: Duration

    /// A policy.
    package init(
        maximumRetries: Int = 5, firstDelay: Duration = .seconds(1), maximumDelay: Duration = .seconds(60),
        longestServerDelay: Duration = .seconds(300)
    ) {
        self.maximumRetries = maximumRetries
        self.firstDelay = firstDelay
        self.maximumDelay = maximumDelay
        self.longestServerDelay = longestServerDelay
    }
}

/// The tries of one call: takes each failure, says what to do. No clock and no I/O in here.
package struct RetryState: Sendable {
    /// What to do after a failure.
    package enum Action: Sendable, Hashable {
        /// Wait so long, then try again.
        case retry(after: Duration)
        /// The failure is final.
        case giveUp
    }

    /// Repetitions so far.
    package private(set) var retries = 0
    private let policy: RetryPolicy
    private var random: any RandomNumberGenerator & Sendable

    /// A call that has not failed yet. The random source spreads the delays, so that calls that failed together do not
    /// come back together.
    package init(policy: RetryPolicy, random: any RandomNumberGenerator & Sendable) {
        self.policy = policy
        self.random = random
    }

    /// The call failed.
    ///
    /// - Parameters:
    ///   - isTransient: whether the same call may succeed later.
    ///   - retryAfter: how long the server asked to wait.
    package mutating func failed(isTransient: Bool, retryAfter: Duration?) -> Action {
        guard isTransient, retries < policy.maximumRetries else { return .giveUp }
        if let retryAfter {
            guard retryAfter <= policy.longestServerDelay else { return .giveUp }
            retries += 1
            // Never earlier than asked, and up to a tenth later.
            return .retry(after: retryAfter + retryAfter * (unit() * 0.1))
        }
        // Doubling stops long before it could overflow: at the cap.
        var ceiling = policy.firstDelay
        for _ in 0..<retries where ceiling < policy.maximumDelay { ceiling *= 2 }
        ceiling = min(ceiling, policy.maximumDelay)
        retries += 1
        return .retry(after: ceiling * (0.5 + 0.5 * unit()))
    }

    private mutating func unit() -> Double {
        Double(random.next() >> 11) * 0x1p-53
    }
}
