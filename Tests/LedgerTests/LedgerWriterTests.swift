import Foundation
import GRDB
import Synchronization
import Testing

@testable import Ledger

struct LedgerWriterTests {
    /// Holds the writer inside one operation until told otherwise, so that what follows gathers in one group.
    private final class Gate: Sendable {
        private let open = DispatchSemaphore(value: 0)
        private let entered = Mutex(false)

        func hold() {
            entered.withLock { $0 = true }
            open.wait()
        }

        func release() { open.signal() }
        var isHeld: Bool { entered.withLock { $0 } }
    }

    /// Blocks the writer, starts the operations, waits until all of them are accepted, and lets the writer go on.
    private func group<Value: Sendable>(
        _ ledger: Ledger, _ operations: [@Sendable () async throws -> Value]
    ) async throws -> [Result<Value, any Error>] {
        let gate = Gate()
        let holder = Task { try await ledger.write { _ in gate.hold() } }
        while !gate.isHeld { await Task.yield() }
        let tasks = operations.map { operation in Task { try await operation() } }
        while ledger.writer.waitingCount < operations.count { await Task.yield() }
        gate.release()
        try await holder.value
        var results: [Result<Value, any Error>] = []
        for task in tasks { results.append(await task.result) }
        return results
    }

    @Test func `operations that wait together share one transaction`() async throws {
        let statements = Mutex<[String]>([])
        try await withLedger { options in
            options.onSQL = { sql in statements.withLock { $0.append(sql) } }
        } _: { fixture in
            let ledger = fixture.ledger
            let before = statements.withLock { $0.count }
            _ = try await group(ledger, (0..<20).map { index in { try await ledger.record(.note("\(index)")) } })
            let commits = statements.withLock { $0.dropFirst(before).count { $0.hasPrefix("COMMIT") } }
            #expect(commits == 2, "one for the held operation, one for the twenty behind it")
            #expect(try await ledger.events(limit: 100).count == 20)
        }
    }

    @Test func `a group is no larger than its limit`() async throws {
        let statements = Mutex<[String]>([])
        try await withLedger { options in
            options.maximumGroup = 8
            options.onSQL = { sql in statements.withLock { $0.append(sql) } }
        } _: { fixture in
            let ledger = fixture.ledger
            let before = statements.withLock { $0.count }
            _ = try await group(ledger, (0..<20).map { index in { try await ledger.record(.note("\(index)")) } })
            #expect(statements.withLock { $0.dropFirst(before).count { $0.hasPrefix("COMMIT") } } == 1 + 3)
        }
    }

    @Test func `one failing operation does not hurt its neighbours`() async throws {
        struct Fault: Error {}
        try await withLedger { fixture in
            let ledger = fixture.ledger
            let results = try await group(
                ledger,
                (0..<9).map { index in
                    {
                        try await ledger.write { database in
                            try database.insert(.note("\(index)"), now: 0)
                            if index == 3 { throw Fault() }
                            if index == 5 { try database.execute(sql: "INSERT INTO problem(id) VALUES (1)") }
                        }
                    }
                })
            #expect(results.indices.filter { (try? results[$0].get()) == nil } == [3, 5])
            #expect(throws: Fault.self) { try results[3].get() }
            #expect(throws: LedgerError.self) { try results[5].get() }
            let kept = try await ledger.events(limit: 100).map(\.message)
            // Nine tasks write at once: who comes first is not said, only who is kept.
            #expect(kept.sorted() == ["0", "1", "2", "4", "6", "7", "8"])
        }
    }

    @Test func `a cancelled task does not lose an accepted write`() async throws {
        try await withLedger { fixture in
            let ledger = fixture.ledger
            let gate = Gate()
            let holder = Task { try await ledger.write { _ in gate.hold() } }
            while !gate.isHeld { await Task.yield() }
            let writer = Task { try await ledger.record(.note("paid for")) }
            while ledger.writer.waitingCount < 1 { await Task.yield() }
            writer.cancel()
            gate.release()
            try await holder.value
            #expect(await (writer.result.isSuccess))
            let late = Task {
                while !Task.isCancelled { await Task.yield() }
                try await ledger.record(.note("after cancellation"))
            }
            late.cancel()
            #expect(await (late.result.isSuccess))
            #expect(try await ledger.events(limit: 9).map(\.message) == ["paid for", "after cancellation"])
        }
    }

    @Test func `a full disk fails the operations with advice and leaves the ledger usable`() async throws {
        try await withLedger { fixture in
            let ledger = fixture.ledger
            try await fixture.importProblems(1)
            let pages = try fixture.rawInteger("PRAGMA page_count")
            try await ledger.pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA max_page_count = \(pages)") }
            let big = NewProblem.sample(2, statement: String(repeating: "long ", count: 20_000))
            await expectError(.full) { try await ledger.importProblems([big], firstStage: "formalize") }
            #expect(try await ledger.status().problems == 1)
            try await ledger.pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA max_page_count = 1000000") }
            #expect(try await ledger.importProblems([big], firstStage: "formalize").inserted == 1)
        }
    }

    @Test func `a write that meets another program's lock for too long says so`() async throws {
        try await withLedger { options in
            options.busyTimeout = .milliseconds(20)
        } _: { fixture in
            var configuration = Configuration()
            configuration.allowsUnsafeTransactions = true
            let other = try DatabaseQueue(path: fixture.path, configuration: configuration)
            try await other.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
            await expectError(.busy) { try await fixture.ledger.record(.note("x")) }
            try await other.writeWithoutTransaction { try $0.execute(sql: "COMMIT") }
            try await fixture.ledger.record(.note("y"))
            try other.close()
        }
    }

    @Test func `closing waits for accepted writes and refuses later ones`() async throws {
        try await withLedger { fixture in
            let other = try fixture.another()
            let gate = Gate()
            let holder = Task {
                try await other.write { database in
                    gate.hold()
                    try database.insert(.note("held"), now: 0)
                }
            }
            while !gate.isHeld { await Task.yield() }
            let closing = Task { try await other.close() }
            while !other.writer.isClosed { await Task.yield() }
            await expectError(.closed) { try await other.record(.note("late")) }
            gate.release()
            try await closing.value
            try await holder.value
            #expect(try await fixture.ledger.events(limit: 9).map(\.message) == ["held"])
        }
    }

    @Test(arguments: [LedgerOptions.Synchronous.full, .normal])
    func `the writer waits for the disk as it was told to`(synchronous: LedgerOptions.Synchronous) async throws {
        try await withLedger { options in
            options.synchronous = synchronous
        } _: { fixture in
            let level = try await fixture.ledger.write { try Int.fetchOne($0, sql: "PRAGMA synchronous") }
            #expect(level == (synchronous == .full ? 2 : 1))
            let mode = try await fixture.ledger.write { try String.fetchOne($0, sql: "PRAGMA journal_mode") }
            #expect(mode == "wal")
        }
    }
}

extension Result {
    fileprivate var isSuccess: Bool { if case .success = self { true } else { false } }
}

extension NewEvent {
    static func note(_ message: String) -> NewEvent { NewEvent(level: .information, kind: "note", message: message) }
}
