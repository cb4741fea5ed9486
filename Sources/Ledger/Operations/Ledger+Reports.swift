internal import GRDB

extension Ledger {
    /// The whole ledger in numbers; takes the same short time however large it is.
    package func status() async throws -> LedgerStatus {
        try await read { database in
            var status = LedgerStatus()
            for state in ProblemState.allCases { status.problemStates[state.rawValue] = 0 }
            for state in StatementState.allCases { status.statements[state.rawValue] = 0 }
            for tally in try database.tallies() {
                switch tally.kind {
                case "problem":
                    status.problems += tally.count
                    status.problemStates[tally.first] = tally.count
                case "statement": status.statements[tally.first] = tally.count
                case "attempt" where tally.count > 0: status.attempts[tally.first] = tally.count
                case "bad_line": status.badLines += tally.count
                case "job":
                    var queue = status.jobs[tally.first] ?? LedgerStatus.Queue()
                    switch JobState(rawValue: tally.second) {
                    case .ready, .deferred: queue.ready += tally.count
                    case .leased: queue.leased += tally.count
                    case .parked: queue.parked += tally.count
                    case .awaiting: queue.awaiting += tally.count
                    case nil: break
                    }
                    status.jobs[tally.first] = queue
                default: break
                }
            }
            status.proved = status.statements[StatementState.verified.rawValue] ?? 0
            status.parked = status.jobs.values.reduce(0) { $0 + $1.parked }
            status.awaiting = status.jobs.values.reduce(0) { $0 + $1.awaiting }
            status.repairs = try database.repairRounds()
            status.accounts = try database.callAccounts()
            for account in status.accounts {
                status.modelCalls.sent += account.sent
                status.modelCalls.cached += account.cached
                status.modelCalls.failed += account.failed
            }
            status.spent = try database.spending()
            status.paused = try database.pausedStages()
            status.quarantined = try database.quarantinedHeaders()
            return status
        }
    }

    /// What each gate decided, in numbers.
    package func funnel() async throws -> LedgerFunnel {
        try await read { database in
            var funnel = LedgerFunnel()
            for tally in try database.tallies() where tally.count > 0 {
                switch tally.kind {
                case "problem": funnel.problems += tally.count
                case "statement":
                    funnel.candidates += tally.count
                    funnel.states[tally.first] = tally.count
                case "gate_decision": funnel.gates[tally.first, default: [:]][tally.second] = tally.count
                default: break
                }
            }
            return funnel
        }
    }

    /// What is left to do in these stages, and when to look again.
    package func pendingWork(stages: [String]) async throws -> PendingWork {
        try await read { database in
            var work = PendingWork()
            for tally in try database.tallies(of: "job") where stages.contains(tally.first) {
                switch JobState(rawValue: tally.second) {
                case .ready: work.ready += tally.count
                case .deferred: work.deferred += tally.count
                case .leased: work.leased += tally.count
                case .parked: work.parked += tally.count
                case .awaiting: work.awaiting += tally.count
                case nil: break
                }
            }
            var due = try stages.compactMap { stage in
                try database.integer("SELECT min(not_before) FROM job WHERE state = 'deferred' AND stage = ?", [stage])
            }
            if work.leased > 0,
                let end = try database.integer("SELECT min(lease_expires) FROM job WHERE state = 'leased'")
            {
                due.append(end)
            }
            work.nextDue = due.min()
            return work
        }
    }

    /// The jobs that were given up, by stage and age.
    package func parkedJobs(limit: Int) async throws -> [ParkedJob] {
        try await read { database in
            try database.rows(
                """
                SELECT job.*, problem.external_id, statement.name FROM job
                JOIN problem ON problem.id = job.problem_id LEFT JOIN statement ON statement.id = job.statement_id
                WHERE job.state = 'parked' ORDER BY job.stage, job.id LIMIT ?
                """, [limit]
            ).map { row in
                ParkedJob(
                    id: row["id"], stage: row["stage"], problemID: row["problem_id"], externalID: row["external_id"],
                    statementID: row["statement_id"], statementName: row["name"], attemptID: row["attempt_id"],
                    wave: row["wave"], tries: row["tries"], takeovers: row["takeovers"], lastError: row["last_error"],
                    parkedAt: row["parked_at"], isSetAside: row["set_aside"])
            }
        }
    }

    /// Events in order.
    ///
    /// - Parameter after: only those with a larger number.
    package func events(after: Int = 0, limit: Int) async throws -> [Event] {
        try await read { database in
            try database.rows("SELECT * FROM event WHERE id > ? ORDER BY id LIMIT ?", [after, limit]).map(Event.init)
        }
    }

    /// A fact about the ledger itself.
    package func meta(_ key: MetaKey) async throws -> String? {
        try await read { database in
            try String.fetchOne(database, sql: "SELECT value FROM meta WHERE key = ?", arguments: [key.rawValue])
        }
    }

    /// Sets a fact about the ledger unless it is set.
    ///
    /// - Returns: what holds now.
    package func settle(_ key: MetaKey, as value: String) async throws -> String {
        try await write { database in
            try database.run(
                "INSERT INTO meta(key, value) VALUES (?, ?) ON CONFLICT DO NOTHING", [key.rawValue, value])
            return try String.fetchOne(
                database, sql: "SELECT value FROM meta WHERE key = ?", arguments: [key.rawValue]) ?? value
        }
    }
}

/// Facts about the ledger itself.
package enum MetaKey: String, Sendable, CaseIterable {
    /// The program that made the file.
    case createdBy
    /// When, in milliseconds since 1970.
    case createdAt
    /// A random name for this ledger.
    case ledgerID
    /// The seed from which a run's random choices come.
    case runSeed
}

/// One maintained count.
struct Tally {
    let kind: String
    let first: String
    let second: String
    let count: Int
}

extension Database {
    /// What the rounds of repairs came to. The index holds nothing but statements that were repaired.
    fileprivate func repairRounds() throws -> [RepairRound] {
        var rounds: [Int: RepairRound] = [:]
        for tally in try tallies(of: "gate_decision") where tally.first == RepairRound.gate && tally.count > 0 {
            guard let (round, isAnswered) = RepairRound.round(ofVerdict: tally.second) else { continue }
            rounds[round, default: RepairRound(round: round)].asked += tally.count
            if isAnswered { rounds[round]?.answered += tally.count }
        }
        let counts = try rows(
            """
            SELECT repair_round, state, count(*) AS count FROM statement INDEXED BY statement_repaired
            WHERE repair_round > 0 GROUP BY repair_round, state
            """)
        for row in counts {
            let round: Int = row["repair_round"]
            rounds[round, default: RepairRound(round: round)].add(row["count"], in: try row.word("state"))
        }
        return rounds.values.sorted { $0.round < $1.round }
    }

    /// The counts of one kind, or all.
    func tallies(of kind: String? = nil) throws -> [Tally] {
        let rows =
            if let kind {
                try rows("SELECT kind, first, second, count FROM tally WHERE kind = ?", [kind])
            } else {
                try rows("SELECT kind, first, second, count FROM tally")
            }
        return rows.map { Tally(kind: $0[0], first: $0[1], second: $0[2], count: $0[3]) }
    }
}
