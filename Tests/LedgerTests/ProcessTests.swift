import Foundation
import GRDB
import Support
import TestSupport
import Testing

@testable import Ledger

@Suite struct ProcessTests {
    @Test func `what a process says last is what is read, in the order of the starts`() async throws {
        try await withLedger { fixture in
            let now = fixture.time.now
            try await fixture.ledger.beat(owner: "h/1/2/3", startedAt: now + 5, facts: .object(["n": .integer(1)]))
            try await fixture.ledger.beat(owner: "h/1/9/3", startedAt: now, facts: .null)
            fixture.time.advance(by: .seconds(3))
            try await fixture.ledger.beat(owner: "h/1/2/3", startedAt: now + 9, facts: .object(["n": .integer(2)]))
            let rows = try await fixture.ledger.processes()
            #expect(rows.map(\.owner) == ["h/1/9/3", "h/1/2/3"])
            #expect(rows.last?.facts["n"]?.integer == 2)
            #expect(rows.last?.seenAt == now + 3000)
            #expect(rows.last?.startedAt == now + 5)
        }
    }

    @Test func `a row ends with its process, and with the day after its last word`() async throws {
        try await withLedger { fixture in
            try await fixture.ledger.beat(owner: "h/1/2/3", startedAt: 0, facts: .null)
            try await fixture.ledger.beat(owner: "h/1/4/3", startedAt: 0, facts: .null)
            try await fixture.ledger.endBeat(owner: "h/1/2/3")
            #expect(try await fixture.ledger.processes().map(\.owner) == ["h/1/4/3"])
            fixture.time.advance(by: .seconds(25 * 3600))
            try await fixture.ledger.beat(owner: "h/1/5/3", startedAt: 0, facts: .null)
            #expect(try await fixture.ledger.processes().map(\.owner) == ["h/1/5/3"])
        }
    }

    @Test func `there may be work when a job is ready, due, or its lease ran out, and not otherwise`() async throws {
        try await withLedger { fixture in
            func mayHaveWork(_ stages: String...) async throws -> Bool {
                try await fixture.ledger.mayHaveWork(stages: stages)
            }
            #expect(try await !mayHaveWork("formalize"))
            try await fixture.importProblems(1)
            #expect(try await mayHaveWork("formalize"))
            #expect(try await !mayHaveWork("prove"))
            let job = try #require(try await fixture.claim("formalize", lease: .seconds(60)))
            #expect(try await !mayHaveWork("formalize"))
            fixture.time.advance(by: .seconds(61))
            // A claim of any stage takes it over.
            #expect(try await mayHaveWork("prove"))
            let again = try #require(try await fixture.claim("formalize"))
            #expect(again.id == job.id)
            try await fixture.ledger.release([again], delay: .seconds(10))
            #expect(try await !mayHaveWork("formalize"))
            fixture.time.advance(by: .seconds(10))
            #expect(try await mayHaveWork("formalize"))
        }
    }

    @Test func `the head of a queue is its oldest ready job, whatever the priorities`() async throws {
        try await withLedger { fixture in
            let start = fixture.time.now
            try await fixture.importProblems(1)
            fixture.time.advance(by: .seconds(5))
            _ = try await fixture.ledger.importProblems([.sample(2)], firstStage: "formalize", priority: 7)
            let heads = try await fixture.ledger.queueHeads(stages: ["formalize", "prove"])
            #expect(heads == [QueueHead(stage: "formalize", oldest: start), QueueHead(stage: "prove", oldest: nil)])
        }
    }

    @Test func `waiting and looking scan no table`() async throws {
        try await withLedger { fixture in
            for sql in [
                "SELECT 1 FROM job WHERE state = 'leased' AND lease_expires <= 5 LIMIT 1",
                "SELECT 1 FROM job WHERE state = 'ready' AND stage = 'x' LIMIT 1",
                "SELECT 1 FROM job WHERE state = 'deferred' AND stage = 'x' AND not_before <= 5 LIMIT 1",
                """
                SELECT priority, created_at FROM job WHERE state = 'ready' AND stage = 'x' AND priority < 5
                ORDER BY priority DESC, id LIMIT 1
                """,
            ] {
                let plan = try await fixture.ledger.read { database in
                    try database.rows("EXPLAIN QUERY PLAN \(sql)").map { $0["detail"] as String }
                }
                #expect(plan.allSatisfy { $0.hasPrefix("SEARCH job USING") }, "\(sql): \(plan)")
            }
        }
    }

    @Test func `every commit is told, with the operations that shared it`() async throws {
        let commits = Locked<[Int]>([])
        try await withTemporaryFolder { folder in
            var options = LedgerOptions()
            options.onCommit = { time, operations in
                #expect(time > .zero)
                commits.withLock { $0.append(operations) }
            }
            let ledger = try Ledger.open(at: folder.appending(path: "l.sqlite").path, options: options)
            for number in 1...3 {
                _ = try await ledger.importProblems([.sample(number)], firstStage: "formalize")
            }
            try await ledger.close()
        }
        #expect(commits.withLock { $0 } == [1, 1, 1])
    }

    @Test func `the latest alarms come newest first, without what only informs`() async throws {
        try await withLedger { fixture in
            #expect(try await fixture.ledger.lastEvent() == 0)
            try await fixture.importProblems(3)
            for _ in 1...2 {
                _ = try #require(try await fixture.claim("formalize", lease: .seconds(1)))
                fixture.time.advance(by: .seconds(2))
            }
            _ = try await fixture.claim("formalize")
            let alarms = try await fixture.ledger.latestAlarms(limit: 5)
            #expect(alarms.count >= 2)
            #expect(alarms.map(\.id) == alarms.map(\.id).sorted(by: >))
            #expect(try await fixture.ledger.lastEvent() == alarms.first?.id)
            #expect(try await fixture.ledger.latestAlarms(limit: 1).count == 1)
        }
    }
}
