internal import Foundation
internal import GRDB
internal import Support

extension Ledger {
    /// Imports problems with their first jobs, in one transaction.
    ///
    /// The same text is one problem however often, by however many processes and under however many names it comes. A name
    /// that belongs to another text already is refused and recorded as a bad line. A few thousand at a time is best.
    ///
    /// - Parameters:
    ///   - firstStage: the stage of the job that each new problem gets.
    ///   - priority: larger comes first.
    @discardableResult
    package func importProblems(
        _ batch: [NewProblem], firstStage: String, priority: Int = 0, round: Int = 1
    ) async throws -> ImportOutcome {
        // Hashing and encoding are done here, on the caller's time, not on the writer's.
        let prepared = try batch.map(PreparedProblem.init)
        let now = now
        return try await write(isLarge: true) { database in
            let step = ImportStep(
                database: database, firstStage: firstStage, priority: priority, round: round, now: now)
            return ImportOutcome(results: try prepared.map(step.insert))
        }
    }

    /// Notes lines that could not be imported; one that is noted already is left as it is.
    package func recordBadLines(_ lines: [BadLineRecord]) async throws {
        let now = now
        try await write { database in
            for line in lines { try database.insert(line, now: now) }
        }
    }

    /// The lines that could not be imported, by file and line.
    package func badLines(limit: Int) async throws -> [BadLineRecord] {
        try await read { database in
            try database.rows("SELECT * FROM bad_line ORDER BY file, line, code LIMIT ?", [limit]).map { row in
                BadLineRecord(file: row["file"], line: row["line"], code: row["code"], detail: row["detail"])
            }
        }
    }
}

private struct PreparedProblem: Sendable {
    let problem: NewProblem
    let contentHash: Data
    let metadata: String?

    init(_ problem: NewProblem) throws {
        self.problem = problem
        contentHash = HashColumn.bytes(hexadecimal: problem.contentHash)
        metadata = try problem.metadata.column
    }
}

/// The import of one batch.
private struct ImportStep {
    let database: Database
    let firstStage: String
    let priority: Int
    let round: Int
    let now: Int

    func insert(_ prepared: PreparedProblem) throws -> ImportResult {
        let problem = prepared.problem
        // A further name is not in the table of problems, so its constraint cannot see it.
        if let name = problem.externalID,
            let owner = try database.integer("SELECT problem_id FROM problem_alias WHERE external_id = ?", [name])
        {
            return try existing(prepared, named: owner)
        }
        try database.run(
            """
            INSERT INTO problem(external_id, content_hash, statement, metadata, source_file, source_line, state, round,
                created_at, updated_at)
            VALUES (?, ?, ?, ?, ?, ?, 'pending', ?, ?, ?) ON CONFLICT DO NOTHING
            """,
            [
                problem.externalID, prepared.contentHash, ExactText(problem.statement), prepared.metadata, problem.file,
                problem.line, round, now, now,
            ])
        guard database.changesCount == 1 else {
            let named = try problem.externalID.flatMap { name in
                try database.integer("SELECT id FROM problem WHERE external_id = ?", [name])
            }
            return try existing(prepared, named: named)
        }
        let id = Int(database.lastInsertedRowID)
        try database.run(
            """
            INSERT INTO job(stage, problem_id, wave, priority, state, created_at) VALUES (?, ?, 0, ?, 'ready', ?)
            """, [firstStage, id, priority, now])
        return .inserted(id)
    }

    /// Something is there already: the text, the name or both.
    ///
    /// - Parameter named: the problem that has the name.
    private func existing(_ prepared: PreparedProblem, named: Int?) throws -> ImportResult {
        let problem = prepared.problem
        let same = try database.integer("SELECT id FROM problem WHERE content_hash = ?", [prepared.contentHash])
        if let named, named != same { return try refuse(problem, existing: named) }
        guard let same else {
            throw LedgerError.misuse("An import met neither the text nor the name it collided with.")
        }
        if named == nil, let name = problem.externalID {
            try nameFurther(same, name)
        }
        return .alreadyThere(same)
    }

    private func nameFurther(_ id: Int, _ name: String) throws {
        try database.run(
            "UPDATE problem SET external_id = ?, updated_at = ? WHERE id = ? AND external_id IS NULL", [name, now, id])
        if database.changesCount == 1 { return }
        try database.run("INSERT INTO problem_alias(external_id, problem_id) VALUES (?, ?)", [name, id])
    }

    private func refuse(_ problem: NewProblem, existing: Int) throws -> ImportResult {
        let row = try database.row("SELECT source_file, source_line FROM problem WHERE id = ?", [existing])
        let file: String = row?[0] ?? ""
        let line: Int = row?[1] ?? 0
        try database.insert(
            BadLineRecord(
                file: problem.file, line: problem.line, code: "duplicateID",
                detail: "the id \"\(problem.externalID ?? "")\" belongs to another text, from \(file):\(line)"),
            now: now)
        return .conflictingID(existing: existing, file: file, line: line)
    }
}

extension Database {
    fileprivate func insert(_ line: BadLineRecord, now: Int) throws {
        try run(
            "INSERT INTO bad_line(file, line, code, detail, created_at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            [line.file, line.line, line.code, line.detail.limited(toBytes: 1024), now])
    }
}
