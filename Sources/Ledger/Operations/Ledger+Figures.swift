internal import GRDB
internal import Support

extension Ledger {
    /// Counts everything that a report tells, in one read transaction: writers go on beside it.
    ///
    /// It reads tables from end to end: seconds for a million rows, and memory that does not grow with them.
    ///
    /// - Parameter round: only what came about in this round; nil for all.
    /// - Throws: `ledger.misuse` for a round that there is not.
    package func figures(round: Int? = nil) async throws -> LedgerFigures {
        try await read { database in
            var reader = try FiguresReader(database, round: round)
            return try reader.read()
        }
    }
}

/// One pass over each table.
private struct FiguresReader {
    private let database: Database
    private let round: Int?
    /// What restricts a time to the round, with `TIME` for the column.
    private let window: String
    private var figures = LedgerFigures()

    init(_ database: Database, round: Int?) throws {
        self.database = database
        self.round = round
        guard let round else {
            window = "TRUE"
            return
        }
        let numbers = try database.rows("SELECT number, started_at FROM round ORDER BY number")
        let known = numbers.isEmpty ? [1] : numbers.map { $0[0] as Int }
        guard let place = known.firstIndex(of: round) else {
            throw LedgerError.misuse("There is no round \(round); the last one is \(known.last ?? 1).")
        }
        var limits: [String] = []
        // What was before the first round belongs to it.
        if place > 0 { limits.append("TIME >= \(numbers[place][1] as Int)") }
        if place + 1 < numbers.count { limits.append("TIME < \(numbers[place + 1][1] as Int)") }
        window = limits.isEmpty ? "TRUE" : limits.joined(separator: " AND ")
    }

    mutating func read() throws -> LedgerFigures {
        try readProblems()
        try readStatements()
        try readAttempts()
        try readDecisions()
        try readRounds()
        try readCostly()
        try readRest()
        return figures
    }

    /// The restriction to the round for one column.
    private func during(_ column: String) -> String { window.replacing("TIME", with: column) }

    /// The number of the round that was on at a time.
    private func roundNumber(at column: String) -> String {
        "coalesce((SELECT max(number) FROM round WHERE started_at <= \(column)), (SELECT min(number) FROM round), 1)"
    }

    private mutating func readProblems() throws {
        let own = round.map { "WHERE round = \($0)" } ?? ""
        for row in try database.rows("SELECT state, count(*) FROM problem \(own) GROUP BY state") {
            figures.problems[row[0]] = row[1]
        }
    }

    private mutating func readStatements() throws {
        figures.statements = try database.rows(
            """
            SELECT model, template, state, score_class, counted FROM (
                SELECT origin_id, state, score_class, count(*) AS counted FROM statement
                WHERE \(during("updated_at")) GROUP BY origin_id, state, score_class)
            JOIN origin ON origin.id = origin_id ORDER BY model, template, state, score_class
            """
        ).map {
            LedgerFigures.StatementGroup(model: $0[0], template: $0[1], state: $0[2], scoreClass: $0[3], count: $0[4])
        }
        let ended = SchemaGuards.list(
            StatementState.allCases.filter { $0.isTerminal && $0 != .duplicate }.map(\.rawValue))
        let rows = try Row.fetchCursor(
            database,
            sql:
                "SELECT state, updated_at - created_at FROM statement WHERE state IN \(ended) AND \(during("updated_at"))"
        )
        while let row = try rows.next() {
            figures.times[row[0], default: LatencyHistogram()].add(row[1])
        }
    }

    private mutating func readAttempts() throws {
        figures.attempts = try database.rows(
            """
            SELECT model, template, side, kind, verdict, counted, spent FROM (
                SELECT origin_id, side, kind, verdict, count(*) AS counted, sum(coalesce(wall_ms, 0)) AS spent
                FROM attempt WHERE \(during("created_at")) GROUP BY origin_id, side, kind, verdict)
            JOIN origin ON origin.id = origin_id ORDER BY model, template, side, kind, verdict
            """
        ).map {
            LedgerFigures.AttemptGroup(
                model: $0[0], template: $0[1], side: $0[2], kind: $0[3], verdict: $0[4], count: $0[5],
                wallMilliseconds: $0[6])
        }
        figures.provers = try database.rows(
            """
            SELECT model, template, asked, proved FROM (
                SELECT origin_id, count(DISTINCT statement_id) AS asked,
                    count(DISTINCT iif(verdict = 'verified', statement_id, NULL)) AS proved
                FROM attempt WHERE kind = 'proof' AND \(during("created_at")) GROUP BY origin_id)
            JOIN origin ON origin.id = origin_id ORDER BY model, template
            """
        ).map { LedgerFigures.Prover(model: $0[0], template: $0[1], statements: $0[2], proved: $0[3]) }
        // A side's attempts have rising numbers: they are recorded wave by wave, in the order of the samples.
        figures.needed = try database.rows(
            """
            SELECT side, needed, count(*) FROM (
                SELECT won.side AS side, (
                    SELECT count(*) FROM attempt WHERE statement_id = won.statement_id AND side = won.side
                    AND kind = 'proof' AND id <= won.first) AS needed
                FROM (
                    SELECT statement_id, side, min(attempt.id) AS first FROM statement
                    JOIN attempt ON statement_id = statement.id AND side = iif(state = 'disproved', 'notP', 'P')
                        AND kind = 'proof' AND verdict = 'verified'
                    WHERE state IN ('verified', 'disproved') AND \(during("statement.updated_at"))
                    GROUP BY statement_id, side
                ) AS won)
            GROUP BY side, needed ORDER BY side, needed
            """
        ).map { LedgerFigures.Needed(side: $0[0], attempts: $0[1], statements: $0[2]) }
        for row in try database.rows(
            """
            SELECT verdict, count(*), sum(coalesce(wall_ms, 0)) FROM verification
            WHERE \(during("created_at")) GROUP BY verdict
            """)
        {
            figures.verifications[row[0]] = row[1]
            figures.verificationMilliseconds += row[2] as Int
        }
    }

