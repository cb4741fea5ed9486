internal import Foundation
internal import GRDB
internal import Support

/// The end of one job, inside a transaction.
struct Step {
    let database: Database
    let job: Job
    let now: Int
    /// The job's priority as it is now: it may have been changed by hand while the job was held.
    var priority = 0

    mutating func complete(_ outcome: StepOutcome) throws -> StepResult {
        try deleteJob()
        if outcome.cancelsOtherWork { try deleteOtherJobs() }
        var result = StepResult()
        if let state = outcome.problemState { try moveProblem(to: state, reason: outcome.problemReason) }
        for new in outcome.newStatements { result.statements.append(try insert(new, repeated: &result.isRepeated)) }
        for new in outcome.attempts { result.attemptIDs.append(try insert(new, repeated: &result.isRepeated)) }
        if let verification = outcome.verification { try insert(verification) }
        if let move = outcome.statementMove { result.hasMoved = try moveStatement(move) }
        for decision in outcome.decisions { try insert(decision, statement: job.statementID) }
        for follow in outcome.followUps { try insert(follow) }
        for var event in outcome.events {
            event.problemID = event.problemID ?? job.problemID
            event.statementID = event.statementID ?? job.statementID
            try database.insert(event, now: now)
        }
        return result
    }

    // MARK: Jobs

    /// A lease that has run out but was not taken over still counts: nobody else has begun.
    private mutating func deleteJob() throws {
        priority = job.priority
        let delete = "DELETE FROM job WHERE id = ? AND owner = ? AND claims = ? AND priority = ?"
        try database.run(delete, [job.id, job.owner, job.claims, priority])
        if database.changesCount == 1 { return }
        let changed = try database.integer(
            "SELECT priority FROM job WHERE id = ? AND owner = ? AND claims = ?", [job.id, job.owner, job.claims])
        guard let changed else { throw LedgerError.leaseLost(job) }
        priority = changed
        try database.run(delete, [job.id, job.owner, job.claims, priority])
    }

    private func deleteOtherJobs() throws {
        let statement = try require(job.statementID, "cancel other work")
        try database.run("DELETE FROM job WHERE problem_id = ? AND statement_id = ?", [job.problemID, statement])
    }

    private func insert(_ follow: NewJob) throws {
        let delay = follow.delay.map(\.milliseconds) ?? 0
        try queue(
            stage: follow.stage, statement: follow.subject == .problem ? nil : job.statementID,
            attempt: follow.subject == .attempt ? job.attemptID : nil, wave: follow.wave,
            priority: follow.priority ?? priority, notBefore: delay > 0 ? now + delay : nil)
    }

    private func queue(
        stage: String, statement: Int?, attempt: Int? = nil, wave: Int = 0, priority: Int, notBefore: Int? = nil
    ) throws {
        try database.run(
            """
            INSERT INTO job(stage, problem_id, statement_id, attempt_id, wave, priority, state, not_before, created_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
            """,
            [
                stage, job.problemID, statement, attempt, wave, priority, notBefore == nil ? "ready" : "deferred",
                notBefore, now,
            ])
    }

    // MARK: Moves

    private func moveProblem(to next: ProblemState, reason: String?) throws {
        let row = try database.row("SELECT state FROM problem WHERE id = ?", [job.problemID])
        guard let row else { throw LedgerError.misuse("There is no problem \(job.problemID).") }
        let current: ProblemState = try row.word("state")
        guard current.allows(next) else {
            throw LedgerError.forbiddenMove("Problem \(job.problemID)", from: current.rawValue, to: next.rawValue)
        }
        if current == next && reason == nil { return }
        try database.run(
            "UPDATE problem SET state = ?, state_reason = ?, updated_at = ? WHERE id = ?",
            [next.rawValue, reason, now, job.problemID])
    }

    /// - Returns: false when the statement stayed where it was because the move may be left out.
    private func moveStatement(_ move: StatementMove) throws -> Bool {
        let id = try require(job.statementID, "move a statement")
        try database.run(
            Self.moveSQL[move.to] ?? "",
            [move.to.rawValue, move.reason, move.scoreClass, move.rung, move.duplicateOf, now, id])
        if database.changesCount == 1 { return true }
        let row = try database.row("SELECT state FROM statement WHERE id = ?", [id])
        guard let row else { throw LedgerError.misuse("There is no statement \(id).") }
        if move.onlyIfAllowed { return false }
        let current: StatementState = try row.word("state")
        throw LedgerError.forbiddenMove("Statement \(id)", from: current.rawValue, to: move.to.rawValue)
    }

