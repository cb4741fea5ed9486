/// How one endpoint of a model fares: for status and metrics.
package struct EndpointSnapshot: Sendable, Hashable, Codable {
    /// Host and port, for example `gpu-3:8000`.
    package var endpoint: String
    /// Calls on the wire.
    package var inFlight: Int
    /// Calls that may be on the wire now, between the floor and `max_concurrent`.
    package var limit: Int
    package var breaker: CircuitBreaker.Phase
    /// Calls answered so far.
    package var answered: Int
    /// Failed tries so far, by reason.
    package var failed: [InferenceError.Reason: Int]
    /// Wall time of the latest answered tries (at most 256) in milliseconds; nil before the first.
    package var latency: LatencySummary?
    /// Why it is asked no more; nil while it is.
    package var stoppedBecause: InferenceError.Reason?
}

/// The spread of some latencies, in milliseconds.
package struct LatencySummary: Sendable, Hashable, Codable {
    package var p50: Int
    package var p95: Int
    package var p99: Int

    /// The quantiles by the nearest-rank rule; nil for no values.
    package init?(_ milliseconds: [Int]) {
        guard !milliseconds.isEmpty else { return nil }
        let sorted = milliseconds.sorted()
        func rank(_ share: Double) -> Int {
            sorted[min(sorted.count - 1, max(0, Int((share * Double(sorted.count)).rounded(.up)) - 1))]
        }
        p50 = rank(0.5)
        p95 = rank(0.95)
        p99 = rank(0.99)
    }
}
