internal import GRDB

/// What must hold in a ledger at every instant, whoever was killed: looked at in one consistent state of the file, by code
/// that shares nothing with the ledger's own.
package enum LedgerChecks {
    /// What is wrong, in words; empty when all is well.
    package static func findings(in path: String) throws -> [String] {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(60)
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        defer { try? queue.close() }
        return try queue.read { database in
            var findings = try String.fetchAll(database, sql: "PRAGMA integrity_check").filter { $0 != "ok" }
            findings += try Row.fetchAll(database, sql: "PRAGMA foreign_key_check").map { "foreign key: \($0)" }
            for (rule, sql) in rules {
                let count = try Int.fetchOne(database, sql: sql) ?? 0
                if count > 0 { findings.append("\(rule): \(count)") }
            }
            return findings
        }
    }

    /// Statements in these states are at their end.
    private static let ends =
        "('verified', 'exhausted', 'disproved', 'vacuous', 'illFormed', 'rejected', 'duplicate', 'quarantined')"

    private static let rules: [(String, String)] =
        [
            (
                "problems that wait for nothing",
                """
                SELECT count(*) FROM problem p WHERE state = 'pending' AND NOT EXISTS (
                    SELECT 1 FROM job WHERE problem_id = p.id AND stage = 'formalize')
                """
            ),
            (
                "problems with an end and a job of their own",
                """
                SELECT count(*) FROM job JOIN problem p ON p.id = job.problem_id
                WHERE statement_id IS NULL AND p.state <> 'pending'
                """
            ),
            (
                "verified statements without a verified attempt and verification",
                """
                SELECT count(*) FROM statement s WHERE state = 'verified' AND NOT EXISTS (
                    SELECT 1 FROM attempt a JOIN verification v ON v.attempt_id = a.id
                    WHERE a.statement_id = s.id AND a.verdict = 'verified' AND v.verdict = 'verified')
                """
            ),
            (
                "attempts verified twice",
                "SELECT count(*) FROM (SELECT 1 FROM verification GROUP BY attempt_id HAVING count(*) > 1)"
            ),
            (
                "decisions that are there twice",
                """
                SELECT count(*) FROM (
                    SELECT 1 FROM gate_decision GROUP BY problem_id, statement_id, gate, verdict, reason
                    HAVING count(*) > 1)
                """
            ),
            (
                "samples that were kept twice",
                "SELECT count(*) FROM (SELECT 1 FROM model_call GROUP BY key HAVING count(*) > 1)"
            ),
            (
                "statements that wait for nothing",
                """
                SELECT count(*) FROM statement s WHERE state NOT IN \(ends) AND NOT EXISTS (
                    SELECT 1 FROM job WHERE statement_id = s.id)
                """
            ),
            (
                "jobs of statements that are at their end",
                "SELECT count(*) FROM job JOIN statement s ON s.id = job.statement_id WHERE s.state IN \(ends)"
            ),
        ]
}
