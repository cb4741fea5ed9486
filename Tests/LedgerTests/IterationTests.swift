import Support
import Testing

@testable import Ledger

/// Rounds of expert iteration in the ledger.
struct IterationTests {
    /// One statement in the state, with so many attempts of which some hold.
    private func statement(
        _ fixture: LedgerFixture, _ number: Int, to state: StatementState, wins: Int = 0, of samples: Int = 0,
        wave: Int = 1
    ) async throws {
        try await fixture.ledger.importProblems([.sample(number)], firstStage: "formalize")
        let first = try #require(try await fixture.claim("formalize"))
        var outcome = StepOutcome()
        outcome.problemState = .formalized
        outcome.newStatements = [.sample(number, followUp: "elaborate")]
        try await fixture.ledger.complete(first, outcome)
        for move in [StatementState.elaborated, .consistent] + (state == .verified ? [.proved] : []) + [state] {
            let job = try #require(try await fixture.claim("elaborate"))
            var outcome = StepOutcome()
            outcome.statementMove = StatementMove(to: move)
            outcome.decisions = [NewDecision(gate: "prove", verdict: move.rawValue, reason: "so it is")]
            if move == state {
                outcome.attempts = (0..<samples).map {
                    NewAttempt(
                        model: "m", template: "t", sample: $0, wave: wave, verdict: $0 < wins ? "verified" : "failed")
                }
            } else {
                outcome.followUps = [NewJob(stage: "elaborate")]
            }
            try await fixture.ledger.complete(job, outcome)
        }
    }

    @Test func `a round is kept with its phase, and its last phase ends it`() async throws {
        try await withLedger { fixture in
            var iteration = Iteration(
                round: 1, phase: .train, prover: Iteration.Prover(model: "base", baseURL: "http://here/v1"))
            iteration.before = Iteration.Measure(total: 8, solved: 2)
            try await fixture.ledger.keep(iteration)
            #expect(try await fixture.ledger.iterations() == [iteration])
            #expect(try fixture.rawInteger("SELECT count(*) FROM round WHERE ended_at IS NULL") == 1)
            iteration.after = Iteration.Measure(total: 8, solved: 6)
            iteration.phase = .done
            try await fixture.ledger.keep(iteration)
            #expect(try await fixture.ledger.iterations() == [iteration])
            #expect(iteration.gain == 0.5)
            #expect(try fixture.rawInteger("SELECT count(*) FROM round WHERE ended_at IS NULL") == 0)
            #expect(try await fixture.ledger.beginRound() == 2)
        }
    }

    @Test func `what is exhausted goes back to the search with one job each, counted`() async throws {
        try await withLedger { fixture in
            for number in 1...3 { try await statement(fixture, number, to: .exhausted) }
            let newest = try await fixture.ledger.newestStatement()
            #expect(
                try await fixture.ledger.reopenExhausted(stages: [("prove", 1)], through: newest, reason: "round 2")
                    == 3)
            #expect(
                try await fixture.ledger.reopenExhausted(stages: [("prove", 1)], through: newest, reason: "round 2")
                    == 0)
            let status = try await fixture.ledger.status()
            #expect(status.statements["consistent"] == 3)
            #expect(status.statements["exhausted"] ?? 0 == 0)
            #expect(status.jobs["prove"]?.ready == 3)
            #expect(try await fixture.ledger.audit() == [])
        }
    }

    @Test func `win rates count the waves of models, not the portfolio`() async throws {
        try await withLedger { fixture in
            try await statement(fixture, 1, to: .verified, wins: 1, of: 4)
            try await statement(fixture, 2, to: .verified, wins: 1, of: 3, wave: 0)
            try await statement(fixture, 3, to: .exhausted, wins: 0, of: 4)
            let solved = try await fixture.ledger.solvedStatements()
            #expect(solved.map(\.winRate) == [0.25, nil])
            #expect(try await fixture.ledger.queue("practice", wave: 2, for: solved) == 2)
            #expect(try await fixture.ledger.queue("practice", wave: 2, for: solved) == 0)
            #expect(try await fixture.ledger.status().jobs["practice"]?.ready == 2)
        }
    }
}
