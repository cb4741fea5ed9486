import Testing

@testable import Ledger

struct ByHandTests {
    /// Five parked jobs of the stage `formalize` and one of `elaborate`, parked a minute apart, with different errors.
    private func park(_ fixture: LedgerFixture) async throws {
        let errors = ["server down", "Server DOWN", "no memory", "no memory", "bad"]
        try await fixture.importProblems(6)
        for error in errors {
            let job = try #require(try await fixture.claim("formalize"))
            try await fixture.ledger.fail(job, error: error, retryAfter: .zero, maximumTries: 1)
            fixture.time.advance(by: .seconds(60))
        }
        let job = try #require(try await fixture.claim("formalize"))
        var outcome = StepOutcome()
        outcome.newStatements = [.sample(1, followUp: "elaborate")]
        try await fixture.ledger.complete(job, outcome)
        let elaborate = try #require(try await fixture.claim("elaborate"))
        try await fixture.ledger.fail(elaborate, error: "no memory", retryAfter: .zero, maximumTries: 1)
    }

    private static let selections: [(String, @Sendable (inout JobSelection) -> Void, Int)] = [
        ("all", { _ in }, 6),
        ("a stage", { $0.stage = "elaborate" }, 1),
        ("a stage without parked jobs", { $0.stage = "prove" }, 0),
        ("a reason in whatever case", { $0.reason = "server down" }, 2),
        ("a reason and a stage", { ($0.reason, $0.stage) = ("memory", "formalize") }, 2),
        ("a reason nobody had", { $0.reason = "nothing" }, 0),
        ("since the last two of the stage", { ($0.since, $0.stage) = (1_750_000_000_000 + 180_000, "formalize") }, 2),
        ("a job", { $0.jobs = [2] }, 1),
        ("a job of another stage", { ($0.jobs, $0.stage) = ([2], "elaborate") }, 0),
        ("a job that is not there", { $0.jobs = [99] }, 0),
        ("a problem", { $0.subjects = [.init(problemID: 6)] }, 1),
        ("a statement", { $0.subjects = [.init(problemID: 6, statementID: 1)] }, 1),
        ("a statement of another problem", { $0.subjects = [.init(problemID: 1, statementID: 1)] }, 0),
        ("a job and a problem", { ($0.jobs, $0.subjects) = ([1, 2], [.init(problemID: 2)]) }, 2),
    ]

    @Test(arguments: selections.indices)
    func `parked jobs are taken up again by whatever names them`(index: Int) async throws {
        let (name, change, expected) = Self.selections[index]
        try await withLedger { fixture in
            try await park(fixture)
            var selection = JobSelection()
            change(&selection)
            #expect(try await fixture.ledger.retry(selection) == expected, "\(name)")
            #expect(try await fixture.ledger.status().parked == 6 - expected)
            #expect(try await fixture.ledger.retry(selection) == 0, "\(name): once is enough")
            let events = try await fixture.ledger.events(limit: 100).filter { $0.kind == "retried" }
            #expect(events.count == expected && events.allSatisfy { $0.problemID != nil })
            let queued = try await fixture.ledger.claim(
                stages: ["formalize", "elaborate"], limit: 10, owner: "me", lease: .seconds(5))
            #expect(queued.count == expected && queued.allSatisfy { $0.tries == 1 })
        }
    }

    @Test func `more jobs than fit a transaction are changed, each once`() async throws {
        try await withLedger { fixture in
            let count = JobWalk.page * 2 + 10
            try await fixture.importProblems(count)
            let selection = JobSelection.of(stage: "formalize")
            #expect(try await fixture.ledger.prioritize(selection, to: 7) == count)
            #expect(try await fixture.ledger.prioritize(selection, to: 7) == 0)
            #expect(try await fixture.ledger.prioritize(selection, to: -7) == count)
            #expect(try await fixture.ledger.park(selection, reason: "later") == count)
            #expect(try await fixture.claim("formalize") == nil)
            #expect(try await fixture.ledger.retry(selection) == 0, "set aside, not failed")
            #expect(try await fixture.ledger.unpark(selection) == count)
            #expect(try await fixture.claim("formalize")?.priority == -7)
            let parked = try fixture.rawInteger("SELECT count(*) FROM event WHERE kind = 'parked'")
            #expect(parked == count)
        }
    }

    @Test func `whoever is at a job that is set aside loses it, and its result is refused`() async throws {
        try await withLedger { fixture in
            let job = try await fixture.statementJob()
            #expect(try await fixture.ledger.park(.of(stage: "elaborate"), reason: "wrong header") == 1)
            #expect(try await fixture.ledger.renew([job], lease: .seconds(60)).isEmpty)
            await expectError(.leaseLost) { try await fixture.ledger.complete(job, StepOutcome()) }
            await expectError(.leaseLost) {
                try await fixture.ledger.fail(job, error: "e", retryAfter: .zero, maximumTries: 1)
            }
            try await fixture.ledger.release([job])
            let parked = try #require(try await fixture.ledger.parkedJobs(limit: 5).first)
            #expect(parked.isSetAside && parked.lastError == "wrong header" && parked.parkedAt == fixture.time.now)

            #expect(try await fixture.ledger.unpark() == 1)
            let again = try #require(try await fixture.claim("elaborate"))
            await expectError(.leaseLost) { try await fixture.ledger.complete(job, StepOutcome()) }
            try await fixture.ledger.complete(again, StepOutcome())
            #expect(try await fixture.ledger.history(of: "p1")?.events.map(\.kind) == ["parked", "unparked"])
        }
    }

