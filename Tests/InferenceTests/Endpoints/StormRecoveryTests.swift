internal import Inference
internal import Support
internal import Testing

/// How soon a model works at full speed again after a storm in which a few calls were answered all along, as an overloaded
/// server does it: several hundred callers, refusals of all kinds, with and without `Retry-After`.
@Suite struct StormRecoveryTests {
    private static let wishes: [Duration?] = [.seconds(1), nil, nil, .seconds(2), .seconds(2), nil]

    /// Seconds from the end of the storm to the end of the first second with nine tenths of the throughput before.
    private func recovery(length: Double, share: Double) -> Double {
        let storm = (from: Duration.seconds(8), to: Duration.seconds(8 + length))
        var run = StormSimulation()
        run.callers = 120
        run.limits.ceiling = 120
        run.answerTime = .milliseconds(500)
        run.weather = { _, now in
            guard now >= storm.from, now < storm.to else { return .fine }
            let wish = Self.wishes[now.milliseconds / 7 % Self.wishes.count]
            return .refusing(wish == nil ? .unavailable : .rateLimited, share: share, retryAfter: wish)
        }
        run.run(for: storm.to + .seconds(20))
        for tenth in 10...200 {
            let end = storm.to + .milliseconds(tenth * 100)
            if run.rate(from: end - .seconds(1), to: end) >= 0.9 * 240 { return Double(tenth) / 10 }
        }
        return .infinity
    }

    @Test(arguments: [0.98, 0.95, 0.9, 1])
    func `the throughput is back at nine tenths within eight seconds after the storm`(share: Double) {
        // The moment at which the storm ends is chance.
        let seconds = (0..<14).map { recovery(length: 30 + 3 * Double($0) / 14, share: share) }
        #expect((seconds.max() ?? 0) <= 8, "\(seconds.sorted())")
    }
}
