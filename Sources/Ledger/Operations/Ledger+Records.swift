internal import GRDB

extension Ledger {
    /// The problem with this number.
    package func problem(_ id: Int) async throws -> Problem? {
        try await read { database in try database.problem(id) }
    }

    /// The statement with this number.
    package func statement(_ id: Int) async throws -> Statement? {
        try await read { database in try database.statement(id) }
    }

    /// The attempt with this number.
    package func attempt(_ id: Int) async throws -> Attempt? {
        try await read { database in try database.attempt(id) }
    }

    /// What a job is about, read in one go.
    ///
    /// - Throws: `ledger.misuse` for a job of another ledger.
    package func subject(of job: Job) async throws -> JobSubject {
        try await read { database in try database.subject(of: job) }
    }

    /// What jobs are about, read in one go; in the order of the jobs.
    ///
    /// - Throws: `ledger.misuse` for a job of another ledger.
    package func subjects(of jobs: [Job]) async throws -> [JobSubject] {
        try await read { database in try jobs.map(database.subject) }
    }

    /// The numbers of those among the jobs whose statement was not tried to prove in the wave of the job.
    package func untried(_ jobs: [Job]) async throws -> Set<Int> {
        try await read { database in
            var untried: Set<Int> = []
            for job in jobs {
                let attempt = try database.integer(
                    "SELECT id FROM attempt WHERE statement_id = ? AND kind = 'proof' AND wave = ? LIMIT 1",
                    [job.statementID, job.wave])
                if attempt == nil { untried.insert(job.id) }
            }
            return untried
        }
    }

    /// The formal candidates of a problem, oldest first.
    package func statements(of problem: Int) async throws -> [Statement] {
        try await read { database in try database.statements(of: problem) }
    }

    /// The attempts at a statement, oldest first: the newest ones up to the limit.
    package func attempts(of statement: Int, limit: Int = 10_000) async throws -> [Attempt] {
        try await read { database in try database.attempts(of: statement, limit: limit) }
    }

    /// The last decision of a gate about the job's statement.
    package func lastDecision(of gate: String, about job: Job) async throws -> Decision? {
        try await read { database in
            try database.row(
                """
                SELECT * FROM gate_decision WHERE problem_id = ? AND statement_id = ? AND gate = ?
                ORDER BY id DESC LIMIT 1
                """, [job.problemID, job.statementID, gate]
            ).map(Decision.init)
        }
    }

    /// Everything about one problem.
    ///
    /// - Parameters:
    ///   - name: a name the problem was imported under, or its number, or the name of one of its statements; tried in this
    ///     order.
    ///   - attemptLimit: most attempts that are listed per statement, the newest ones.
    package func history(of name: String, attemptLimit: Int = 200) async throws -> ProblemHistory? {
        try await read { database in
            guard let id = try database.subject(named: name)?.problemID, let problem = try database.problem(id)
            else { return nil }
            return ProblemHistory(
                problem: problem,
                aliases: try String.fetchAll(
                    database, sql: "SELECT external_id FROM problem_alias WHERE problem_id = ? ORDER BY external_id",
                    arguments: [id]),
                statements: try database.statements(of: id).map { statement in
                    let attempts = try database.attempts(of: statement.id, limit: attemptLimit)
                    let count = try database.integer(
                        "SELECT count(*) FROM attempt WHERE statement_id = ?", [statement.id])
                    return StatementHistory(
                        statement: statement, attempts: attempts, attemptCount: count ?? 0,
                        verifications: try attempts.flatMap { try database.verifications(of: $0.id) },
                        flags: try database.flags(of: statement.id))
                },
                decisions: try database.rows(
                    "SELECT * FROM gate_decision WHERE problem_id = ? ORDER BY id", [id]
                ).map(Decision.init),
                jobs: try database.rows("SELECT * FROM job WHERE problem_id = ? ORDER BY id", [id]).map(QueuedJob.init),
                events: try database.rows(
                    "SELECT * FROM event WHERE problem_id = ? ORDER BY id LIMIT 1000", [id]
                ).map(Event.init),
                costs: try database.subjectAccounts(of: id))
        }
    }
}

extension Database {
    fileprivate func subject(of job: Job) throws -> JobSubject {
        guard let problem = try problem(job.problemID) else {
            throw LedgerError.misuse("Job \(job.id) is about problem \(job.problemID), which is not in this ledger.")
        }
        return JobSubject(
            problem: problem, statement: try job.statementID.flatMap(statement),
            attempt: try job.attemptID.flatMap(attempt))
    }

    fileprivate func problem(_ id: Int) throws -> Problem? {
        try row("SELECT \(Problem.columns) FROM problem WHERE id = ?", [id]).map(Problem.init)
    }

    fileprivate func statement(_ id: Int) throws -> Statement? {
        try row("\(Statement.query) WHERE statement.id = ?", [id]).map(Statement.init)
    }

    fileprivate func attempt(_ id: Int) throws -> Attempt? {
        try row("\(Attempt.query) WHERE attempt.id = ?", [id]).map(Attempt.init)
    }

    fileprivate func statements(of problem: Int) throws -> [Statement] {
        try rows("\(Statement.query) WHERE statement.problem_id = ? ORDER BY statement.id", [problem])
            .map(Statement.init)
    }

    fileprivate func attempts(of statement: Int, limit: Int) throws -> [Attempt] {
        try rows(
            "\(Attempt.query) WHERE attempt.statement_id = ? ORDER BY attempt.id DESC LIMIT ?", [statement, limit]
        )
        .reversed().map(Attempt.init)
    }

    fileprivate func verifications(of attempt: Int) throws -> [Verification] {
        try rows("SELECT * FROM verification WHERE attempt_id = ? ORDER BY id", [attempt]).map(Verification.init)
    }

    /// What a name means, see `Ledger.subject(named:)`.
    func subject(named name: String) throws -> JobSelection.Subject? {
        if let id = try integer("SELECT id FROM problem WHERE external_id = ?", [name]) { return .init(problemID: id) }
        if let id = try integer("SELECT problem_id FROM problem_alias WHERE external_id = ?", [name]) {
            return .init(problemID: id)
        }
        if let number = Int(name), let id = try integer("SELECT id FROM problem WHERE id = ?", [number]) {
            return .init(problemID: id)
        }
        let row = try row("SELECT problem_id, id FROM statement WHERE name = ? ORDER BY id LIMIT 1", [name])
        return row.map { .init(problemID: $0[0], statementID: $0[1]) }
    }
}
