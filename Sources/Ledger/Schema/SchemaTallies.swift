/// Triggers that keep the counts in `tally`, whoever writes: status and funnel read a few dozen rows however large the
/// ledger is. Those that fired all the time were taken away by a later step, see `SchemaSums`.
enum SchemaTallies {
    /// What is counted: rows of a table by one or two of its columns.
    struct Counter {
        let table: String
        let first: String
        var second: String?
        /// False for tables whose counted columns never change.
        var changes = true
    }

    static let counters = [
        Counter(table: "problem", first: "state"),
        Counter(table: "statement", first: "state"),
        Counter(table: "attempt", first: "verdict"),
        Counter(table: "job", first: "stage", second: "state"),
        Counter(table: "gate_decision", first: "gate", second: "verdict", changes: false),
        Counter(table: "bad_line", first: "code", changes: false),
    ]

    static let all = counters.flatMap(triggers)

    /// Those of `job` alone, for a migration that makes the table anew.
    static let job = counters.filter { $0.table == "job" }.flatMap(triggers)

    private static func triggers(_ counter: Counter) -> [String] {
        let columns = [counter.first, counter.second].compactMap(\.self)
        let changed = columns.map { "NEW.\($0) IS NOT OLD.\($0)" }.joined(separator: " OR ")
        var triggers = [
            """
            CREATE TRIGGER \(counter.table)_counted AFTER INSERT ON \(counter.table)
            BEGIN \(add(counter)) END
            """,
            """
            CREATE TRIGGER \(counter.table)_uncounted AFTER DELETE ON \(counter.table)
            BEGIN \(subtract(counter)) END
            """,
        ]
        if counter.changes {
            triggers.append(
                """
                CREATE TRIGGER \(counter.table)_recounted AFTER UPDATE OF \(columns.joined(separator: ", ")) ON \(counter.table)
                WHEN \(changed)
                BEGIN \(subtract(counter)) \(add(counter)) END
                """)
        }
        return triggers
    }

    private static func add(_ counter: Counter) -> String {
        """
        INSERT INTO tally(kind, first, second, count)
        VALUES ('\(counter.table)', NEW.\(counter.first), \(counter.second.map { "NEW.\($0)" } ?? "''"), 1)
        ON CONFLICT DO UPDATE SET count = count + 1;
        """
    }

    private static func subtract(_ counter: Counter) -> String {
        """
        UPDATE tally SET count = count - 1
        WHERE kind = '\(counter.table)' AND first = OLD.\(counter.first)
        AND second = \(counter.second.map { "OLD.\($0)" } ?? "''");
        """
    }
}
