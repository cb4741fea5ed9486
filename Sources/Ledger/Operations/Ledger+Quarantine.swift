internal import GRDB
internal import Support

/// A header under which nothing is worked on or exported.
package struct QuarantinedHeader: Sendable, Hashable, Codable {
    package let header: String
    /// Milliseconds since 1970.
    package let since: Int
    /// The statement of which both sides were verified.
    package let statementID: Int
    package let statementName: String
    package let reason: String
}

/// How jobs of a header in quarantine are kept.
enum Quarantine {
    /// The value of `job.set_aside`: neither `retry` nor `unpark` takes them up.
    static let mark = 2
    static let reason = "its header is in quarantine: see dsprover quarantine"
    /// Most jobs that are parked at a time.
    static let page = 2000

    /// Parks the ready jobs of a stage that a claim would give out and that belong to a header in quarantine.
    ///
    /// - Returns: false when there may be more of them than one transaction should move.
    static func park(stage: String, before limit: Int, _ session: WriterSession, now: Int) throws -> Bool {
        guard try !session.quarantinedHeaders().isEmpty else { return true }
        // The triggers count what they see in the table.
        try session.flushSums()
        var moved = 0
        while moved < page {
            try session.database.run(
                """
                UPDATE job SET state = 'parked', parked_at = ?, set_aside = \(mark), last_error = ? WHERE id IN (
                    SELECT first.id FROM (
                        SELECT id, statement_id FROM job WHERE state = 'ready' AND stage = ?
                        ORDER BY priority DESC, id LIMIT ?) AS first
                    JOIN statement ON statement.id = first.statement_id
                    JOIN quarantined_header ON quarantined_header.header = statement.header)
                """, [now, reason, stage, max(limit, 200)])
            let count = session.database.changesCount
            if count == 0 { return true }
            moved += count
        }
        return false
    }
}

extension Ledger {
    /// The headers in quarantine, oldest first; most often none.
    package func quarantinedHeaders() async throws -> [QuarantinedHeader] {
        try await read { database in try database.quarantinedHeaders() }
    }

    /// Lifts the quarantine of headers: work under them goes on, and what was verified there is exported again. The statements
    /// of which both sides were verified stay where they are.
    ///
    /// - Parameter headers: nil for all.
    /// - Returns: how many were lifted, and how many jobs go on.
    @discardableResult
    package func liftQuarantine(of headers: [String]? = nil) async throws -> (headers: Int, jobs: Int) {
        let clock = options.now
        return try await write(isLarge: true) { database in
            let now = clock().ledgerTime
            var (lifted, jobs) = (0, 0)
            for entry in try database.quarantinedHeaders() where headers?.contains(entry.header) ?? true {
                try database.run("DELETE FROM quarantined_header WHERE header = ?", [entry.header])
                lifted += 1
                try database.run(
                    """
                    UPDATE job SET state = 'ready', parked_at = NULL, set_aside = 0, last_error = NULL
                    WHERE state = 'parked' AND set_aside = \(Quarantine.mark) AND EXISTS (
                        SELECT 1 FROM statement WHERE statement.id = job.statement_id AND statement.header = ?)
                    """, [entry.header])
                jobs += database.changesCount
                try database.insert(
                    NewEvent(
                        level: .warning, kind: "quarantine-lifted",
                        message: "the quarantine of a header was lifted by hand; it was there because \(entry.reason)",
                        data: .object(["header": .string(entry.header)]), statementID: entry.statementID), now: now)
            }
            return (lifted, jobs)
        }
    }

    /// Those of the jobs that their owner should not go on with: somebody took them away, or their header is in quarantine.
    /// A job that has just ended is among them.
    package func unwanted(_ jobs: [Job]) async throws -> Set<Int> {
        try await read { database in
            let hasQuarantine = try database.integer("SELECT 1 FROM quarantined_header LIMIT 1") != nil
            var unwanted: Set<Int> = []
            for job in jobs {
                let held = try database.integer(
                    "SELECT 1 FROM job WHERE id = ? AND owner = ? AND claims = ?", [job.id, job.owner, job.claims])
                if held == nil { unwanted.insert(job.id) }
                guard hasQuarantine, let statement = job.statementID else { continue }
                let stopped = try database.integer(
                    """
                    SELECT 1 FROM statement JOIN quarantined_header ON quarantined_header.header = statement.header
                    WHERE statement.id = ?
                    """, [statement])
                if stopped != nil { unwanted.insert(job.id) }
            }
            return unwanted
        }
    }
}

extension Database {
    func quarantinedHeaders() throws -> [QuarantinedHeader] {
        try rows(
            """
            SELECT quarantined_header.header, quarantined_header.since, statement.id, statement.name,
                quarantined_header.reason
            FROM quarantined_header JOIN statement ON statement.id = quarantined_header.statement_id
            ORDER BY quarantined_header.since, statement.id
            """
        ).map {
            QuarantinedHeader(header: $0[0], since: $0[1], statementID: $0[2], statementName: $0[3], reason: $0[4])
        }
    }
}
