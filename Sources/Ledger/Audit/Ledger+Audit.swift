internal import GRDB

extension Ledger {
    /// Looks through the whole ledger for what cannot be right: damage of the file, references to nothing, states that their
    /// history does not explain, work that was lost, counts that disagree with the rows.
    ///
    /// It reads one state of the file, beside running processes, and changes nothing. All tables are read: a million problems
    /// take a minute or so, and the log of the file cannot be emptied meanwhile.
    ///
    /// - Returns: what was found; empty for a sound ledger. Damage of the file comes first.
    package func audit() async throws -> [AuditFinding] {
        try await read { database in Audit(database: database).findings() }
    }
}

/// The audit of one state of the file.
struct Audit {
    let database: Database

    func findings() -> [AuditFinding] {
        var findings: [AuditFinding] = []
        let parts: [(String, () throws -> [AuditFinding])] =
            [("integrity", integrity), ("foreign-key", foreignKeys), ("schema", schema)]
            + AuditRule.all.map { rule in (rule.code, { try check(rule) }) }
            + [("count", counts), ("account", accounts)]
        for (code, part) in parts {
            do {
                findings += try part()
            } catch {
                // A damaged page keeps one rule from its answer, not the others.
                findings.append(
                    AuditFinding(code: code, table: nil, ids: [], count: 1, message: "could not be looked at: \(error)")
                )
            }
        }
        return findings
    }

    private func integrity() throws -> [AuditFinding] {
        try String.fetchAll(database, sql: "PRAGMA integrity_check").filter { $0 != "ok" }.map { message in
            AuditFinding(code: "integrity", table: nil, ids: [], count: 1, message: message)
        }
    }

    private func foreignKeys() throws -> [AuditFinding] {
        var broken: [String: (ids: [Int], count: Int)] = [:]
        let rows = try Row.fetchCursor(database, sql: "PRAGMA foreign_key_check")
        while let row = try rows.next() {
            let place = "\(row[0] as String) \(row[2] as String)"
            broken[place, default: ([], 0)].count += 1
            if let id = row[1] as Int?, broken[place, default: ([], 0)].ids.count < AuditFinding.maximumIDs {
                broken[place, default: ([], 0)].ids.append(id)
            }
        }
        return broken.sorted { $0.key < $1.key }.map { place, rows in
            let names = place.split(separator: " ").map(String.init)
            return AuditFinding(
                code: "foreign-key", table: names[0], ids: rows.ids, count: rows.count,
                message: "the row refers to a \(names[1]) that is not there")
        }
    }

    /// The steps that the file says it has seen.
    private func schema() throws -> [AuditFinding] {
        let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        let steps = try Int.fetchAll(database, sql: "SELECT version FROM migration ORDER BY version")
        if steps == Array(1...max(1, version)) { return [] }
        return [
            AuditFinding(
                code: "schema", table: nil, ids: [], count: 1,
                message: "the file is of schema \(version), but has noted the steps \(steps)")
        ]
    }

    private func check(_ rule: AuditRule) throws -> [AuditFinding] {
        var ids: [Int] = []
        var count = 0
        let rows = try Int.fetchCursor(database, sql: rule.sql)
        while let id = try rows.next() {
            count += 1
            if ids.count < AuditFinding.maximumIDs { ids.append(id) }
        }
        if count == 0 { return [] }
        return [AuditFinding(code: rule.code, table: rule.table, ids: ids, count: count, message: rule.message)]
    }

    private func counts() throws -> [AuditFinding] {
        var counted: [String: Int] = [:]
        for counter in SchemaTallies.counters {
            let second = counter.second ?? "''"
            let rows = try Row.fetchAll(
                database, sql: "SELECT \(counter.first), \(second), count(*) FROM \(counter.table) GROUP BY 1, 2")
            for row in rows { counted[[counter.table, row[0], row[1]].joined(separator: "/")] = row[2] }
        }
        var kept: [String: Int] = [:]
        for tally in try database.tallies() {
            kept[[tally.kind, tally.first, tally.second].joined(separator: "/")] = tally.count
        }
        return Set(counted.keys).union(kept.keys).sorted().compactMap { name in
            let (rows, count) = (counted[name] ?? 0, kept[name] ?? 0)
            if rows == count { return nil }
            return AuditFinding(
                code: "count", table: nil, ids: [], count: 1,
                message: "the count of \(name) says \(count), the rows \(rows)")
        }
    }

    /// What is booked to problems and statements is a part of what is booked to models, and each kept answer was booked.
    private func accounts() throws -> [AuditFinding] {
        let columns = ["sent", "failed", "answers", "cached", "prompt_tokens", "completion_tokens", "cost"]
        let sums = columns.map { "sum(\($0)) AS \($0)" }.joined(separator: ", ")
        let larger = columns.map { "part.\($0) > ifnull(whole.\($0), 0)" }.joined(separator: " OR ")
        let stages = try String.fetchAll(
            database,
            sql: """
                WITH part AS (SELECT stage, \(sums) FROM subject_account GROUP BY stage),
                    whole AS (SELECT stage, \(sums) FROM call_account GROUP BY stage)
                SELECT part.stage FROM part LEFT JOIN whole ON whole.stage = part.stage WHERE \(larger) ORDER BY 1
                """)
        let models = try String.fetchAll(
            database,
            sql: """
                SELECT stock.model || '/' || purpose FROM (
                    SELECT model, purpose, round, count(*) AS kept FROM model_call GROUP BY model, purpose, round) AS stock
                LEFT JOIN call_account AS account
                    ON account.model = stock.model AND account.stage = purpose AND account.round = stock.round
                WHERE kept > ifnull(answers, 0) ORDER BY 1
                """)
        return stages.map { stage in
            AuditFinding(
                code: "account", table: nil, ids: [], count: 1,
                message: "problems and statements bear more of the stage \(stage) than its calls came to")
        }
            + models.map { name in
                AuditFinding(
                    code: "account", table: nil, ids: [], count: 1,
                    message: "more answers are kept of \(name) than were booked")
            }
    }
}
