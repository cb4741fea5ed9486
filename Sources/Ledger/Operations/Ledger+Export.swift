internal import GRDB

extension Ledger {
    /// The number of the last statement of the page of statements with a verified side that follows, in the order of their numbers; nil
    /// when none follows. It walks an index and reads no row, so pages can be read beside each other.
    ///
    /// - Parameter after: the last number of the page before; 0 at the beginning.
    package func endOfProvedPage(
        after: Int, limit: Int, side: Side = .claim
    ) async throws -> Int? {
        try await read { database in
            try database.integer(
                """
                SELECT max(id) FROM (
                    SELECT id FROM statement WHERE state = '\(side.end.rawValue)' AND id > ? ORDER BY id LIMIT ?)
                """, [after, limit])
        }
    }

    /// The statements of which this side was verified, with numbers over `after` up to `last`, in order, with what an export
    /// needs. Those whose header is in quarantine are left out.
    ///
    /// - Parameters:
    ///   - scoreGate: the gate whose last decision says who scored the statement.
    ///   - includingFlagged: whether those with flags are among them, see `flaggedProofs`.
    package func provedStatements(
        after: Int, through last: Int, scoreGate: String, side: Side = .claim, includingFlagged: Bool = true
    ) async throws -> [ProvedStatement] {
        try await read { database in
            let rows = try ProvedRows(
                database, ProvedRows.Page(after: after, through: last), side, includingFlagged: includingFlagged,
                scoreGate: scoreGate)
            return try rows.all()
        }
    }
}
