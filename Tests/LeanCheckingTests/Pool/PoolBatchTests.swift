import Testing

@testable import LeanChecking

/// The pool's decisions about checks that share a document.
@Suite struct PoolBatchTests {
    private let a = PoolTest.a
    private let worker = PoolTest.worker

    private func checks(_ numbers: Range<Int>) -> [CheckID] { numbers.map(PoolTest.check) }

    /// A pool with a warm worker 0 that has check 0, alone, under ticket 1, and checks 1… waiting behind it.
    private func waiting(
        _ count: Int, bytes: Int? = 10, workers: Int = 1, _ change: (inout PoolSettings) -> Void = { _ in }
    ) -> PoolStateMachine {
        var settings = PoolTest.settings(workers: workers)
        settings.batchLimit = 16
        settings.batchBytes = 1000
        settings.batchClock = .seconds(4)
        settings.batchTime = .seconds(100)
        change(&settings)
        var pool = PoolStateMachine(settings: settings)
        pool.pace[a] = 0.001
        _ = submit(&pool, 0)
        _ = pool.ready(worker(0), now: .zero)
        for number in 1...count { _ = submit(&pool, number, bytes: bytes) }
        return pool
    }

    private func submit(
        _ pool: inout PoolStateMachine, _ number: Int, bytes: Int? = 10, _ priority: CheckPriority = .normal
    ) -> [PoolAction] {
        let traits = CheckTraits(priority: priority, sharedBytes: bytes)
        return pool.submit(PoolTest.check(number), header: a, traits: traits, now: .zero)
    }

    /// What the worker gets next when it answers.
    private func next(_ pool: inout PoolStateMachine, ticket: Int = 1, doubts: BatchDoubts = .none) -> [CheckID] {
        let actions = pool.answered(worker(0), ticket: ticket, privateBytes: 0, doubts: doubts, now: .zero)
        for case .send(_, let checks, _) in actions { return checks }
        return []
    }

    @Test func `what waits goes together, up to the limit`() {
        var pool = waiting(20)
        #expect(next(&pool) == checks(1..<17))
        #expect(next(&pool, ticket: 2) == checks(17..<21))
    }

    @Test func `a batch never waits for more`() {
        var pool = waiting(1)
        #expect(next(&pool) == checks(1..<2))
    }

    @Test func `the bytes of a batch are bounded, and a check beyond the bound is alone`() {
        var pool = waiting(4, bytes: 300)
        #expect(next(&pool) == checks(1..<4))
        var other = waiting(4, bytes: 1001)
        #expect(next(&other) == checks(1..<2))
    }

    @Test func `a check that must be alone is alone, and so is who comes behind it`() {
        var pool = waiting(2)
        _ = submit(&pool, 3, bytes: nil)
        _ = submit(&pool, 4)
        #expect(next(&pool) == checks(1..<3))
        #expect(next(&pool, ticket: 2) == checks(3..<4))
        #expect(next(&pool, ticket: 3) == checks(4..<5))
    }

    @Test func `an urgent check does not wait for the ordinary ones in its document`() {
        var pool = waiting(3)
        _ = submit(&pool, 4, .high)
        #expect(next(&pool) == checks(4..<5))
        #expect(next(&pool, ticket: 2) == checks(1..<4))
    }

    @Test func `several workers share what waits`() {
        var pool = waiting(9, workers: 3)
        #expect(next(&pool) == checks(1..<4))
    }

    @Test func `slow checks go in small batches, those of an unknown header in a careful one`() {
        var pool = waiting(16) { $0.batchTime = .seconds(1) }
        // The check before, which took no time, makes it 0.35 s.
        pool.pace[a] = 0.5
        #expect(next(&pool).count == 2)
        var slower = waiting(16) { $0.batchTime = .seconds(1) }
        slower.pace[a] = 9
        #expect(next(&slower).count == 1)
        var fresh = PoolStateMachine(settings: waiting(1).settings)
        for number in 0..<16 { _ = submit(&fresh, number) }
        #expect(fresh.ready(worker(0), now: .zero) == [.send(worker(0), checks(0..<8), ticket: 1)])
    }

    @Test func `the pace of a header is learnt from its batches, not from what went wrong`() {
        var pool = waiting(4)
        _ = pool.answered(worker(0), ticket: 1, privateBytes: 0, now: .zero)
        let before = pool.pace[a]!
        _ = pool.answered(worker(0), ticket: 2, privateBytes: 0, now: .seconds(4))
        #expect(abs(pool.pace[a]! - (before * 0.7 + 0.3)) < 1e-9)
        var spoilt = waiting(4)
        _ = spoilt.answered(worker(0), ticket: 1, privateBytes: 0, now: .zero)
        _ = spoilt.answered(
            worker(0), ticket: 2, privateBytes: 0, doubts: BatchDoubts(alone: Set(checks(1..<5))), now: .zero)
        let learnt = spoilt.pace[a]
        _ = spoilt.answered(worker(0), ticket: 3, privateBytes: 0, now: .seconds(9))
        #expect(spoilt.pace[a] == learnt)
    }

