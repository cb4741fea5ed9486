import Foundation
import GRDB
import Support
import TestSupport
import Testing

@testable import Ledger

/// `Tests/Fixtures/ledgers/schema-1.sql` is a ledger as the first release wrote it.
struct UpgradeTests {
    private static let fixture = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../Fixtures/ledgers/schema-1.sql")

    private func makeOldLedger(at path: String) throws {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        let sql = try String(contentsOf: Self.fixture, encoding: .utf8)
        try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
        try queue.close()
    }

    /// Tables, indexes and triggers, without regard to layout.
    private func schema(_ database: Database) throws -> Set<String> {
        Set(
            try String.fetchAll(database, sql: "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")
                .map { $0.split { $0.isWhitespace || $0 == "\"" }.joined(separator: " ") })
    }

    @Test func `the released step of the file format is as it was released`() async throws {
        try await withTemporaryFolder { folder in
            let old = folder.appending(path: "old.ledger").path
            try makeOldLedger(at: old)
            let new = try DatabaseQueue()
            try await new.writeWithoutTransaction { database in
                try Schema.migrate(
                    database, path: "", options: LedgerOptions(), migrations: [Schema.migrations[0]])
            }
            let released = try await DatabaseQueue(path: old).read { try schema($0) }
            let made = try await new.read { try schema($0) }
            #expect(made.subtracting(released).isEmpty)
            #expect(released.subtracting(made).isEmpty)
        }
    }

    @Test func `an old ledger upgrades with its rows, counts, queue and answers`() async throws {
        try await withTemporaryFolder { folder in
            let path = folder.appending(path: "old.ledger").path
            try makeOldLedger(at: path)
            let ledger = try Ledger.open(at: path)
            let status = try await ledger.status()
            #expect(status.problems == 3 && status.proved == 3)
            #expect(status.jobs["prove"] == LedgerStatus.Queue(ready: 2, leased: 1, parked: 0))
            #expect(status.jobs["score"]?.parked == 1)
            #expect(status.modelCalls == LedgerStatus.ModelCalls(sent: 9, cached: 4, failed: 2))
            let writer = try #require(status.accounts.first { $0.model == "writer" })
            #expect(
                writer.metered && writer.answers == 3 && writer.promptTokens == 300 && writer.completionTokens == 60)
            #expect(writer.cost == .zero && writer.latency == nil, "neither was kept")
            #expect(status.accounts.filter { !$0.metered }.map(\.model) == ["english", "portfolio"])
            #expect(status.spent.tokens == 360)

            // The queue goes on, and numbers of finished jobs are not given again.
            try await ledger.takeOver(from: ["host/1/2/3"])
            let jobs = try await ledger.claim(stages: ["prove"], limit: 5, owner: "me", lease: .seconds(60))
            #expect(Set(jobs.map(\.problemID)) == [1, 2, 3])
            let job = try #require(jobs.first)
            var outcome = StepOutcome()
            outcome.followUps = [NewJob(stage: "later")]
            try await ledger.complete(job, outcome)
            let later = try #require(
                try await ledger.claim(stages: ["later"], limit: 1, owner: "me", lease: .seconds(60)).first)
            #expect(later.id > 22)
            try await ledger.suspend(later, reason: "batch")
            try await ledger.record(.answered([.sample("new", cost: 5)], problem: 1))
            #expect(try await ledger.spending().cost == Money(nano: 5))
            try await ledger.close()
            // And a second time there is nothing to do.
            let again = try Ledger.open(at: path)
            #expect(try await again.status().awaiting == 1)
            try await again.close()
        }
    }

    @Test func `an upgraded ledger has the schema of a new one`() async throws {
        try await withTemporaryFolder { folder in
            let paths = ["old", "new"].map { folder.appending(path: $0).path }
            try makeOldLedger(at: paths[0])
            var schemas: [Set<String>] = []
            for path in paths {
                try await Ledger.open(at: path).close()
                schemas.append(try await DatabaseQueue(path: path).read { try schema($0) })
            }
            #expect(schemas[0] == schemas[1])
        }
    }

    @Test func `an upgraded ledger refuses what it refused before, without lists`() async throws {
        try await withTemporaryFolder { folder in
            let path = folder.appending(path: "old.ledger").path
            try makeOldLedger(at: path)
            try await Ledger.open(at: path).close()
            let queue = try DatabaseQueue(path: path)
            for wrong in [
                "UPDATE statement SET state = 'formalized' WHERE state = 'verified'",
                "UPDATE statement SET state = 'nonsense'", "UPDATE statement SET state = ' '",
                "UPDATE problem SET state = 'nonsense'", "UPDATE job SET state = 'nonsense'",
                "UPDATE job SET state = 'ready deferred'",
                "INSERT INTO problem(content_hash, statement, source_file, source_line, state, round, created_at, updated_at)"
                    + " VALUES (x'00', 's', 'f', 1, 'formalized', 0, 0, 0)",
            ] {
                await #expect(throws: DatabaseError.self, "\(wrong)") {
                    try await queue.write { try $0.execute(sql: wrong) }
                }
            }
            let lists = try await queue.read { database in
                try String.fetchAll(
                    database,
                    sql:
                        "SELECT name FROM sqlite_master WHERE name IN ('job', 'statement', 'problem') AND sql LIKE '% IN (%'"
                )
            }
            #expect(lists.isEmpty)
            #expect(try await queue.read { try String.fetchOne($0, sql: "PRAGMA integrity_check") } == "ok")
        }
    }
}
