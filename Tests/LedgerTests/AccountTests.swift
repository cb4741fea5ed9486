import Support
import Testing

@testable import Ledger

struct AccountTests {
    @Test func `calls add up by model, stage and round, answers from the cache apart`() async throws {
        try await withLedger { fixture in
            let ledger = fixture.ledger
            try await ledger.record(.answered([.sample("a", cost: 7), .sample("b", cost: 5)], latency: 100))
            try await ledger.record(.answered([.sample("c", cost: 1)], latency: 300))
            try await ledger.record(CallEntry(model: "m", stage: "prove", outcome: .served(samples: 4)))
            _ = try await ledger.beginRound()
            try await ledger.endRound(1)
            let second = try await ledger.beginRound()
            try await ledger.record(.answered([.sample("d", cost: 2)], latency: 50))
            let accounts = try await ledger.callAccounts()
            #expect(accounts.map(\.round) == [1, second])
            let first = try #require(accounts.first)
            #expect(first.sent == 2 && first.answers == 3 && first.cached == 4 && first.failed == 0)
            #expect(first.promptTokens == 30 && first.completionTokens == 15 && first.estimatedTokens == 45)
            #expect(first.cost == Money(nano: 13))
            #expect(first.latency?.count == 2 && first.latency?.p99 == LatencyHistogram.middle(300))
            let spent = try await ledger.spending()
            #expect(spent.cost == Money(nano: 15) && spent.tokens == 60)
            let status = try await ledger.status()
            #expect(status.modelCalls == LedgerStatus.ModelCalls(sent: 3, cached: 4, failed: 0))
            #expect(status.accounts == accounts && status.spent == spent)
        }
    }

    @Test func `models without a server are counted but spend nothing`() async throws {
        try await withLedger { fixture in
            var entry = CallEntry.answered([.sample("a")])
            entry.metered = false
            try await fixture.ledger.record(entry)
            #expect(try await fixture.ledger.callAccounts().first?.answers == 1)
            #expect(try await fixture.ledger.spending() == Spending())
        }
    }

    @Test func `errors are counted by class, with the last words of those that ended a call`() async throws {
        try await withLedger { fixture in
            let ledger = fixture.ledger
            var answered = CallEntry.answered([.sample("a")])
            answered.retried = ["inference.rate-limited": 3, "inference.server": 1]
            try await ledger.record(answered)
            for number in 1...2 {
                try await ledger.record(
                    CallEntry(
                        model: "m", stage: "prove",
                        outcome: .failed(class: "inference.server", message: "status 50\(number)"),
                        retried: ["inference.server": 5]))
            }
            try await ledger.record(CallEntry(model: "m", stage: "prove", outcome: .cancelled))
            let account = try #require(try await ledger.callAccounts().first)
            #expect(account.sent == 4 && account.failed == 2)
            #expect(
                account.faults == [
                    CallFault(class: "inference.rate-limited", failed: 0, retried: 3, lastMessage: nil),
                    CallFault(class: "inference.server", failed: 2, retried: 11, lastMessage: "status 502"),
                ])
            #expect(account.latency?.count == 1, "only answered calls are measured")
        }
    }

    @Test func `what a statement and its problem cost is in their history`() async throws {
        try await withLedger { fixture in
            let job = try await fixture.statementJob()
            let statement = try #require(job.statementID)
            try await fixture.ledger.record(.answered([.sample("a", cost: 3)], problem: job.problemID))
            try await fixture.ledger.record(
                .answered([.sample("b", cost: 4), .sample("c", cost: 5)], problem: job.problemID, statement: statement))
            try await fixture.ledger.record(
                CallEntry(
                    model: "m", stage: "prove", outcome: .served(samples: 2), problemID: job.problemID,
                    statementID: statement))
            let costs = try #require(try await fixture.ledger.history(of: "p1")?.costs)
            #expect(costs.map(\.statementID) == [nil, statement])
            #expect(costs.map(\.cost) == [Money(nano: 3), Money(nano: 9)])
            #expect(costs.map(\.cached) == [0, 2] && costs.map(\.sent) == [1, 1])
        }
    }

    @Test func `runs say what they hold back, and only living ones count`() async throws {
        try await withLedger { fixture in
            let ledger = fixture.ledger
            let first = try await ledger.beginRun(owner: "one")
            let second = try await ledger.beginRun(owner: "two")
            _ = try await ledger.touchRun(first, holding: Reservation(tokens: 100, cost: Money(nano: 9)))
            let seen = try await ledger.touchRun(second, holding: .none)
            #expect(seen.others == Reservation(tokens: 100, cost: Money(nano: 9)))
            fixture.time.advance(by: .seconds(30))
            #expect(try await ledger.touchRun(second, holding: .none).others == .none)
            fixture.time.advance(by: .seconds(30))
            try await ledger.endRun(second)
            let spent = try await ledger.spending()
            #expect(spent.runs == 2 && spent.runMilliseconds == 60_000, "the first was seen at its start only")
            // It was silent, not dead.
            _ = try await ledger.touchRun(first, holding: .none)
            #expect(try await ledger.spending().runMilliseconds == 120_000)
        }
    }

    @Test func `a job that waits for a batch is nobody's, costs no try, and ends no run that waits for work`()
        async throws
    {
        try await withLedger { fixture in
            let ledger = fixture.ledger
            let job = try await fixture.statementJob()
            try await ledger.suspend(job, reason: "awaiting batch")
            await expectError(.leaseLost) { try await ledger.suspend(job, reason: "again") }
            let work = try await ledger.pendingWork(stages: ["elaborate"])
            #expect(work.awaiting == 1 && work.isEmpty)
            let status = try await ledger.status()
            #expect(status.awaiting == 1 && status.parked == 0 && status.jobs["elaborate"]?.awaiting == 1)
            #expect(try await fixture.claim("elaborate") == nil)
            #expect(try await ledger.resumeAwaiting() == 1)
            #expect(try await fixture.claim("elaborate")?.tries == 1)
        }
    }
}

extension LatencyHistogram {
    /// What a percentile says of this latency.
    static func middle(_ milliseconds: Int) -> Int {
        let range = range(of: bucket(of: milliseconds))
        return range.lowerBound + (range.upperBound - range.lowerBound) / 2
    }
}
