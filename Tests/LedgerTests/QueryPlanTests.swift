import GRDB
import Support
import Synchronization
import Testing

@testable import Ledger

/// Records every SQL statement of a ledger that does all it can, and asks SQLite how it would run each of them.
struct QueryPlanTests {
    /// Tables that grow with the work.
    private static let large = [
        "problem", "statement", "attempt", "verification", "gate_decision", "job", "problem_alias", "model_call",
        "event", "bad_line", "call_flight", "subject_account", "batch_call",
    ]
    /// Walks along a whole index or table that are wanted: what is leased, parked or in the air is little, and pages of a list
    /// end by LIMIT.
    private static let allowed = [
        "SCAN job USING INDEX job_leased", "SCAN job USING INDEX job_parked",
        "SCAN job USING INDEX job_awaiting", "SCAN bad_line", "SCAN call_flight",
    ]

    @Test func `nothing that a running factory does scans a large table`() async throws {
        let statements = Mutex<Set<String>>([])
        try await withLedger { options in
            options.onSQL = { sql in _ = statements.withLock { $0.insert(sql) } }
        } _: { fixture in
            statements.withLock { $0 = [] }
            try await doEverything(fixture)
            let seen = statements.withLock { $0 }
                .filter { sql in ["SELECT", "INSERT", "UPDATE", "DELETE"].contains { sql.hasPrefix($0) } }
            #expect(seen.count > 40, "only \(seen.count) statements were seen")

            // Without foreign keys: for them SQLite compiles walks along the child tables that are skipped at run time
            // (OP_FkIfZero) as long as nothing is violated.
            var configuration = Configuration()
            configuration.foreignKeysEnabled = false
            let queue = try DatabaseQueue(path: fixture.path, configuration: configuration)
            try await queue.write { database in
                try database.execute(sql: ImportStep.makeIncoming)
                for sql in seen {
                    // Values do not matter for the plan: without statistics SQLite does not look at them.
                    let explain = try database.makeStatement(sql: "EXPLAIN QUERY PLAN \(sql)")
                    explain.setUncheckedArguments([])
                    let plan = try Row.fetchAll(explain).map { $0["detail"] as String }
                    for line in plan where isScan(line) {
                        Issue.record("\(line)\nin \(sql)")
                    }
                }
            }
            try queue.close()
        }
    }

    @Test func `claims walk the index of ready jobs and never sort`() async throws {
        try await withLedger { fixture in
            let plan = try await fixture.ledger.read { database in
                try Row.fetchAll(
                    database, sql: "EXPLAIN QUERY PLAN \(JobQueue.claimSQL)", arguments: ["me", 0, "prove", 10]
                ).map { $0["detail"] as String }
            }
            #expect(plan.contains { $0.contains("SEARCH job USING INDEX job_ready (stage=?)") }, "\(plan)")
            #expect(!plan.contains { $0.contains("TEMP B-TREE") }, "\(plan)")
        }
    }

    private func isScan(_ line: String) -> Bool {
        guard line.hasPrefix("SCAN"), !Self.allowed.contains(where: line.hasPrefix) else { return false }
        return Self.large.contains { line.split(separator: " ").dropFirst().first.map(String.init) == $0 }
    }

