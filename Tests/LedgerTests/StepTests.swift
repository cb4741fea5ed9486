import Testing

@testable import Ledger

struct StepTests {
    @Test func `a step records everything and queues what follows`() async throws {
        try await withLedger { fixture in
            let job = try await fixture.statementJob()
            #expect(job.stage == "elaborate")
            let status = try await fixture.ledger.status()
            #expect(status.problems == 1)
            #expect(status.statements["formalized"] == 1)
            #expect(status.jobs["elaborate"]?.leased == 1)
            #expect(try await fixture.ledger.history(of: "p1")?.statements.count == 1)
        }
    }
}
