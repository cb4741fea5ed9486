import Foundation
import GRDB
import Synchronization
import TestSupport
import Testing

@testable import Ledger

struct MaintenanceTests {
    @Test func `the information says what the file is and who works on it`() async throws {
        try await withLedger { options in
            options.toolVersion = "1.2.3"
        } _: { fixture in
            try await fixture.importProblems(4)
            _ = try await fixture.claim("formalize", owner: "elsewhere/1/2/3", lease: .seconds(60))
            _ = try await fixture.claim("formalize", owner: LeaseOwner.current.text, lease: .seconds(30))
            _ = try await fixture.ledger.beginRun(owner: "elsewhere/1/2/3")
            try await fixture.ledger.pause(["prove"])
            let info = try await fixture.ledger.info()
            #expect(info.createdBy == "dsprover 1.2.3" && info.ledgerID != nil)
            #expect(info.schema == Schema.migrations.count && info.steps.last?.toolVersion == "1.2.3")
            #expect(info.rows["problem"] == 4 && info.rows["job"] == 4 && info.rows["event"] == 1)
            #expect(info.fileBytes > 0 && info.pageBytes * info.pages > 0 && info.logBytes > 0)
            #expect(info.holders.count == 2 && info.holders.allSatisfy { $0.jobs == 1 && !$0.isGone })
            #expect(info.runs == ["elsewhere/1/2/3"])
            #expect(info.paused.map(\.stage) == ["prove"])
        }
    }

    @Test func `a rebuild gives free pages back, but not under the feet of others`() async throws {
        try await withLedger { fixture in
            try await fixture.importProblems(3000)
            let jobs = try await fixture.ledger.claim(
                stages: ["formalize"], limit: 2999, owner: "elsewhere/1/2/3", lease: .seconds(60))
            let error = try await #require(throws: LedgerError.self) { try await fixture.ledger.vacuum() }
            #expect(error.reason == .inUse && error.message.contains("elsewhere/1/2/3 (2999 jobs held)"))
            #expect(error.advice?.contains("--force") == true)
            for job in jobs { try await fixture.ledger.complete(job, StepOutcome()) }
            let report = try await fixture.ledger.vacuum()
            #expect(report.bytesAfter < report.bytesBefore, "\(report)")
            #expect(try await fixture.ledger.info().freePages == 0)
            #expect(try await fixture.ledger.status().problems == 3000)

            let run = try await fixture.ledger.beginRun(owner: "elsewhere/1/2/3")
            await expectError(.inUse) { try await fixture.ledger.vacuum() }
            _ = try await fixture.ledger.vacuum(force: true)
            try await fixture.ledger.endRun(run)
            // A lease that ran out holds nobody up.
            _ = try await fixture.claim("formalize", owner: "elsewhere/1/2/3", lease: .seconds(1))
            fixture.time.advance(by: .seconds(2))
            _ = try await fixture.ledger.vacuum()
        }
    }

    @Test func `a backup taken while others write is one moment of the ledger, whole`() async throws {
        try await withLedger { fixture in
            let target = URL(fileURLWithPath: fixture.path).deletingLastPathComponent().appending(path: "copy.ledger")
                .path
            try await fixture.importProblems(2000)
            let writing = Task {
                var done = 0
                while !Task.isCancelled, let job = try await fixture.claim("formalize") {
                    var outcome = StepOutcome()
                    outcome.newStatements = [.sample(job.problemID, followUp: "elaborate")]
                    outcome.decisions = [NewDecision(gate: "formalize", verdict: "found", reason: "r")]
                    try await fixture.ledger.complete(job, outcome)
                    done += 1
                }
                return done
            }
            let report = try await fixture.ledger.backup(to: target)
            #expect(report.problems == 2000 && report.bytes > 0 && report.schema == Schema.migrations.count)
            #expect(!FileManager.default.fileExists(atPath: "\(target)-wal"))
            // Again, over the older copy of the same ledger.
            _ = try await fixture.ledger.backup(to: target)
            writing.cancel()
            _ = try await writing.value

            let copy = try Ledger.open(at: target, options: fixture.options)
            #expect(try await copy.audit().isEmpty)
            let status = try await copy.status()
            #expect(status.problems == 2000)
            let queued = status.jobs.values.reduce(0) { $0 + $1.ready + $1.leased }
            #expect(queued == 2000, "each problem has its job or the one that followed")
            #expect(try await copy.info().ledgerID == fixture.ledger.info().ledgerID)
            try await copy.close()
        }
    }

    @Test func `a backup replaces nothing that is not its own`() async throws {
        try await withLedger { fixture in
            let folder = URL(fileURLWithPath: fixture.path).deletingLastPathComponent()
            let other = try Ledger.open(at: folder.appending(path: "other.ledger").path, options: fixture.options)
            try await other.close()
            try Data("text".utf8).write(to: folder.appending(path: "notes.txt"))
            try FileManager.default.createSymbolicLink(
                atPath: folder.appending(path: "link").path, withDestinationPath: fixture.path)
            for name in ["other.ledger", "notes.txt", "test.ledger", "link"] {
                await expectError(.inUse) {
                    try await fixture.ledger.backup(to: folder.appending(path: name).path)
                }
            }
            await expectError(.inUse) { try await fixture.ledger.backup(to: fixture.path, force: true) }
            _ = try await fixture.ledger.backup(to: folder.appending(path: "notes.txt").path, force: true)
            #expect(
                try Data(contentsOf: folder.appending(path: "notes.txt")).starts(with: Data("SQLite format 3".utf8)))
            await expectError(.unwritable) {
                try await fixture.ledger.backup(to: folder.appending(path: "none/copy").path)
            }
            let hidden = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasPrefix(".") }
            #expect(hidden.isEmpty, "\(hidden)")
        }
    }

    /// The child kills itself in the middle of the copy.
    @Test func `a backup that is killed leaves no file under its name, and the next one clears up`() async throws {
        try await withTemporaryFolder { folder in
            let path = folder.appending(path: "a.ledger").path
            let target = folder.appending(path: "copy.ledger").path
            let ledger = try Ledger.open(at: path)
            try await ledger.importProblems((1...20_000).map { .sample($0) }, firstStage: "formalize")
            await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String, target = target as String] in
                let ledger = try Ledger.open(at: path)
                Thread.detachNewThread {
                    let folder = URL(fileURLWithPath: target).deletingLastPathComponent().path
                    while true {
                        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
                        if names.contains(where: { $0.contains(".partial") }) { kill(getpid(), SIGKILL) }
                    }
                }
                while true { _ = try await ledger.backup(to: target) }
            }
            func partial() throws -> [String] {
                try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.contains(".partial") }
            }
            #expect(try !partial().isEmpty)
            #expect(!FileManager.default.fileExists(atPath: target))
            #expect(try await ledger.backup(to: target).problems == 20_000)
            #expect(try partial().isEmpty)
            try await ledger.close()
        }
    }
}
