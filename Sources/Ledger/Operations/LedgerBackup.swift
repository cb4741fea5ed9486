internal import Foundation
internal import GRDB
internal import Synchronization

/// One copy of a ledger on its way to its place.
struct LedgerBackup: Sendable {
    let target: String
    /// Hidden, in the folder of the target, so that the last step is a rename.
    private let partial: String

    init(target: String) {
        self.target = target
        let place = URL(fileURLWithPath: target)
        let unique = String(UInt32.random(in: .min ... .max), radix: 36)
        partial =
            place.deletingLastPathComponent()
            .appendingPathComponent(".\(place.lastPathComponent).\(getpid())-\(unique).partial").path
    }

    /// Refuses to replace what is no older copy of the same ledger, or is at work.
    static func requirePlace(_ target: String, from source: String, ledgerID: String?, force: Bool) throws {
        func refuse(_ why: String, _ advice: String) -> LedgerError {
            LedgerError(.inUse, "\(target): \(why).", advice: advice)
        }
        let files = FileManager.default
        guard files.fileExists(atPath: target) else { return }
        if identity(target) == identity(source) {
            throw refuse("is the ledger itself", "Name another file for the copy.")
        }
        if LogKeeper.size(ofLogOf: target) > 0 {
            throw refuse("is open elsewhere, or was left with its log", "Name another file for the copy.")
        }
        if force { return }
        var configuration = Configuration()
        configuration.readonly = true
        let owner = try? DatabaseQueue(path: target, configuration: configuration).read { database in
            try String.fetchOne(
                database, sql: "SELECT value FROM meta WHERE key = ?", arguments: [MetaKey.ledgerID.rawValue])
        }
        guard let owner, owner == ledgerID else {
            throw refuse(
                "is there already, and is no copy of this ledger", "Name another file, or say --force to replace it.")
        }
    }

    /// Takes away what backups to this place left that were killed.
    private func removeLeftovers() {
        let place = URL(fileURLWithPath: target)
        let folder = place.deletingLastPathComponent()
        let start = ".\(place.lastPathComponent)."
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        for name in names where name.hasPrefix(start) && name.contains(".partial") {
            let digits = name.dropFirst(start.count).prefix { $0.isNumber }
            guard let pid = Int32(digits), kill(pid, 0) != 0, errno == ESRCH else { continue }
            try? FileManager.default.removeItem(at: folder.appendingPathComponent(name))
        }
    }

    /// What a file is, whatever its name: device and number.
    private static func identity(_ path: String) -> [UInt64]? {
        var status = stat()
        return stat(path, &status) == 0 ? [UInt64(status.st_dev), UInt64(status.st_ino)] : nil
    }

    /// Copies, checks, syncs, renames.
    func write(from source: DatabasePool, ledgerID: String?) throws -> BackupReport {
        var isNamed = false
        defer { if !isNamed { remove() } }
        do {
            removeLeftovers()
            let copy = try DatabaseQueue(path: partial)
            // In one step, under one read transaction: a copy in several would begin anew with each foreign write.
            try source.backup(to: copy)
            try copy.writeWithoutTransaction { database in
                // One file, readable from where nothing can be written.
                try database.execute(sql: "PRAGMA journal_mode = DELETE")
            }
            let report = try copy.read { try check($0, ledgerID: ledgerID) }
            try copy.close()
            try sync(partial)
            guard rename(partial, target) == 0 else { throw failure("cannot be named") }
            isNamed = true
            try sync(URL(fileURLWithPath: target).deletingLastPathComponent().path)
            return report
        } catch {
            throw LedgerError.wrapping(error, path: target)
        }
    }

    private func check(_ database: Database, ledgerID: String?) throws -> BackupReport {
        let complaints = try String.fetchAll(database, sql: "PRAGMA integrity_check").filter { $0 != "ok" }
        let copied = try String.fetchOne(
            database, sql: "SELECT value FROM meta WHERE key = ?", arguments: [MetaKey.ledgerID.rawValue])
        guard complaints.isEmpty, copied == ledgerID else {
            throw LedgerError(
                .damaged, "\(target): the copy does not read back whole: \(complaints.first ?? "another ledger").",
                advice: "Look at the ledger itself: dsprover ledger check. Nothing was written under this name.")
        }
        return BackupReport(
            path: target, bytes: LogKeeper.size(of: partial),
            problems: try database.tallies(of: "problem").reduce(0) { $0 + $1.count },
            schema: try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0)
    }

    private func sync(_ path: String) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("cannot be synced") }
        defer { _ = close(descriptor) }
        // Some file systems sync no folders; the copy itself must be on the disk.
        if fsync(descriptor) != 0 && path == partial { throw failure("cannot be synced") }
    }

    private func failure(_ what: String) -> LedgerError {
        LedgerError.unwritable(target, "the copy \(what): \(String(cString: strerror(errno)))")
    }

    private func remove() {
        for end in ["", "-journal", "-wal", "-shm"] { _ = unlink(partial + end) }
    }
}
