import GRDB
import Support
import Testing

@testable import Ledger

/// The bookkeeping of two searches about one statement, each in one transaction.
struct SideTests {
    /// A statement with a job of `prove` and one of `refute`, both claimed.
    private func bothSides(_ fixture: LedgerFixture) async throws -> (prove: Job, refute: Job) {
        let job = try await fixture.statementJob()
        var outcome = StepOutcome()
        outcome.statementMove = StatementMove(to: .elaborated)
        outcome.decisions = [NewDecision(gate: "elaborate", verdict: "elaborated", reason: "r")]
        outcome.followUps = [NewJob(stage: "prove"), NewJob(stage: "refute")]
        try await fixture.ledger.complete(job, outcome)
        return (try #require(try await fixture.claim("prove")), try #require(try await fixture.claim("refute")))
    }

    private var exhausted: StepOutcome {
        var outcome = StepOutcome()
        outcome.statementMove = StatementMove(to: .exhausted, onlyIfAllowed: true, onlyAsLastWork: true)
        return outcome
    }

    private func found(_ side: Side) -> StepOutcome {
        var outcome = StepOutcome()
        outcome.attempts = [
            NewAttempt(
                side: side, model: "m", template: "t", sample: 0, proof: "by rfl", verdict: "verified", rung: 3,
                followUp: "verify")
        ]
        if side == .claim { outcome.statementMove = StatementMove(to: .proved) }
        return outcome
    }

    private func verified(_ side: Side, _ verdict: String = "verified") -> StepOutcome {
        var outcome = StepOutcome()
        outcome.verification = NewVerification(rung: 5, verdict: verdict, leanVersion: "4", library: "l")
        outcome.cancelsOtherWork = true
        outcome.keptStages = ["verify"]
        outcome.statementMove = StatementMove(
            to: side.end, rung: 5, onlyIfAllowed: true, contradicts: side.other.end)
        return outcome
    }

    private func state(_ fixture: LedgerFixture) async throws -> StatementState? {
        try await fixture.ledger.statement(1)?.state
    }

    @Test(arguments: [true, false])
    func `the side that ends last moves the statement`(proveIsFirst: Bool) async throws {
        try await withLedger { fixture in
            let (prove, refute) = try await bothSides(fixture)
            let (first, last) = proveIsFirst ? (prove, refute) : (refute, prove)
            #expect(try await fixture.ledger.complete(first, exhausted).hasMoved == false)
            #expect(try await state(fixture) == .elaborated)
            #expect(try await fixture.ledger.complete(last, exhausted).hasMoved)
            #expect(try await state(fixture) == .exhausted)
            #expect(try await fixture.ledger.audit() == [])
        }
    }

    @Test func `a side that waits, for its time, a batch, a person or another process, keeps the statement open`()
        async throws
    {
        let ways: [@Sendable (Ledger, Job) async throws -> Void] = [
            { try await $0.release([$1]) },
            { try await $0.release([$1], delay: .seconds(60)) },
            { try await $0.suspend($1, reason: "batch") },
            { _ = try await $0.fail($1, error: "e", retryAfter: .zero, maximumTries: 1) },
            { _, _ in },
        ]
        for way in ways {
            try await withLedger { fixture in
                let (prove, refute) = try await bothSides(fixture)
                try await way(fixture.ledger, refute)
                #expect(try await fixture.ledger.complete(prove, exhausted).hasMoved == false)
                #expect(try await state(fixture) == .elaborated)
                #expect(try await fixture.ledger.audit() == [])
            }
        }
    }

    @Test func `what is verified first takes the other search away, its queued and its leased work`() async throws {
        try await withLedger { fixture in
            let (prove, refute) = try await bothSides(fixture)
            try await fixture.ledger.complete(prove, found(.claim))
            let verify = try #require(try await fixture.claim("verify"))
            let result = try await fixture.ledger.complete(verify, verified(.claim))
            #expect(result.cancelled == [refute.id] && result.quarantined == nil)
            #expect(try await state(fixture) == .verified)
            #expect(try await fixture.ledger.unwanted([refute]) == [refute.id])
            await expectError(.leaseLost) { try await fixture.ledger.complete(refute, exhausted) }
            #expect(try fixture.rawInteger("SELECT count(*) FROM job") == 0)
            #expect(try await fixture.ledger.audit() == [])
        }
    }

    @Test(arguments: [Side.claim, .negation])
    func `a proof of the other side that is being verified is not given up: both together are an alarm`(
        first: Side
    ) async throws {
        try await withLedger { fixture in
            let (prove, refute) = try await bothSides(fixture)
            try await fixture.ledger.complete(prove, found(.claim))
            try await fixture.ledger.complete(refute, found(.negation))
            let jobs = try await fixture.ledger.claim(stages: ["verify"], limit: 2, owner: "me", lease: .seconds(60))
            let (one, two) = first == .claim ? (jobs[0], jobs[1]) : (jobs[1], jobs[0])
            let early = try await fixture.ledger.complete(one, verified(first))
            #expect(early.cancelled.isEmpty && early.quarantined == nil)
            #expect(try await state(fixture) == first.end)
            let late = try await fixture.ledger.complete(two, verified(first.other))
            #expect(late.quarantined == "")
            #expect(try await state(fixture) == .quarantined)
            #expect(try await fixture.ledger.events(limit: 99).contains { $0.level == .alarm })
            #expect(try await fixture.ledger.status().quarantined.map(\.statementName) == ["t1"])
            #expect(try await fixture.ledger.audit() == [])
        }
    }

    @Test func `a proof that does not hold beside a verified other side changes nothing and starts nothing`()
        async throws
    {
        try await withLedger { fixture in
            let (prove, refute) = try await bothSides(fixture)
            try await fixture.ledger.complete(prove, found(.claim))
            try await fixture.ledger.complete(refute, found(.negation))
            let jobs = try await fixture.ledger.claim(stages: ["verify"], limit: 2, owner: "me", lease: .seconds(60))
            try await fixture.ledger.complete(jobs[1], verified(.negation))
            var failed = StepOutcome()
            failed.verification = NewVerification(rung: 3, verdict: "failed", leanVersion: "4", library: "l")
            failed.statementMove = StatementMove(to: .consistent, onlyIfAllowed: true)
            failed.followUps = [NewJob(stage: "prove", unlessSettled: true)]
            let result = try await fixture.ledger.complete(jobs[0], failed)
            #expect(!result.hasMoved)
            #expect(try await state(fixture) == .disproved)
            #expect(try fixture.rawInteger("SELECT count(*) FROM job") == 0)
            #expect(try await fixture.ledger.audit() == [])
        }
    }

    @Test func `a repair names the attempt that it repairs`() async throws {
        try await withLedger { fixture in
            let (prove, _) = try await bothSides(fixture)
            var outcome = StepOutcome()
            outcome.attempts = [
                NewAttempt(model: "m", template: "t", sample: 3, verdict: "failed"),
                NewAttempt(model: "m", template: "r", sample: 24, verdict: "failed", repairs: 0, repairRound: 1),
                NewAttempt(model: "m", template: "r", sample: 25, verdict: "failed", repairs: 1, repairRound: 2),
            ]
            let ids = try await fixture.ledger.complete(prove, outcome).attemptIDs
            let attempts = try await fixture.ledger.attempts(of: 1)
            #expect(attempts.map(\.repairs) == [nil, ids[0], ids[1]] && attempts.map(\.repairRound) == [0, 1, 2])
        }
    }
}

/// Headers in quarantine.
struct QuarantineTests {
    /// Statements 1… with a job of `elaborate` each: odd ones under the header "A", even ones under "B".
    private func statements(_ fixture: LedgerFixture, _ count: Int) async throws {
        try await fixture.importProblems(count)
        for (index, job) in try await fixture.ledger.claim(
            stages: ["formalize"], limit: count, owner: "me", lease: .seconds(60)
        ).enumerated() {
            var outcome = StepOutcome()
            outcome.problemState = .formalized
            outcome.newStatements = [
                .sample(index + 1, header: index.isMultiple(of: 2) ? "A" : "B", followUp: "elaborate")
            ]
            try await fixture.ledger.complete(job, outcome)
        }
    }

