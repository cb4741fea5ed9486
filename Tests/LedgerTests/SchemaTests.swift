import Foundation
import GRDB
import Support
import Synchronization
import TestSupport
import Testing

@testable import Ledger

struct SchemaTests {
    private final class Opened: Sendable {
        let results = Mutex<[Result<Ledger, any Error>]>([])
    }

    @Test func `a new ledger is marked as one and knows its birth`() async throws {
        try await withLedger { options in
            options.toolVersion = "1.2.3"
        } _: { fixture in
            let mark = try fixture.rawInteger("PRAGMA application_id")
            #expect(mark == Schema.applicationID)
            #expect(try fixture.rawInteger("PRAGMA user_version") == Schema.migrations.count)
            #expect(try await fixture.ledger.meta(.createdBy) == "dsprover 1.2.3")
            #expect(try await fixture.ledger.meta(.createdAt) == String(fixture.time.now))
            #expect(try await fixture.ledger.meta(.runSeed) == nil)
            #expect(try await fixture.ledger.settle(.runSeed, as: "7") == "7")
            #expect(try await fixture.ledger.settle(.runSeed, as: "8") == "7")
        }
    }

    @Test func `a newer ledger is refused and left alone`() async throws {
        try await withLedger { fixture in
            try await fixture.ledger.close()
            try fixture.raw("PRAGMA user_version = 99")
            let error = try #require(throws: LedgerError.self) { try fixture.another() }
            #expect(error.reason == .newerSchema)
            #expect(error.message.contains("schema 99"))
            #expect(error.advice?.contains("newer dsprover") == true)
            #expect(try fixture.rawInteger("PRAGMA user_version") == 99)
        }
    }

    @Test func `an older ledger is brought up to date step by step, its rows kept`() async throws {
        try await withLedger { fixture in
            try await fixture.importProblems(3)
            let later =
                Schema.migrations + [
                    Schema.Migration(name: "colour") {
                        try $0.execute(sql: "ALTER TABLE problem ADD COLUMN colour TEXT")
                    },
                    Schema.Migration(name: "red") { try $0.execute(sql: "UPDATE problem SET colour = 'red'") },
                ]
            let queue = try DatabaseQueue(path: fixture.path)
            try await queue.writeWithoutTransaction { database in
                for _ in 0..<2 {
                    try Schema.migrate(database, path: fixture.path, options: fixture.options, migrations: later)
                }
            }
            try queue.close()
            #expect(try fixture.rawInteger("SELECT count(*) FROM problem WHERE colour = 'red'") == 3)
            #expect(try fixture.rawInteger("SELECT count(*) FROM migration") == later.count)
            #expect(try fixture.rawInteger("PRAGMA user_version") == later.count)
            // And now this program is the older one.
            #expect(throws: LedgerError.self) { try fixture.another() }
        }
    }

