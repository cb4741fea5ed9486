internal import GRDB

/// Everything in a ledger that must come out the same however the work was disturbed, and whoever did which part of it.
///
/// Left out, because it may well differ: times, costs in time and memory, numbers of rows (they go by who came first), tries,
/// owners, events. Two things are said in a form that does not depend on the order of the work:
/// - Of equal statements of several problems the first becomes the original and the others its duplicates. Such a statement
///   goes by its normal form, without the problem that happened to be first.
/// - An endless proof that grows is stopped by the limit of time or by that of memory, whichever the machine reaches first.
package struct LedgerImage: Sendable, Equatable {
    /// The rows of each table as texts, sorted.
    let tables: [String: [String]]

    /// Reads the file.
    package init(of path: String) throws {
        var configuration = Configuration()
        configuration.readonly = true
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        defer { try? queue.close() }
        tables = try queue.read { database in
            try Self.queries.mapValues { sql in
                try Row.fetchAll(database, sql: sql).map { row in
                    row.map { _, value in Self.text(value) }.joined(separator: " | ")
                }.sorted()
            }
        }
    }

    /// How many statements came to which end.
    var ends: [String: Int] {
        let states = (tables["statement"] ?? []).map { String($0.split(separator: " | ")[1]) }
        return Dictionary(states.map { ($0, 1) }, uniquingKeysWith: +)
    }

    /// What is in one image and not in the other, with the table's name, as far as it is worth reading.
    package func differences(from other: LedgerImage) -> [String] {
        Self.queries.keys.sorted().flatMap { table in
            let (mine, others) = (tables[table] ?? [], other.tables[table] ?? [])
            return Self.surplus(mine, over: others).map { "\(table): only here: \($0)" }
                + Self.surplus(others, over: mine).map { "\(table): missing: \($0)" }
        }
    }

    private static func text(_ value: DatabaseValue) -> String {
        switch value.storage {
        case .null: "-"
        case .int64(let number): "\(number)"
        case .double(let number): "\(number)"
        case .string(let text): text
        case .blob(let bytes): String(decoding: bytes, as: UTF8.self)
        }
    }

    /// The elements of one list that the other has not, each as often as it has more.
    private static func surplus(_ rows: [String], over others: [String]) -> [String] {
        var left = Dictionary(others.map { ($0, 1) }, uniquingKeysWith: +)
        return rows.filter { row in
            guard let count = left[row], count > 0 else { return true }
            left[row] = count - 1
            return false
        }
    }

    /// The names of statements: the same in every run.
    private static let names = """
        WITH shared AS (
            SELECT normal_hash AS hash FROM statement GROUP BY normal_hash HAVING count(DISTINCT problem_id) > 1
        ), named AS (
            SELECT s.id, s.normal_hash IN (SELECT hash FROM shared) AS is_shared,
                CASE WHEN s.normal_hash IN (SELECT hash FROM shared) THEN 'shared ' || s.normal_hash
                ELSE p.external_id || ' ' || o.model || ' ' || s.sample END AS name
            FROM statement s JOIN problem p ON p.id = s.problem_id JOIN origin o ON o.id = s.origin_id
        )
        """

    private static func verdict(_ table: String) -> String {
        "CASE WHEN \(table).verdict IN ('timeout', 'outOfMemory') THEN 'limit' ELSE \(table).verdict END"
    }

    private static let queries = [
        "problem": """
        SELECT id, external_id, CAST(statement AS TEXT), state, state_reason, round FROM problem
        """,
        "statement": """
        \(names)
        SELECT n.name, s.state, s.score_class, s.rung, s.round, o.model, o.template, s.normal_hash, s.header,
            CASE WHEN n.is_shared THEN '' ELSE s.name || ' ' || CAST(s.source AS TEXT) || ' ' ||
                ifnull(s.state_reason, '-') END,
            (SELECT d.normal_hash FROM statement d WHERE d.id = s.duplicate_of)
        FROM statement s JOIN named n ON n.id = s.id JOIN origin o ON o.id = s.origin_id
        """,
        "attempt": """
        \(names)
        SELECT n.name, a.side, a.kind, o.model, o.template, a.sample, a.wave, CAST(a.proof AS TEXT), a.proof_style,
            \(verdict("a")), a.rung,
            CASE WHEN a.verdict IN ('timeout', 'outOfMemory') THEN '' ELSE a.verdict_detail END
        FROM attempt a JOIN named n ON n.id = a.statement_id JOIN origin o ON o.id = a.origin_id
        """,
        "verification": """
        \(names)
        SELECT n.name, a.kind, a.sample, v.rung, v.verdict, v.detail, v.axioms, v.lean_version, v.library
        FROM verification v JOIN attempt a ON a.id = v.attempt_id JOIN named n ON n.id = a.statement_id
        """,
        // The prompts about a shared statement hold the words of the problem that came first, and are as long.
        "gate_decision": """
        \(names)
        SELECT CASE WHEN n.is_shared THEN '' ELSE p.external_id END, n.name, g.gate, \(verdict("g")),
            CASE WHEN g.gate = 'duplicate' THEN '' ELSE g.reason END, g.model_calls,
            CASE WHEN n.is_shared THEN '' ELSE g.tokens END
        FROM gate_decision g JOIN problem p ON p.id = g.problem_id LEFT JOIN named n ON n.id = g.statement_id
        """,
        // Not by their keys: which of two problems with the same statement is asked about goes by who came first.
        "model_call": """
        SELECT model, purpose, sample, CAST(content AS TEXT), finish_reason FROM model_call
        """,
        // Nothing is left to do, and no piece of work was ever queued a second time.
        "job": """
        SELECT 'left', stage, state, last_error FROM job UNION ALL
        SELECT 'queued in all', seq, '', '' FROM sqlite_sequence WHERE name = 'job'
        """,
    ]
}