    private func quarantine(_ fixture: LedgerFixture) throws {
        try fixture.raw("INSERT INTO quarantined_header(header, since, statement_id, reason) VALUES ('A', 7, 1, 'r')")
    }

    @Test func `a claim gives nothing of the header, and all of the others in their order`() async throws {
        try await withLedger { fixture in
            try await statements(fixture, 9)
            try quarantine(fixture)
            var claimed: [Int?] = []
            for _ in 0..<3 {
                claimed += try await fixture.ledger.claim(
                    stages: ["elaborate"], limit: 2, owner: "me", lease: .seconds(60)
                ).map(\.statementID)
            }
            #expect(claimed == [2, 4, 6, 8])
            let status = try await fixture.ledger.status()
            #expect(status.jobs["elaborate"]?.parked == 5 && status.jobs["elaborate"]?.ready == 0)
            #expect(try fixture.rawInteger("SELECT count(*) FROM job WHERE state = 'parked' AND parked_at > 0") == 5)
            #expect(try await fixture.ledger.audit() == [])
        }
    }

    @Test func `what follows from a step under the header waits too, and counts`() async throws {
        try await withLedger { fixture in
            try await statements(fixture, 2)
            let jobs = try await fixture.ledger.claim(
                stages: ["elaborate"], limit: 2, owner: "me", lease: .seconds(60))
            try quarantine(fixture)
            #expect(try await fixture.ledger.unwanted(jobs) == [jobs[0].id])
            for job in jobs {
                var outcome = StepOutcome()
                outcome.statementMove = StatementMove(to: .elaborated)
                outcome.decisions = [NewDecision(gate: "elaborate", verdict: "elaborated", reason: "r")]
                outcome.followUps = [NewJob(stage: "prove")]
                var wish = LeaseWish()
                wish.places = ["prove": 1]
                wish.lease = .seconds(60)
                let result = try await fixture.ledger.complete(job, outcome, taking: wish)
                #expect(result.leased.count == (job == jobs[0] ? 0 : 1))
            }
            #expect(try await fixture.ledger.status().jobs["prove"]?.parked == 1)
            #expect(try await fixture.ledger.audit() == [])
        }
    }

