import Testing

@testable import Ledger

struct ParkingTests {
    @Test func `a failed job waits for its time, then for its last try`() async throws {
        try await withLedger { fixture in
            try await fixture.importProblems(1)
            let first = try #require(try await fixture.claim("formalize"))
            let outcome = try await fixture.ledger.fail(
                first, error: "server down", retryAfter: .seconds(30), maximumTries: 2)
            #expect(outcome == .retried(notBefore: fixture.time.now + 30_000))
            #expect(try await fixture.claim("formalize") == nil)

            let waiting = try await fixture.ledger.pendingWork(stages: ["formalize"])
            #expect(waiting.deferred == 1)
            #expect(waiting.nextDue == fixture.time.now + 30_000)
            #expect(try await fixture.ledger.status().jobs["formalize"]?.ready == 1, "waiting is not stuck")

            fixture.time.advance(by: .seconds(30))
            let second = try #require(try await fixture.claim("formalize"))
            #expect(second.tries == 2)
            let end = try await fixture.ledger.fail(second, error: "still", retryAfter: .zero, maximumTries: 2)
            #expect(end == .parked)
            #expect(try await fixture.claim("formalize") == nil)
        }
    }

    @Test func `a parked job shows its last error and comes back by hand with fresh tries`() async throws {
        try await withLedger { fixture in
            let job = try await fixture.statementJob()
            try await fixture.ledger.fail(job, error: "boom", retryAfter: .zero, maximumTries: 1)
            let parked = try #require(try await fixture.ledger.parkedJobs(limit: 10).first)
            #expect(parked.stage == "elaborate")
            #expect(parked.externalID == "p1")
            #expect(parked.statementName == "t1")
            #expect(parked.lastError == "boom")
            #expect(try await fixture.ledger.status().parked == 1)
            #expect(try await fixture.ledger.history(of: "p1")?.events.map(\.kind) == ["parked"])

            #expect(try await fixture.ledger.retry(.of(stage: "prove")) == 0)
            #expect(try await fixture.ledger.retry(.of(stage: "elaborate")) == 1)
            #expect(try await fixture.claim("elaborate")?.tries == 1)
            #expect(try await fixture.ledger.retry() == 0)
        }
    }

    @Test func `a long error is kept in part and stays readable`() async throws {
        try await withLedger { fixture in
            try await fixture.importProblems(1)
            let job = try #require(try await fixture.claim("formalize"))
            try await fixture.ledger.fail(
                job, error: "x" + String(repeating: "∀", count: 5000), retryAfter: .zero, maximumTries: 1)
            let error = try #require(try await fixture.ledger.parkedJobs(limit: 1).first?.lastError)
            #expect(error.utf8.count <= 4096 + 3)
            #expect(error.hasSuffix("∀…"))
        }
    }

    @Test(arguments: [("abc", 3, "abc"), ("abcd", 3, "abc…"), ("a∀b", 2, "a…"), ("a∀b", 4, "a∀…"), ("∀", 1, "…")])
    func `a text is cut between scalars`(text: String, limit: Int, expected: String) {
        #expect(text.limited(toBytes: limit).utf8.elementsEqual(expected.utf8))
    }

    @Test func `pending work of other stages does not count`() async throws {
        try await withLedger { fixture in
            try await fixture.importProblems(3)
            _ = try await fixture.claim("formalize", lease: .seconds(5))
            let work = try await fixture.ledger.pendingWork(stages: ["formalize", "prove"])
            #expect(work.ready == 2)
            #expect(work.leased == 1)
            #expect(work.nextDue == fixture.time.now + 5000)
            #expect(try await fixture.ledger.pendingWork(stages: ["prove"]) == PendingWork())
        }
    }
}
