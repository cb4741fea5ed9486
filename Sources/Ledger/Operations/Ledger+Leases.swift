internal import GRDB
internal import Support

extension Ledger {
    /// Hands the next jobs of these stages to the owner.
    ///
    /// Stages come in the order given; within a stage larger priorities come first, then older jobs. In the same transaction
    /// jobs whose time has come become ready, and leases that ran out are taken over: their owner is taken for dead. Each
    /// claim looks at `limit` jobs and at most 1,000 due ones per stage, however long the queues are. Paused stages give nothing.
    ///
    /// - Parameters:
    ///   - limit: most jobs handed out; they must be worth the owner's while before the lease ends.
    ///   - owner: who takes them, see `LeaseOwner`.
    package func claim(stages: [String], limit: Int, owner: String, lease: Duration) async throws -> [Job] {
        guard limit > 0, !stages.isEmpty else { return [] }
        let maximumTakeovers = options.maximumTakeovers
        let clock = options.now
        return try await writeInSession { session in
            let now = clock().ledgerTime
            let queue = JobQueue(database: session.database, now: now)
            try queue.takeOverExpired(maximumTakeovers: maximumTakeovers)
            var jobs: [Job] = []
            let paused = try session.database.pausedStages().map(\.stage)
            for stage in stages where jobs.count < limit && !paused.contains(stage) {
                try queue.wakeDeferred(stage: stage)
                guard try Quarantine.park(stage: stage, before: limit - jobs.count, session, now: now) else { continue }
                let claimed = try queue.claim(
                    stage: stage, limit: limit - jobs.count, owner: owner, expires: now + lease.milliseconds)
                session.sums.count(jobs: -claimed.count, stage: stage, .ready)
                session.sums.count(jobs: claimed.count, stage: stage, .leased)
                jobs += claimed
            }
            return jobs
        }
    }

    /// Lengthens the leases that are still held; returns those jobs. The others belong to somebody else by now: their work
    /// should be dropped.
    package func renew(_ jobs: [Job], lease: Duration) async throws -> [Job] {
        let clock = options.now
        return try await write { database in
            let expires = clock().ledgerTime + lease.milliseconds
            return try jobs.filter { job in
                try database.run(
                    "UPDATE job SET lease_expires = ? WHERE id = ? AND owner = ? AND claims = ?",
                    [expires, job.id, job.owner, job.claims])
                return database.changesCount == 1
            }
        }
    }

    /// Gives unfinished jobs back at once, as on a graceful stop. It does not count as a try. Jobs that were lost meanwhile
    /// are left alone.
    ///
    /// - Parameter delay: not to be claimed again before this long from now; nil for at once.
    package func release(_ jobs: [Job], delay: Duration? = nil) async throws {
        let clock = options.now
        try await write { database in
            let notBefore = delay.map { clock().ledgerTime + $0.milliseconds }
            for job in jobs {
                try database.run(
                    """
                    UPDATE job SET state = ?, not_before = ?, owner = NULL, lease_expires = NULL, tries = max(tries - 1, 0)
                    WHERE id = ? AND owner = ? AND claims = ?
                    """,
                    [
                        notBefore == nil ? JobState.ready.rawValue : JobState.deferred.rawValue, notBefore, job.id,
                        job.owner, job.claims,
                    ])
            }
        }
    }

    /// Takes over, without waiting for their leases to end, the jobs of owners that are certainly gone: processes of this
    /// machine that no longer run (see `LeaseOwner.isCertainlyGone`). For the start of a run after a crash.
    ///
    /// - Returns: how many jobs became free.
    @discardableResult
    package func takeOverFromDeadOwners() async throws -> Int {
        let owners = try await read { database in
            try String.fetchAll(database, sql: "SELECT DISTINCT owner FROM job WHERE state = 'leased'")
        }
        return try await takeOver(from: owners.filter { LeaseOwner.isCertainlyGone($0) })
    }

    /// Takes over the jobs of these owners at once.
    ///
    /// - Returns: how many jobs became free.
    @discardableResult
    package func takeOver(from owners: [String]) async throws -> Int {
        if owners.isEmpty { return 0 }
        let maximumTakeovers = options.maximumTakeovers
        let clock = options.now
        return try await write { database in
            let queue = JobQueue(database: database, now: clock().ledgerTime)
            return try owners.reduce(0) { count, owner in
                try count + queue.takeOver(where: "owner = ?", [owner], maximumTakeovers: maximumTakeovers)
            }
        }
    }
}

/// The moves of jobs between ready, deferred, leased and parked.
struct JobQueue {
    let database: Database
    let now: Int

    /// Most due jobs that one claim moves, so that no claim takes long.
    static let batch = 1000

    func takeOverExpired(maximumTakeovers: Int) throws {
        _ = try takeOver(where: "lease_expires <= ?", [now], maximumTakeovers: maximumTakeovers)
    }

    /// Frees leased jobs; a job that outlived too many owners is parked instead.
    func takeOver(where condition: String, _ arguments: StatementArguments, maximumTakeovers: Int) throws -> Int {
        let rows = try database.rows(
            """
            SELECT id, stage, problem_id, statement_id, owner, takeovers FROM job
            WHERE state = 'leased' AND \(condition) LIMIT \(JobQueue.batch)
            """, arguments)
        for row in rows {
            let id: Int = row[0]
            let stage: String = row[1]
            let owner: String = row[4]
            let isPoison = row[5] + 1 >= maximumTakeovers
            let message = "\(stage) job \(id): its owner \(owner) vanished while it was at it"
            try database.run(
                """
                UPDATE job SET state = ?, owner = NULL, lease_expires = NULL, takeovers = takeovers + 1,
                    tries = max(tries - 1, 0), parked_at = ?, last_error = coalesce(?, last_error)
                WHERE id = ?
                """,
                [
                    isPoison ? "parked" : "ready", isPoison ? now : nil,
                    isPoison ? "\(message), \(row[5] + 1) times in all" : nil, id,
                ])
            try database.insert(
                NewEvent(
                    level: .warning, kind: isPoison ? "parked" : "takeover", message: message, problemID: row[2],
                    statementID: row[3]), now: now)
        }
        return rows.count
    }

    func wakeDeferred(stage: String) throws {
        try database.run(
            """
            UPDATE job SET state = 'ready', not_before = NULL WHERE id IN (
                SELECT id FROM job WHERE state = 'deferred' AND stage = ? AND not_before <= ?
                ORDER BY not_before LIMIT \(JobQueue.batch))
            """, [stage, now])
    }

    static let claimSQL = """
        UPDATE job SET state = 'leased', owner = ?, lease_expires = ?, tries = tries + 1, claims = claims + 1
        WHERE id IN (SELECT id FROM job WHERE state = 'ready' AND stage = ? ORDER BY priority DESC, id LIMIT ?)
        RETURNING id, problem_id, statement_id, attempt_id, wave, priority, tries, claims
        """

    /// The caller counts the jobs.
    func claim(stage: String, limit: Int, owner: String, expires: Int) throws -> [Job] {
        let rows = try database.rows(JobQueue.claimSQL, [owner, expires, stage, limit])
        let jobs = rows.map { row in
            Job(
                id: row[0], stage: stage, problemID: row[1], statementID: row[2], attemptID: row[3], wave: row[4],
                priority: row[5], tries: row[6], claims: row[7], owner: owner)
        }
        // SQLite gives the changed rows in no particular order.
        return jobs.sorted { ($1.priority, $0.id) < ($0.priority, $1.id) }
    }
}
