import GRDB
import Support
import Testing

@testable import Ledger

/// The figures of reports, from a ledger written by hand so that every one of them can be counted on paper.
struct FiguresTests {
    /// Two rounds; the second begins at 1,000,000.
    private static let rows = """
        INSERT INTO round(number, started_at, ended_at, note) VALUES (1, 500, 900000, NULL), (2, 1000000, NULL, 'new prover');
        INSERT INTO origin(id, model, template) VALUES (1, 'writer', 'formalize@1'), (2, 'prover', 'prove@1'),
            (3, 'portfolio', 'prove@1');
        INSERT INTO problem(id, external_id, content_hash, statement, source_file, source_line, state, round, created_at,
                updated_at)
            VALUES (1, '<b>p1</b>', x'01', 'a', 'f', 1, 'pending', 1, 600, 600), (2, 'p2', x'02', 'b', 'f', 2, 'pending', 1, 600, 600),
                (3, 'p3', x'03', 'c', 'f', 3, 'pending', 1, 600, 600), (4, NULL, x'04', 'd', 'f', 4, 'pending', 1, 600, 600),
                (5, 'p5', x'05', 'e', 'f', 5, 'pending', 2, 1000001, 1000001);
        UPDATE problem SET state = 'formalized' WHERE id < 5;
        INSERT INTO statement(id, problem_id, name, source, header, normal_hash, state, score_class, origin_id, sample, round,
                duplicate_of, created_at, updated_at) VALUES
            (1, 1, 't1', 's', '', '1', 'formalized', 'excellent', 1, 0, 1, NULL, 1000, 3000),
            (2, 2, 't2', 's', '', '2', 'formalized', 'good', 1, 0, 1, NULL, 1000, 61000),
            (3, 3, 't3', 's', '', '3', 'formalized', 'good', 1, 0, 1, NULL, 1000, 5000),
            (4, 3, 't4', 's', '', '3', 'duplicate', NULL, 1, 1, 1, 3, 1000, 1000),
            (5, 4, 't5', 's', '', '5', 'formalized', 'excellent', 1, 0, 1, NULL, 1000, 2500),
            (6, 3, 't6', 's', '', '6', 'formalized', 'excellent', 1, 2, 1, NULL, 2000, 1500000),
            (7, 1, 't7', 's', '', '7', 'formalized', 'good', 1, 1, 1, NULL, 2000, 1600000),
            (8, 4, 't8', 's', '', '8', 'formalized', 'poor', 1, 1, 1, NULL, 2000, 4000);
        UPDATE statement SET state = 'elaborated' WHERE state = 'formalized';
        UPDATE statement SET state = 'proved' WHERE id IN (1, 6, 7);
        UPDATE statement SET state = 'verified' WHERE id IN (1, 6, 7);
        UPDATE statement SET state = 'disproved' WHERE id = 2;
        UPDATE statement SET state = 'exhausted' WHERE id = 3;
        UPDATE statement SET state = 'vacuous' WHERE id = 5;
        UPDATE statement SET state = 'rejected' WHERE id = 8;
        INSERT INTO attempt(statement_id, side, kind, origin_id, sample, wave, verdict, rung, wall_ms, created_at) VALUES
            (1, 'P', 'proof', 3, 0, 0, 'failed', 3, 10, 1100), (1, 'P', 'proof', 2, 0, 1, 'failed', 3, 20, 1200),
            (1, 'P', 'proof', 2, 1, 1, 'verified', 5, 30, 1300), (1, 'P', 'proof', 2, 2, 1, 'verified', 5, 30, 1400),
            (2, 'P', 'proof', 2, 0, 1, 'failed', 3, 5, 1100), (2, 'notP', 'proof', 2, 0, 1, 'timeout', 0, 5, 1200),
            (2, 'notP', 'proof', 2, 1, 1, 'verified', 5, 7, 1300),
            (3, 'P', 'proof', 2, 0, 1, 'failed', 3, 50, 1100), (3, 'P', 'proof', 2, 1, 1, 'failed', 3, 50, 1200),
            (5, 'P', 'vacuity', 3, 0, 0, 'verified', 3, 3, 1100),
            (6, 'P', 'proof', 3, 0, 0, 'verified', 5, 11, 1400000),
            (7, 'P', 'proof', 3, 0, 0, 'failed', 3, NULL, 1500000), (7, 'P', 'proof', 2, 0, 1, 'verified', 5, 9, 1500001);
        INSERT INTO verification(attempt_id, rung, verdict, axioms, lean_version, library, wall_ms, created_at) VALUES
            (3, 5, 'verified', '[]', '4', 'l', 100, 1400), (11, 5, 'verified', '[]', '4', 'l', 200, 1400001),
            (11, 5, 'axioms', '[]', '4', 'l', 1, 1400002);
        INSERT INTO gate_decision(problem_id, statement_id, gate, verdict, reason, evidence, model_calls, tokens, wall_ms,
                created_at) VALUES
            (1, NULL, 'formalize', 'formalized', 'r', NULL, 2, 20, 0, 700), (2, NULL, 'formalize', 'formalized', 'r', NULL, 1, 10, 0, 700),
            (5, NULL, 'formalize', 'unformalizable', 'r', NULL, 1, 10, 0, 1000002),
            (1, 1, 'score', 'admitted', 'r', NULL, 1, 5, 0, 1050), (1, 1, 'score', 'admitted', 'r', NULL, 1, 5, 0, 1060),
            (4, 8, 'score', 'rejected', 'r', NULL, 1, 5, 0, 4000),
            (1, 1, 'elaborate', 'elaborated', 'r', NULL, 0, 0, 40, 1010), (2, 2, 'elaborate', 'elaborated', 'r', NULL, 0, 0, 2, 1010);
        INSERT INTO call_account(model, stage, round, metered, sent, failed, answers, cached, prompt_tokens, completion_tokens, cost)
            VALUES ('prover', 'prove', 1, 1, 5, 1, 8, 2, 100, 50, 3000000000), ('prover', 'prove', 2, 1, 2, 0, 2, 0, 40, 10, 1000000000),
                ('writer', 'formalize', 1, 1, 4, 0, 4, 0, 10, 10, 500000000), ('portfolio', 'prove', 1, 0, 9, 0, 9, 0, 7, 7, 0);
        INSERT INTO subject_account(problem_id, statement_id, stage, sent, prompt_tokens, completion_tokens, cost) VALUES
            (1, 0, 'formalize', 1, 5, 5, 10), (1, 1, 'prove', 3, 50, 25, 700), (3, 3, 'prove', 2, 10, 0, 9000), (4, 0, 'formalize', 1, 1, 0, 1),
            (2, 0, 'formalize', 1, 0, 0, 0);
        INSERT INTO event(at, level, kind, problem_id, message) VALUES (1000, 'warning', 'parked', 1, 'no'),
            (2000, 'alarm', 'both-sides', 1, 'first'), (1200000, 'alarm', 'both-sides', 2, 'second');
        """

