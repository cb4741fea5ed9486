internal import GRDB

extension Ledger {
    /// The number of the last statement of the page of verified statements that follows, in the order of their numbers; nil
    /// when none follows. It walks an index and reads no row, so pages can be read beside each other.
    ///
    /// - Parameter after: the last number of the page before; 0 at the beginning.
    package func endOfProvedPage(after: Int, limit: Int) async throws -> Int? {
        try await read { database in
            try database.integer(
                """
                SELECT max(id) FROM (
                    SELECT id FROM statement WHERE state = 'verified' AND id > ? ORDER BY id LIMIT ?)
                """, [after, limit])
        }
    }

    /// The verified statements with numbers over `after` up to `last`, in order, with what an export needs.
    ///
    /// - Parameter scoreGate: the gate whose last decision says who scored the statement.
    package func provedStatements(after: Int, through last: Int, scoreGate: String) async throws -> [ProvedStatement] {
        try await read { database in
            let rows = try ProvedRows(database, after: after, through: last, scoreGate: scoreGate)
            return try rows.all()
        }
    }
}
