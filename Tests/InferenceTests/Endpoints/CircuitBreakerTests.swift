internal import Inference
internal import Testing

@Suite struct CircuitBreakerTests {
    private func at(_ seconds: Double) -> Duration { .seconds(seconds) }

    /// A breaker that opened at the time.
    private func opened(at time: Double, slowly: Bool = false, wish: Duration? = nil) -> CircuitBreaker {
        var breaker = CircuitBreaker()
        for _ in 0..<5 {
            let began = slowly ? time - 60 : time - 0.01
            _ = breaker.failed(started: at(began), at: at(time), limit: 10, wish: wish)
        }
        return breaker
    }

    @Test func `five failures in a row open it, an answer between them does not let it come so far`() {
        var breaker = CircuitBreaker()
        for second in 0..<20 {
            if second % 5 == 4 {
                breaker.answered(started: at(Double(second)))
            } else {
                let opens = breaker.failed(started: at(Double(second)), at: at(Double(second)), limit: 10, wish: nil)
                #expect(!opens)
            }
        }
        #expect(breaker.phase == .closed && breaker.admits)
        var failing = CircuitBreaker()
        let openings = (0..<7).map { failing.failed(started: at(Double($0)), at: at(Double($0)), limit: 10, wish: nil) }
        #expect(openings == [false, false, false, false, true, false, false])
        #expect(failing.phase == .open && !failing.admits)
    }

    @Test func `with a thousand calls in flight it takes a hundred failures`() {
        var breaker = CircuitBreaker()
        let openings = (0..<101).map { _ in breaker.failed(started: at(1), at: at(2), limit: 1000, wish: nil) }
        #expect(openings.firstIndex(of: true) == 99)
    }

    @Test func `pauses grow to two seconds, and each ends in one trial`() {
        var breaker = opened(at: 10)
        var now = 10.0
        for pause in [1.0, 2, 2, 2, 2] {
            #expect(breaker.nextChange == at(now + pause))
            breaker.advance(to: at(now + pause - 0.001))
            #expect(breaker.phase == .open)
            now += pause
            breaker.advance(to: at(now))
            #expect(breaker.phase == .halfOpen && breaker.admits)
            breaker.started(at: at(now))
            #expect(!breaker.admits)
            let opens = breaker.failed(started: at(now), at: at(now), limit: 1000, wish: nil)
            #expect(opens)
        }
    }

    @Test(arguments: [(Duration.seconds(20), 20.0), (.seconds(900), 120), (.milliseconds(10), 1)])
    func `the server's wish lengthens the pause within bounds`(wish: Duration, pause: Double) {
        #expect(opened(at: 10, wish: wish).nextChange == at(10 + pause))
    }

    @Test func `an answered trial closes it for good`() {
        var breaker = opened(at: 10)
        breaker.advance(to: at(11))
        breaker.started(at: at(11))
        breaker.answered(started: at(11))
        #expect(breaker.phase == .closed && !breaker.isOnTrial)
        let opens = breaker.failed(started: at(12), at: at(12), limit: 10, wish: nil)
        #expect(!opens)
    }

    @Test func `a trial that is not refused for a second counts as taken, and one failure opens it again`() {
        var breaker = opened(at: 10)
        breaker.advance(to: at(11))
        breaker.started(at: at(11))
        #expect(breaker.nextChange == at(12))
        breaker.advance(to: at(12))
        #expect(breaker.phase == .closed && breaker.isOnTrial)
        let opens = breaker.failed(started: at(11.5), at: at(12.1), limit: 1000, wish: nil)
        #expect(opens && breaker.nextChange == at(14.1))
    }

    @Test func `after slow failures silence is no sign; every thirty seconds one more trial may begin`() {
        var breaker = opened(at: 100, slowly: true)
        breaker.advance(to: at(101))
        breaker.started(at: at(101))
        breaker.advance(to: at(130))
        #expect(breaker.phase == .halfOpen && !breaker.admits)
        breaker.advance(to: at(131))
        #expect(breaker.phase == .halfOpen && breaker.admits)
    }

    @Test func `calls from before it opened say nothing`() {
        var breaker = opened(at: 10)
        breaker.answered(started: at(9))
        #expect(breaker.phase == .open)
        breaker.advance(to: at(11))
        let opens = breaker.failed(started: at(9), at: at(11.5), limit: 10, wish: nil)
        #expect(!opens && breaker.phase == .halfOpen)
    }

    @Test func `a cancelled trial leaves the place to the next`() {
        var breaker = opened(at: 10)
        breaker.advance(to: at(11))
        breaker.started(at: at(11))
        breaker.withdrawn(started: at(3))
        #expect(!breaker.admits)
        breaker.withdrawn(started: at(11))
        #expect(breaker.admits)
    }
}
