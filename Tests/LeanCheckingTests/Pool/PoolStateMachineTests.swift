import Testing

@testable import LeanChecking

/// Short names for the tests of the pool's decisions.
enum PoolTest {
    static let a = LeanHeader(text: "import A")
    static let b = LeanHeader(text: "import B")

    static func settings(workers: Int = 1) -> PoolSettings {
        var settings = PoolSettings(workers: workers)
        settings.wallClock = .seconds(10)
        settings.grace = .seconds(1)
        settings.startUp = .seconds(60)
        settings.recycleAfter = 100
        settings.recycleAtBytes = 1000
        settings.memoryBytes = 16 << 30
        settings.backOff = .seconds(1)
        settings.maximumStartFailures = 3
        settings.brokenFor = .seconds(30)
        settings.overtakeLimit = 2
        settings.canaryEvery = 0
        return settings
    }

    static func check(_ number: Int) -> CheckID { CheckID(number: number) }
    static func worker(_ number: Int) -> WorkerID { WorkerID(number: number) }
}

extension PoolStateMachine {
    mutating func submit(
        _ number: Int, _ header: LeanHeader = PoolTest.a, _ priority: CheckPriority = .normal, at seconds: Int = 0
    ) -> [PoolAction] {
        submit(
            CheckID(number: number), header: header, traits: CheckTraits(priority: priority), now: .seconds(seconds))
    }

    mutating func answered(
        _ worker: Int, ticket: Int, bytes: Int = 0, at seconds: Int = 0
    ) -> [PoolAction] {
        answered(WorkerID(number: worker), ticket: ticket, privateBytes: bytes, now: .seconds(seconds))
    }
}

@Suite struct PoolStateMachineTests {
    private let a = PoolTest.a
    private let check = PoolTest.check
    private let worker = PoolTest.worker

    /// A pool whose worker 0 is warm and has check 0 under ticket 1.
    private func busy(_ change: (inout PoolSettings) -> Void = { _ in }) -> PoolStateMachine {
        var settings = PoolTest.settings()
        change(&settings)
        var pool = PoolStateMachine(settings: settings)
        _ = pool.submit(0)
        _ = pool.ready(worker(0), now: .zero)
        return pool
    }

