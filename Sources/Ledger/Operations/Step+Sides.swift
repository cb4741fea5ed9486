internal import GRDB
internal import Support

// What a step does about the other side of its statement, and about a checker in doubt.
extension Step {
    /// Takes away every other job about the statement.
    ///
    /// - Parameter stages: those whose jobs stay.
    /// - Returns: the jobs that somebody was at.
    func deleteOtherJobs(keeping stages: Set<String>) throws -> [Int] {
        let statement = try require(job.statementID, "cancel other work")
        let kept = stages.sorted().map { "'\($0)'" }.joined(separator: ", ")
        let rows = try session.database.rows(
            """
            DELETE FROM job WHERE problem_id = ? AND ifnull(statement_id, 0) = ? AND stage NOT IN (\(kept))
            RETURNING stage, state, id
            """, [job.problemID, statement])
        var held: [Int] = []
        for row in rows {
            session.sums.count("job", row[0], row[1], by: -1)
            if row[1] == JobState.leased.rawValue { held.append(row[2]) }
        }
        return held.sorted()
    }

    /// Whether the ledger has another job about the statement; this one is deleted by then.
    func hasOtherWork(statement: Int) throws -> Bool {
        try session.integer(.otherJob) { row in
            row.add(job.problemID)
            row.add(statement)
        } != nil
    }

    /// Whether the job is to be queued, now that the statement has moved.
    func isWanted(_ follow: NewJob) throws -> Bool {
        guard follow.unlessSettled, let id = job.statementID else { return true }
        let state: StatementState = try word(try session.text(.stateOfStatement) { $0.add(id) } ?? "")
        return !state.isTerminal
    }

    // MARK: Quarantine

    /// Both sides of the statement were verified: the checker is in doubt, and so is everything it said under the header.
    ///
    /// - Returns: the header.
    func quarantine(statement id: Int) throws -> String {
        let row = try session.database.row("SELECT header, state, name FROM statement WHERE id = ?", [id])
        let (header, state, name) = (row?[0] ?? "", row?[1] ?? "", row?[2] ?? "") as (String, String, String)
        let reason = "the statement \(name) and its negation were both verified"
        try session.database.run(
            "UPDATE statement SET state = ?, state_reason = ?, updated_at = ? WHERE id = ?",
            [StatementState.quarantined.rawValue, reason, now, id])
        session.sums.count("statement", state, by: -1)
        session.sums.count("statement", StatementState.quarantined.rawValue)
        try session.database.run(
            """
            INSERT INTO quarantined_header(header, since, statement_id, reason) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING
            """, [header, now, id, reason])
        let evidence = try JSONValue.object([
            "header": .string(header), "attempt": job.attemptID.map(JSONValue.integer) ?? .null,
        ])
        .column
        try session.database.run(
            """
            INSERT INTO gate_decision(problem_id, statement_id, gate, verdict, reason, evidence, model_calls, tokens, wall_ms,
                created_at)
            VALUES (?, ?, ?, ?, ?, ?, 0, 0, 0, ?)
            """, [job.problemID, id, job.stage, "quarantined", reason, evidence, now])
        session.sums.count("gate_decision", job.stage, "quarantined")
        try session.database.insert(
            NewEvent(
                level: .alarm, kind: "both-sides-verified",
                message: "ALARM: \(reason): Lean or its checks are broken; nothing under this header is worked on or "
                    + "exported until somebody types: dsprover quarantine lift",
                data: .object(["header": .string(header)]), problemID: job.problemID, statementID: id), now: now)
        session.forgetReadings()
        return header
    }

    /// The header of a job about to be queued, when that is in quarantine.
    func quarantinedHeader(of statement: Int?) throws -> String? {
        let headers = try session.quarantinedHeaders()
        guard !headers.isEmpty, let statement else { return nil }
        let row = try session.database.row("SELECT header FROM statement WHERE id = ?", [statement])
        return (row?[0] as String?).flatMap { headers.contains($0) ? $0 : nil }
    }

    /// Queues a job that nobody may do until the quarantine of its header is lifted.
    func park(
        header: String, stage: String, statement: Int?, attempt: Int?, wave: Int, _ priority: Int
    ) throws {
        try session.database.run(
            """
            INSERT INTO job(stage, problem_id, statement_id, attempt_id, wave, priority, state, created_at, parked_at,
                set_aside, last_error)
            VALUES (?, ?, ?, ?, ?, ?, 'parked', ?, ?, \(Quarantine.mark), ?) ON CONFLICT DO NOTHING
            """,
            [stage, job.problemID, statement, attempt, wave, priority, now, now, Quarantine.reason])
        guard session.changes == 1 else { return }
        session.sums.count(jobs: 1, stage: stage, .parked)
    }
}
