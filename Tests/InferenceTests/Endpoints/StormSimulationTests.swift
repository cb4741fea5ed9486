internal import Inference
internal import Support
internal import Testing

/// How the machines together come through bad weather: throughput, not single decisions.
@Suite struct StormSimulationTests {
    private static let storm = (from: Duration.seconds(6), to: Duration.seconds(606))

    private func simulation(_ change: (inout StormSimulation) -> Void = { _ in }) -> StormSimulation {
        var simulation = StormSimulation()
        simulation.limits.ceiling = 1000
        change(&simulation)
        return simulation
    }

    @Test func `in fine weather all places are in use from the first moment`() {
        var calm = simulation()
        calm.run(for: .seconds(40))
        #expect(calm.rate(from: .seconds(2), to: .seconds(40)) >= 499)
        #expect(calm.refusals.isEmpty && calm.lost == 0)
    }

    @Test(
        arguments: [
            (InferenceError.Reason.rateLimited, 1.0, nil), (.rateLimited, 0.9, nil), (.rateLimited, 0.5, nil),
            (.rateLimited, 1.0, Duration.seconds(2)), (.unavailable, 1.0, nil), (.unreachable, 1.0, nil),
            (.server, 1.0, nil), (.server, 0.9, nil), (.network, 1.0, nil),
        ] as [(InferenceError.Reason, Double, Duration?)])
    func `ten seconds after a storm of ten minutes the throughput is back at nine tenths`(
        reason: InferenceError.Reason, share: Double, wish: Duration?
    ) {
        var run = simulation {
            $0.weather = { _, now in
                now >= Self.storm.from && now < Self.storm.to
                    ? .refusing(reason, share: share, retryAfter: wish) : .fine
            }
        }
        run.run(for: .seconds(626))
        let before = run.rate(from: .seconds(2), to: Self.storm.from)
        let after = run.rate(from: Self.storm.to + .seconds(10), to: .seconds(626))
        let soon = run.rate(from: Self.storm.to + .seconds(10), to: Self.storm.to + .seconds(14))
        #expect(before >= 495)
        #expect(after >= 0.9 * before && soon >= 0.9 * before, "\(before) before, \(soon) soon, \(after) after")
        // A storm is waited out, not fought: what an endpoint refuses in it is a small part of the fine time's calls.
        let fought = Double(run.refusals.count) / (Self.storm.to - Self.storm.from).seconds
        #expect(fought < 0.2 * before || share < 1, "\(fought) refusals per second")
        if !reason.rule.countsAsTry { #expect(run.lost == 0) }
    }

    @Test func `after stalls the throughput is back once the stalled calls have timed out`() {
        var run = simulation {
            $0.weather = { _, now in now >= .seconds(20) && now < .seconds(80) ? .stalling : .fine }
        }
        run.run(for: .seconds(160))
        let after = run.rate(from: .seconds(80 + 30 + 10), to: .seconds(150))
        #expect(after >= 450, "\(after)")
    }

    @Test func `what an endpoint takes is found and mostly kept, although more is allowed`() {
        var run = simulation { $0.capacity = 300 }
        run.run(for: .seconds(60))
        let ideal = 150.0
        let rate = run.rate(from: .seconds(10), to: .seconds(60))
        #expect(rate >= 0.8 * ideal, "\(rate)")
        let refused = Double(run.refusals.filter { $0 > .seconds(10) }.count) / 50
        #expect(refused <= 0.5 * ideal, "\(refused) refusals per second")
        #expect(run.lost == 0)
    }

    @Test(arguments: [InferenceError.Reason.rateLimited, .unavailable, .server, .network])
    func `one call in a hundred refused for no reason costs next to nothing`(reason: InferenceError.Reason) {
        var run = simulation { $0.weather = { _, _ in .refusing(reason, share: 0.01, retryAfter: nil) } }
        run.run(for: .seconds(40))
        let rate = run.rate(from: .seconds(10), to: .seconds(40))
        #expect(rate >= 480 && run.lost == 0, "\(rate)")
    }

    @Test func `when one of two endpoints goes down the other takes all, and both work when it is back`() {
        var run = simulation {
            $0.callers = 400
            $0.limits.ceiling = 400
            $0.endpoints = 2
            $0.weather = { endpoint, now in
                endpoint == 1 && now >= .seconds(20) && now < .seconds(60)
                    ? .refusing(.unreachable, share: 1, retryAfter: nil) : .fine
            }
        }
        run.run(for: .seconds(100))
        #expect(run.rate(from: .seconds(24), to: .seconds(60)) >= 195)
        #expect(run.rate(from: .seconds(70), to: .seconds(100)) >= 195)
        #expect(run.lost == 0)
    }
}
