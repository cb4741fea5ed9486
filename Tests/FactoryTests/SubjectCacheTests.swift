import Foundation
import LeanSource
import Ledger
import Support
import TestSupport
import Testing

@testable import Factory

@Suite struct SubjectCacheTests {
    @Test func `the values used last are kept, and never more than twice the limit`() {
        var values = Generations<String>(limit: 2)
        for id in 1...4 { values[id] = "\(id)" }
        #expect(values[1] == "1", "used again, and so as young as 4")
        values[5] = "5"
        #expect(values[2] == nil && values[1] == "1" && values[5] == "5")
        for id in 6...100 { values[id] = "\(id)" }
        #expect((1...100).count { values[$0] != nil } <= 4)
    }

    private static func statement(_ number: Int, followUp: String? = "elaborate") -> NewStatement {
        NewStatement(
            name: "t\(number)", source: "theorem t\(number) : \(number) = \(number)", header: "open Nat",
            normalHash: "h\(number)", model: "m", template: "t", sample: number, followUp: followUp)
    }

    /// A ledger with one problem, and the claimed job of its formalization.
    private func withJob(_ text: String = "One is one.", _ body: (Ledger, Job) async throws -> Void) async throws {
        try await withTemporaryFolder { folder in
            let ledger = try Ledger.open(at: folder.appending(path: "ledger.sqlite").path)
            let problem = NewProblem(externalID: "p", statement: text, file: "test", line: 1)
            _ = try await ledger.importProblems([problem], firstStage: "formalize")
            let job = try #require(try await claim("formalize", ledger))
            try await body(ledger, job)
            try await ledger.close()
        }
    }

    private func claim(_ stage: String, _ ledger: Ledger) async throws -> Job? {
        try await ledger.claim(stages: [stage], limit: 1, owner: "me", lease: .seconds(60)).first
    }

    @Test func `a statement that the step has read is taken as it was read, another one is read from its text`()
        async throws
    {
        try await withJob { ledger, job in
            let cache = SubjectCache()
            cache.insert(try #require(try await ledger.problem(job.problemID)))
            var outcome = StepOutcome()
            outcome.newStatements = [Self.statement(1), Self.statement(2)]
            let read = try LockedStatement(parsing: "theorem t1 : 1 = 1")
            let other = try LockedStatement(parsing: "theorem t2 : 2 = 3")
            cache.expect([read, other], of: job)
            let result = try await ledger.complete(job, outcome)
            cache.insert(outcome, of: job, as: result)
            #expect(cache.subject(result.statements[0].id)?.statement == read)
            #expect(cache.subject(result.statements[1].id)?.statement.goal == "2 = 2")
        }
    }

    @Test func `a job that was taken with its step is untried where the ledger says so`() async throws {
        try await withJob { ledger, job in
            let cache = SubjectCache()
            var outcome = StepOutcome()
            outcome.newStatements = [Self.statement(1, followUp: "prove")]
            var wish = LeaseWish()
            wish.places = ["prove": 1]
            wish.lease = .seconds(60)
            wish.asksForTries = ["prove"]
            let result = try await ledger.complete(job, outcome, taking: wish)
            cache.insert(outcome, of: job, as: result)
            let next = try #require(result.leased.first).job
            #expect(cache.takeUntried(next.id))
            #expect(!cache.takeUntried(next.id), "asked once, because from then on something may be tried")
        }
    }

    @Test func `what a step wrote is what the ledger would give`() async throws {
        try await withJob { ledger, job in
            let cache = SubjectCache()
            let problem = try #require(try await ledger.problem(job.problemID))
            cache.insert(problem)
            #expect(cache.knows(job))
            var outcome = StepOutcome()
            outcome.newStatements = [Self.statement(1)]
            cache.insert(outcome, of: job, as: try await ledger.complete(job, outcome))

            let next = try #require(try await claim("elaborate", ledger))
            #expect(cache.knows(next))
            let statement = try #require(next.statementID)
            let kept = try #require(cache.subject(statement))
            let row = try #require(try await ledger.statement(kept.id))
            let read = try StageSubject(problem: problem, row: row)
            #expect(kept.statement == read.statement && kept.header == read.header)
            #expect(kept.normalHash == read.normalHash && kept.problem == read.problem)

            var tried = StepOutcome()
            tried.attempts = [
                NewAttempt(
                    model: "m", template: "t", sample: 0, wave: 3, proof: "rfl", proofStyle: "term",
                    verdict: "verified", followUp: "verify")
            ]
            let result = try await ledger.complete(next, tried)
            cache.insert(tried, of: next, as: result)
            let attempt = try #require(result.attemptIDs.first)
            let proof = try #require(cache.proof(attempt))
            #expect(proof.text == "rfl" && proof.style == .term && proof.wave == 3)
        }
    }

    @Test func `a step that met rows of an earlier try is not believed`() async throws {
        try await withJob { ledger, job in
            let cache = SubjectCache()
            cache.insert(try #require(try await ledger.problem(job.problemID)))
            var first = StepOutcome()
            first.newStatements = [Self.statement(1, followUp: nil)]
            first.followUps = [NewJob(stage: "formalize", subject: .problem)]
            try await ledger.complete(job, first)
            let again = try #require(try await claim("formalize", ledger))
            var other = StepOutcome()
            var changed = Self.statement(1)
            changed.source = "theorem t1 : 2 = 2"
            other.newStatements = [changed]
            let result = try await ledger.complete(again, other)
            #expect(result.isRepeated && result.statements.map(\.id) == [1])
            cache.insert(other, of: again, as: result)
            #expect(cache.subject(1) == nil)
        }
    }

    @Test func `that nothing was tried is said once, and only until the job ends`() async throws {
        try await withJob { _, job in
            let cache = SubjectCache()
            cache.insert(untried: [job.id])
            #expect(cache.takeUntried(job.id))
            #expect(!cache.takeUntried(job.id))
            cache.insert(untried: [job.id])
            cache.ended(job)
            #expect(!cache.takeUntried(job.id))
        }
    }

    @Test func `texts without measure are not kept`() async throws {
        try await withJob(String(repeating: "x", count: 1 << 20)) { ledger, job in
            let cache = SubjectCache()
            cache.insert(try #require(try await ledger.problem(job.problemID)))
            #expect(cache.problem(job.problemID) == nil)
        }
    }
}