    /// The move to each state: from where it is allowed it changes the row, from elsewhere nothing.
    private static let moveSQL = Dictionary(
        uniqueKeysWithValues: StatementState.allCases.map { next in
            let sources = StatementState.allCases.filter { $0.allows(next) }.map { "state = '\($0.rawValue)'" }
            return (
                next,
                """
                UPDATE statement SET state = ?, state_reason = ?, score_class = coalesce(?, score_class),
                    rung = coalesce(?, rung), duplicate_of = coalesce(?, duplicate_of), updated_at = ?
                WHERE id = ? AND (\(sources.joined(separator: " OR ")))
                """
            )
        })

    // MARK: Records

    private func insert(_ new: NewStatement, repeated: inout Bool) throws -> StepResult.Inserted {
        let origin = try database.origin(model: new.model, template: new.template)
        let existing = try database.row(
            """
            SELECT id, duplicate_of FROM statement
            WHERE problem_id = ? AND round = ? AND origin_id = ? AND sample = ?
            """, [job.problemID, new.round, origin, new.sample])
        if let existing {
            repeated = true
            return StepResult.Inserted(id: existing[0], duplicateOf: existing[1])
        }
        let original = try database.integer(
            """
            SELECT id FROM statement
            WHERE normal_hash = ? AND header = ? AND state NOT IN ('illFormed', 'duplicate') ORDER BY id LIMIT 1
            """, [new.normalHash, new.header])
        let state: StatementState = original == nil ? .formalized : .duplicate
        try database.run(
            """
            INSERT INTO statement(problem_id, name, source, header, normal_hash, state, origin_id, sample, round,
                duplicate_of, created_at, updated_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                job.problemID, new.name, ExactText(new.source), new.header, new.normalHash, state.rawValue, origin,
                new.sample,
                new.round, original, now, now,
            ])
        let id = Int(database.lastInsertedRowID)
        if let decision = new.decision { try insert(decision, statement: id) }
        if let original {
            let reason = "The same statement as number \(original), apart from names and layout."
            try insert(
                NewDecision(
                    gate: "duplicate", verdict: "duplicate", reason: reason,
                    evidence: .object(["original": .integer(original)])), statement: id)
        } else if let stage = new.followUp {
            try queue(stage: stage, statement: id, priority: priority)
        }
        return StepResult.Inserted(id: id, duplicateOf: original)
    }

    private func insert(_ new: NewAttempt, repeated: inout Bool) throws -> Int {
        let statement = try require(job.statementID, "record an attempt")
        let origin = try database.origin(model: new.model, template: new.template)
        let hash = new.proof.map { HashColumn.bytes(hexadecimal: Digest.sha256($0)) }
        try database.run(
            """
            INSERT INTO attempt(statement_id, side, kind, origin_id, sample, wave, proof, proof_style, proof_hash, verdict,
                verdict_detail, rung, messages, wall_ms, memory_bytes, created_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
            """,
            [
                statement, new.side.rawValue, new.kind.rawValue, origin, new.sample, new.wave, ExactText(new.proof),
                new.proofStyle, hash, new.verdict, new.verdictDetail, new.rung, try new.messages.column,
                new.wallMilliseconds, new.memoryBytes, now,
            ])
        if database.changesCount == 0 {
            repeated = true
            let id = try database.integer(
                """
                SELECT id FROM attempt WHERE statement_id = ? AND side = ? AND kind = ? AND origin_id = ? AND sample = ?
                """, [statement, new.side.rawValue, new.kind.rawValue, origin, new.sample])
            return try require(id, "find the attempt that is there already")
        }
        let id = Int(database.lastInsertedRowID)
        if let stage = new.followUp {
            try queue(stage: stage, statement: statement, attempt: id, wave: new.wave, priority: priority)
        }
        return id
    }

    private func insert(_ new: NewVerification) throws {
        let attempt = try require(job.attemptID, "record a verification")
        try database.run(
            """
            INSERT INTO verification(attempt_id, rung, verdict, detail, axioms, lean_version, library, messages, wall_ms,
                created_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                attempt, new.rung, new.verdict, new.detail,
                try CanonicalJSON.string(JSONValue.array(new.axioms.map { .string($0) })), new.leanVersion,
                new.library, try new.messages.column, new.wallMilliseconds, now,
            ])
        try database.run(
            "UPDATE attempt SET verdict = ?, verdict_detail = ?, rung = ? WHERE id = ?",
            [new.verdict, new.detail, new.rung, attempt])
    }

    private func insert(_ new: NewDecision, statement: Int?) throws {
        try database.run(
            """
            INSERT INTO gate_decision(problem_id, statement_id, gate, verdict, reason, evidence, model_calls, tokens,
                wall_ms, created_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                job.problemID, statement, new.gate, new.verdict, new.reason, try new.evidence.column, new.modelCalls,
                new.tokens, new.wallMilliseconds, now,
            ])
    }

    private func require<Value>(_ value: Value?, _ what: String) throws -> Value {
        guard let value else {
            throw LedgerError.misuse("The \(job.stage) job \(job.id) cannot \(what): it is about none.")
        }
        return value
    }
}
