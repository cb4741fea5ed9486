internal import GRDB

extension Ledger {
    /// The number of the last statement of the page of statements with a verified side that follows, in the order of their numbers; nil
    /// when none follows. It walks an index and reads no row, so pages can be read beside each other.
    ///
    /// - Parameter after: the last number of the page before; 0 at the beginning.
    package func endOfProvedPage(
        after: Int, limit: Int, side: Side = .claim
    ) async throws -> Int? {
        try await read { database in
            try database.integer(
                """
                SELECT max(id) FROM (
                    SELECT id FROM statement WHERE state = '\(side.end.rawValue)' AND id > ? ORDER BY id LIMIT ?)
                """, [after, limit])
        }
    }

    /// The statements of which this side was verified, with numbers over `after` up to `last`, in order, with what an export
    /// needs. Those whose header is in quarantine are left out.
    ///
    /// - Parameters:
    ///   - scoreGate: the gate whose last decision says who scored the statement.
    ///   - includingFlagged: whether those with flags are among them, see `flaggedProofs`.
    package func provedStatements(
        after: Int, through last: Int, scoreGate: String, side: Side = .claim, includingFlagged: Bool = true
    ) async throws -> [ProvedStatement] {
        try await read { database in
            let query = ProvedStatement.query(side, includingFlagged: includingFlagged)
            let rows = try Row.fetchCursor(database.cachedStatement(sql: query), arguments: [after, last])
            var statements: [ProvedStatement] = []
            while let row = try rows.next() {
                let isScored = row[9] as String? != nil
                let evidence =
                    isScored ? try database.scoreEvidence(problem: row[0], statement: row[4], gate: scoreGate) : nil
                statements.append(ProvedStatement(row, scoreEvidence: evidence))
            }
            return statements
        }
    }
}

extension ProvedStatement {
    /// One row holds all: several questions per proof cost more than the export of it.
    fileprivate static func query(_ side: Side, includingFlagged: Bool) -> String {
        """
        SELECT problem.id, problem.external_id, problem.statement, problem.metadata,
            statement.id, statement.name, statement.source, statement.header, statement.rung, statement.score_class,
            statement.round, writer.model, writer.template,
            attempt.proof, attempt.proof_style, attempt.verdict, prover.model, prover.template,
            verification.axioms, verification.lean_version, verification.library, verification.wall_ms
        FROM statement
        JOIN problem ON problem.id = statement.problem_id
        JOIN origin AS writer ON writer.id = statement.origin_id
        JOIN attempt ON attempt.id = (
            SELECT id FROM attempt WHERE statement_id = statement.id AND side = '\(side.rawValue)' AND kind = 'proof'
            AND verdict = 'verified' AND proof IS NOT NULL ORDER BY rung DESC, id LIMIT 1)
        JOIN origin AS prover ON prover.id = attempt.origin_id
        LEFT JOIN verification ON verification.id = (
            SELECT max(id) FROM verification WHERE attempt_id = attempt.id)
        WHERE statement.state = '\(side.end.rawValue)' AND statement.id > ? AND statement.id <= ?
            AND NOT EXISTS (SELECT 1 FROM quarantined_header WHERE header = statement.header)
            \(includingFlagged ? "" : unflagged)
        ORDER BY statement.id
        """
    }

    private static let unflagged = """
        AND NOT EXISTS (
            SELECT 1 FROM statement_flag AS flagged WHERE flagged.statement_id = statement.id
            AND \(StatementFlag.counts("flagged")))
        """

    fileprivate init(_ row: Row, scoreEvidence: Evidence?) {
        let check = (row[18] as String?).map {
            Check(axioms: $0, leanVersion: row[19], library: row[20], wallMilliseconds: row[21])
        }
        self.init(
            problemID: row[0], externalID: row[1], problem: (row[2] as ExactText).text, metadata: row[3],
            statementID: row[4], name: row[5], source: (row[6] as ExactText).text, header: row[7], rung: row[8],
            round: row[10], scoreClass: row[9], formalizer: row[11], formalizerTemplate: row[12],
            proof: (row[13] as ExactText).text, proofStyle: row[14], verdict: row[15], prover: row[16],
            proverTemplate: row[17], verification: check, scoreEvidence: scoreEvidence)
    }
}

extension Database {
    /// SQLite takes the two names out of the evidence, which may hold a whole answer.
    fileprivate func scoreEvidence(problem: Int, statement: Int, gate: String) throws -> ProvedStatement.Evidence? {
        try row(
            """
            SELECT json_extract(evidence, '$.model'), json_extract(evidence, '$.template') FROM gate_decision
            WHERE problem_id = ? AND statement_id = ? AND gate = ? ORDER BY id DESC LIMIT 1
            """, [problem, statement, gate]
        ).map { ProvedStatement.Evidence(model: $0[0], template: $0[1]) }
    }
}