    @Test func `neither retry nor unpark takes such work up; lifting the quarantine does, for its header alone`()
        async throws
    {
        try await withLedger { fixture in
            try await statements(fixture, 4)
            try quarantine(fixture)
            try fixture.raw(
                "INSERT INTO quarantined_header(header, since, statement_id, reason) VALUES ('B', 8, 2, 'r')")
            #expect(try await fixture.claim("elaborate") == nil)
            #expect(try await fixture.ledger.retry() == 0)
            #expect(try await fixture.ledger.unpark() == 0)
            #expect(try await fixture.ledger.quarantinedHeaders().map(\.header) == ["A", "B"])
            let lifted = try await fixture.ledger.liftQuarantine(of: ["A"])
            #expect(lifted.headers == 1 && lifted.jobs == 2)
            #expect(try await fixture.claim("elaborate")?.statementID == 1)
            #expect(try await fixture.ledger.liftQuarantine().jobs == 2)
            #expect(try await fixture.ledger.quarantinedHeaders().isEmpty)
            #expect(try await fixture.ledger.events(limit: 99).count { $0.kind == "quarantine-lifted" } == 2)
            #expect(try await fixture.ledger.audit() == [])
        }
    }

    @Test(arguments: [Side.claim, .negation])
    func `nothing under the header is exported, on either side`(side: Side) async throws {
        try await withLedger { fixture in
            try await statements(fixture, 4)
            for job in try await fixture.ledger.claim(
                stages: ["elaborate"], limit: 4, owner: "me", lease: .seconds(60))
            {
                var outcome = StepOutcome()
                outcome.statementMove = StatementMove(to: .elaborated)
                outcome.attempts = [
                    NewAttempt(
                        side: side, model: "m", template: "t", sample: 0, proof: "p", verdict: "verified",
                        followUp: "verify")
                ]
                try await fixture.ledger.complete(job, outcome)
                let verify = try #require(try await fixture.claim("verify"))
                var end = StepOutcome()
                end.statementMove = StatementMove(to: .proved)
                if side == .claim {
                    end.followUps = [NewJob(stage: "end")]
                    try await fixture.ledger.complete(verify, end)
                    end = StepOutcome()
                    end.statementMove = StatementMove(to: .verified)
                    try await fixture.ledger.complete(try #require(try await fixture.claim("end")), end)
                } else {
                    end.statementMove = StatementMove(to: .disproved)
                    try await fixture.ledger.complete(verify, end)
                }
            }
            func exported(_ side: Side) async throws -> [Int] {
                guard let last = try await fixture.ledger.endOfProvedPage(after: 0, limit: 9, side: side) else {
                    return []
                }
                return try await fixture.ledger.provedStatements(
                    after: 0, through: last, scoreGate: "score", side: side
                ).map(\.statementID)
            }
            #expect(try await exported(side) == [1, 2, 3, 4])
            #expect(try await exported(side.other) == [])
            try quarantine(fixture)
            #expect(try await exported(side) == [2, 4])
            try await fixture.ledger.liftQuarantine()
            #expect(try await exported(side) == [1, 2, 3, 4])
        }
    }
}
