import Support
import Testing

@testable import Ledger

struct StepTests {
    @Test func `a step records everything and queues what follows`() async throws {
        try await withLedger { fixture in
            let job = try await fixture.statementJob()
            var outcome = StepOutcome()
            outcome.statementMove = StatementMove(to: .elaborated, reason: "Lean accepts it", rung: 3)
            outcome.attempts = [
                NewAttempt(
                    model: "m", template: "prove", sample: 0, proof: "by simp", proofStyle: "tactics",
                    verdict: "verified", rung: 3, messages: .array([.string("fine")]), followUp: "verify"),
                NewAttempt(model: "m", template: "prove", sample: 1, verdict: "failed"),
            ]
            outcome.decisions = [
                NewDecision(
                    gate: "elaborate", verdict: "passed", reason: "no errors", evidence: .object(["ms": .integer(4)]),
                    modelCalls: 2, tokens: 30, wallMilliseconds: 4)
            ]
            outcome.followUps = [
                NewJob(stage: "score", priority: 3), NewJob(stage: "prove", wave: 2, delay: .seconds(5)),
                NewJob(stage: "formalize", subject: .problem, wave: 1),
            ]
            outcome.events = [NewEvent(level: .alarm, kind: "test", message: "look")]
            let result = try await fixture.ledger.complete(job, outcome)
            #expect(result.attemptIDs == [1, 2])
            #expect(result.hasMoved)

            let history = try #require(try await fixture.ledger.history(of: "t1"))
            #expect(history.problem.state == .formalized)
            let statement = try #require(history.statements.first)
            #expect(statement.statement.state == .elaborated)
            #expect(statement.statement.stateReason == "Lean accepts it")
            #expect(statement.statement.rung == 3)
            #expect(statement.statement.template == "formalize")
            #expect(statement.attempts.map(\.verdict) == ["verified", "failed"])
            #expect(statement.attempts[0].proofHash == Digest.sha256("by simp"))
            #expect(statement.attempts[0].messages == .array([.string("fine")]))
            #expect(statement.attempts[1].proofHash == nil)
            #expect(history.decisions.map(\.gate) == ["elaborate"])
            #expect(history.decisions[0].evidence == .object(["ms": .integer(4)]))
            #expect(history.decisions[0].statementID == 1)
            #expect(history.events.map(\.statementID) == [1])
            #expect(
                history.jobs.map { "\($0.stage) \($0.statementID ?? 0) \($0.attemptID ?? 0) \($0.wave) \($0.state)" }
                    == ["verify 1 1 0 ready", "score 1 0 0 ready", "prove 1 0 2 deferred", "formalize 0 0 1 ready"])
        }
    }

    @Test func `foreign texts come back byte for byte, with a NUL in them as well`() async throws {
        try await withLedger { fixture in
            let text = "a\u{0}b\r\n∀"
            try await fixture.ledger.importProblems([.sample(1, statement: text)], firstStage: "formalize")
            var first = StepOutcome()
            first.newStatements = [.sample(1, followUp: "prove")]
            first.newStatements[0].source = text
            try await fixture.ledger.complete(try #require(try await fixture.claim("formalize")), first)
            var second = StepOutcome()
            second.attempts = [NewAttempt(model: "m", template: "t", sample: 0, proof: text, verdict: "forbidden")]
            try await fixture.ledger.complete(try #require(try await fixture.claim("prove")), second)
            let texts = [
                try await fixture.ledger.problem(1)?.statement, try await fixture.ledger.statement(1)?.source,
                try await fixture.ledger.attempt(1)?.proof,
            ]
            for kept in texts { #expect(kept.map { Array($0.utf8) } == Array(text.utf8)) }
        }
    }

    @Test func `a verification gives its verdict to the attempt`() async throws {
        try await withLedger { fixture in
            let job = try await fixture.statementJob()
            var first = StepOutcome()
            first.attempts = [
                NewAttempt(
                    model: "m", template: "prove", sample: 0, proof: "by simp", verdict: "verified", rung: 3,
                    followUp: "verify")
            ]
            try await fixture.ledger.complete(job, first)
            let verify = try #require(try await fixture.claim("verify"))
            let subject = try await fixture.ledger.subject(of: verify)
            #expect(subject.problem.externalID == "p1")
            #expect(subject.statement?.name == "t1")
            #expect(subject.attempt?.proof == "by simp")
            #expect(try await fixture.ledger.subjects(of: [verify, verify]) == [subject, subject])
            #expect(try await fixture.ledger.untried([verify]).isEmpty, "it was tried in this wave")

            var second = StepOutcome()
            second.verification = NewVerification(
                rung: 3, verdict: "axioms", detail: "sorryAx", axioms: ["sorryAx"], leanVersion: "4", library: "own")
            try await fixture.ledger.complete(verify, second)
            let attempt = try #require(try await fixture.ledger.attempt(1))
            #expect(attempt.verdict == "axioms")
            #expect(attempt.verdictDetail == "sorryAx")
            #expect(try await fixture.ledger.status().attempts == ["axioms": 1])
            let verifications = try await fixture.ledger.history(of: "p1")?.statements.first?.verifications
            #expect(verifications?.map(\.axioms) == [["sorryAx"]])
        }
    }

    @Test func `the same statement again is a duplicate of the first and gets no work`() async throws {
        try await withLedger { fixture in
            try await fixture.importProblems(2)
            let jobs = try await fixture.ledger.claim(
                stages: ["formalize"], limit: 2, owner: "me", lease: .seconds(9))
            var outcome = StepOutcome()
            outcome.newStatements = [
                .sample(1, hash: "h", followUp: "elaborate"), .sample(2, hash: "h", followUp: "elaborate"),
                .sample(3, hash: "h", header: "import Mathlib", followUp: "elaborate"),
            ]
            let first = try await fixture.ledger.complete(jobs[0], outcome)
            #expect(first.statements.map(\.duplicateOf) == [nil, 1, nil])
            let second = try await fixture.ledger.complete(jobs[1], outcome)
            #expect(second.statements.map(\.duplicateOf) == [1, 1, 3])
            #expect(try await fixture.ledger.status().jobs["elaborate"]?.ready == 2)
            #expect(try await fixture.ledger.funnel().gates == ["duplicate": ["duplicate": 4]])
        }
    }

    @Test func `a statement whose only twin is ill-formed is no duplicate`() async throws {
        try await withLedger { fixture in
            let job = try await fixture.statementJob()
            var refused = StepOutcome()
            refused.statementMove = StatementMove(to: .illFormed, reason: "unknown identifier")
            refused.followUps = [NewJob(stage: "formalize", subject: .problem, wave: 1)]
            try await fixture.ledger.complete(job, refused)
            let again = try #require(try await fixture.claim("formalize"))
            var outcome = StepOutcome()
            outcome.newStatements = [.sample(1, sample: 9, followUp: "elaborate")]
            #expect(try await fixture.ledger.complete(again, outcome).statements.map(\.duplicateOf) == [nil])
        }
    }

    @Test func `a step that is repeated adds nothing twice`() async throws {
        try await withLedger { fixture in
            let job = try await fixture.statementJob()
            var outcome = StepOutcome()
            outcome.newStatements = [.sample(1)]
            outcome.attempts = [NewAttempt(model: "m", template: "p", sample: 4, verdict: "failed", followUp: "x")]
            outcome.followUps = [NewJob(stage: "elaborate")]
            let first = try await fixture.ledger.complete(job, outcome)
            let again = try #require(try await fixture.claim("elaborate"))
            outcome.attempts[0].verdict = "verified"
            let second = try await fixture.ledger.complete(again, outcome)
            #expect(first.statements == second.statements && first.attemptIDs == second.attemptIDs)
            #expect(
                second.isRepeated && second.queuedStages == ["elaborate"], "the job for the attempt is there already")
            #expect(try await fixture.ledger.attempts(of: 1).map(\.verdict) == ["failed"])
            #expect(try await fixture.ledger.status().jobs["x"]?.ready == 1)
        }
    }

    @Test func `a forbidden move takes the whole step back and the job stays held`() async throws {
        try await withLedger { fixture in
            let job = try await fixture.statementJob()
            var outcome = StepOutcome()
            outcome.decisions = [NewDecision(gate: "g", verdict: "v", reason: "r")]
            outcome.statementMove = StatementMove(to: .verified)
            await expectError(.forbiddenMove) { try await fixture.ledger.complete(job, outcome) }
            #expect(try await fixture.ledger.history(of: "p1")?.decisions.isEmpty == true)
            #expect(try await fixture.ledger.renew([job], lease: .seconds(1)) == [job])

            outcome.statementMove?.onlyIfAllowed = true
            #expect(try await fixture.ledger.complete(job, outcome).hasMoved == false)
            #expect(try await fixture.ledger.statement(1)?.state == .formalized)
            #expect(try await fixture.ledger.history(of: "p1")?.decisions.count == 1)
        }
    }

    @Test func `a forbidden move of the problem is refused as well`() async throws {
        try await withLedger { fixture in
            let job = try await fixture.statementJob()
            var outcome = StepOutcome()
            outcome.problemState = .unformalizable
            await expectError(.forbiddenMove) { try await fixture.ledger.complete(job, outcome) }
        }
    }

    @Test func `sealing a statement's fate cancels its other work, held or not`() async throws {
        try await withLedger { fixture in
            let job = try await fixture.statementJob()
            var spread = StepOutcome()
            spread.followUps = [
                NewJob(stage: "prove", wave: 0), NewJob(stage: "prove", wave: 1), NewJob(stage: "prove", wave: 2),
                NewJob(stage: "formalize", subject: .problem, wave: 1),
            ]
            try await fixture.ledger.complete(job, spread)
            let winner = try #require(try await fixture.claim("prove"))
            let loser = try #require(try await fixture.claim("prove"))
            var end = StepOutcome()
            end.cancelsOtherWork = true
            end.followUps = [NewJob(stage: "trace")]
            try await fixture.ledger.complete(winner, end)
            await expectError(.leaseLost) { try await fixture.ledger.complete(loser, StepOutcome()) }
            #expect(try await fixture.ledger.history(of: "p1")?.jobs.map(\.stage) == ["formalize", "trace"])
        }
    }

    @Test func `a job about no statement cannot speak about one`() async throws {
        try await withLedger { fixture in
            try await fixture.importProblems(1)
            let job = try #require(try await fixture.claim("formalize"))
            var move = StepOutcome()
            move.statementMove = StatementMove(to: .elaborated)
            var attempt = StepOutcome()
            attempt.attempts = [NewAttempt(model: "m", template: "t", sample: 0, verdict: "failed")]
            var verification = StepOutcome()
            verification.verification = NewVerification(rung: 4, verdict: "v", leanVersion: "4", library: "l")
            for outcome in [move, attempt, verification] {
                await expectError(.misuse) { try await fixture.ledger.complete(job, outcome) }
            }
        }
    }

    @Test(arguments: ["gate_decision", "verification"])
    func `decisions and verifications are never changed or removed`(table: String) async throws {
        try await withLedger { fixture in
            let job = try await fixture.statementJob()
            var outcome = StepOutcome()
            outcome.decisions = [NewDecision(gate: "g", verdict: "v", reason: "r")]
            outcome.attempts = [NewAttempt(model: "m", template: "t", sample: 0, verdict: "x", followUp: "verify")]
            try await fixture.ledger.complete(job, outcome)
            var check = StepOutcome()
            check.verification = NewVerification(rung: 4, verdict: "v", leanVersion: "4", library: "l")
            try await fixture.ledger.complete(try #require(try await fixture.claim("verify")), check)
            #expect(throws: (any Error).self) { try fixture.raw("UPDATE \(table) SET verdict = 'other'") }
            #expect(throws: (any Error).self) { try fixture.raw("DELETE FROM \(table)") }
            #expect(try fixture.rawInteger("SELECT count(*) FROM \(table) WHERE verdict = 'v'") == 1)
        }
    }

    @Test func `an unfinished round goes on, a finished one is followed by the next`() async throws {
        try await withLedger { fixture in
            #expect(try await fixture.ledger.beginRound(note: "first") == 1)
            #expect(try await fixture.ledger.beginRound() == 1)
            try await fixture.ledger.endRound(1)
            #expect(try await fixture.ledger.beginRound() == 2)
        }
    }
}
