internal import GRDB

extension Ledger {
    /// Jobs of a stage that nobody works at and that were not given up, in the order of their numbers, without claiming them.
    ///
    /// - Parameter after: the number of the last job of the page before; 0 at the beginning.
    package func queuedJobs(stage: String, after: Int = 0, limit: Int) async throws -> [Job] {
        try await read { database in
            // One walk per state, each along its own index.
            let parts = ["ready", "deferred", "awaiting"].map { state in
                """
                SELECT * FROM (SELECT id, stage, problem_id, statement_id, attempt_id, wave, priority, tries, claims FROM job
                WHERE state = '\(state)' AND stage = ?1 AND id > ?2 ORDER BY id LIMIT ?3)
                """
            }
            return try database.rows(
                parts.joined(separator: " UNION ALL ") + " ORDER BY 1 LIMIT ?3", [stage, after, limit]
            ).map { row in
                Job(
                    id: row[0], stage: row[1], problemID: row[2], statementID: row[3], attemptID: row[4], wave: row[5],
                    priority: row[6], tries: row[7], claims: row[8], owner: "")
            }
        }
    }

    /// Notes calls that are written to a batch file.
    ///
    /// - Parameter export: a time that tells this export from others, milliseconds since 1970.
    /// - Returns: for each call whether it is the first with its id in this export.
    package func recordExport(_ calls: [BatchCall], export: Int) async throws -> [Bool] {
        try await write { database in
            try calls.map { call in
                try database.run(
                    """
                    INSERT INTO batch_call(custom_id, model, identity, stage, problem_id, statement_id, first_sample, keys,
                        prompt_bytes, exported_at)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    ON CONFLICT DO UPDATE SET exported_at = excluded.exported_at, exports = exports + 1,
                        answered_at = NULL
                    WHERE exported_at < excluded.exported_at
                    """,
                    [
                        call.customID, call.model, call.identity, call.stage, call.problemID, call.statementID,
                        call.firstSample, call.keys.joined(separator: " "), call.promptBytes, export,
                    ])
                return database.changesCount == 1
            }
        }
    }

    /// The exported calls with these ids; unknown ones are missing from the result.
    package func batchCalls(_ ids: [String]) async throws -> [String: BatchCall] {
        try await read { database in
            var calls: [String: BatchCall] = [:]
            for id in ids {
                guard let row = try database.row("SELECT * FROM batch_call WHERE custom_id = ?", [id]) else { continue }
                let keys: String = row["keys"]
                calls[id] = BatchCall(
                    customID: id, model: row["model"], identity: row["identity"], stage: row["stage"],
                    problemID: row["problem_id"], statementID: row["statement_id"], firstSample: row["first_sample"],
                    keys: keys.split(separator: " ").map(String.init), promptBytes: row["prompt_bytes"])
            }
            return calls
        }
    }

    /// Takes in what came back from a batch, in one transaction: answers go into the cache and the accounts, jobs that waited
    /// for them become ready. Doing it again changes nothing.
    ///
    /// - Returns: what was done with each, in order.
    package func importBatch(_ arrivals: [BatchArrival]) async throws -> [BatchVerdict] {
        let clock = options.now
        return try await writeInSession { session in
            let step = BatchStep(session: session, now: clock().ledgerTime)
            return try arrivals.map(step.take)
        }
    }

    /// How many exported calls of each stage have no answer yet.
    package func openBatchCalls() async throws -> [String: Int] {
        try await read { database in
            try database.rows(
                "SELECT stage, count(*) FROM batch_call WHERE answered_at IS NULL GROUP BY stage"
            ).reduce(into: [:]) { $0[$1[0]] = $1[1] }
        }
    }
}

/// Takes in arrivals inside a transaction.
private struct BatchStep {
    let session: WriterSession
    let now: Int

    private var database: Database { session.database }

    func take(_ arrival: BatchArrival) throws -> BatchVerdict {
        let row = try database.row(
            "SELECT model, stage, problem_id, statement_id, answered_at FROM batch_call WHERE custom_id = ?",
            [arrival.customID])
        guard let row else { return .unknown }
        if row["answered_at"] as Int? != nil { return .alreadyAnswered }
        switch arrival.content {
        case .error(let message):
            try database.run(
                "UPDATE batch_call SET last_error = ? WHERE custom_id = ?",
                [message.limited(toBytes: 4096), arrival.customID])
            return .failed
        case .answers(let answers):
            let entry = CallEntry(
                model: row["model"], stage: row["stage"], outcome: .served(samples: 0), problemID: row["problem_id"],
                statementID: row["statement_id"])
            let new = try CallAccounting(session: session, now: now).recordBatch(answers, entry: entry)
            try database.run(
                "UPDATE batch_call SET answered_at = ?, last_error = NULL WHERE custom_id = ?", [now, arrival.customID])
            try database.run(
                "UPDATE job SET state = 'ready' WHERE state = 'awaiting' AND problem_id = ?", [entry.problemID])
            return new == 0 ? .alreadyAnswered : .stored(new)
        }
    }
}