    @Test func `checks in doubt are done again, before all others: alone, or in smaller company`() {
        var pool = waiting(16)
        #expect(next(&pool) == checks(1..<17))
        _ = submit(&pool, 17)
        let doubts = BatchDoubts(alone: Set(checks(1..<2)), again: Set(checks(2..<17)))
        #expect(next(&pool, ticket: 2, doubts: doubts) == checks(1..<2))
        #expect(next(&pool, ticket: 3) == checks(2..<6))
        #expect(next(&pool, ticket: 4) == checks(6..<10))
        // What is in doubt once more is alone in the end.
        #expect(next(&pool, ticket: 5, doubts: BatchDoubts(again: Set(checks(6..<10)))) == checks(6..<7))
        #expect(next(&pool, ticket: 6) == checks(7..<8))
    }

    @Test func `checks that are certain leave a batch in which others are not`() {
        var pool = waiting(3)
        _ = next(&pool)
        let actions = pool.answered(
            worker(0), ticket: 2, privateBytes: 0, doubts: BatchDoubts(alone: Set(checks(2..<3))), now: .zero)
        #expect(
            actions == [
                .finish(PoolTest.check(1), .answered), .finish(PoolTest.check(3), .answered),
                .send(worker(0), checks(2..<3), ticket: 3),
            ])
    }

    @Test func `a batch that takes too long is taken apart, and nobody has timed out`() {
        var pool = waiting(8)
        _ = next(&pool)
        let actions = pool.advance(to: .seconds(4), suspect: { _ in PoolTest.check(3) })
        #expect(actions == [.abandon(worker(0), ticket: 3)])
        #expect(next(&pool, ticket: 3) == checks(1..<3))
        #expect(next(&pool, ticket: 4) == checks(3..<4))
        // Alone it has its whole time.
        #expect(pool.advance(to: .seconds(9)) == [])
        #expect(pool.advance(to: .seconds(10)).first == .finish(PoolTest.check(3), .timeout))
    }

    @Test func `a batch that eats memory or ends its worker is taken apart`() {
        let events: [(inout PoolStateMachine) -> [PoolAction]] = [
            { $0.exited(PoolTest.worker(0), .outOfMemory, suspect: PoolTest.check(2), now: .zero) },
            { $0.exited(PoolTest.worker(0), .ended, suspect: PoolTest.check(2), now: .zero) },
        ]
        for event in events {
            var pool = waiting(4)
            _ = next(&pool)
            for case .finish in event(&pool) { Issue.record("a check of a batch ended") }
            _ = pool.exited(worker(0), .ended, now: .zero)
            #expect(pool.ready(worker(1), now: .zero) == [.send(worker(1), checks(1..<2), ticket: 1)])
            #expect(pool.lanes[a]?.map(\.id) == checks(2..<5))
            #expect(pool.lanes[a]?.first?.crashes == 0)
        }
    }

    @Test func `a crash alone after a crash in company is tried once more like any other`() {
        var pool = waiting(2)
        _ = next(&pool)
        _ = pool.exited(worker(0), .ended, suspect: PoolTest.check(1), now: .zero)
        _ = pool.ready(worker(1), now: .zero)
        #expect(pool.exited(worker(1), .ended, now: .zero) == [.start(worker(2), a)])
        _ = pool.ready(worker(2), now: .zero)
        #expect(pool.exited(worker(2), .ended, now: .zero).first == .finish(PoolTest.check(1), .crashed))
    }

    @Test func `who leaves a batch leaves the others in it, and with the last one it is given up`() {
        var pool = waiting(3)
        _ = next(&pool)
        #expect(pool.cancel(PoolTest.check(1), now: .zero) == [.finish(PoolTest.check(1), .cancelled)])
        #expect(pool.cancel(PoolTest.check(2), now: .zero) == [.finish(PoolTest.check(2), .cancelled)])
        // The one that is left is still in a batch: no timeout of its own.
        #expect(pool.advance(to: .seconds(4)) == [.abandon(worker(0), ticket: 3)])
        #expect(next(&pool, ticket: 3) == checks(3..<4))
        #expect(
            pool.cancel(PoolTest.check(3), now: .seconds(5)) == [
                .finish(PoolTest.check(3), .cancelled), .abandon(worker(0), ticket: 5),
            ])
    }

    @Test func `a worker is replaced after its number of checks, those in batches counted`() {
        var pool = waiting(4) { $0.recycleAfter = 5 }
        _ = next(&pool)
        #expect(pool.answered(worker(0), ticket: 2, privateBytes: 0, now: .zero).last == .stop(worker(0)))
    }
}
