import GRDB
import Support
import TestSupport
import Testing

@testable import Ledger

/// Near duplicates and flags, with signatures made by hand.
struct NoveltyTests {
    /// Places that agree with those of another signature: the first so many are the same in all.
    private func sketch(same: Int, own: UInt32, threshold: Double = 0.8) -> NoveltyCheck.Sketch {
        let signature = (0..<20).map { UInt32($0) &+ ($0 < same ? 0 : own &* 1000) }
        // One band that all share, and one of its own.
        return NoveltyCheck.Sketch(signature: signature, bands: [7, .max - UInt64(own)], threshold: threshold)
    }

    /// Makes one problem with one statement and returns the claimed job of its gate.
    private func statement(_ fixture: LedgerFixture, _ number: Int, hash: String? = nil) async throws -> Job {
        try await fixture.ledger.importProblems([.sample(number)], firstStage: "formalize")
        let job = try #require(try await fixture.claim("formalize"))
        var outcome = StepOutcome()
        outcome.problemState = .formalized
        outcome.newStatements = [.sample(number, hash: hash, followUp: "elaborate")]
        try await fixture.ledger.complete(job, outcome)
        let second = try #require(try await fixture.claim("elaborate"))
        outcome = StepOutcome()
        outcome.statementMove = StatementMove(to: .elaborated)
        outcome.followUps = [NewJob(stage: "novelty")]
        try await fixture.ledger.complete(second, outcome)
        return try #require(try await fixture.claim("novelty"))
    }

    private func pass(
        _ fixture: LedgerFixture, _ job: Job, statement: NoveltyCheck.Sketch? = nil,
        problem: NoveltyCheck.Sketch? = nil, rejects: Bool = false
    ) async throws {
        var outcome = StepOutcome()
        var check = NoveltyCheck(gate: "novelty")
        (check.statement, check.problem) = (statement, problem)
        (check.rejectsStatement, check.rejectsByProblem) = (rejects, rejects)
        outcome.novelty = check
        outcome.decisions = [NewDecision(gate: "novelty", verdict: "novel", reason: "nothing")]
        outcome.followUps = [NewJob(stage: "later")]
        try await fixture.ledger.complete(job, outcome)
    }

    private func flags(_ fixture: LedgerFixture, _ problems: Int...) async throws -> [[String]] {
        var all: [[String]] = []
        for number in problems {
            let history = try #require(try await fixture.ledger.history(of: "p\(number)"))
            all.append(history.statements.flatMap { $0.flags.map { "\($0.kind.rawValue) \($0.about)" } })
        }
        return all
    }

    /// Moves a statement of the state `elaborated` on to `verified`.
    private func verify(_ fixture: LedgerFixture, _ ids: Int...) throws {
        for id in ids {
            try fixture.raw("UPDATE statement SET state = 'proved' WHERE id = ?", [id])
            try fixture.raw("UPDATE statement SET state = 'verified' WHERE id = ?", [id])
        }
    }

