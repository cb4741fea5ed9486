internal import GRDB
package import Support

extension Ledger {
    /// A row that was not written for so long belongs to a process that is gone for good, milliseconds.
    private static let forgotten = 24 * 3600 * 1000

    /// Writes down what a process says of itself, and forgets those that said nothing for a day.
    package func beat(owner: String, startedAt: Int, facts: JSONValue) async throws {
        let text = try CanonicalJSON.string(facts)
        let clock = options.now
        try await write { database in
            let now = clock().ledgerTime
            try database.run(
                """
                INSERT INTO process(owner, started_at, seen_at, facts) VALUES (?, ?, ?, ?)
                ON CONFLICT DO UPDATE SET seen_at = excluded.seen_at, facts = excluded.facts
                """, [owner, startedAt, now, text])
            try database.run("DELETE FROM process WHERE seen_at < ?", [now - Self.forgotten])
        }
    }

    /// Takes the row of a process away that ends in good order, and those of processes that are certainly gone.
    package func endBeat(owner: String) async throws {
        let others = try await processes().map(\.owner).filter { $0 != owner && LeaseOwner.isCertainlyGone($0) }
        try await write { database in
            for gone in others + [owner] { try database.run("DELETE FROM process WHERE owner = ?", [gone]) }
        }
    }

    /// What the processes said last, in the order of their start.
    package func processes() async throws -> [ProcessRow] {
        try await read { database in
            try database.rows(
                "SELECT owner, started_at, seen_at, facts FROM process ORDER BY started_at, owner", []
            ).map { row in
                ProcessRow(owner: row[0], startedAt: row[1], seenAt: row[2], facts: JSONValue(column: row[3]))
            }
        }
    }
}
