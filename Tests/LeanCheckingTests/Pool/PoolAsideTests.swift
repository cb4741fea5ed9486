import Testing

@testable import LeanChecking

/// The pool's decisions about batches in a process of their own.
@Suite struct PoolAsideTests {
    private let a = PoolTest.a
    private let b = PoolTest.b
    private let worker = PoolTest.worker
    private let lies = LeanCheckingError(.canary, "accepts what is false")

    private func checks(_ numbers: Range<Int>) -> [CheckID] { numbers.map(PoolTest.check) }

    private func submit(
        _ pool: inout PoolStateMachine, _ numbers: Range<Int>, bytes: Int? = 10, _ priority: CheckPriority = .normal
    ) -> [PoolAction] {
        numbers.flatMap {
            let traits = CheckTraits(priority: priority, sharedBytes: bytes)
            return pool.submit(PoolTest.check($0), header: a, traits: traits, now: .zero)
        }
    }

    /// A pool whose worker 0 was ready after 50 ms and has check 0, alone, under ticket 1; a check takes 20 ms.
    private func busy(_ change: (inout PoolSettings) -> Void = { _ in }) -> PoolStateMachine {
        var pool = PoolStateMachine(settings: PoolTest.asideSettings(change))
        pool.pace[a] = 0.02
        _ = submit(&pool, 0..<1, bytes: nil)
        _ = pool.ready(worker(0), startTime: .milliseconds(50), now: .zero)
        return pool
    }

    /// A pool whose worker 0 rests beside a process that has the checks from 1.
    private func aside(_ count: Int = 60, _ change: (inout PoolSettings) -> Void = { _ in }) -> PoolStateMachine {
        var pool = busy(change)
        _ = submit(&pool, 1..<count + 1)
        let actions = pool.answered(0, ticket: 1)
        let sent = actions.contains {
            if case .sendAside = $0 { true } else { false }
        }
        if !sent { Issue.record("no process: \(actions)") }
        return pool
    }