    private mutating func readDecisions() throws {
        figures.gates = try database.rows(
            """
            SELECT gate, verdict, count(*), sum(model_calls), sum(tokens), sum(wall_ms) FROM gate_decision
            WHERE \(during("created_at")) GROUP BY gate, verdict ORDER BY gate, verdict
            """
        ).map {
            LedgerFigures.GateGroup(
                gate: $0[0], verdict: $0[1], count: $0[2], modelCalls: $0[3], tokens: $0[4], wallMilliseconds: $0[5])
        }
        for row in try database.rows(
            """
            SELECT gate, count(DISTINCT ifnull(statement_id, -problem_id)) FROM gate_decision
            WHERE \(during("created_at")) GROUP BY gate
            """)
        {
            figures.judged[row[0]] = row[1]
        }
    }

    private mutating func readRounds() throws {
        var rounds: [Int: LedgerFigures.Round] = [:]
        for row in try database.rows("SELECT number, started_at, ended_at, note FROM round") {
            let number: Int = row[0]
            rounds[number] = LedgerFigures.Round(number: number, startedAt: row[1], endedAt: row[2], note: row[3])
        }
        func add(_ sql: String, _ change: (inout LedgerFigures.Round, Row) -> Void) throws {
            for row in try database.rows(sql) {
                let number: Int = row[0]
                change(
                    &rounds[
                        number, default: LedgerFigures.Round(number: number, startedAt: nil, endedAt: nil, note: nil)],
                    row)
            }
        }
        try add("SELECT round, count(*) FROM problem GROUP BY round") { $0.problems = $1[1] }
        let moved = roundNumber(at: "updated_at")
        try add(
            """
            SELECT \(moved) AS number, sum(state = 'verified'), sum(state = 'disproved') FROM statement
            WHERE state IN ('verified', 'disproved') GROUP BY number
            """
        ) {
            $0.verified = $1[1]
            $0.disproved = $1[2]
        }
        try add(
            """
            SELECT first, count(*) FROM (
                SELECT min(\(moved)) AS first FROM statement WHERE state = 'verified' GROUP BY problem_id)
            GROUP BY first
            """
        ) { $0.solved = $1[1] }
        try add(
            """
            SELECT \(roundNumber(at: "created_at")) AS number, count(*), sum(coalesce(wall_ms, 0)) FROM attempt
            GROUP BY number
            """
        ) {
            $0.attempts = $1[1]
            $0.leanMilliseconds = $1[2]
        }
        try add(
            "SELECT round, sum(prompt_tokens + completion_tokens), sum(cost) FROM call_account WHERE metered GROUP BY round"
        ) {
            $0.tokens = $1[1]
            $0.cost = Money(nano: $1[2])
        }
        figures.rounds = rounds.values.sorted { $0.number < $1.number }
    }

    /// Accounts of subjects know no round, so this is about the whole ledger or left out.
    private mutating func readCostly() throws {
        guard round == nil else { return }
        figures.costly = try database.rows(
            """
            SELECT coalesce(problem.external_id, CAST(problem.id AS TEXT)), sent, tokens, cost,
                (SELECT count(*) FROM statement WHERE problem_id = problem.id),
                (SELECT count(*) FROM statement WHERE problem_id = problem.id AND state = 'verified')
            FROM (
                SELECT problem_id, sum(sent) AS sent, sum(prompt_tokens + completion_tokens) AS tokens, sum(cost) AS cost
                FROM subject_account GROUP BY problem_id ORDER BY cost DESC, tokens DESC, problem_id LIMIT 10)
            JOIN problem ON problem.id = problem_id ORDER BY cost DESC, tokens DESC, problem_id
            """
        ).map { row in
            LedgerFigures.Costly(
                problem: row[0], calls: row[1], tokens: row[2], cost: Money(nano: row[3]), statements: row[4],
                verified: row[5])
        }.filter { $0.tokens > 0 || $0.cost > .zero }
    }

    private mutating func readRest() throws {
        figures.accounts = try database.callAccounts().filter { round == nil || $0.round == round }
        let alarm = "level = 'alarm' AND \(during("at"))"
        figures.alarmCount = try database.integer("SELECT count(*) FROM event WHERE \(alarm)") ?? 0
        figures.alarms = try database.rows("SELECT * FROM event WHERE \(alarm) ORDER BY id DESC LIMIT 10").map(
            Event.init)
        for row in try database.rows(
            """
            SELECT flag, count(DISTINCT statement_id) FROM statement_flag WHERE \(during("created_at")) GROUP BY flag
            """)
        {
            figures.flags[row[0]] = row[1]
        }
        figures.leftOut =
            try database.integer(
                """
                SELECT count(*) FROM statement WHERE state = 'verified' AND \(during("updated_at")) AND EXISTS (
                    SELECT 1 FROM statement_flag AS flagged WHERE flagged.statement_id = statement.id
                    AND \(StatementFlag.counts("flagged")))
                """) ?? 0
        for tally in try database.tallies(of: "job") {
            figures.openJobs += tally.count
            if tally.second == JobState.parked.rawValue { figures.parkedJobs += tally.count }
        }
        let spending = try database.spending()
        figures.runs = spending.runs
        figures.runMilliseconds = spending.runMilliseconds
        figures.ledgerID = try String.fetchOne(
            database, sql: "SELECT value FROM meta WHERE key = ?", arguments: [MetaKey.ledgerID.rawValue])
    }
}