    private func doEverything(_ fixture: LedgerFixture) async throws {
        let ledger = fixture.ledger
        let job = try await fixture.statementJob()
        try await ledger.importProblems((100..<300).map { .sample($0, id: "bulk\($0)") }, firstStage: "bulk")
        try await ledger.importProblems(
            [
                .sample(1), .sample(2), .sample(3, id: "p1"),
                .sample(4, id: "p5", statement: NewProblem.sample(1).statement),
            ],
            firstStage: "formalize")
        _ = try await ledger.renew([job], lease: .seconds(60))
        var outcome = StepOutcome()
        outcome.problemState = .formalized
        outcome.problemReason = "again"
        outcome.newStatements = [.sample(7, hash: "h", followUp: "elaborate"), .sample(8, hash: "h")]
        outcome.statementMove = StatementMove(to: .elaborated)
        outcome.attempts = (0..<2).map { _ in
            NewAttempt(model: "m", template: "p", sample: 0, proof: "p", verdict: "verified", followUp: "verify")
        }
        outcome.decisions = [NewDecision(gate: "g", verdict: "v", reason: "r")]
        outcome.events = [NewEvent(level: .alarm, kind: "k", message: "m")]
        outcome.followUps = [NewJob(stage: "prove", delay: .seconds(1))]
        outcome.cancelsOtherWork = true
        try await ledger.complete(job, outcome)
        let verify = try #require(try await fixture.claim("verify"))
        _ = try await ledger.subject(of: verify)
        _ = try await ledger.untried([verify])
        var check = StepOutcome()
        check.verification = NewVerification(rung: 4, verdict: "verified", leanVersion: "4", library: "l")
        check.statementMove = StatementMove(to: .proved)
        check.followUps = [NewJob(stage: "end")]
        try await ledger.complete(verify, check)
        var end = StepOutcome()
        end.statementMove = StatementMove(to: .verified)
        try await ledger.complete(try #require(try await fixture.claim("end")), end)
        _ = try await fixture.claim("formalize", lease: .seconds(1))
        fixture.time.advance(by: .seconds(5))
        let taken = try #require(try await fixture.claim("formalize"))
        try await ledger.release([taken])
        let failing = try #require(try await fixture.claim("formalize"))
        try await ledger.fail(failing, error: "e", retryAfter: .zero, maximumTries: 1)
        _ = try await ledger.claim(stages: ["elaborate"], limit: 1, owner: "x", lease: .seconds(1))
        try await ledger.takeOverFromDeadOwners()
        try await ledger.takeOver(from: ["x"])
        _ = try await ledger.parkedJobs(limit: 10)
        try await ledger.retry(.of(stage: "formalize"))
        try await ledger.retry()
        try await ledger.recordBadLines([BadLineRecord(file: "f", line: 1, code: "c", detail: "d")])
        let run = try await ledger.beginRun(owner: "me")
        _ = try await ledger.claimCalls(["k"], run: run)
        var entry = CallEntry.answered([.sample("k")], keys: ["k"], problem: 1, statement: 1)
        entry.retried = ["inference.server": 2]
        try await ledger.record(entry, replacing: 1)
        _ = try await ledger.touchRun(run, holding: Reservation(tokens: 1, cost: .zero))
        try await ledger.endRun(run)
        _ = try await ledger.cachedAnswers(for: ["k"])
        _ = try await ledger.badLines(limit: 10)
        _ = try await ledger.callAccounts()
        _ = try await ledger.spending()
        if let job = try await fixture.claim("bulk") { try await ledger.suspend(job, reason: "batch") }
        try await ledger.resumeAwaiting()
        try await changeByHand(ledger)
        _ = try await ledger.info()
        _ = try await ledger.mayHaveWork(stages: ["prove"])
        _ = try await ledger.queueHeads(stages: ["prove"])
        _ = try await ledger.latestAlarms(limit: 10)
        _ = try await ledger.lastEvent()
        _ = try await ledger.status()
        _ = try await ledger.funnel()
        _ = try await ledger.pendingWork(stages: ["prove"])
        _ = try await ledger.events(after: 0, limit: 10)
        for name in ["p1", "1", "t1", "nothing"] { _ = try await ledger.history(of: name) }
        let last = try #require(try await ledger.endOfProvedPage(after: 0, limit: 10))
        let proved = try await ledger.provedStatements(after: 0, through: last, scoreGate: "score")
        #expect(proved.count == 1)
        _ = try await ledger.attempts(of: 1)
        _ = try await ledger.statements(of: 1)
        _ = try await ledger.statement(1)
        _ = try await ledger.attempt(1)
        _ = try await ledger.problem(1)
    }

    /// Everything that people change from another terminal, with every way to name jobs.
    private func changeByHand(_ ledger: Ledger) async throws {
        var selections: [JobSelection] = [.of(stage: "formalize"), JobSelection()]
        let subject = try #require(try await ledger.subject(named: "p1"))
        let statement = try #require(try await ledger.subject(statement: 1))
        for subjects in [[subject], [statement]] {
            var named = JobSelection()
            named.subjects = subjects
            selections.append(named)
            named.stage = "formalize"
            selections.append(named)
        }
        var numbered = JobSelection()
        numbered.jobs = [1, 2]
        selections.append(numbered)
        var late = JobSelection()
        late.since = 1
        selections.append(late)
        late.reason = "e"
        selections.append(late)
        for selection in selections {
            // Without a name or a stage nothing is set aside.
            if selection.isListed || selection.stage != nil {
                _ = try await ledger.park(selection, reason: "by hand")
                _ = try await ledger.prioritize(selection, to: 3)
            }
            _ = try await ledger.unpark(selection)
            _ = try await ledger.retry(selection)
        }
        try await ledger.pause(["prove"], reason: "by hand")
        _ = try await ledger.pausedStages()
        try await ledger.resume(["prove"])
    }
}
