internal import GRDB
internal import Support

extension Ledger {
    /// What the file is, how large it is and who works on it; reads counts, never rows.
    package func info() async throws -> LedgerInfo {
        let path = path
        let since = now - options.runSilence.milliseconds
        return try await read { database in
            func number(_ sql: String) throws -> Int { try Int.fetchOne(database, sql: sql) ?? 0 }
            func meta(_ key: MetaKey) throws -> String? {
                try String.fetchOne(database, sql: "SELECT value FROM meta WHERE key = ?", arguments: [key.rawValue])
            }
            var rows: [String: Int] = [:]
            for tally in try database.tallies() { rows[tally.kind, default: 0] += tally.count }
            for table in ["verification", "event", "run"] {
                rows[table] = try number("SELECT coalesce(max(id), 0) FROM \(table)")
            }
            return LedgerInfo(
                path: path, ledgerID: try meta(.ledgerID), createdBy: try meta(.createdBy),
                schema: try number("PRAGMA user_version"),
                steps: try database.rows(
                    "SELECT version, name, tool_version, applied_at FROM migration ORDER BY version"
                ).map { LedgerInfo.Step(version: $0[0], name: $0[1], toolVersion: $0[2], appliedAt: $0[3]) },
                fileBytes: LogKeeper.size(of: path), logBytes: LogKeeper.size(ofLogOf: path),
                pageBytes: try number("PRAGMA page_size"), pages: try number("PRAGMA page_count"),
                freePages: try number("PRAGMA freelist_count"), rows: rows,
                answersNumbered: try number("SELECT coalesce(max(id), 0) FROM model_call"),
                holders: try database.leaseHolders(), runs: try database.runOwners(since: since),
                paused: try database.pausedStages())
        }
    }
}

extension Database {
    /// Who holds jobs; leased jobs are as many as are worked at, however large the ledger.
    func leaseHolders() throws -> [LeaseHolder] {
        try rows(
            """
            SELECT owner, count(*), max(lease_expires) FROM job WHERE state = 'leased' GROUP BY owner ORDER BY owner
            """
        ).map { row in
            let owner: String = row[0]
            return LeaseHolder(
                owner: owner, jobs: row[1], lastLeaseEnds: row[2], isGone: LeaseOwner.isCertainlyGone(owner))
        }
    }

    /// The owners of runs that were seen since then and have not ended.
    func runOwners(since: Int) throws -> [String] {
        try rows("SELECT owner FROM run WHERE ended_at IS NULL AND seen_at > ? ORDER BY id", [since])
            .map { $0[0] as String }.filter { !LeaseOwner.isCertainlyGone($0) }
    }
}
