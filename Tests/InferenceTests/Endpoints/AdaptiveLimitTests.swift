internal import Inference
internal import Testing

@Suite struct AdaptiveLimitTests {
    private func at(_ seconds: Double) -> Duration { .seconds(seconds) }

    @Test(arguments: [(1, 64, 64), (0, 0, 1), (10, 5, 5), (3, 3, 3)])
    func `it begins at the ceiling, and bounds that make no sense are put right`(floor: Int, ceiling: Int, current: Int)
    {
        let limit = AdaptiveLimit(floor: floor, ceiling: ceiling)
        #expect(limit.current == current && limit.nextRaise == nil)
        #expect(limit.floor >= 1 && limit.floor <= limit.ceiling)
    }

    @Test func `a quick refusal says what fits`() {
        var limit = AdaptiveLimit(floor: 10, ceiling: 1000)
        limit.overloaded(started: at(1), at: at(1.01), inFlight: 300)
        #expect(limit.current == 300)
        limit.overloaded(started: at(1), at: at(1.02), inFlight: 299)
        #expect(limit.current == 299)
        limit.overloaded(started: at(1), at: at(1.03), inFlight: 400)
        #expect(limit.current == 299)
        limit.overloaded(started: at(1), at: at(1.04), inFlight: 0)
        #expect(limit.current == 10)
    }

    @Test func `slow failures of one time are one cut`() {
        var limit = AdaptiveLimit(floor: 1, ceiling: 1000)
        for _ in 0..<1000 { limit.overloaded(started: at(1), at: at(31), inFlight: 999) }
        #expect(limit.current == 700)
        limit.overloaded(started: at(32), at: at(62), inFlight: 699)
        #expect((489...490).contains(limit.current))
    }

    @Test func `one failure in twenty answers is passed over, ten at once at most`() {
        var limit = AdaptiveLimit(floor: 1, ceiling: 100)
        for _ in 0..<20 { limit.answered(started: at(1)) }
        limit.overloaded(started: at(1), at: at(2), inFlight: 50)
        #expect(limit.current == 100)
        limit.overloaded(started: at(1), at: at(2), inFlight: 50)
        #expect(limit.current == 50)
        var proven = AdaptiveLimit(floor: 1, ceiling: 100)
        for _ in 0..<10_000 { proven.answered(started: at(1)) }
        for _ in 0..<10 { proven.overloaded(started: at(1), at: at(2), inFlight: 50) }
        #expect(proven.current == 100)
        proven.overloaded(started: at(1), at: at(2), inFlight: 50)
        #expect(proven.current == 50)
    }

    /// The limit at each of its raises from a time on.
    private func raises(_ limit: inout AdaptiveLimit, count: Int) -> [Int] {
        (0..<count).map { _ in
            if let due = limit.nextRaise { limit.rise(at: due) }
            return limit.current
        }
    }

    @Test func `in quiet it rises in steps that double, once a second`() {
        var limit = AdaptiveLimit(floor: 1, ceiling: 1000)
        limit.overloaded(started: at(1), at: at(2), inFlight: 300)
        #expect(limit.nextRaise == at(3))
        limit.rise(at: at(2.9))
        #expect(limit.current == 300)
        #expect(raises(&limit, count: 7) == [320, 360, 440, 600, 920, 1000, 1000])
        #expect(limit.nextRaise == nil)
    }

    @Test func `a refusal in the rise begins the steps anew`() {
        var limit = AdaptiveLimit(floor: 1, ceiling: 1000)
        limit.overloaded(started: at(1), at: at(2), inFlight: 300)
        _ = raises(&limit, count: 3)
        limit.overloaded(started: at(6), at: at(6), inFlight: 310)
        #expect(raises(&limit, count: 2) == [330, 370])
    }

    @Test func `after the breaker it doubles every quarter of a second up to where the trouble began`() {
        var limit = AdaptiveLimit(floor: 1, ceiling: 1000)
        limit.overloaded(started: at(1), at: at(2), inFlight: 600)
        limit.overloaded(started: at(2.5), at: at(3), inFlight: 40)
        limit.collapse(started: at(3.5), at: at(4))
        #expect(limit.current == 1)
        #expect(limit.nextRaise == at(4.5))
        #expect(raises(&limit, count: 10) == [2, 4, 8, 16, 32, 64, 128, 256, 512, 1000])
        #expect(limit.nextRaise == nil)
    }

    @Test func `what is remembered is forgotten when calls are taken for half a minute`() {
        var limit = AdaptiveLimit(floor: 1, ceiling: 1000)
        limit.overloaded(started: at(1), at: at(2), inFlight: 40)
        limit.answered(started: at(33))
        limit.overloaded(started: at(34), at: at(35), inFlight: 30)
        limit.collapse(started: at(36), at: at(37))
        #expect(raises(&limit, count: 7) == [2, 4, 8, 16, 32, 40, 60])
    }

    @Test func `an answer in the midst of the trouble does not make it forget`() {
        var limit = AdaptiveLimit(floor: 1, ceiling: 1000)
        limit.overloaded(started: at(1), at: at(2), inFlight: 40)
        limit.answered(started: at(2.5))
        limit.overloaded(started: at(3), at: at(4), inFlight: 30)
        limit.collapse(started: at(5), at: at(6))
        #expect(raises(&limit, count: 10).last == 1000)
    }

    @Test func `after slow failures it waits for an answer to a later call`() {
        var limit = AdaptiveLimit(floor: 1, ceiling: 100)
        limit.overloaded(started: at(1), at: at(31), inFlight: 99)
        #expect(limit.nextRaise == nil)
        limit.answered(started: at(20))
        #expect(limit.nextRaise == nil)
        limit.answered(started: at(32))
        #expect(limit.nextRaise != nil)
    }

    @Test func `other bounds: one at its ceiling stands at the new one, one that fell stays where it fell`() {
        var full = AdaptiveLimit(floor: 1, ceiling: 64)
        full.change(floor: 1, ceiling: 100)
        #expect(full.current == 100)
        full.change(floor: 1, ceiling: 8)
        #expect(full.current == 8)
        var fallen = AdaptiveLimit(floor: 1, ceiling: 64)
        fallen.overloaded(started: at(1), at: at(1.01), inFlight: 20)
        fallen.change(floor: 1, ceiling: 200)
        #expect(fallen.current == 20 && fallen.nextRaise != nil)
        fallen.change(floor: 30, ceiling: 200)
        #expect(fallen.current == 30)
        fallen.change(floor: 0, ceiling: 0)
        #expect(fallen.current == 1 && fallen.floor == 1 && fallen.ceiling == 1)
    }
}
