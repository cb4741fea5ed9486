import GRDB
import Support
import Testing

@testable import Ledger

/// The maintained counts must equal the rows, whatever happened in whatever order, and whoever did it.
struct CountTests {
    @Test(arguments: 1...3 as ClosedRange<UInt64>)
    func `counts stay exact when two processes write in groups in which steps fail`(seed: UInt64) async throws {
        try await withLedger { fixture in
            let ledgers = [fixture.ledger, try fixture.another()]
            for round in 0..<4 {
                try await fixture.ledger.importProblems(
                    (0..<40).map { .sample(round * 40 + $0) }, firstStage: "formalize")
                // Each finishes what it can of all stages, many steps at once; some of them are refused in their groups.
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for (index, ledger) in ledgers.enumerated() {
                        group.addTask { try await self.work(ledger, owner: "owner \(index)", seed: seed, round: round) }
                    }
                    try await group.waitForAll()
                }
                try compare(fixture)
                try compareCalls(fixture)
            }
            try await ledgers[1].close()
        }
    }

    private func work(_ ledger: Ledger, owner: String, seed: UInt64, round: Int) async throws {
        var random = StableRandom(seed: seed &* 31 &+ UInt64(round))
        for step in 0..<6 {
            let jobs = try await ledger.claim(
                stages: ["elaborate", "prove", "formalize"], limit: 12, owner: owner, lease: .seconds(60))
            let outcomes = jobs.map { outcome(of: $0, step: step, &random) }
            await withTaskGroup(of: Void.self) { group in
                for (job, outcome) in zip(jobs, outcomes) {
                    group.addTask {
                        var wish = LeaseWish()
                        wish.places = ["elaborate": job.id % 3, "prove": 1]
                        wish.lease = .seconds(60)
                        let result = try? await ledger.complete(job, outcome, taking: wish)
                        // A lease that is lost: refused in the middle of a group.
                        _ = try? await ledger.complete(job, outcome, taking: wish)
                        try? await ledger.release(result?.leased.map(\.job) ?? [])
                        try? await ledger.record(
                            .answered([.sample("\(owner)\(job.id)", cost: 7)], problem: job.problemID))
                    }
                }
            }
        }
    }

    /// Every answer was kept and accounted for once.
    private func compareCalls(_ fixture: LedgerFixture) throws {
        let kept = try fixture.rawInteger("SELECT count(*) FROM model_call")
        #expect(kept > 0)
        for query in [
            "SELECT sum(answers) FROM call_account", "SELECT sum(sent) FROM call_account",
            "SELECT sum(cost) / 7 FROM call_account", "SELECT sum(count) FROM call_latency",
            "SELECT sum(answers) FROM subject_account",
        ] {
            #expect(try fixture.rawInteger(query) == kept, "\(query)")
        }
    }

    @Test func `what a failed operation added is not counted, what its neighbours added is`() {
        var sums = PendingSums()
        sums.count(jobs: 1, stage: "prove", .ready)
        let before = sums
        sums.count(jobs: -1, stage: "prove", .ready)
        sums.count(jobs: 1, stage: "prove", .leased)
        sums.add(PendingSums.Calls(sent: 1, cost: 3), at: PendingSums.Place(model: "m", stage: "s", round: 1))
        #expect(sums != before)
        #expect(
            sums.tallies == [
                PendingSums.Tally(kind: "job", first: "prove", second: "ready"): 0,
                PendingSums.Tally(kind: "job", first: "prove", second: "leased"): 1,
            ])
        sums = before
        #expect(sums.tallies == [PendingSums.Tally(kind: "job", first: "prove", second: "ready"): 1])
    }

    @Test(arguments: 1...6 as ClosedRange<UInt64>)
    func `maintained counts equal counted rows after random work`(seed: UInt64) async throws {
        try await withLedger { fixture in
            var random = StableRandom(seed: seed)
            let ledger = fixture.ledger
            var held: [Job] = []
            for step in 0..<250 {
                switch Int.random(in: 0..<10, using: &random) {
                case 0:
                    let first = Int.random(in: 0..<60, using: &random)
                    try await ledger.importProblems(
                        (first..<first + 5).map { .sample($0, id: "p\($0 % 40)") }, firstStage: "formalize")
                case 1...3:
                    held += try await ledger.claim(
                        stages: ["formalize", "elaborate", "prove"].shuffled(using: &random),
                        limit: Int.random(in: 1...4, using: &random), owner: "me", lease: .seconds(20))
                case 4: fixture.time.advance(by: .seconds(Int.random(in: 1...15, using: &random)))
                case 5 where !held.isEmpty:
                    let job = held.remove(at: Int.random(in: held.indices, using: &random))
                    _ = try? await ledger.fail(job, error: "e", retryAfter: .seconds(3), maximumTries: 2)
                case 6 where !held.isEmpty: try await ledger.release([held.removeLast()])
                case 7: try await ledger.retry()
                default:
                    guard !held.isEmpty else { continue }
                    let job = held.remove(at: Int.random(in: held.indices, using: &random))
                    var wish = LeaseWish()
                    wish.places = ["elaborate": step % 3, "prove": step % 2]
                    wish.lease = .seconds(20)
                    held +=
                        (try? await ledger.complete(job, outcome(of: job, step: step, &random), taking: wish))?
                        .leased.map(\.job) ?? []
                }
            }
            try compare(fixture)
            let status = try await ledger.status()
            #expect(status.problems > 0)
            #expect(status.statements.values.reduce(0, +) > 0)
        }
    }

    /// Moves are chosen at random: a part of the steps is refused and must leave no trace in the counts.
    private func outcome(of job: Job, step: Int, _ random: inout StableRandom) -> StepOutcome {
        var outcome = StepOutcome()
        if job.statementID == nil {
            outcome.problemState = ProblemState.allCases.randomElement(using: &random)
            outcome.newStatements = (0..<Int.random(in: 0...3, using: &random)).map {
                .sample($0, hash: "\(Int.random(in: 0..<20, using: &random))", sample: step + $0, followUp: "elaborate")
            }
        } else {
            outcome.statementMove = StatementMove(
                to: [.elaborated, .consistent, .proved, .illFormed].randomElement(using: &random) ?? .elaborated)
            outcome.attempts = (0..<Int.random(in: 0...3, using: &random)).map {
                NewAttempt(
                    side: Bool.random(using: &random) ? .claim : .negation, model: "m", template: "t", sample: $0,
                    verdict: ["failed", "verified", "timeout"].randomElement(using: &random) ?? "failed")
            }
            outcome.followUps = [NewJob(stage: "prove", wave: step, delay: .seconds(step % 3))]
            outcome.cancelsOtherWork = step.isMultiple(of: 5)
        }
        outcome.decisions = [NewDecision(gate: "g\(step % 3)", verdict: "v\(step % 2)", reason: "r")]
        return outcome
    }

    private func compare(_ fixture: LedgerFixture) throws {
        let queries = [
            "problem": "SELECT state, '', count(*) FROM problem GROUP BY 1",
            "statement": "SELECT state, '', count(*) FROM statement GROUP BY 1",
            "attempt": "SELECT verdict, '', count(*) FROM attempt GROUP BY 1",
            "job": "SELECT stage, state, count(*) FROM job GROUP BY 1, 2",
            "gate_decision": "SELECT gate, verdict, count(*) FROM gate_decision GROUP BY 1, 2",
            "bad_line": "SELECT code, '', count(*) FROM bad_line GROUP BY 1",
        ]
        let queue = try DatabaseQueue(path: fixture.path)
        defer { try? queue.close() }
        try queue.read { database in
            for (kind, query) in queries {
                let counted = try Row.fetchAll(database, sql: query).map {
                    "\($0[0] as String)/\($0[1] as String)=\($0[2] as Int)"
                }
                let kept = try Row.fetchAll(
                    database, sql: "SELECT first, second, count FROM tally WHERE kind = ? AND count <> 0",
                    arguments: [kind]
                ).map { "\($0[0] as String)/\($0[1] as String)=\($0[2] as Int)" }
                #expect(counted.sorted() == kept.sorted(), "\(kind)")
            }
        }
    }
}
