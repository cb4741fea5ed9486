import FaultVFS
import Foundation
import GRDB
import Support
import TestSupport
import Testing

@testable import Ledger

/// A ledger whose disk fails when a test says so.
struct FaultyDisk {
    /// What fails.
    struct Fault {
        var operations: Int
        var code: ResultCode
        /// So many operations pass before.
        var after = 0
        var isLasting = true
        var isTorn = false
    }

    let path: String

    /// Runs the body with a place for a ledger, and lets everything pass afterwards.
    static func with(_ body: (FaultyDisk) async throws -> Void) async throws {
        #expect(fault_vfs_register() == 0)
        try await withTemporaryFolder { folder in
            // As SQLite has it: without links on the way.
            let folder = folder.resolvingSymlinksInPath()
            defer { fault_vfs_disarm() }
            try await body(FaultyDisk(path: folder.appending(path: "faulty.ledger").path))
        }
    }

    func arm(_ fault: Fault) {
        fault_vfs_arm(
            path, Int32(fault.operations), fault.code.rawValue, fault.after, fault.isLasting ? 1 : 0,
            fault.isTorn ? 1 : 0)
    }

    func disarm() {
        fault_vfs_disarm()
    }

    /// How many operations failed since the last `arm`.
    var hits: Int { fault_vfs_hits() }

    var options: LedgerOptions {
        var options = LedgerOptions()
        options.busyTimeout = .milliseconds(50)
        return options
    }

    func open() throws -> Ledger { try Ledger.open(at: path, options: options) }

    /// What SQLite finds wrong with the file.
    func complaints() throws -> [String] {
        let queue = try DatabaseQueue(path: path)
        defer { try? queue.close() }
        return try queue.read { database in
            try String.fetchAll(database, sql: "PRAGMA integrity_check").filter { $0 != "ok" }
                + Row.fetchAll(database, sql: "PRAGMA foreign_key_check").map { "\($0)" }
        }
    }
}