    @Test(arguments: [[1, 2, 3], [3, 2, 1], [2, 3, 1]])
    func `which of several alike is flagged does not depend on who came first`(order: [Int]) async throws {
        try await withLedger { fixture in
            for number in order {
                let hash = String(repeating: "\(number)", count: 64)
                let job = try await statement(fixture, number, hash: hash)
                try await pass(fixture, job, statement: sketch(same: 16, own: UInt32(number)))
            }
            let found = try await flags(fixture, 1, 2, 3)
            #expect(
                found == [
                    [], ["near-duplicate t1 (11111111)"],
                    ["near-duplicate t1 (11111111)", "near-duplicate t2 (22222222)"],
                ])
            #expect(try await fixture.ledger.audit().isEmpty)
        }
    }

    @Test func `less than the threshold is not alike, nor is what shares no band`() async throws {
        try await withLedger { fixture in
            try await pass(fixture, try await statement(fixture, 1), statement: sketch(same: 20, own: 1))
            try await pass(fixture, try await statement(fixture, 2), statement: sketch(same: 15, own: 2))
            var apart = sketch(same: 20, own: 3)
            apart.bands = [99]
            try await pass(fixture, try await statement(fixture, 3), statement: apart)
            #expect(try await flags(fixture, 1, 2, 3) == [[], [], []])
            #expect(try fixture.rawInteger("SELECT count(*) FROM sketch") == 3)
            #expect(try fixture.rawInteger("SELECT count(*) FROM sketch_band") == 5)
        }
    }

    @Test func `one that is rejected goes no further and names its original`() async throws {
        try await withLedger { fixture in
            let hashes = ["1", "2"].map { String(repeating: $0, count: 64) }
            let first = try await statement(fixture, 1, hash: hashes[0])
            try await pass(fixture, first, statement: sketch(same: 20, own: 1), rejects: true)
            let second = try await statement(fixture, 2, hash: hashes[1])
            try await pass(fixture, second, statement: sketch(same: 20, own: 2), rejects: true)
            let history = try #require(try await fixture.ledger.history(of: "p2"))
            #expect(history.statements.first?.statement.state == .duplicate)
            #expect(history.statements.first?.statement.duplicateOf == first.statementID)
            let decision = try #require(history.decisions.last)
            #expect(decision.verdict == "near-duplicate" && decision.reason.contains("t1 (11111111): alike to 100 %"))
            #expect(decision.evidence["near"]?.array?.count == 1)
            #expect(history.jobs.isEmpty)
            #expect(try await fixture.ledger.funnel().gates["novelty"] == ["novel": 1, "near-duplicate": 1])
            #expect(try await fixture.ledger.audit().isEmpty)
        }
    }

    @Test(arguments: [true, false])
    func `problems that are alike flag all statements of the later one`(laterFirst: Bool) async throws {
        // The order of the problems is that of the hashes of their texts.
        let hashes = [1, 2].map { NewProblem.sample($0).contentHash }
        let (early, late) = hashes[0] < hashes[1] ? (1, 2) : (2, 1)
        try await withLedger { fixture in
            for number in laterFirst ? [late, early] : [early, late] {
                try await pass(
                    fixture, try await statement(fixture, number), problem: sketch(same: 18, own: UInt32(number)))
            }
            #expect(
                try await flags(fixture, early, late) == [[], ["near-duplicate-problem problem p\(early)"]])
        }
    }

    @Test func `a flag keeps a proof out of the export while its original is exported`() async throws {
        try await withLedger { fixture in
            for number in 1...2 {
                let job = try await statement(fixture, number, hash: String(repeating: "\(number)", count: 64))
                try await pass(fixture, job, statement: sketch(same: 20, own: UInt32(number)))
            }
            try fixture.raw(
                """
                INSERT INTO attempt(statement_id, side, kind, origin_id, sample, wave, proof, verdict, rung, created_at)
                SELECT id, 'P', 'proof', 1, 0, 0, 'p', 'verified', 5, 1 FROM statement
                """)
            func exported() async throws -> [Int] {
                try await fixture.ledger.provedStatements(
                    after: 0, through: 9, scoreGate: "score", includingFlagged: false
                ).map(\.statementID)
            }
            try verify(fixture, 2)
            #expect(try await exported() == [2], "the original has no proof")
            #expect(try await fixture.ledger.flaggedProofs().statements == 0)
            try verify(fixture, 1)
            #expect(try await exported() == [1])
            let counts = try await fixture.ledger.flaggedProofs()
            #expect(counts.statements == 1 && counts.flags == ["near-duplicate": 1])
            let all = try await fixture.ledger.provedStatements(after: 0, through: 9, scoreGate: "score")
            #expect(all.map(\.statementID) == [1, 2])
            let figures = try await fixture.ledger.figures()
            #expect(figures.flags == ["near-duplicate": 1] && figures.leftOut == 1)
        }
    }

    @Test func `flags of a source are replaced, those of others stay`() async throws {
        try await withLedger { fixture in
            let id = try #require(try await statement(fixture, 1).statementID)
            func flag(_ about: String, _ source: String, _ detail: String = "d") -> StatementFlag {
                StatementFlag(kind: .contaminated, about: about, source: source, detail: detail)
            }
            let ledger = fixture.ledger
            #expect(try await ledger.replaceFlags([id: [flag("a: 1", "a"), flag("a: 2", "a")]], source: "a") == 1)
            #expect(try await ledger.replaceFlags([id: [flag("b: 1", "b")]], source: "b") == 1)
            #expect(try await ledger.replaceFlags([id: [flag("a: 2", "a"), flag("a: 1", "a")]], source: "a") == 0)
            #expect(try await ledger.replaceFlags([id: [flag("a: 2", "a", "more")]], source: "a") == 1)
            #expect(try await ledger.flags(of: [id]) == [id: [flag("a: 2", "a", "more"), flag("b: 1", "b")]])
            #expect(try await ledger.replaceFlags([id: []], source: "a") == 1)
            #expect(try await ledger.flags(of: [id]) == [id: [flag("b: 1", "b")]])
            let texts = try await ledger.statementTexts(after: 0, limit: 5)
            #expect(texts.map(\.id) == [id] && texts.first?.problem == "Show that 1 + 0 = 1.")
        }
    }

    @Test func `two processes that pass alike statements at once leave one flag`() async throws {
        try await withLedger { fixture in
            let jobs = [
                try await statement(fixture, 1, hash: String(repeating: "1", count: 64)),
                try await statement(fixture, 2, hash: String(repeating: "2", count: 64)),
            ]
            let other = LedgerFixture(path: fixture.path, time: fixture.time, ledger: try fixture.another())
            async let first: Void = pass(fixture, jobs[0], statement: sketch(same: 20, own: 1))
            async let second: Void = pass(other, jobs[1], statement: sketch(same: 20, own: 2))
            _ = try await (first, second)
            try await other.ledger.close()
            #expect(try await flags(fixture, 1, 2) == [[], ["near-duplicate t1 (11111111)"]])
        }
    }
}
