internal import GRDB
internal import Support

extension Ledger {
    /// Ends a job: records everything the step found, queues what follows and deletes the job, all in one transaction.
    ///
    /// - Parameter wish: which of the jobs that follow the owner takes at once.
    /// - Throws: `ledger.lease-lost` when the job is another owner's by now (nothing is recorded, the result is to be
    ///   dropped); `ledger.forbidden-move` when a state cannot follow the present one.
    @discardableResult
    package func complete(
        _ job: Job, _ outcome: StepOutcome, taking wish: LeaseWish = LeaseWish()
    ) async throws -> StepResult {
        let clock = options.now
        // Hashing and encoding are done here, on the caller's time, not on the writer's.
        let prepared = try PreparedOutcome(outcome)
        return try await writeInSession { session in
            var step = Step(session: session, job: job, now: clock().ledgerTime, wish: wish)
            return try step.complete(prepared)
        }
    }

    /// Notes that a try went wrong: the job comes again after a while, or is parked when its tries are spent.
    ///
    /// - Parameters:
    ///   - error: what went wrong, for people; at most 4 KiB are kept.
    ///   - maximumTries: after so many tries the job is parked.
    /// - Throws: `ledger.lease-lost`.
    @discardableResult
    package func fail(
        _ job: Job, error: String, retryAfter: Duration, maximumTries: Int
    ) async throws -> FailureOutcome {
        let clock = options.now
        return try await write { database in
            let now = clock().ledgerTime
            let isParked = job.tries >= maximumTries
            let error = error.limited(toBytes: 4096)
            let notBefore = now + max(1, retryAfter.milliseconds)
            try database.run(
                """
                UPDATE job SET state = ?, owner = NULL, lease_expires = NULL, not_before = ?, parked_at = ?, last_error = ?
                WHERE id = ? AND owner = ? AND claims = ?
                """,
                [
                    isParked ? "parked" : "deferred", isParked ? nil : notBefore, isParked ? now : nil, error, job.id,
                    job.owner, job.claims,
                ])
            guard database.changesCount == 1 else { throw LedgerError.leaseLost(job) }
            guard isParked else { return .retried(notBefore: notBefore) }
            try database.insert(
                NewEvent(
                    level: .warning, kind: "parked",
                    message: "\(job.stage) job \(job.id) was given up after \(job.tries) tries: \(error)",
                    problemID: job.problemID, statementID: job.statementID), now: now)
            return .parked
        }
    }

    /// Lets a job wait for answers that come from outside, a batch. It does not count as a try.
    ///
    /// - Throws: `ledger.lease-lost`.
    package func suspend(_ job: Job, reason: String) async throws {
        try await write { database in
            try database.run(
                """
                UPDATE job SET state = 'awaiting', owner = NULL, lease_expires = NULL, tries = max(tries - 1, 0),
                    last_error = ?
                WHERE id = ? AND owner = ? AND claims = ?
                """, [reason.limited(toBytes: 4096), job.id, job.owner, job.claims])
            guard database.changesCount == 1 else { throw LedgerError.leaseLost(job) }
        }
    }

    /// Makes the jobs that wait for a batch ready again: those that still lack answers will wait again.
    ///
    /// - Returns: how many.
    @discardableResult
    package func resumeAwaiting() async throws -> Int {
        try await write { database in
            try database.run("UPDATE job SET state = 'ready' WHERE state = 'awaiting'")
            return database.changesCount
        }
    }

    /// Notes an event that belongs to no step.
    package func record(_ event: NewEvent) async throws {
        let now = now
        try await write { database in try database.insert(event, now: now) }
    }

    /// Begins the next round and returns its number; an unfinished one goes on.
    package func beginRound(note: String? = nil) async throws -> Int {
        let now = now
        return try await write { database in
            if let open = try database.integer("SELECT number FROM round WHERE ended_at IS NULL") { return open }
            let number = (try database.integer("SELECT max(number) FROM round") ?? 0) + 1
            try database.run("INSERT INTO round(number, started_at, note) VALUES (?, ?, ?)", [number, now, note])
            return number
        }
    }

    /// Ends the round.
    package func endRound(_ number: Int) async throws {
        let now = now
        try await write { database in
            try database.run("UPDATE round SET ended_at = ? WHERE number = ? AND ended_at IS NULL", [now, number])
        }
    }
}

extension Database {
    func insert(_ event: NewEvent, now: Int) throws {
        try run(
            """
            INSERT INTO event(at, level, kind, problem_id, statement_id, message, data) VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            [
                now, event.level.rawValue, event.kind, event.problemID, event.statementID,
                event.message.limited(toBytes: 4096), try event.data.column,
            ])
    }
}
