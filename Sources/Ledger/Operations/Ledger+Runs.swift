internal import GRDB
internal import Support

extension Ledger {
    /// Notes that a run begins, and lets go of what vanished runs had claimed.
    ///
    /// - Returns: the run's number, for `touchRun` and `endRun`.
    package func beginRun(owner: String) async throws -> Int {
        let clock = options.now
        let silence = options.runSilence.milliseconds
        return try await write { database in
            let now = clock().ledgerTime
            for row in try database.rows("SELECT id, owner, seen_at FROM run WHERE ended_at IS NULL") {
                let holds = CallClaims.isHeld(by: row[1], seen: row[2], now: now, silence: silence)
                if !holds { try database.run("UPDATE run SET ended_at = seen_at WHERE id = ?", [row[0] as Int]) }
            }
            try database.run(
                "DELETE FROM call_flight WHERE run_id IN (SELECT id FROM run WHERE ended_at IS NOT NULL)")
            try database.run("INSERT INTO run(owner, started_at, seen_at) VALUES (?, ?, ?)", [owner, now, now])
            return Int(database.lastInsertedRowID)
        }
    }

    /// Says that the run is alive and what it holds back of the budget for its calls in flight.
    ///
    /// - Returns: what the ledger has spent, and what other runs hold back.
    package func touchRun(_ run: Int, holding: Reservation) async throws -> (spent: Spending, others: Reservation) {
        let clock = options.now
        let silence = options.runSilence.milliseconds
        return try await write { database in
            let now = clock().ledgerTime
            // A run that was silent for too long, a suspended machine perhaps, and is here again goes on as the same.
            try database.run(
                """
                UPDATE run SET seen_at = ?, ended_at = NULL, reserved_tokens = ?, reserved_cost = ? WHERE id = ?
                """, [now, holding.tokens, holding.cost.nano, run])
            let row = try database.row(
                """
                SELECT coalesce(sum(reserved_tokens), 0), coalesce(sum(reserved_cost), 0) FROM run
                WHERE ended_at IS NULL AND seen_at > ? AND id <> ?
                """, [now - silence, run])
            let others = row.map { Reservation(tokens: $0[0], cost: Money(nano: $0[1])) } ?? .none
            return (try database.spending(), others)
        }
    }

    /// Notes the end of a run, and lets go of what it had claimed.
    package func endRun(_ run: Int) async throws {
        let clock = options.now
        try await write { database in
            let now = clock().ledgerTime
            try database.run(
                "UPDATE run SET seen_at = ?, ended_at = ?, reserved_tokens = 0, reserved_cost = 0 WHERE id = ?",
                [now, now, run])
            try database.run("DELETE FROM call_flight WHERE run_id = ?", [run])
        }
    }
}
