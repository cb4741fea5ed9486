/// What a failed try leads to. This is the one table of it; `docs/inference.md` shows the same, checked by a test.
package struct FailureRule: Sendable, Hashable {
    /// What becomes of the call.
    package enum Consequence: String, Sendable, Hashable {
        /// Sent again, after a wait or to another endpoint.
        case retried
        /// Never sent again as it is: the job is parked with the reason.
        case parksJob = "parks the job"
        /// The endpoint is asked no more. Its calls go to the others; without others the model is stopped.
        case stopsEndpoint = "stops the endpoint"
        /// The model cannot be used at all.
        case stopsModel = "stops the model"
        /// The program is ending.
        case ends
    }

    package let consequence: Consequence
    /// Whether the failure uses up one of the call's tries. What only says that the endpoint has no room or is not there
    /// does not: such calls wait, bounded by `max_retry_seconds`, and are there when it comes back.
    package let countsAsTry: Bool
    /// Whether the circuit breaker of the endpoint hears of it.
    package let countsAgainstBreaker: Bool
    /// Whether the adaptive limit of the endpoint falls.
    package let lowersLimit: Bool
    /// Whether another endpoint is tried at once, before any wait.
    package let failsOver: Bool

    private init(
        _ consequence: Consequence, try countsAsTry: Bool = false, breaker: Bool = false, limit: Bool = false,
        failsOver: Bool = false
    ) {
        self.consequence = consequence
        self.countsAsTry = countsAsTry
        countsAgainstBreaker = breaker
        lowersLimit = limit
        self.failsOver = failsOver
    }

    /// The rule for the reason.
    package init(for reason: InferenceError.Reason) {
        self =
            switch reason {
            case .rateLimited, .unavailable: Self(.retried, breaker: true, limit: true, failsOver: true)
            case .unreachable: Self(.retried, breaker: true, failsOver: true)
            case .timeout: Self(.retried, try: true, breaker: true, limit: true, failsOver: true)
            case .server, .network, .invalidAnswer: Self(.retried, try: true, breaker: true, failsOver: true)
            case .unauthorized, .notFound, .quota, .untrusted, .refusesEverything:
                Self(.stopsEndpoint, failsOver: true)
            case .badRequest, .tooLong, .tooLarge: Self(.parksJob)
            case .missingKey, .settings: Self(.stopsModel)
            case .shutdown: Self(.ends)
            }
    }
}

extension InferenceError.Reason {
    /// What this failure leads to.
    package var rule: FailureRule { FailureRule(for: self) }
}