    @Test func `a migration that fails leaves the file as it was`() async throws {
        struct Fault: Error {}
        try await withLedger { fixture in
            let broken =
                Schema.migrations + [
                    Schema.Migration(name: "colour") {
                        try $0.execute(sql: "ALTER TABLE problem ADD COLUMN colour TEXT")
                    },
                    Schema.Migration(name: "broken") { _ in throw Fault() },
                ]
            let queue = try DatabaseQueue(path: fixture.path)
            try await queue.writeWithoutTransaction { database in
                _ = #expect(throws: Fault.self) {
                    try Schema.migrate(database, path: fixture.path, options: fixture.options, migrations: broken)
                }
            }
            try queue.close()
            #expect(try fixture.rawInteger("PRAGMA user_version") == Schema.migrations.count)
            #expect(
                try fixture.rawInteger("SELECT count(*) FROM pragma_table_info('problem') WHERE name = 'colour'") == 0)
            try await fixture.another().close()
        }
    }

    /// Threads of their own: the tasks of a small machine would come one after the other.
    @Test func `many openers of a new file agree on one ledger`() async throws {
        try await withTemporaryFolder { folder in
            for round in 0..<12 {
                let path = folder.appending(path: "new/\(round)/shared.ledger").path
                let opened = Opened()
                let done = DispatchGroup()
                let start = DispatchSemaphore(value: 0)
                for _ in 0..<6 {
                    done.enter()
                    Thread.detachNewThread {
                        start.wait()
                        let result = Result { try Ledger.open(at: path) }
                        opened.results.withLock { $0.append(result) }
                        done.leave()
                    }
                }
                for _ in 0..<6 { start.signal() }
                await withCheckedContinuation { continuation in
                    done.notify(queue: .global()) { continuation.resume() }
                }
                var names: Set<String?> = []
                for result in opened.results.withLock({ $0 }) {
                    let ledger = try result.get()
                    names.insert(try await ledger.meta(.ledgerID))
                    try await ledger.close()
                }
                #expect(names.count == 1 && names.first != .some(nil))
            }
        }
    }

    @Test func `what is no ledger is refused and not touched`() async throws {
        try await withTemporaryFolder { folder in
            let text = folder.appending(path: "notes.txt").path
            let bytes = Data(String(repeating: "This is no database. ", count: 100).utf8)
            try bytes.write(to: URL(fileURLWithPath: text))
            let foreign = folder.appending(path: "foreign.db").path
            let queue = try DatabaseQueue(path: foreign)
            try await queue.write { try $0.execute(sql: "CREATE TABLE song(title TEXT)") }
            try queue.close()
            let before = try Data(contentsOf: URL(fileURLWithPath: foreign))
            for path in [text, foreign, folder.path] {
                let error = try #require(throws: LedgerError.self) { try Ledger.open(at: path) }
                #expect(error.reason == .notALedger, "\(path): \(error)")
                #expect(error.advice?.contains("--ledger") == true)
            }
            #expect(try Data(contentsOf: URL(fileURLWithPath: text)) == bytes)
            #expect(try Data(contentsOf: URL(fileURLWithPath: foreign)) == before, "not even switched to WAL")
        }
    }

    @Test func `an empty file becomes a ledger`() async throws {
        try await withTemporaryFolder { folder in
            let path = folder.appending(path: "empty.ledger").path
            try Data().write(to: URL(fileURLWithPath: path))
            let ledger = try Ledger.open(at: path)
            #expect(try await ledger.status().problems == 0)
            try await ledger.close()
        }
    }

    @Test func `a missing ledger is made only when that was asked for`() async throws {
        try await withTemporaryFolder { folder in
            let path = folder.appending(path: "none.ledger").path
            var options = LedgerOptions()
            options.createsFile = false
            let error = try #require(throws: LedgerError.self) { try Ledger.open(at: path, options: options) }
            #expect(error.reason == .missing)
            #expect(error.kind == .environment)
            #expect(!FileManager.default.fileExists(atPath: path))
        }
    }

    @Test func `a place that cannot be written is named`() async throws {
        try await withTemporaryFolder { folder in
            let file = folder.appending(path: "file")
            try Data().write(to: file)
            let error = try #require(throws: LedgerError.self) {
                try Ledger.open(at: file.appending(path: "deep/x.ledger").path)
            }
            #expect(error.reason == .unwritable)
            #expect(error.message.contains("x.ledger"))
        }
    }

    @Test func `a damaged file is reported, not read as if it were whole`() async throws {
        try await withLedger { fixture in
            try await fixture.importProblems(500)
            try await fixture.ledger.close()
            let file = URL(fileURLWithPath: fixture.path)
            var bytes = try Data(contentsOf: file)
            // The first page stays, so that it still looks like a ledger.
            for index in 4096..<bytes.count { bytes[index] = UInt8(truncatingIfNeeded: index &* 31) }
            try bytes.write(to: file)
            await expectError(.damaged) {
                let ledger = try fixture.another()
                return try await ledger.status()
            }
        }
    }

    @Test func `every error has its own code`() {
        let codes = LedgerError.Code.allCases.map(\.rawValue)
        #expect(Set(codes).count == codes.count)
        #expect(codes.allSatisfy { $0.hasPrefix("ledger.") })
    }
}