    private func withFigures(round: Int? = nil, _ body: (LedgerFigures) throws -> Void) async throws {
        try await withLedger { fixture in
            try fixture.raw(Self.rows)
            try body(try await fixture.ledger.figures(round: round))
        }
    }

    @Test func `statements, attempts and provers are counted by origin`() async throws {
        try await withFigures { figures in
            #expect(figures.problems == ["pending": 1, "formalized": 4])
            let states = Dictionary(figures.statements.map { ($0.state, $0.count) }, uniquingKeysWith: +)
            #expect(
                states == ["verified": 3, "disproved": 1, "exhausted": 1, "duplicate": 1, "vacuous": 1, "rejected": 1])
            #expect(figures.statements.filter { $0.state == "verified" }.map(\.scoreClass) == ["excellent", "good"])
            #expect(figures.attempts.reduce(0) { $0 + $1.count } == 13)
            #expect(figures.attempts.reduce(0) { $0 + $1.wallMilliseconds } == 230)
            #expect(
                figures.provers == [
                    .init(model: "portfolio", template: "prove@1", statements: 3, proved: 1),
                    .init(model: "prover", template: "prove@1", statements: 4, proved: 3),
                ])
        }
    }

    @Test func `attempts needed count one side up to its first proof`() async throws {
        try await withFigures { figures in
            #expect(
                figures.needed == [
                    .init(side: "P", attempts: 1, statements: 1), .init(side: "P", attempts: 2, statements: 1),
                    .init(side: "P", attempts: 3, statements: 1), .init(side: "notP", attempts: 2, statements: 1),
                ])
        }
    }

    @Test func `times run from the first sight to the present state`() async throws {
        try await withFigures { figures in
            #expect(Set(figures.times.keys) == ["verified", "disproved", "exhausted", "vacuous", "rejected"])
            #expect(figures.times["verified"]?.total == 3)
            #expect(figures.times["exhausted"]?.counts == [LatencyHistogram.bucket(of: 4000): 1])
            #expect(figures.verifications == ["verified": 2, "axioms": 1])
            #expect(figures.verificationMilliseconds == 301)
        }
    }

    @Test func `gates have their verdicts, costs and distinct subjects, whatever they are called`() async throws {
        try await withFigures { figures in
            #expect(
                figures.gates == [
                    .init(
                        gate: "elaborate", verdict: "elaborated", count: 2, modelCalls: 0, tokens: 0,
                        wallMilliseconds: 42),
                    .init(
                        gate: "formalize", verdict: "formalized", count: 2, modelCalls: 3, tokens: 30,
                        wallMilliseconds: 0),
                    .init(
                        gate: "formalize", verdict: "unformalizable", count: 1, modelCalls: 1, tokens: 10,
                        wallMilliseconds: 0),
                    .init(gate: "score", verdict: "admitted", count: 2, modelCalls: 2, tokens: 10, wallMilliseconds: 0),
                    .init(gate: "score", verdict: "rejected", count: 1, modelCalls: 1, tokens: 5, wallMilliseconds: 0),
                ])
            #expect(figures.judged == ["elaborate": 2, "formalize": 3, "score": 2])
        }
    }

    @Test func `rounds have what was done in them, and a problem is solved once`() async throws {
        try await withFigures { figures in
            #expect(figures.rounds.map(\.number) == [1, 2])
            #expect(figures.rounds.map(\.note) == [nil, "new prover"])
            #expect(figures.rounds.map(\.problems) == [4, 1])
            #expect(figures.rounds.map(\.solved) == [1, 1], "p1 in round 1, p3 in round 2")
            #expect(figures.rounds.map(\.verified) == [1, 2])
            #expect(figures.rounds.map(\.disproved) == [1, 0])
            #expect(figures.rounds.map(\.attempts) == [10, 3])
            #expect(figures.rounds.map(\.leanMilliseconds) == [210, 20])
            #expect(figures.rounds.map(\.tokens) == [170, 50])
            #expect(figures.rounds.map(\.cost) == [Money(nano: 3_500_000_000), Money(nano: 1_000_000_000)])
        }
    }

    @Test func `the dearest problems come first, and those without cost not at all`() async throws {
        try await withFigures { figures in
            #expect(
                figures.costly == [
                    .init(problem: "p3", calls: 2, tokens: 10, cost: Money(nano: 9000), statements: 3, verified: 1),
                    .init(
                        problem: "<b>p1</b>", calls: 4, tokens: 85, cost: Money(nano: 710), statements: 2, verified: 2),
                    .init(problem: "4", calls: 1, tokens: 1, cost: Money(nano: 1), statements: 2, verified: 0),
                ])
            #expect(figures.alarmCount == 2)
            #expect(figures.alarms.map(\.message) == ["second", "first"])
        }
    }

    @Test func `the rounds add up to the whole`() async throws {
        try await withLedger { fixture in
            try fixture.raw(Self.rows)
            let all = try await fixture.ledger.figures()
            let parts = [try await fixture.ledger.figures(round: 1), try await fixture.ledger.figures(round: 2)]
            func sum(_ count: (LedgerFigures) -> Int) -> Int { parts.reduce(0) { $0 + count($1) } }
            #expect(sum { $0.problems.values.reduce(0, +) } == 5)
            #expect(sum { $0.statements.reduce(0) { $0 + $1.count } } == 8)
            #expect(sum { $0.attempts.reduce(0) { $0 + $1.count } } == 13)
            #expect(sum { $0.gates.reduce(0) { $0 + $1.count } } == all.gates.reduce(0) { $0 + $1.count })
            #expect(sum { $0.accounts.count } == all.accounts.count)
            #expect(parts.map(\.alarmCount) == [1, 1])
            #expect(parts[1].needed.map(\.attempts) == [1, 2])
            #expect(parts[1].rounds == all.rounds, "each knows of all rounds")
            await expectError(.misuse) { try await fixture.ledger.figures(round: 3) }
        }
    }

    @Test func `an empty ledger has one round at most, and round one of it is nothing`() async throws {
        try await withLedger { fixture in
            let figures = try await fixture.ledger.figures()
            #expect(figures.statements.isEmpty && figures.gates.isEmpty && figures.rounds.isEmpty)
            #expect(figures.ledgerID != nil)
            _ = try await fixture.ledger.figures(round: 1)
        }
    }

    @Test func `figures are read while somebody writes`() async throws {
        try await withLedger { fixture in
            try fixture.raw(Self.rows)
            async let figures = fixture.ledger.figures()
            try await fixture.ledger.record(.note("beside"))
            #expect(try await figures.attempts.count == 7)
        }
    }
}
