internal import GRDB
internal import Support

extension Ledger {
    /// The accounts by model, stage and round; a few dozen rows however many calls there were.
    package func callAccounts() async throws -> [CallAccount] {
        try await read { database in try database.callAccounts() }
    }

    /// What the whole ledger has used up.
    package func spending() async throws -> Spending {
        try await read { database in try database.spending() }
    }
}

extension Database {
    func callAccounts() throws -> [CallAccount] {
        struct Place: Hashable {
            let model: String
            let stage: String
            let round: Int
        }
        func place(_ row: Row) -> Place { Place(model: row["model"], stage: row["stage"], round: row["round"]) }
        var latencies: [Place: [Int: Int]] = [:]
        for row in try rows("SELECT * FROM call_latency") {
            latencies[place(row), default: [:]][row["bucket"]] = row["count"]
        }
        var faults: [Place: [CallFault]] = [:]
        for row in try rows("SELECT * FROM call_fault ORDER BY class") {
            faults[place(row), default: []].append(
                CallFault(
                    class: row["class"], failed: row["failed"], retried: row["retried"],
                    lastMessage: row["last_message"]))
        }
        return try rows("SELECT * FROM call_account ORDER BY model, stage, round").map { row in
            let place = place(row)
            return CallAccount(
                model: place.model, stage: place.stage, round: place.round, metered: row["metered"], sent: row["sent"],
                failed: row["failed"], answers: row["answers"], cached: row["cached"],
                promptTokens: row["prompt_tokens"], cachedPromptTokens: row["cached_prompt_tokens"],
                completionTokens: row["completion_tokens"], estimatedTokens: row["estimated_tokens"],
                cost: Money(nano: row["cost"]),
                latency: LatencyHistogram(counts: latencies[place] ?? [:]).summary, faults: faults[place] ?? [])
        }
    }

    func spending() throws -> Spending {
        var spending = Spending()
        if let row = try row(
            """
            SELECT coalesce(sum(prompt_tokens), 0), coalesce(sum(completion_tokens), 0), coalesce(sum(cost), 0)
            FROM call_account WHERE metered
            """)
        {
            spending.promptTokens = row[0]
            spending.completionTokens = row[1]
            spending.cost = Money(nano: row[2])
        }
        if let row = try row("SELECT count(*), coalesce(sum(coalesce(ended_at, seen_at) - started_at), 0) FROM run") {
            spending.runs = row[0]
            spending.runMilliseconds = row[1]
        }
        return spending
    }

    func subjectAccounts(of problem: Int) throws -> [SubjectAccount] {
        try rows(
            "SELECT * FROM subject_account WHERE problem_id = ? ORDER BY statement_id, stage", [problem]
        ).map { row in
            let statement: Int = row["statement_id"]
            return SubjectAccount(
                statementID: statement == 0 ? nil : statement, stage: row["stage"], sent: row["sent"],
                failed: row["failed"], answers: row["answers"], cached: row["cached"],
                promptTokens: row["prompt_tokens"], completionTokens: row["completion_tokens"],
                cost: Money(nano: row["cost"]))
        }
    }
}