    @Test func `jobs that wait are set aside too`() async throws {
        try await withLedger { fixture in
            try await fixture.importProblems(3)
            let waiting = try #require(try await fixture.claim("formalize"))
            try await fixture.ledger.suspend(waiting, reason: "batch")
            let later = try #require(try await fixture.claim("formalize"))
            try await fixture.ledger.release([later], delay: .seconds(60))
            #expect(try await fixture.ledger.park(.of(stage: "formalize"), reason: "r") == 3)
            #expect(try await fixture.ledger.status().parked == 3)
            #expect(try await fixture.ledger.resumeAwaiting() == 0)
            #expect(try await fixture.ledger.audit().isEmpty)
        }
    }

    @Test func `nothing is set aside or preferred that was not named`() async throws {
        try await withLedger { fixture in
            try await fixture.importProblems(2)
            await expectError(.misuse) { try await fixture.ledger.park(JobSelection(), reason: "r") }
            await expectError(.misuse) { try await fixture.ledger.prioritize(JobSelection(), to: 1) }
            #expect(try await fixture.ledger.status().parked == 0)
        }
    }

    @Test func `what is preferred comes first, and what follows from it too`() async throws {
        try await withLedger { fixture in
            try await fixture.importProblems(5)
            let held = try #require(try await fixture.claim("formalize"))
            var selection = JobSelection()
            selection.subjects = [.init(problemID: 4), .init(problemID: held.problemID)]
            #expect(try await fixture.ledger.prioritize(selection, to: 5) == 2)
            #expect(try await fixture.claim("formalize")?.problemID == 4)
            // The holder learned a lower priority when it took the job.
            #expect(held.priority == 0)
            var outcome = StepOutcome()
            outcome.newStatements = [.sample(1, followUp: "elaborate")]
            outcome.followUps = [
                NewJob(stage: "other", subject: .problem), NewJob(stage: "last", subject: .problem, priority: 1),
            ]
            try await fixture.ledger.complete(held, outcome)
            #expect(try await fixture.claim("elaborate")?.priority == 5)
            #expect(try await fixture.claim("other")?.priority == 5)
            #expect(try await fixture.claim("last")?.priority == 1)
        }
    }

    @Test func `a name means a problem, or else a statement`() async throws {
        try await withLedger { fixture in
            _ = try await fixture.statementJob()
            let ledger = fixture.ledger
            #expect(try await ledger.subject(named: "p1") == JobSelection.Subject(problemID: 1))
            #expect(try await ledger.subject(named: "1") == JobSelection.Subject(problemID: 1))
            #expect(try await ledger.subject(named: "t1") == JobSelection.Subject(problemID: 1, statementID: 1))
            #expect(try await ledger.subject(named: "nobody") == nil)
            #expect(try await ledger.subject(statement: 1) == JobSelection.Subject(problemID: 1, statementID: 1))
            #expect(try await ledger.subject(statement: 2) == nil)
        }
    }

    @Test func `a paused stage gives nothing to any process until it is resumed`() async throws {
        try await withLedger { fixture in
            try await fixture.importProblems(2)
            let job = try #require(try await fixture.claim("formalize"))
            let other = try fixture.another()
            #expect(try await other.pause(["formalize", "prove"], reason: "new prompts") == ["formalize", "prove"])
            #expect(try await other.pause(["formalize"]).isEmpty, "once is enough")
            #expect(try await fixture.claim("formalize") == nil)
            let paused = try await fixture.ledger.status().paused
            #expect(paused.map(\.stage) == ["formalize", "prove"])
            #expect(paused.first?.reason == "new prompts" && paused.first?.since == fixture.time.now)

            // What is held goes on to its end, and its follow-ups wait where they belong.
            #expect(try await fixture.ledger.renew([job], lease: .seconds(60)).count == 1)
            var outcome = StepOutcome()
            outcome.newStatements = [.sample(1, followUp: "elaborate")]
            try await fixture.ledger.complete(job, outcome)
            #expect(try await fixture.claim("elaborate") != nil)

            #expect(try await other.resume(["formalize"]) == ["formalize"])
            #expect(try await other.resume(["formalize"]).isEmpty)
            #expect(try await fixture.claim("formalize") != nil)
            let kinds = try await fixture.ledger.events(limit: 10).map(\.kind)
            #expect(kinds == ["paused", "paused", "resumed"])
            try await other.close()
        }
    }
}
