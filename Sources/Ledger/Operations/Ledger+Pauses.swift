internal import GRDB

extension Ledger {
    /// Stops claims of these stages, for every process on the ledger, until they are resumed. Jobs that are held already go on
    /// to their ends.
    ///
    /// - Returns: those that were not paused before.
    @discardableResult
    package func pause(_ stages: [String], reason: String? = nil) async throws -> [String] {
        let clock = options.now
        return try await write { database in
            let now = clock().ledgerTime
            return try stages.filter { stage in
                try database.run(
                    "INSERT INTO paused_stage(stage, since, reason) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                    [stage, now, reason?.limited(toBytes: 4096)])
                guard database.changesCount == 1 else { return false }
                let why = reason.map { ": \($0)" } ?? ""
                try database.insert(
                    NewEvent(level: .information, kind: "paused", message: "stage \(stage) was paused by hand\(why)"),
                    now: now)
                return true
            }
        }
    }

    /// Allows claims of these stages again.
    ///
    /// - Returns: those that were paused.
    @discardableResult
    package func resume(_ stages: [String]) async throws -> [String] {
        let clock = options.now
        return try await write { database in
            let now = clock().ledgerTime
            return try stages.filter { stage in
                try database.run("DELETE FROM paused_stage WHERE stage = ?", [stage])
                guard database.changesCount == 1 else { return false }
                try database.insert(
                    NewEvent(level: .information, kind: "resumed", message: "stage \(stage) was resumed by hand"),
                    now: now)
                return true
            }
        }
    }

    /// The stages of which nothing is claimed, by name.
    package func pausedStages() async throws -> [PausedStage] {
        try await read { database in try database.pausedStages() }
    }
}

extension Database {
    /// The stages of which nothing is claimed; at most a handful of rows.
    func pausedStages() throws -> [PausedStage] {
        try rows("SELECT stage, since, reason FROM paused_stage ORDER BY stage").map {
            PausedStage(stage: $0[0], since: $0[1], reason: $0[2])
        }
    }
}
