internal import GRDB
internal import Support

extension Ledger {
    /// The answers that are kept under these keys; keys without one are missing from the result.
    ///
    /// - Parameter since: answers stored before this time (milliseconds since 1970) do not count; nil for all.
    package func cachedAnswers(for keys: [String], since: Int? = nil) async throws -> [String: StoredAnswer] {
        try await read { database in try database.answers(for: keys, since: since) }
    }

    /// Takes samples that this run wants to ask for, so that no other process asks for them at the same time.
    ///
    /// A claim ends with the entry that names its key (`record`), or with its run, see `CallClaims.isHeld`.
    ///
    /// - Returns: what was answered meanwhile, and the keys that somebody else is asking for; the rest is the caller's.
    package func claimCalls(_ keys: [String], run: Int, since: Int? = nil) async throws -> CallClaims {
        let clock = options.now
        let silence = options.runSilence.milliseconds
        return try await writeInSession { session in
            let database = session.database
            let now = clock().ledgerTime
            let answered = try keys.filter { key in
                let found = try session.integer(.findAnswer) { row in
                    row.add(key)
                    row.add(since ?? 0)
                }
                return found != nil
            }
            var claims = CallClaims(answers: try database.answers(for: answered, since: since))
            for key in keys where claims.answers[key] == nil {
                try session.run(.claimFlight) { row in
                    row.add(key)
                    row.add(run)
                }
                if session.changes == 1 { continue }
                let holder = try database.row(
                    """
                    SELECT run.id, run.owner, run.seen_at FROM call_flight JOIN run ON run.id = call_flight.run_id
                    WHERE call_flight.key = ? AND run.ended_at IS NULL
                    """, [key])
                if let holder, holder[0] != run,
                    CallClaims.isHeld(by: holder[1], seen: holder[2], now: now, silence: silence)
                {
                    claims.elsewhere.insert(key)
                } else {
                    try database.run("UPDATE call_flight SET run_id = ? WHERE key = ?", [run, key])
                }
            }
            return claims
        }
    }

    /// Puts a call into the accounts, keeps its answers and ends the claims on its keys, all in one transaction.
    ///
    /// The first answer under a key stays.
    ///
    /// - Parameter replacing: answers stored before this time (milliseconds since 1970) are replaced; nil for none.
    package func record(_ entry: CallEntry, replacing: Int? = nil) async throws {
        let clock = options.now
        try await writeInSession { session in
            try CallAccounting(session: session, now: clock().ledgerTime).record(entry, replacing: replacing)
        }
    }
}

/// What came of the wish to ask for samples.
package struct CallClaims: Sendable, Hashable {
    /// Answers that are there.
    package var answers: [String: StoredAnswer] = [:]
    /// Keys that another process is asking for.
    package var elsewhere: Set<String> = []

    /// Whether a run that has not ended still holds its claims: not when its process is certainly gone; and not when it has
    /// been silent for too long. A process of this machine that still exists was stopped, or the machine was busy: it goes on
    /// with calls that are paid for, so it is given eight times as long.
    ///
    /// - Parameters:
    ///   - seen: when the run was last seen, milliseconds since 1970.
    ///   - silence: how long it may be silent, milliseconds.
    static func isHeld(by owner: String, seen: Int, now: Int, silence: Int) -> Bool {
        switch LeaseOwner.presence(of: owner) {
        case .gone: false
        case .here: seen > now - 8 * silence
        case .unknown: seen > now - silence
        }
    }
}

extension Database {
    fileprivate func answers(for keys: [String], since: Int?) throws -> [String: StoredAnswer] {
        var answers: [String: StoredAnswer] = [:]
        for key in keys {
            let row = try row("SELECT * FROM model_call WHERE key = ? AND created_at >= ?", [key, since ?? 0])
            if let row { answers[key] = StoredAnswer(row) }
        }
        return answers
    }

    /// The round that is on; before the first one 1, after the last one its number.
    func currentRound() throws -> Int {
        try integer(
            """
            SELECT coalesce((SELECT number FROM round WHERE ended_at IS NULL), (SELECT max(number) FROM round), 1)
            """) ?? 1
    }
}