    @Test func `the first check starts a worker, which gets it when it is ready, then the next ones`() {
        var pool = PoolStateMachine(settings: PoolTest.settings())
        #expect(pool.submit(0) == [.start(worker(0), a)])
        #expect(pool.submit(1) == [])
        #expect(pool.ready(worker(0), now: .zero) == [.send(worker(0), [check(0)], ticket: 1)])
        #expect(
            pool.answered(0, ticket: 1) == [.finish(check(0), .answered), .send(worker(0), [check(1)], ticket: 2)])
        #expect(pool.answered(0, ticket: 2) == [.finish(check(1), .answered)])
        #expect(pool.submit(2) == [.send(worker(0), [check(2)], ticket: 3)])
    }

    @Test func `over the wall clock a check ends, and its worker may come back within the grace`() {
        var pool = busy()
        #expect(pool.advance(to: .seconds(9)) == [])
        #expect(
            pool.advance(to: .seconds(10)) == [.finish(check(0), .timeout), .abandon(worker(0), ticket: 2)])
        #expect(pool.submit(1, at: 10) == [])
        #expect(pool.answered(0, ticket: 2, at: 10) == [.send(worker(0), [check(1)], ticket: 3)])
    }

    @Test func `a worker that does not come back is killed, and replaced once it is gone`() {
        var pool = busy()
        _ = pool.advance(to: .seconds(10))
        _ = pool.submit(1, at: 10)
        #expect(pool.advance(to: .seconds(11)) == [.kill(worker(0))])
        #expect(pool.advance(to: .seconds(20)) == [])
        #expect(pool.exited(worker(0), .ended, now: .seconds(20)) == [.start(worker(1), a)])
    }

    @Test func `an answer that was on its way when the check was given up counts for nothing`() {
        var pool = busy()
        _ = pool.advance(to: .seconds(10))
        _ = pool.submit(1, at: 10)
        #expect(pool.answered(0, ticket: 1, at: 10) == [])
        #expect(pool.answered(0, ticket: 2, at: 10) == [.send(worker(0), [check(1)], ticket: 3)])
        #expect(pool.answered(0, ticket: 2, at: 10) == [])
    }

    @Test func `a cancelled check leaves its worker as a timeout does`() {
        var pool = busy()
        #expect(
            pool.cancel(check(0), now: .zero) == [.finish(check(0), .cancelled), .abandon(worker(0), ticket: 2)])
        #expect(pool.cancel(check(0), now: .zero) == [])
    }

    @Test func `a cancelled check leaves the queue`() {
        var pool = busy()
        _ = pool.submit(1)
        #expect(pool.cancel(check(1), now: .zero) == [.finish(check(1), .cancelled)])
        #expect(pool.answered(0, ticket: 1) == [.finish(check(0), .answered)])
    }

    @Test func `a check that eats the memory of a new worker is not tried again`() {
        var pool = busy()
        #expect(pool.exited(worker(0), .outOfMemory, now: .zero) == [.finish(check(0), .outOfMemory)])
    }

    @Test func `memory that runs out in a worker that served others before is no proof against the check`() {
        var pool = busy()
        _ = pool.answered(0, ticket: 1)
        _ = pool.submit(1)
        #expect(pool.exited(worker(0), .outOfMemory, now: .zero) == [.start(worker(1), a)])
        _ = pool.ready(worker(1), now: .zero)
        #expect(pool.exited(worker(1), .outOfMemory, now: .zero) == [.finish(check(1), .outOfMemory)])
    }

    @Test func `a worker that stays big after its check is replaced`() {
        var pool = busy()
        _ = pool.submit(1)
        #expect(
            pool.answered(0, ticket: 1, bytes: 1001) == [.finish(check(0), .answered), .stop(worker(0))])
        #expect(pool.exited(worker(0), .ended, now: .zero) == [.start(worker(1), a)])
    }

    @Test func `a worker is replaced after its number of checks, and killed if it does not end`() {
        var pool = busy { $0.recycleAfter = 1 }
        #expect(pool.answered(0, ticket: 1) == [.finish(check(0), .answered), .stop(worker(0))])
        #expect(pool.advance(to: .seconds(1)) == [.kill(worker(0))])
    }

    @Test func `a check whose worker dies is tried once more, before all others, then it has crashed`() {
        var pool = busy()
        _ = pool.submit(1)
        #expect(pool.exited(worker(0), .ended, now: .zero) == [.start(worker(1), a)])
        #expect(pool.ready(worker(1), now: .zero) == [.send(worker(1), [check(0)], ticket: 1)])
        #expect(
            pool.exited(worker(1), .ended, now: .zero) == [.finish(check(0), .crashed), .start(worker(2), a)])
        #expect(pool.ready(worker(2), now: .zero) == [.send(worker(2), [check(1)], ticket: 1)])
    }

    @Test func `a worker that says that memory ran out ends its check at once`() {
        var pool = busy()
        #expect(pool.exited(worker(0), .outOfMemory, now: .zero) == [.finish(check(0), .outOfMemory)])
    }

    @Test func `the death of an idle worker is nobody's trouble`() {
        var pool = busy()
        _ = pool.answered(0, ticket: 1)
        #expect(pool.exited(worker(0), .ended, now: .zero) == [])
        #expect(pool.submit(1) == [.start(worker(1), a)])
    }

    @Test func `failed starts are tried again after growing pauses, then the header is given up for a while`() {
        var pool = PoolStateMachine(settings: PoolTest.settings())
        let error = LeanCheckingError(.broken, "no")
        _ = pool.submit(0)
        #expect(pool.exited(worker(0), .failedToStart(error), now: .zero) == [])
        #expect(pool.nextDeadline == .seconds(1))
        #expect(pool.advance(to: .seconds(1)) == [.start(worker(1), a)])
        #expect(pool.exited(worker(1), .failedToStart(error), now: .seconds(1)) == [])
        #expect(pool.advance(to: .seconds(2)) == [])
        #expect(pool.advance(to: .seconds(3)) == [.start(worker(2), a)])
        #expect(
            pool.exited(worker(2), .failedToStart(error), now: .seconds(3)) == [.finish(check(0), .failed(error))])
        #expect(pool.submit(1, at: 32) == [.finish(check(1), .failed(error))])
        #expect(pool.submit(2, at: 33) == [.start(worker(3), a)])
    }

    @Test func `a broken header does not touch another one`() {
        var pool = PoolStateMachine(settings: PoolTest.settings())
        let error = LeanCheckingError(.header, "unknown import")
        _ = pool.submit(0)
        #expect(pool.exited(worker(0), .failedToStart(error), now: .zero) == [.finish(check(0), .failed(error))])
        #expect(pool.submit(1, PoolTest.b) == [.start(worker(1), PoolTest.b)])
    }

    @Test func `a wrong canary is final`() {
        var pool = PoolStateMachine(settings: PoolTest.settings())
        let error = LeanCheckingError(.canary, "accepts what is false")
        _ = pool.submit(0)
        #expect(pool.exited(worker(0), .failedToStart(error), now: .zero) == [.finish(check(0), .failed(error))])
    }

    @Test func `a start that takes too long is killed and counts as failed once`() {
        var pool = PoolStateMachine(settings: PoolTest.settings())
        _ = pool.submit(0)
        #expect(pool.advance(to: .seconds(60)) == [.kill(worker(0))])
        #expect(pool.ready(worker(0), now: .seconds(60)) == [])
        #expect(pool.exited(worker(0), .ended, now: .seconds(60)) == [])
        #expect(pool.starts[a]?.failures == 1)
        #expect(pool.advance(to: .seconds(61)) == [.start(worker(1), a)])
    }

    @Test func `a good start makes earlier failures forgotten`() {
        var pool = PoolStateMachine(settings: PoolTest.settings())
        _ = pool.submit(0)
        _ = pool.exited(worker(0), .failedToStart(LeanCheckingError(.broken, "no")), now: .zero)
        _ = pool.advance(to: .seconds(1))
        _ = pool.ready(worker(1), now: .seconds(1))
        #expect(pool.starts[a] == nil)
    }

    @Test func `a full queue refuses`() {
        var pool = busy { $0.queueLimit = 1 }
        #expect(pool.submit(1) == [])
        guard case .finish(check(2), .failed(let error)) = pool.submit(2).first else {
            Issue.record("the check was taken")
            return
        }
        #expect(error.reason == .queueFull)
    }

    @Test func `stopping gives up what waits and runs, and ends every worker`() {
        var settings = PoolTest.settings(workers: 3)
        settings.recycleAfter = 1
        var pool = PoolStateMachine(settings: settings)
        for number in 0..<4 { _ = pool.submit(number) }
        _ = pool.ready(worker(0), now: .zero)
        _ = pool.ready(worker(1), now: .zero)
        _ = pool.answered(0, ticket: 1)
        let actions = pool.stop(now: .zero)
        let stopped = PoolStateMachine.stoppedError
        #expect(
            Set(actions) == [
                .finish(check(1), .failed(stopped)), .finish(check(2), .failed(stopped)),
                .finish(check(3), .failed(stopped)), .kill(worker(1)), .kill(worker(2)),
            ])
        #expect(pool.stop(now: .zero) == [])
        #expect(pool.submit(9) == [.finish(check(9), .failed(stopped))])
        #expect(pool.advance(to: .seconds(1)) == [.kill(worker(0))])
        for number in 0..<3 { #expect(pool.exited(worker(number), .ended, now: .seconds(1)) == []) }
        #expect(pool.workers.isEmpty)
    }
}

