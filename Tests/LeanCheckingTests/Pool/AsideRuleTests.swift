import Testing

@testable import LeanChecking

/// When checks get a process of their own, as decided without any.
@Suite struct AsideRuleTests {
    private static let settings = PoolTest.asideSettings()

    @Test(arguments: [
        // waiting, seconds each, seconds to start, checks that go
        (300, 0.01, 0.05, 200), (300, 0.02, 0.05, 125), (80, 0.01, 0.05, 80), (80, 0.01, 0.08, 80),
        (79, 0.01, 0.08, 0), (49, 0.01, 0.05, 0), (50, 0.01, 0.05, 50), (19, 0.1, 0.01, 0), (20, 0.1, 0.01, 20),
        // An expensive header is never worth it, and slow checks are not: too few of them fit.
        (300, 0.01, 6, 0), (300, 0.2, 0.05, 0), (300, 0, 0.05, 0), (0, 0.01, 0.05, 0),
    ])
    func `a process must be started for many quick checks of a quick header`(
        waiting: Int, each: Double, start: Double, count: Int
    ) {
        let rule = AsideRule(waiting: waiting, each: each, startTime: .seconds(start), Self.settings)
        #expect(rule?.count ?? 0 == count)
    }

    @Test func `what is not known yet stays in the workers`() {
        #expect(AsideRule(waiting: 300, each: nil, startTime: .milliseconds(1), Self.settings) == nil)
        #expect(AsideRule(waiting: 300, each: 0.01, startTime: nil, Self.settings) == nil)
    }

    @Test func `it can be switched off`() {
        let off = PoolTest.asideSettings { $0.asideLimit = 0 }
        #expect(AsideRule(waiting: 300, each: 0.01, startTime: .zero, off) == nil)
    }

    @Test func `it has several times as long as it should take, but no longer than a check alone`() {
        let rule = AsideRule(waiting: 100, each: 0.01, startTime: .milliseconds(50), Self.settings)
        #expect(rule?.limit == .seconds(1) + .milliseconds(4050))
        let short = PoolTest.asideSettings { $0.wallClock = .seconds(2) }
        #expect(AsideRule(waiting: 100, each: 0.01, startTime: .zero, short)?.limit == .seconds(2))
    }
}

extension PoolTest {
    /// Up to 200 checks in a process of their own, from 20.
    static func asideSettings(_ change: (inout PoolSettings) -> Void = { _ in }) -> PoolSettings {
        var settings = settings()
        settings.batchLimit = 128
        settings.batchClock = .seconds(1)
        settings.batchTime = .milliseconds(200)
        settings.asideLimit = 200
        settings.asideLeast = 20
        settings.asideTime = .milliseconds(2500)
        settings.asideStartShare = 0.1
        settings.asideRest = 100
        settings.asideLongestRest = 300
        change(&settings)
        return settings
    }
}