    @Test func `many that wait get a process of their own, a few do not`() {
        var pool = busy()
        _ = submit(&pool, 1..<61)
        // The pace has become quicker by the check that took no time.
        let limit = Duration.seconds(1) + .seconds(0.05 + 4 * 0.014 * 60)
        #expect(
            pool.answered(0, ticket: 1) == [
                .finish(PoolTest.check(0), .answered), .sendAside(worker(0), checks(1..<61), within: limit),
            ])
        var few = busy()
        _ = submit(&few, 1..<31)
        guard case .send(_, let sent, _) = few.answered(0, ticket: 1).last else {
            Issue.record("nothing was sent")
            return
        }
        #expect(sent.count < 30)
    }

    @Test func `what must be alone, is more urgent, or was in trouble does not go with them`() {
        var pool = busy()
        _ = submit(&pool, 1..<61)
        _ = submit(&pool, 61..<62, bytes: nil)
        _ = submit(&pool, 62..<90)
        _ = submit(&pool, 90..<91, .high)
        #expect(pool.answered(0, ticket: 1).last == .send(worker(0), checks(90..<91), ticket: 2))
        guard case .sendAside(_, let sent, _) = pool.answered(0, ticket: 2).last else {
            Issue.record("no process")
            return
        }
        #expect(sent == checks(1..<61))
    }

    @Test func `the header of a worker that took long to start stays in it`() {
        var pool = PoolStateMachine(settings: PoolTest.asideSettings())
        pool.pace[a] = 0.01
        _ = submit(&pool, 0..<100)
        guard case .send = pool.ready(worker(0), startTime: .seconds(5), now: .zero).last else {
            Issue.record("it went aside")
            return
        }
    }

    @Test func `it ends with its answers, which need no canaries of the worker`() {
        var pool = aside { $0.canaryEvery = 100 }
        // Check 0 is held: the worker sings before it rests.
        #expect(pool.workers[worker(0)]?.held == [])
        let actions = pool.asideEnded(worker(0), .answered(.none), now: .seconds(1))
        #expect(actions == checks(1..<61).map { .finish($0, .answered) })
        #expect(pool.running.isEmpty && pool.nextDeadline == nil)
    }

    @Test func `the worker's own answers are brought to safety first`() {
        var pool = busy { $0.canaryEvery = 100 }
        _ = submit(&pool, 1..<61)
        #expect(pool.answered(0, ticket: 1) == [.sing(worker(0), all: false, ticket: 2)])
        let actions = pool.sang(worker(0), ticket: 2, error: nil, now: .zero)
        #expect(actions.first == .finish(PoolTest.check(0), .answered))
        guard case .sendAside = actions.last else {
            Issue.record("no process: \(actions)")
            return
        }
    }

    @Test func `what it does not settle is checked alone in the worker`() {
        var pool = aside()
        let actions = pool.asideEnded(worker(0), .answered(BatchDoubts(alone: Set(checks(3..<4)))), now: .zero)
        #expect(actions.count == 60)
        #expect(actions.last == .send(worker(0), checks(3..<4), ticket: 3))
        // That is no reason to distrust the way.
        #expect(pool.asides[a]?.rest == 0)
    }

    @Test func `a disturbed one is taken apart in the worker, and nobody has timed out or crashed`() {
        var pool = aside()
        let actions = pool.asideEnded(worker(0), .disturbed(PoolTest.check(2)), now: .zero)
        #expect(actions == [.send(worker(0), checks(1..<2), ticket: 3)])
        #expect(pool.answered(0, ticket: 3).last == .send(worker(0), checks(2..<3), ticket: 4))
        guard case .send(_, let company, _) = pool.answered(0, ticket: 4).last else {
            Issue.record("nothing was sent")
            return
        }
        #expect(company == Array(checks(3..<61).prefix(company.count)) && (2...15).contains(company.count))
    }

    @Test func `after a disturbed one the next checks stay in the worker, longer each time`() {
        var pool = aside()
        for expected in [100, 200, 300, 300] {
            _ = pool.asideEnded(worker(0), .disturbed(nil), now: .zero)
            #expect(pool.asides[a]?.rest ?? 0 > expected - 60 && pool.asides[a]?.rest ?? 0 <= expected)
            while pool.asides[a]?.rest ?? 0 > 0 { answerAll(&pool, adding: 60) }
            startAside(&pool)
        }
        // A good one ends it.
        _ = pool.asideEnded(worker(0), .answered(.none), now: .zero)
        #expect(pool.asides[a]?.nextRest == 0)
    }

    /// Lets the worker answer all that waits, with more coming.
    private func answerAll(_ pool: inout PoolStateMachine, adding count: Int) {
        pool.pace[a] = 0.01
        let next = 1000 + pool.workers[worker(0)]!.ticket * 100
        _ = submit(&pool, next..<next + count)
        while case .busy = pool.workers[worker(0)]?.phase {
            _ = pool.answered(0, ticket: pool.workers[worker(0)]!.ticket)
        }
    }

    private func startAside(_ pool: inout PoolStateMachine) {
        for _ in 0..<20 {
            if case .aside = pool.workers[worker(0)]?.phase { return }
            answerAll(&pool, adding: 200)
        }
        Issue.record("no process any more")
    }

    @Test func `a lie takes the header out of service`() {
        var pool = aside()
        _ = submit(&pool, 61..<63)
        #expect(
            pool.asideEnded(worker(0), .lied(lies), now: .zero)
                == checks(1..<63).map { .finish($0, .failed(lies)) } + [.kill(worker(0))])
        #expect(submit(&pool, 63..<64) == [.finish(PoolTest.check(63), .failed(lies))])
    }

    @Test func `who leaves leaves the others in it, and with the last one it is ended`() {
        var pool = aside()
        for number in 1..<60 {
            #expect(pool.cancel(PoolTest.check(number), now: .zero) == [.finish(PoolTest.check(number), .cancelled)])
        }
        #expect(
            pool.cancel(PoolTest.check(60), now: .zero)
                == [.finish(PoolTest.check(60), .cancelled), .endAside(worker(0))])
        // The worker rests until the process is gone.
        #expect(submit(&pool, 61..<62) == [])
        #expect(
            pool.asideEnded(worker(0), .ended, now: .zero) == [.send(worker(0), checks(61..<62), ticket: 3)])
    }

    @Test func `it ends with its worker, and its checks go on elsewhere`() {
        var pool = aside()
        #expect(pool.exited(worker(0), .ended, now: .zero) == [.endAside(worker(0)), .start(worker(1), a)])
        #expect(pool.asideEnded(worker(0), .ended, now: .zero) == [])
        guard case .sendAside(worker(1), let sent, _) = pool.ready(worker(1), now: .zero).last else {
            Issue.record("no process")
            return
        }
        #expect(sent == checks(1..<61))
    }

    @Test func `stopping ends it`() {
        var pool = aside()
        let actions = pool.stop(now: .zero)
        #expect(actions.contains(.endAside(worker(0))) && actions.contains(.kill(worker(0))))
        #expect(actions.count == 62)
        #expect(pool.asideEnded(worker(0), .ended, now: .zero) == [])
    }

    @Test func `a failed canary of another worker ends it`() {
        var pool = busy {
            $0.workers = 2; $0.canaryEvery = 1
        }
        _ = submit(&pool, 1..<2, bytes: nil)
        _ = pool.ready(worker(1), now: .zero)
        _ = submit(&pool, 2..<140)
        _ = pool.answered(0, ticket: 1)
        _ = pool.sang(worker(0), ticket: 2, error: nil, now: .zero)
        guard case .aside(let sent)? = pool.workers[worker(0)]?.phase else {
            Issue.record("no process")
            return
        }
        // Two workers share what waits.
        #expect(sent.count == 69)
        _ = pool.answered(1, ticket: 1)
        let actions = pool.sang(worker(1), ticket: 2, error: lies, now: .zero)
        #expect(actions.suffix(3) == [.endAside(worker(0)), .kill(worker(0)), .kill(worker(1))])
    }

    @Test func `no batch of its own overtakes a check of another header`() {
        var pool = busy()
        _ = pool.submit(1, b)
        _ = submit(&pool, 2..<100)
        guard case .send(_, let sent, _) = pool.answered(0, ticket: 1).last else {
            Issue.record("it went aside")
            return
        }
        #expect(sent.count < 60)
    }

    @Test func `its time is the pace of the header`() {
        var pool = aside()
        let before = pool.pace[a]!
        _ = pool.asideEnded(worker(0), .answered(.none), now: .seconds(6))
        #expect(abs(pool.pace[a]! - (before * 0.7 + 0.1 * 0.3)) < 1e-9)
    }
}
