import Testing

@testable import LeanChecking

/// The pool's decisions about canaries: no answer leaves before those that follow it were right.
@Suite struct PoolCanaryTests {
    private let a = PoolTest.a
    private let b = PoolTest.b
    private let check = PoolTest.check
    private let worker = PoolTest.worker
    private let lies = LeanCheckingError(.canary, "accepts what is false")

    /// A pool whose worker 0 has check 0 under ticket 1.
    private func busy(workers: Int = 1, _ change: (inout PoolSettings) -> Void = { _ in }) -> PoolStateMachine {
        var settings = PoolTest.settings(workers: workers)
        settings.canaryEvery = 3
        settings.canaryWithin = .seconds(5)
        settings.wholeSongEvery = 3
        change(&settings)
        var pool = PoolStateMachine(settings: settings)
        _ = pool.submit(0)
        _ = pool.ready(worker(0), now: .zero)
        return pool
    }

    @Test func `an answer is held until the canaries sang, which are asked when nothing else waits`() {
        var pool = busy()
        #expect(pool.answered(0, ticket: 1) == [.sing(worker(0), all: false, ticket: 2)])
        #expect(pool.answered(0, ticket: 2) == [])
        #expect(pool.sang(worker(0), ticket: 1, error: nil, now: .zero) == [])
        #expect(pool.sang(worker(0), ticket: 2, error: nil, now: .zero) == [.finish(check(0), .answered)])
        #expect(pool.running.isEmpty)
        #expect(pool.nextDeadline == nil)
    }

