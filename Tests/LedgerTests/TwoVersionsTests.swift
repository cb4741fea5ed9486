import GRDB
import Testing

@testable import Ledger

/// Two versions of the program on one file: the older one must notice before it writes anything.
struct TwoVersionsTests {
    /// What a newer program does to a file that an older one has open.
    private func upgrade(_ fixture: LedgerFixture) throws {
        let later =
            Schema.migrations + [
                Schema.Migration(name: "later") { database in
                    try database.execute(sql: "ALTER TABLE event RENAME COLUMN message TO text")
                    try database.execute(sql: "ALTER TABLE job ADD COLUMN colour TEXT NOT NULL DEFAULT 'red'")
                }
            ]
        let queue = try DatabaseQueue(path: fixture.path)
        defer { try? queue.close() }
        try queue.writeWithoutTransaction { database in
            try Schema.migrate(database, path: fixture.path, options: fixture.options, migrations: later)
        }
    }

    /// Every row of the file.
    private func contents(_ fixture: LedgerFixture) throws -> [String] {
        let queue = try DatabaseQueue(path: fixture.path)
        defer { try? queue.close() }
        return try queue.read { database in
            let tables = try String.fetchAll(database, sql: "SELECT name FROM sqlite_master WHERE type = 'table'")
            return try tables.sorted().flatMap { table in
                try Row.fetchAll(database, sql: "SELECT * FROM \(table)").map { "\(table) \($0)" }
            }
        }
    }

    @Test func `the older program stops with a clear error and writes nothing`() async throws {
        try await withLedger { fixture in
            let ledger = fixture.ledger
            let job = try await fixture.statementJob()
            try await fixture.importProblems(3)
            try upgrade(fixture)
            let before = try contents(fixture)

            let error = try await #require(throws: LedgerError.self) { try await ledger.complete(job, StepOutcome()) }
            #expect(error.reason == .newerSchema)
            #expect(error.message.contains("newer dsprover") && error.advice != nil)
            await expectError(.newerSchema) { try await fixture.claim("formalize") }
            await expectError(.newerSchema) { try await ledger.renew([job], lease: .seconds(9)) }
            await expectError(.newerSchema) { try await ledger.release([job]) }
            await expectError(.newerSchema) {
                try await ledger.fail(job, error: "e", retryAfter: .zero, maximumTries: 1)
            }
            await expectError(.newerSchema) { try await fixture.importProblems(9) }
            await expectError(.newerSchema) {
                try await ledger.importProblems((100..<400).map { .sample($0) }, firstStage: "formalize")
            }
            await expectError(.newerSchema) { try await ledger.beginRun(owner: "me") }
            await expectError(.newerSchema) { try await ledger.pause(["prove"]) }
            await expectError(.newerSchema) { try await ledger.retry() }
            await expectError(.newerSchema) { try await ledger.status() }
            await expectError(.newerSchema) { try await ledger.vacuum() }
            await expectError(.newerSchema) { try await ledger.record(.answered([.sample("k")], keys: ["k"])) }
            #expect(try contents(fixture) == before)
        }
    }

    @Test func `operations that share a transaction all hear of it`() async throws {
        try await withLedger { fixture in
            try await fixture.importProblems(30)
            let jobs = try await fixture.ledger.claim(stages: ["formalize"], limit: 30, owner: "me", lease: .seconds(9))
            try upgrade(fixture)
            let reasons = await withTaskGroup(of: LedgerError.Code?.self) { group in
                for job in jobs {
                    group.addTask {
                        do {
                            try await fixture.ledger.complete(job, StepOutcome())
                            return nil
                        } catch { return (error as? LedgerError)?.reason }
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(reasons.count == 30 && reasons.allSatisfy { $0 == .newerSchema })
            #expect(try fixture.rawInteger("SELECT count(*) FROM job") == 30)
        }
    }

    @Test func `a read that the newer file answers otherwise says why`() async throws {
        try await withLedger { fixture in
            try await fixture.ledger.record(NewEvent(level: .information, kind: "k", message: "m"))
            _ = try await fixture.ledger.events(limit: 1)
            try upgrade(fixture)
            await expectError(.newerSchema) { try await fixture.ledger.events(after: 0, limit: 1).map(\.message) }
        }
    }
}
