import GRDB
import Support
import Testing

@testable import Ledger

/// The counts that triggers keep must equal the rows, whatever happened in whatever order.
struct CountTests {
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
                    _ = try? await ledger.complete(job, outcome(of: job, step: step, &random))
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
