internal import Foundation
internal import GRDB

extension Ledger {
    /// Rebuilds the file without its free pages, and empties its log. Everybody else waits meanwhile.
    ///
    /// It needs room for a second copy of the ledger in the folder for temporary files and beside the file.
    ///
    /// - Parameter force: also while others hold jobs or runs are on; their writes wait, and may give up.
    /// - Throws: `ledger.in-use`, `ledger.full`, `ledger.busy`, `ledger.newer-schema`.
    package func vacuum(force: Bool = false) async throws -> VacuumReport {
        let info = try await info()
        if !force { try refuseWhileInUse(info) }
        try requireRoom(for: info.fileBytes + info.logBytes, beside: path)
        let path = path
        do {
            try await pool.writeWithoutTransaction { database in
                try Schema.requireKnown(database, path: path)
                // The copy is made in a temporary file; in memory it would be as large as the ledger.
                try database.execute(sql: "PRAGMA temp_store = FILE")
                defer { try? database.execute(sql: "PRAGMA temp_store = MEMORY") }
                try database.execute(sql: "VACUUM")
                // A reader elsewhere keeps the log from being emptied; it will be later.
                _ = try? database.checkpoint(.truncate)
            }
        } catch {
            throw LedgerError.wrapping(error, path: path)
        }
        return VacuumReport(
            bytesBefore: info.fileBytes + info.logBytes,
            bytesAfter: LogKeeper.size(of: path) + logBytes)
    }

    private func refuseWhileInUse(_ info: LedgerInfo) throws {
        let holders = info.holders.filter { !$0.isGone && $0.lastLeaseEnds > now }
        let users = Set(holders.map(\.owner)).union(info.runs).sorted()
        if users.isEmpty { return }
        let jobs = holders.reduce(0) { $0 + $1.jobs }
        throw LedgerError(
            .inUse, "\(path): is in use by \(users.joined(separator: ", ")) (\(jobs) jobs held).",
            advice: "Stop the run first, or say --force: its writes wait meanwhile, and may give up.")
    }

    private func requireRoom(for bytes: Int, beside path: String) throws {
        var system = statvfs()
        guard statvfs(path, &system) == 0 else { return }
        let free = Int(system.f_bavail) * Int(system.f_frsize)
        guard free < bytes else { return }
        throw LedgerError(
            .full, "\(path): rebuilding it needs \(bytes >> 20) MiB of free disk, but there are \(free >> 20) MiB.",
            advice: "Make room, or write the copy elsewhere: dsprover ledger backup FILE.")
    }

    /// Writes a copy of the ledger as it is at one moment, while others go on writing.
    ///
    /// The copy is complete and was read through before it gets its name; an interrupted backup leaves at most a hidden
    /// `.partial` file. It is one file without a log. An older copy of the same ledger is replaced.
    ///
    /// - Parameter force: replace whatever is there.
    /// - Throws: `ledger.in-use` when the place is taken, `ledger.unwritable`, `ledger.full`, `ledger.damaged`.
    package func backup(to target: String, force: Bool = false) async throws -> BackupReport {
        let id = try await meta(.ledgerID)
        try LedgerBackup.requirePlace(target, from: path, ledgerID: id, force: force)
        let backup = LedgerBackup(target: target)
        let pool = pool
        // A thread of its own: the copy of a large ledger takes minutes, in one call.
        return try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(with: Result { try backup.write(from: pool, ledgerID: id) })
            }
        }
    }
}
