import FaultVFS
import Foundation
import GRDB
import Support
import Synchronization
import TestSupport
import Testing

@testable import Ledger

/// Tests of one disk: the layer that fails is one for the whole process.
@Suite(.serialized) struct FaultyDiskTests {
    private static let write = Int(FAULT_WRITE)
    private static let sync = Int(FAULT_SYNC)

    /// A few whole steps, each of which either happens or does not: import, claim, complete.
    ///
    /// - Returns: what the ledger said happened.
    private func work(on ledger: Ledger) async throws -> (imported: Int, statements: Int) {
        var done = (imported: 0, statements: 0)
        for start in [1, 4, 7] {
            _ = try await ledger.importProblems((start..<start + 3).map { .sample($0) }, firstStage: "formalize")
            done.imported += 3
        }
        for job in try await ledger.claim(stages: ["formalize"], limit: 5, owner: "me", lease: .seconds(60)) {
            var outcome = StepOutcome()
            outcome.problemState = .formalized
            outcome.newStatements = [.sample(job.problemID, followUp: "elaborate")]
            try await ledger.complete(job, outcome)
            done.statements += 1
        }
        return done
    }

    private static let faults: [FaultyDisk.Fault] = [
        .init(operations: write, code: .SQLITE_FULL), .init(operations: write, code: .SQLITE_FULL, isTorn: true),
        .init(operations: write, code: .SQLITE_IOERR, isLasting: false, isTorn: true),
        .init(operations: sync, code: .SQLITE_IOERR), .init(operations: Int(FAULT_SHARED), code: .SQLITE_IOERR),
        .init(operations: Int(FAULT_OPEN), code: .SQLITE_CANTOPEN),
        .init(operations: Int(FAULT_TRUNCATE), code: .SQLITE_IOERR),
    ]

    @Test(arguments: faults.indices) func `wherever the disk fails, nothing is half written and the work goes on`(
        index: Int
    ) async throws {
        var fault = Self.faults[index]
        var (failures, passed) = (0, 0)
        // Further and further into the work, until it ends before the fault.
        while passed < 2, fault.after < 4000 {
            try await FaultyDisk.with { disk in
                disk.arm(fault)
                do {
                    let ledger = try disk.open()
                    do {
                        _ = try await work(on: ledger)
                    } catch {
                        failures += 1
                        #expect(error is LedgerError, "\(error)")
                    }
                    try? await ledger.close()
                } catch {
                    failures += 1
                    #expect(error is LedgerError, "\(error)")
                }
                if disk.hits == 0 { passed += 1 }
                disk.disarm()
                let ledger = try disk.open()
                #expect(try disk.complaints() == [])
                // A step is its statement, its follow-up job and the end of its own job: all or none.
                let status = try await ledger.status()
                let waiting = (status.jobs["elaborate"]?.ready ?? 0, status.jobs["formalize"]?.ready ?? 0)
                let leased = status.jobs["formalize"]?.leased ?? 0
                #expect(status.problems.isMultiple(of: 3), "an import is one transaction")
                #expect(waiting.0 == status.statements["formalized"] ?? 0)
                #expect(waiting.0 + waiting.1 + leased == status.problems)
                try await ledger.takeOver(from: ["me"])
                _ = try await work(on: ledger)
                #expect(try await ledger.status().problems == 9)
                try await ledger.close()
            }
            fault.after += max(1, fault.after / 3)
        }
        #expect(passed == 2, "the fault never came too late")
        #expect(failures > 0 || fault.operations == Int(FAULT_TRUNCATE), "the fault hit nothing that matters")
    }

    @Test func `a full disk is an error with advice, and nothing of the step is there`() async throws {
        try await FaultyDisk.with { disk in
            let ledger = try disk.open()
            disk.arm(.init(operations: Self.write, code: .SQLITE_FULL))
            do {
                _ = try await work(on: ledger)
                Issue.record("no error")
            } catch let error as LedgerError {
                #expect(error.reason == .full)
                #expect(error.description.contains("the disk is full; nothing of this step was recorded"))
                #expect(error.advice?.contains("Make room") == true)
            }
            #expect(try await ledger.status().problems == 0)
            disk.disarm()
            #expect(try await work(on: ledger).statements == 5)
            try await ledger.close()
        }
    }

