internal import Foundation
internal import GRDB
internal import Support

/// A solved statement and how often samples of models solved it.
package struct SolvedStatement: Sendable, Hashable {
    package let id: Int
    package let problemID: Int
    package let normalHash: String
    /// Samples of model waves that were checked, and those of them that held.
    package let samples: Int
    package let wins: Int

    package init(id: Int, problemID: Int, normalHash: String, samples: Int, wins: Int) {
        self.id = id
        self.problemID = problemID
        self.normalHash = normalHash
        self.samples = samples
        self.wins = wins
    }

    /// The measured win rate, 0…1; nil when no model was ever asked.
    package var winRate: Double? { samples == 0 ? nil : Double(wins) / Double(samples) }
}

// Rounds of expert iteration.
extension Ledger {
    /// All rounds that were begun, in order.
    ///
    /// - Throws: `LedgerError`, also for a row that this program cannot read.
    package func iterations() async throws -> [Iteration] {
        try await read { database in
            try database.rows("SELECT document FROM iteration ORDER BY round").map {
                try CanonicalJSON.decode(Iteration.self, from: $0[0] as String)
            }
        }
    }

    /// Keeps a round as it is now; its row of the table `round` is made with the first phase and ended with the last.
    package func keep(_ iteration: Iteration) async throws {
        let document = try CanonicalJSON.string(iteration)
        let clock = options.now
        try await write { database in
            let now = clock().ledgerTime
            try database.run(
                "INSERT INTO round(number, started_at, note) VALUES (?, ?, 'iterate') ON CONFLICT DO NOTHING",
                [iteration.round, now])
            try database.run(
                """
                INSERT INTO iteration(round, document, updated_at) VALUES (?, ?, ?)
                ON CONFLICT DO UPDATE SET document = excluded.document, updated_at = excluded.updated_at
                """, [iteration.round, document, now])
            if iteration.phase == .done {
                try database.run(
                    "UPDATE round SET ended_at = ? WHERE number = ? AND ended_at IS NULL", [now, iteration.round])
            }
        }
    }

    /// Sends statements whose budget of attempts is spent back to the search: a page of them in a transaction.
    ///
    /// - Parameters:
    ///   - stages: the stages that get a job for each, with the wave.
    ///   - newest: statements with larger numbers are left alone.
    /// - Returns: how many; 0 when none is left.
    package func reopenExhausted(
        stages: [(name: String, wave: Int)], through newest: Int, reason: String
    ) async throws -> Int {
        let clock = options.now
        let stages = stages.map { ($0.name, $0.wave) }
        return try await writeInSession(isLarge: true) { session in
            let database = session.database
            let now = clock().ledgerTime
            let rows = try database.rows(
                "SELECT id, problem_id FROM statement WHERE state = 'exhausted' AND id <= ? ORDER BY id LIMIT 1000",
                [newest])
            for row in rows {
                let (statement, problem): (Int, Int) = (row[0], row[1])
                try database.run(
                    "UPDATE statement SET state = 'consistent', state_reason = ?, updated_at = ? WHERE id = ?",
                    [reason, now, statement])
                session.sums.count("statement", StatementState.exhausted.rawValue, by: -1)
                session.sums.count("statement", StatementState.consistent.rawValue)
                for (stage, wave) in stages {
                    try Self.queue(stage, problem, statement, wave: wave, now: now, in: session)
                }
            }
            return rows.count
        }
    }

    /// Queues a job of the stage for each of the statements that has none.
    ///
    /// - Returns: how many were queued.
    package func queue(_ stage: String, wave: Int, for statements: [SolvedStatement]) async throws -> Int {
        let clock = options.now
        var count = 0
        for start in stride(from: 0, to: statements.count, by: 1000) {
            let page = statements[start..<min(start + 1000, statements.count)]
            count += try await writeInSession(isLarge: true) { session in
                let now = clock().ledgerTime
                return try page.count { statement in
                    try Self.queue(stage, statement.problemID, statement.id, wave: wave, now: now, in: session)
                }
            }
        }
        return count
    }

    /// The largest number of a statement; 0 without any.
    package func newestStatement() async throws -> Int {
        try await read { database in try database.integer("SELECT max(id) FROM statement") ?? 0 }
    }

    /// Every verified statement with what the waves of models came to; one pass over the attempts.
    package func solvedStatements() async throws -> [SolvedStatement] {
        try await read { database in
            try database.rows(
                """
                SELECT statement.id, statement.problem_id, statement.normal_hash, count(attempt.id),
                    coalesce(sum(attempt.verdict = 'verified'), 0)
                FROM statement LEFT JOIN attempt ON attempt.statement_id = statement.id AND attempt.side = 'P'
                    AND attempt.kind = 'proof' AND attempt.wave > 0
                WHERE statement.state = 'verified' GROUP BY statement.id
                """
            ).map {
                SolvedStatement(id: $0[0], problemID: $0[1], normalHash: $0[2], samples: $0[3], wins: $0[4])
            }
        }
    }

    @discardableResult
    private static func queue(
        _ stage: String, _ problem: Int, _ statement: Int, wave: Int, now: Int, in session: WriterSession
    ) throws -> Bool {
        try session.database.run(
            """
            INSERT INTO job(stage, problem_id, statement_id, wave, priority, state, created_at)
            VALUES (?, ?, ?, ?, 0, 'ready', ?) ON CONFLICT DO NOTHING
            """, [stage, problem, statement, wave, now])
        guard session.database.changesCount == 1 else { return false }
        session.sums.count(jobs: 1, stage: stage, .ready)
        return true
    }
}