@Suite struct PoolSchedulingTests {
    private let a = PoolTest.a
    private let b = PoolTest.b
    private let check = PoolTest.check
    private let worker = PoolTest.worker

    @Test func `urgent checks go first, equal ones in the order of arrival`() {
        var pool = PoolStateMachine(settings: PoolTest.settings())
        _ = pool.submit(0)
        _ = pool.submit(1, a, .low)
        _ = pool.submit(2, a, .normal)
        _ = pool.submit(3, a, .high)
        _ = pool.submit(4, a, .high)
        var order: [CheckID] = []
        var actions = pool.ready(worker(0), now: .zero)
        while case .send(_, let ids, let ticket)? = actions.last {
            order += ids
            actions = pool.answered(0, ticket: ticket)
        }
        #expect(order == [3, 4, 0, 2, 1].map(check))
    }

    @Test func `workers are started while more checks wait than workers come`() {
        var pool = PoolStateMachine(settings: PoolTest.settings(workers: 2))
        #expect(pool.submit(0) == [.start(worker(0), a)])
        #expect(pool.submit(1) == [.start(worker(1), a)])
        #expect(pool.submit(2) == [])
    }

    @Test func `the worker idle longest makes room for another header`() {
        var pool = PoolStateMachine(settings: PoolTest.settings(workers: 2))
        _ = pool.submit(0)
        _ = pool.submit(1)
        _ = pool.ready(worker(0), now: .zero)
        _ = pool.ready(worker(1), now: .zero)
        _ = pool.answered(1, ticket: 1, at: 1)
        _ = pool.answered(0, ticket: 1, at: 2)
        #expect(pool.submit(2, b, at: 3) == [.stop(worker(1))])
        // The slot on its way is promised to the check; nobody else has to go for it.
        #expect(pool.submit(3, a, at: 3) == [.send(worker(0), [check(3)], ticket: 2)])
        #expect(pool.exited(worker(1), .ended, now: .seconds(4)) == [.start(worker(2), b)])
    }

