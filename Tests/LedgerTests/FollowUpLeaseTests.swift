import Testing

@testable import Ledger

/// Jobs that follow a step and are leased to its owner at once.
struct FollowUpLeaseTests {
    private func wish(_ places: [String: Int], asksForTries: Set<String> = []) -> LeaseWish {
        var wish = LeaseWish()
        wish.places = places
        wish.lease = .seconds(10)
        wish.asksForTries = asksForTries
        return wish
    }

    private func following(_ stages: String..., wave: Int = 0) -> StepOutcome {
        var outcome = StepOutcome()
        outcome.followUps = stages.map { NewJob(stage: $0, wave: wave) }
        return outcome
    }

    /// Completes the elaboration of a fresh statement, taking the proof search that follows.
    private func taken(_ fixture: LedgerFixture) async throws -> Job {
        let job = try await fixture.statementJob()
        let result = try await fixture.ledger.complete(job, following("prove"), taking: wish(["prove": 1]))
        return try #require(result.leased.first).job
    }

    @Test func `a job that follows is the owner's at once, as if it had been claimed`() async throws {
        try await withLedger { fixture in
            let job = try await taken(fixture)
            #expect(job.stage == "prove" && job.owner == "me" && job.tries == 1 && job.claims == 1)
            #expect(try await fixture.claim("prove", owner: "other") == nil)
            #expect(
                try await fixture.ledger.status().jobs["prove"] == LedgerStatus.Queue(ready: 0, leased: 1, parked: 0))
            #expect(try await fixture.ledger.renew([job], lease: .seconds(10)) == [job])
            try await fixture.ledger.complete(job, StepOutcome())
            #expect(try await fixture.ledger.pendingWork(stages: ["prove"]).isEmpty)
        }
    }

    @Test func `only as many are taken as there are places, and none that are to wait`() async throws {
        try await withLedger { fixture in
            let job = try await fixture.statementJob()
            var outcome = following("prove", "score")
            outcome.followUps += [NewJob(stage: "prove", wave: 1), NewJob(stage: "late", delay: .seconds(5))]
            let result = try await fixture.ledger.complete(job, outcome, taking: wish(["prove": 1, "late": 1]))
            #expect(result.leased.map(\.job.stage) == ["prove"])
            #expect(result.queuedStages == ["prove", "score", "late"])
            #expect(try await fixture.claim("prove")?.wave == 1)
            #expect(try await fixture.claim("late") == nil)
        }
    }

    @Test func `nothing is taken of a stage that somebody paused meanwhile, until it is resumed`() async throws {
        try await withLedger { fixture in
            let job = try await fixture.statementJob()
            try await fixture.ledger.pause(["prove"])
            let result = try await fixture.ledger.complete(
                job, following("prove", "score"), taking: wish(["prove": 1, "score": 1]))
            #expect(result.leased.map(\.job.stage) == ["score"])
            #expect(result.queuedStages == ["prove"])
            #expect(try await fixture.claim("prove") == nil)
            try await fixture.ledger.resume(["prove"])
            let score = try #require(result.leased.first).job
            let next = try await fixture.ledger.complete(
                score, following("prove", wave: 1), taking: wish(["prove": 1]))
            // The one that waited is older.
            #expect(next.leased.isEmpty)
            #expect(try await fixture.claim("prove")?.wave == 0)
        }
    }

    @Test(arguments: [(waiting: 1, taken: false), (waiting: 0, taken: false), (waiting: -1, taken: true)])
    func `what waits in the stage and is as urgent comes first`(waiting: Int, taken: Bool) async throws {
        try await withLedger { fixture in
            let job = try await fixture.statementJob()
            try await fixture.ledger.importProblems([.sample(7)], firstStage: "prove", priority: waiting)
            let result = try await fixture.ledger.complete(job, following("prove"), taking: wish(["prove": 1]))
            #expect(result.leased.isEmpty != taken)
            #expect(result.queuedStages.isEmpty == taken)
        }
    }

    @Test func `after a kill it is taken over like any leased job, and no try is lost`() async throws {
        try await withLedger { fixture in
            let job = try await taken(fixture)
            // The process is gone: nothing was told to the ledger. Somebody else finds the lease at its end.
            let other = try fixture.another()
            fixture.time.advance(by: .seconds(9))
            #expect(try await other.claim(stages: ["prove"], limit: 1, owner: "b", lease: .seconds(5)).isEmpty)
            fixture.time.advance(by: .seconds(1))
            let again = try #require(
                try await other.claim(stages: ["prove"], limit: 1, owner: "b", lease: .seconds(5)).first)
            #expect(again.id == job.id && again.tries == 1 && again.claims == 2)
            await expectError(.leaseLost) { try await fixture.ledger.complete(job, StepOutcome()) }
            #expect(try await other.events(limit: 1).first?.kind == "takeover")
            try await other.close()
        }
    }

    @Test func `it is given back and cancelled like any leased job`() async throws {
        try await withLedger { fixture in
            let job = try await taken(fixture)
            try await fixture.ledger.release([job])
            let again = try #require(try await fixture.claim("prove"))
            #expect(again.tries == 1 && again.claims == 2)
            let result = try await fixture.ledger.complete(
                again, following("prove", "score", wave: 1), taking: wish(["prove": 1, "score": 1]))
            let (search, score) = (result.leased[0].job, result.leased[1].job)
            var sealing = following("end")
            sealing.cancelsOtherWork = true
            try await fixture.ledger.complete(score, sealing, taking: wish([:]))
            await expectError(.leaseLost) { try await fixture.ledger.complete(search, StepOutcome()) }
            #expect(try await fixture.ledger.status().jobs["prove"]?.leased == 0)
        }
    }

    @Test func `a job that is there already is not taken a second time`() async throws {
        try await withLedger { fixture in
            let job = try await fixture.statementJob()
            let result = try await fixture.ledger.complete(job, following("prove", "prove"), taking: wish(["prove": 2]))
            #expect(result.leased.count == 1 && result.queuedStages.isEmpty)
        }
    }

    @Test func `it says whether its wave is untried where that was asked for`() async throws {
        try await withLedger { fixture in
            let job = try await taken(fixture)
            var outcome = following("prove", wave: 1)
            outcome.attempts = [NewAttempt(model: "m", template: "t", sample: 0, wave: 0, verdict: "failed")]
            outcome.followUps += [NewJob(stage: "prove", wave: 0), NewJob(stage: "score", wave: 1)]
            let result = try await fixture.ledger.complete(
                job, outcome, taking: wish(["prove": 2, "score": 1], asksForTries: ["prove"]))
            #expect(result.leased.map(\.job.wave) == [1, 0, 1])
            #expect(result.leased.map(\.isUntried) == [true, false, false])
        }
    }
}