    @Test func `while others wait the answers wait too, up to a number`() {
        var pool = busy()
        for number in 1..<5 { _ = pool.submit(number) }
        #expect(pool.answered(0, ticket: 1) == [.send(worker(0), [check(1)], ticket: 2)])
        #expect(pool.answered(0, ticket: 2) == [.send(worker(0), [check(2)], ticket: 3)])
        // The third: all canaries, alone and together, because so many checks have gone by.
        #expect(pool.answered(0, ticket: 3) == [.sing(worker(0), all: true, ticket: 4)])
        #expect(
            pool.sang(worker(0), ticket: 4, error: nil, now: .zero) == [
                .finish(check(0), .answered), .finish(check(1), .answered), .finish(check(2), .answered),
                .send(worker(0), [check(3)], ticket: 5),
            ])
    }

    @Test func `and up to a time`() {
        var pool = busy()
        for number in 1..<4 { _ = pool.submit(number) }
        _ = pool.answered(0, ticket: 1, at: 1)
        #expect(pool.answered(0, ticket: 2, at: 6) == [.sing(worker(0), all: false, ticket: 3)])
    }

    @Test func `answers are brought to safety before a check is tried that went wrong before`() {
        var pool = busy {
            $0.canaryEvery = 100; $0.wholeSongEvery = 100
        }
        pool.pace[a] = 0.001
        let shared = CheckTraits(sharedBytes: 10)
        for number in 1..<4 { _ = pool.submit(check(number), header: a, traits: shared, now: .zero) }
        _ = pool.answered(0, ticket: 1)
        #expect(
            pool.answered(worker(0), ticket: 2, privateBytes: 0, doubts: BatchDoubts(alone: [check(2)]), now: .zero)
                == [.sing(worker(0), all: false, ticket: 3)])
        #expect(
            pool.sang(worker(0), ticket: 3, error: nil, now: .zero).last
                == .send(worker(0), [check(2)], ticket: 4))
    }

    @Test func `a failed canary takes the header out of service, and nothing said since the last good one counts`() {
        var pool = busy(workers: 3)
        _ = pool.submit(1)
        _ = pool.ready(worker(1), now: .zero)
        _ = pool.submit(2, b)
        _ = pool.ready(worker(2), now: .zero)
        for number in 3..<5 { _ = pool.submit(number) }
        // Worker 0 holds the answer to 0 and has 3; worker 1 has 1; 4 waits.
        _ = pool.answered(0, ticket: 1)
        _ = pool.cancel(check(3), now: .zero)
        _ = pool.answered(0, ticket: 3)
        _ = pool.answered(0, ticket: 4)
        let actions = pool.sang(worker(0), ticket: 5, error: lies, now: .zero)
        #expect(
            actions == [
                .finish(check(0), .failed(lies)), .finish(check(1), .failed(lies)), .finish(check(4), .failed(lies)),
                .kill(worker(0)), .kill(worker(1)),
            ])
        #expect(pool.submit(5, at: 29) == [.finish(check(5), .failed(lies))])
        // What was on its way counts no more; the other header goes on.
        #expect(pool.answered(1, ticket: 1) == [])
        #expect(pool.exited(worker(0), .ended, now: .zero) == [])
        #expect(pool.running.keys.map(\.number) == [2])
        #expect(pool.submit(6, at: 30) == [.start(worker(3), a)])
    }

    @Test func `answers lost with their worker are asked for again, and are then brought to safety at once`() {
        var pool = busy()
        for number in 1..<3 { _ = pool.submit(number) }
        _ = pool.answered(0, ticket: 1)
        #expect(pool.exited(worker(0), .ended, now: .zero) == [.start(worker(1), a)])
        #expect(pool.ready(worker(1), now: .zero) == [.send(worker(1), [check(0)], ticket: 1)])
        #expect(pool.answered(1, ticket: 1) == [.sing(worker(1), all: false, ticket: 2)])
    }

    @Test func `canaries that do not answer, again and again, are trouble with the machinery`() {
        var pool = busy { $0.lossLimit = 1 }
        _ = pool.answered(0, ticket: 1)
        #expect(pool.advance(to: .seconds(60)) == [.kill(worker(0))])
        #expect(pool.exited(worker(0), .ended, now: .seconds(60)) == [.start(worker(1), a)])
        _ = pool.ready(worker(1), now: .seconds(60))
        _ = pool.answered(1, ticket: 1, at: 60)
        guard case .finish(check(0), .failed(let error)) = pool.exited(worker(1), .ended, now: .seconds(61)).first
        else {
            Issue.record("the check went on")
            return
        }
        #expect(error.reason == .broken)
    }

    @Test func `a worker that eats memory while it sings leaves its answers to another`() {
        var pool = busy()
        _ = pool.answered(0, ticket: 1)
        #expect(pool.exited(worker(0), .outOfMemory, now: .seconds(2)) == [.start(worker(1), a)])
    }

    @Test func `a worker that is to be replaced sings first`() {
        for event in [(recycleAfter: 1, bytes: 0), (recycleAfter: 100, bytes: 1001)] {
            var pool = busy { $0.recycleAfter = event.recycleAfter }
            _ = pool.submit(1)
            #expect(pool.answered(0, ticket: 1, bytes: event.bytes) == [.sing(worker(0), all: false, ticket: 2)])
            #expect(
                pool.sang(worker(0), ticket: 2, error: nil, now: .zero) == [
                    .finish(check(0), .answered), .stop(worker(0)),
                ])
        }
    }

    @Test func `a held answer can still be cancelled`() {
        var pool = busy()
        _ = pool.answered(0, ticket: 1)
        #expect(pool.cancel(check(0), now: .zero) == [.finish(check(0), .cancelled)])
        #expect(pool.sang(worker(0), ticket: 2, error: nil, now: .zero) == [])
    }

    @Test func `stopping gives up what is held`() {
        var pool = busy()
        _ = pool.answered(0, ticket: 1)
        #expect(
            Set(pool.stop(now: .zero)) == [
                .finish(check(0), .failed(PoolStateMachine.stoppedError)), .kill(worker(0)),
            ])
        #expect(pool.exited(worker(0), .ended, now: .zero) == [])
    }
}
