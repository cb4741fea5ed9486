internal import GRDB
internal import Support

extension Ledger {
    /// The flags of statements, by statement.
    package func flags(of statements: [Int]) async throws -> [Int: [StatementFlag]] {
        try await read { database in
            try statements.reduce(into: [:]) { $0[$1] = try database.flags(of: $1) }
        }
    }

    /// How many verified statements have flags for which an export leaves them out.
    package func flaggedProofs() async throws -> FlaggedCounts {
        try await read { database in
            var counts = FlaggedCounts()
            let flagged = """
                FROM statement_flag AS flagged JOIN statement ON statement.id = flagged.statement_id
                WHERE statement.state = 'verified' AND \(StatementFlag.counts("flagged"))
                """
            counts.statements = try database.integer("SELECT count(DISTINCT flagged.statement_id) \(flagged)") ?? 0
            for row in try database.rows(
                "SELECT flag, count(DISTINCT flagged.statement_id) \(flagged) GROUP BY flag ORDER BY flag")
            {
                counts.flags[row[0]] = row[1]
            }
            return counts
        }
    }

    /// Statements with numbers over `after`, in order, with their problems.
    package func statementTexts(after: Int, limit: Int) async throws -> [StatementText] {
        try await read { database in
            try database.rows(
                """
                SELECT statement.id, problem.id, problem.statement, statement.source, statement.normal_hash
                FROM statement JOIN problem ON problem.id = statement.problem_id
                WHERE statement.id > ? ORDER BY statement.id LIMIT ?
                """, [after, limit]
            ).map { row in
                StatementText(
                    id: row[0], problemID: row[1], problem: (row[2] as ExactText).text,
                    source: (row[3] as ExactText).text, normalHash: row[4])
            }
        }
    }

    /// Puts flags of one source in place of those that it gave these statements before.
    ///
    /// - Parameter flags: by statement; one without flags loses what it had from the source.
    /// - Returns: how many statements have other flags than before.
    package func replaceFlags(_ flags: [Int: [StatementFlag]], source: String) async throws -> Int {
        let clock = options.now
        return try await write { database in
            let now = clock().ledgerTime
            var changed = 0
            for (statement, wanted) in flags.sorted(by: { $0.key < $1.key }) {
                let before = try database.flags(of: statement).filter { $0.source == source }
                guard Set(before) != Set(wanted) else { continue }
                try database.run(
                    "DELETE FROM statement_flag WHERE statement_id = ? AND source = ?", [statement, source])
                for flag in wanted { try database.insert(flag, statement: statement, now: now) }
                changed += 1
            }
            return changed
        }
    }
}

extension StatementFlag {
    /// SQL for: this flag keeps its statement out of an export. One that names another statement or problem does so only
    /// while that one has a proof to be exported itself; else the only proof of the two would be lost.
    static func counts(_ row: String) -> String {
        """
        (\(row).original_statement IS NULL AND \(row).original_problem IS NULL
            OR EXISTS (SELECT 1 FROM statement WHERE id = \(row).original_statement AND state = 'verified')
            OR EXISTS (SELECT 1 FROM statement WHERE problem_id = \(row).original_problem AND state = 'verified'))
        """
    }
}

extension Database {
    func flags(of statement: Int) throws -> [StatementFlag] {
        try rows(
            "SELECT flag, about, source, detail FROM statement_flag WHERE statement_id = ? ORDER BY flag, about",
            [statement]
        ).compactMap { row in
            StatementFlag.Kind(rawValue: row[0]).map {
                StatementFlag(kind: $0, about: row[1], source: row[2], detail: row[3])
            }
        }
    }

    func insert(
        _ flag: StatementFlag, statement: Int, originalStatement: Int? = nil, originalProblem: Int? = nil, now: Int
    ) throws {
        try run(
            """
            INSERT INTO statement_flag(statement_id, flag, about, source, detail, original_statement, original_problem,
                created_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET source = excluded.source, detail = excluded.detail
            """,
            [
                statement, flag.kind.rawValue, flag.about, flag.source, flag.detail, originalStatement,
                originalProblem, now,
            ])
    }
}