    @Test func `of several warm workers the one used last is taken`() {
        var pool = PoolStateMachine(settings: PoolTest.settings(workers: 2))
        _ = pool.submit(0)
        _ = pool.submit(1)
        _ = pool.ready(worker(0), now: .zero)
        _ = pool.ready(worker(1), now: .zero)
        _ = pool.answered(0, ticket: 1, at: 1)
        _ = pool.answered(1, ticket: 1, at: 2)
        #expect(pool.submit(2, a, at: 3) == [.send(worker(1), [check(2)], ticket: 2)])
    }

    @Test func `a warm worker may overtake a waiting check of another header only so often`() {
        var pool = PoolStateMachine(settings: PoolTest.settings(workers: 1))
        _ = pool.submit(0)
        _ = pool.ready(worker(0), now: .zero)
        _ = pool.submit(1, b)
        for number in 2..<6 { _ = pool.submit(number, a) }
        #expect(
            pool.answered(0, ticket: 1) == [.finish(check(0), .answered), .send(worker(0), [check(2)], ticket: 2)])
        #expect(
            pool.answered(0, ticket: 2) == [.finish(check(2), .answered), .send(worker(0), [check(3)], ticket: 3)])
        #expect(pool.answered(0, ticket: 3) == [.finish(check(3), .answered), .stop(worker(0))])
        #expect(pool.exited(worker(0), .ended, now: .zero) == [.start(worker(1), b)])
    }
}

@Suite struct PoolDeadlineTests {
    private let check = PoolTest.check
    private let worker = PoolTest.worker

    @Test func `an idle pool waits for nothing`() {
        var pool = PoolStateMachine(settings: PoolTest.settings())
        #expect(pool.nextDeadline == nil)
        _ = pool.submit(0)
        #expect(pool.nextDeadline == .seconds(60))
        _ = pool.ready(worker(0), now: .seconds(3))
        #expect(pool.nextDeadline == .seconds(13))
        _ = pool.answered(0, ticket: 1, at: 4)
        #expect(pool.nextDeadline == nil)
    }

    @Test func `a worker that eats memory while it is abandoned takes nothing along`() {
        var pool = PoolStateMachine(settings: PoolTest.settings())
        _ = pool.submit(0)
        _ = pool.ready(worker(0), now: .zero)
        _ = pool.cancel(check(0), now: .seconds(1))
        #expect(pool.exited(worker(0), .outOfMemory, now: .seconds(1)) == [])
    }

    @Test func `time that stands still changes nothing`() {
        var pool = PoolStateMachine(settings: PoolTest.settings())
        _ = pool.submit(0)
        _ = pool.ready(worker(0), now: .seconds(1))
        #expect(pool.advance(to: .seconds(1)) == [])
        #expect(pool.advance(to: .seconds(1)) == [])
    }

    @Test func `events about workers that are gone or checks that are over are ignored`() {
        var pool = PoolStateMachine(settings: PoolTest.settings())
        #expect(pool.ready(worker(7), now: .zero) == [])
        #expect(pool.answered(7, ticket: 1) == [])
        #expect(pool.exited(worker(7), .ended, now: .zero) == [])
        #expect(pool.cancel(check(7), now: .zero) == [])
    }
}
