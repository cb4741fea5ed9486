internal import Foundation
internal import GRDB

/// The versions of the file format and the way from each to the next.
///
/// The version is SQLite's `user_version`, the mark of a ledger its `application_id`; both live in the file's first page and
/// change in the same transaction as the tables. All migrations that are due run in one immediate transaction, so two
/// processes that open a new file at the same moment do not meet half way.
enum Schema {
    /// One step of the file format. A step that was released is never edited; what comes later is a new step.
    struct Migration: Sendable {
        let name: String
        let migrate: @Sendable (Database) throws -> Void
    }

    /// "dspv", in the first page of the file, so that `file` and we can tell a ledger from other databases.
    static let applicationID = 0x6473_7076

    /// The steps in order; the version of a file is the number of steps it has seen.
    static let migrations = [
        Migration(name: "records") { database in
            try database.execute(sql: SchemaTables.all)
            for statement in SchemaGuards.all + SchemaTallies.all { try database.execute(sql: statement) }
        },
        Migration(name: "accounts") { database in
            try database.execute(sql: SchemaAccounts.all)
            for statement in SchemaTallies.job { try database.execute(sql: statement) }
        },
        Migration(name: "quick guards") { database in try SchemaQuickGuards.migrate(database) },
        Migration(name: "processes") { database in try database.execute(sql: SchemaProcesses.all) },
        Migration(name: "operations") { database in try database.execute(sql: SchemaOperations.all) },
        Migration(name: "sums") { database in try database.execute(sql: SchemaSums.all) },
        Migration(name: "sides") { database in try SchemaSides.migrate(database) },
        Migration(name: "repairs") { database in try database.execute(sql: SchemaRepairs.all) },
        Migration(name: "novelty") { database in try database.execute(sql: SchemaNovelty.all) },
        Migration(name: "iterations") { database in try database.execute(sql: SchemaIterations.all) },
    ]

    /// Looks at an existing file without changing it.
    ///
    /// - Throws: `notALedger`, `newerSchema`, `unwritable`.
    static func inspect(path: String, known: Int = migrations.count) throws {
        var configuration = Configuration()
        configuration.readonly = true
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        defer { try? queue.close() }
        try queue.read { database in
            try refuseForeign(database, path: path, known: known)
        }
    }

    /// Brings the file to the newest version; does nothing for one that has it.
    static func migrate(
        _ database: Database, path: String, options: LedgerOptions, migrations: [Migration] = migrations
    ) throws {
        if try Int.fetchOne(database, sql: "PRAGMA user_version") == migrations.count { return }
        try database.inTransaction(.immediate) {
            try refuseForeign(database, path: path, known: migrations.count)
            let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
            let now = options.now().ledgerTime
            for (index, migration) in migrations.enumerated().dropFirst(version) {
                try migration.migrate(database)
                try database.execute(
                    sql: "INSERT INTO migration(version, name, tool_version, applied_at) VALUES (?, ?, ?, ?)",
                    arguments: [index + 1, migration.name, options.toolVersion, now])
            }
            if version == 0 { try writeBirthCertificate(database, options: options, now: now) }
            try database.execute(sql: "PRAGMA application_id = \(applicationID)")
            try database.execute(sql: "PRAGMA user_version = \(migrations.count)")
            return .commit
        }
    }

    /// For each transaction: a newer program may have changed the file since it was opened.
    ///
    /// - Throws: `newerSchema`.
    static func requireKnown(_ database: Database, path: String, known: Int = migrations.count) throws {
        let version = try database.integer("PRAGMA user_version") ?? 0
        if version > known { throw LedgerError.newerSchema(path, found: version, known: known) }
    }

    private static func refuseForeign(_ database: Database, path: String, known: Int) throws {
        let mark = try Int.fetchOne(database, sql: "PRAGMA application_id") ?? 0
        let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        guard mark == applicationID else {
            let objects = try Int.fetchOne(database, sql: "SELECT COUNT(*) FROM sqlite_master") ?? 0
            if mark == 0 && version == 0 && objects == 0 { return }
            throw LedgerError.notALedger(path, "it is the database of another program")
        }
        if version > known { throw LedgerError.newerSchema(path, found: version, known: known) }
    }

    private static func writeBirthCertificate(_ database: Database, options: LedgerOptions, now: Int) throws {
        let facts = [
            MetaKey.createdBy: "dsprover \(options.toolVersion)",
            MetaKey.createdAt: String(now),
            MetaKey.ledgerID: UUID().uuidString.lowercased(),
        ]
        for (key, value) in facts {
            try database.execute(
                sql: "INSERT INTO meta(key, value) VALUES (?, ?)", arguments: [key.rawValue, value])
        }
    }
}