    @Test func `a run waits for room, says so once, and goes on`() async throws {
        try await FaultyDisk.with { disk in
            let ledger = try disk.open()
            let said = Mutex<[String]>([])
            let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
            ledger.waitOutTrouble { text in
                said.withLock { $0.append(text) }
                continuation.yield()
            }
            disk.arm(.init(operations: Self.write, code: .SQLITE_FULL))
            let working = Task { try await work(on: ledger) }
            for await _ in stream { break }
            // Several tries go wrong before there is room.
            #expect(await Processes.wait(within: .seconds(60)) { disk.hits >= 3 })
            disk.disarm()
            #expect(try await working.value == (9, 5))
            for await _ in stream { break }
            let texts = said.withLock { $0 }
            #expect(texts.count == 2, "\(texts)")
            #expect(texts.first?.contains("the disk is full; waiting for room") == true)
            #expect(texts.last?.contains("the run goes on") == true)
            try await ledger.close()
        }
    }

    @Test func `a run that is stopped while it waits for room has its error`() async throws {
        try await FaultyDisk.with { disk in
            let ledger = try disk.open()
            let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
            ledger.waitOutTrouble { _ in continuation.yield() }
            disk.arm(.init(operations: Self.write, code: .SQLITE_FULL))
            let working = Task { try await work(on: ledger) }
            for await _ in stream { break }
            ledger.waitNoLonger()
            await expectError(.full) { _ = try await working.value }
            disk.disarm()
            try await ledger.close()
        }
    }

    @Test func `leases that could not be renewed while the disk was full are still ours`() async throws {
        try await FaultyDisk.with { disk in
            let ledger = try disk.open()
            _ = try await ledger.importProblems([.sample(1), .sample(2)], firstStage: "formalize")
            let mine = LeaseOwner.current.text
            let jobs = try await ledger.claim(stages: ["formalize"], limit: 1, owner: mine, lease: .milliseconds(1))
            let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
            ledger.waitOutTrouble { _ in continuation.yield() }
            disk.arm(.init(operations: Self.write, code: .SQLITE_FULL))
            let claiming = Task {
                try await ledger.claim(stages: ["formalize"], limit: 2, owner: "another", lease: .seconds(60))
            }
            for await _ in stream { break }
            disk.disarm()
            #expect(try await claiming.value.map(\.id) == [jobs[0].id + 1], "the second job alone")
            try await ledger.complete(jobs[0], StepOutcome())
            try await ledger.close()
        }
    }

    @Test func `a lock that is held too long is an error, and for a run a wait`() async throws {
        try await FaultyDisk.with { disk in
            let ledger = try disk.open()
            var configuration = Configuration()
            configuration.allowsUnsafeTransactions = true
            let other = try DatabaseQueue(path: disk.path, configuration: configuration)
            try await other.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
            await expectError(.busy) { _ = try await work(on: ledger) }
            let (stream, continuation) = AsyncStream.makeStream(of: String.self)
            ledger.waitOutTrouble { continuation.yield($0) }
            let working = Task { try await work(on: ledger) }
            var said = stream.makeAsyncIterator()
            #expect(await said.next()?.contains("another process keeps the ledger locked; waiting for it") == true)
            try await other.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
            #expect(try await working.value == (9, 5))
            try other.close()
            try await ledger.close()
        }
    }

    @Test func `a page that cannot be read, and one that holds something else, are named as damage`() async throws {
        try await FaultyDisk.with { disk in
            let ledger = try disk.open()
            _ = try await work(on: ledger)
            try await ledger.close()
            disk.arm(.init(operations: Int(FAULT_READ), code: .SQLITE_IOERR, after: 4))
            await expectError(.damaged) {
                let ledger = try disk.open()
                _ = try await ledger.problem(1)
            }
            disk.disarm()
            let file = try FileHandle(forUpdating: URL(filePath: disk.path))
            let size = try file.seekToEnd()
            for page in stride(from: UInt64(4096), to: size, by: 4096) {
                try file.seek(toOffset: page)
                try file.write(contentsOf: Data(repeating: 0x5A, count: 4096))
            }
            try file.close()
            do {
                _ = try await work(on: try disk.open())
                Issue.record("no error")
            } catch let error as LedgerError {
                #expect(error.reason == .damaged)
                #expect(error.advice?.contains("restore a backup") == true)
            }
        }
    }

    @Test func `a file that can only be read is refused when it is to be written`() async throws {
        try await FaultyDisk.with { disk in
            let ledger = try disk.open()
            disk.arm(.init(operations: Self.write, code: .SQLITE_READONLY))
            await expectError(.unwritable) { _ = try await work(on: ledger) }
            disk.disarm()
            try await ledger.close()
        }
    }
}
