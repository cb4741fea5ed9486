import Testing

@testable import Factory

@Suite struct OutageWatchTests {
    private func seconds(_ number: Int) -> Duration { .seconds(number) }

    @Test func `a stage that never succeeded waits longer each time, and tells it every half minute`() {
        var watch = OutageWatch(limit: .seconds(600))
        var news = 0
        var waits: [Duration] = []
        for now in stride(from: 0, to: 70, by: 10) {
            guard case .outage(let wait, let isNews) = watch.failed("prove", began: .zero, at: seconds(now), wish: nil)
            else { return #expect(Bool(false), "no outage at \(now)") }
            waits.append(wait)
            news += isNews ? 1 : 0
        }
        #expect(waits == [1, 2, 4, 8, 16, 32, 60].map { seconds($0) })
        #expect(news == 3)
    }

    @Test func `the server's own wish is respected`() {
        var watch = OutageWatch(limit: .seconds(10_000))
        #expect(
            watch.failed("prove", began: .zero, at: .zero, wish: .seconds(3600))
                == .outage(wait: .seconds(3600), isNews: true))
    }

    @Test func `a job that fails while others succeed has itself to blame`() {
        var watch = OutageWatch(limit: .seconds(600))
        watch.succeeded("prove", at: seconds(5))
        #expect(watch.failed("prove", began: seconds(3), at: seconds(9), wish: nil) == .ownFault)
        #expect(watch.failed("prove", began: seconds(6), at: seconds(9), wish: nil) != .ownFault)
        #expect(watch.failed("score", began: seconds(3), at: seconds(9), wish: nil) != .ownFault)
    }

    @Test func `an outage beyond the limit is given up, and a success begins the count anew`() {
        var watch = OutageWatch(limit: .seconds(60))
        _ = watch.failed("prove", began: .zero, at: seconds(1), wish: nil)
        #expect(watch.failed("prove", began: seconds(50), at: seconds(60), wish: nil) == .givenUp)
        watch.succeeded("prove", at: seconds(61))
        #expect(watch.failed("prove", began: seconds(100), at: seconds(159), wish: nil) != .givenUp)
        #expect(watch.failed("prove", began: seconds(159), at: seconds(160), wish: nil) == .givenUp)
    }

    @Test func `without a server nobody's success long ago makes the failure the job's own`() {
        var watch = OutageWatch(limit: .seconds(600))
        watch.succeeded("prove", at: seconds(5))
        #expect(watch.failed("prove", began: .zero, at: seconds(300), isUnreached: true, wish: nil) == .ownFault)
        #expect(watch.failed("prove", began: .zero, at: seconds(606), wish: nil) == .ownFault)
        #expect(watch.failed("prove", began: .zero, at: seconds(606), isUnreached: true, wish: nil) == .givenUp)
    }

    @Test func `without patience the first failure ends it`() {
        var watch = OutageWatch(limit: .zero)
        #expect(watch.failed("prove", began: .zero, at: .zero, wish: nil) == .givenUp)
    }
}
