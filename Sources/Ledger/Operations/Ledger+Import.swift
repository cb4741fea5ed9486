internal import Foundation
internal import GRDB
internal import Support

extension Ledger {
    /// Imports problems with their first jobs, in one transaction.
    ///
    /// The same text is one problem however often, by however many processes and under however many names it comes. A name
    /// that belongs to another text already is refused and recorded as a bad line. Two to ten thousand at
    /// a time are best.
    ///
    /// - Parameters:
    ///   - firstStage: the stage of the job that each new problem gets.
    ///   - priority: larger comes first.
    @discardableResult
    package func importProblems(
        _ batch: [NewProblem], firstStage: String, priority: Int = 0, round: Int = 1
    ) async throws -> ImportOutcome {
        // Hashing and encoding are done here, on the caller's time, not on the writer's.
        try await importProblems(PreparedBatch(batch), firstStage: firstStage, priority: priority, round: round)
    }

    /// As for an array of problems; for those who prepare one batch while the one before is written.
    @discardableResult
    package func importProblems(
        _ prepared: PreparedBatch, firstStage: String, priority: Int = 0, round: Int = 1
    ) async throws -> ImportOutcome {
        let now = now
        return try await writeInSession(isLarge: prepared.problems.count >= ImportStep.bulkThreshold) { session in
            let step = ImportStep(
                session: session, firstStage: firstStage, priority: priority, round: round, now: now)
            return ImportOutcome(results: try step.insert(prepared))
        }
    }

    /// Gives the imports of the body more memory, and takes it back afterwards: hashes touch the whole of their index, that of a
    /// million problems takes 55 MiB, and pages that have no room are written and read again in each transaction.
    package func withRoomForImport<Result>(_ body: () async throws -> Result) async throws -> Result {
        try await setCache(Self.importCacheKiB)
        let result: Swift.Result<Result, any Error>
        do { result = .success(try await body()) } catch { result = .failure(error) }
        // A new task: the ledger works for no task that is cancelled.
        try await Task { try await setCache(Self.cacheKiB) }.value
        return try result.get()
    }

    private func setCache(_ kibibytes: Int) async throws {
        try await write { database in try database.execute(sql: "PRAGMA cache_size = -\(kibibytes)") }
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
