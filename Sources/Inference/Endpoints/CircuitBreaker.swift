/// Keeps calls from an endpoint that answers nobody: closed while it works, open after many failures in a row, and half
/// open when one call at a time may try whether it works again. Pure: time comes in, nothing goes out.
package struct CircuitBreaker: Sendable {
    /// When it opens and for how long.
    package struct Policy: Sendable, Hashable {
        /// Failures in a row after which it opens; with many calls in flight a tenth of them, if that is more.
        package var threshold = 5
        /// Length of the first pause; each further one is twice as long.
        package var firstPause = Duration.seconds(1)
        /// Longest pause of our own: an endpoint that is well again is found out within so long.
        package var longestPause = Duration.seconds(2)
        /// Longest pause that the server's `Retry-After` can bring about.
        package var longestServerPause = Duration.seconds(120)
        /// A trial that an endpoint has not refused for so long counts as taken when refusals came quickly before.
        package var patience = Duration.seconds(1)
        /// When failures came slowly, a further trial may begin beside one that has not ended for so long.
        package var slowPatience = Duration.seconds(30)

        package init() {}
    }

    /// The states, as people know them.
    package enum Phase: String, Sendable, Hashable, Codable {
        case closed, open
        case halfOpen = "half-open"
    }

    package private(set) var phase = Phase.closed
    private let policy: Policy
    /// Failures in a row of tries that began after the last opening.
    private var failures = 0
    /// Openings in a row without an answer between them.
    private var openings = 0
    private var openedAt: Duration?
    private var openUntil = Duration.zero
    private var trialSince: Duration?
    /// Whether the failures came within seconds, so that silence is a sign of being taken.
    private var refusesQuickly = true

    /// A closed breaker.
    package init(policy: Policy = Policy()) {
        self.policy = policy
    }

    /// Whether a call may start now.
    package var admits: Bool {
        switch phase {
        case .closed: true
        case .open: false
        case .halfOpen: trialSince == nil
        }
    }

    /// When the state changes by itself; nil when only an event changes it.
    package var nextChange: Duration? {
        switch phase {
        case .closed: nil
        case .open: openUntil
        case .halfOpen: trialSince.map { $0 + (refusesQuickly ? policy.patience : policy.slowPatience) }
        }
    }

    /// Whether it was closed again without an answer yet; one failure opens it then.
    package var isOnTrial: Bool { phase == .closed && openings > 0 }

    /// Lets time pass.
    package mutating func advance(to now: Duration) {
        if phase == .open, now >= openUntil {
            phase = .halfOpen
            trialSince = nil
        }
        guard phase == .halfOpen, let since = trialSince else { return }
        if refusesQuickly, now - since >= policy.patience { phase = .closed }
        if !refusesQuickly, now - since >= policy.slowPatience { trialSince = nil }
    }

    /// A call was started.
    package mutating func started(at now: Duration) {
        if phase == .halfOpen { trialSince = now }
    }

    /// A try got an answer, of whatever kind shows that the endpoint works.
    package mutating func answered(started: Duration) {
        guard isNews(started) else { return }
        failures = 0
        openings = 0
        phase = .closed
        trialSince = nil
    }

    /// A try ended without saying anything about the endpoint: it was cancelled.
    package mutating func withdrawn(started: Duration) {
        if phase == .halfOpen, trialSince == started { trialSince = nil }
    }

    /// A try failed.
    ///
    /// - Parameters:
    ///   - limit: how many calls the endpoint may have in flight.
    ///   - wish: the server's `Retry-After`.
    /// - Returns: whether it opened just now.
    package mutating func failed(started: Duration, at now: Duration, limit: Int, wish: Duration?) -> Bool {
        guard isNews(started), phase != .open else { return false }
        failures += 1
        let threshold = phase == .halfOpen || isOnTrial ? 1 : max(policy.threshold, limit / 10)
        guard failures >= threshold else { return false }
        var pause = policy.firstPause
        for _ in 0..<openings where pause < policy.longestPause { pause *= 2 }
        pause = min(pause, policy.longestPause)
        openings += 1
        failures = 0
        phase = .open
        openedAt = now
        refusesQuickly = now - started < .seconds(5)
        openUntil = now + max(pause, min(wish ?? .zero, policy.longestServerPause))
        return true
    }

    /// Tries that began before the last opening tell of the time before it.
    private func isNews(_ started: Duration) -> Bool {
        openedAt.map { started > $0 } ?? true
    }
}
