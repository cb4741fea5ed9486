import Foundation
import GRDB
import Synchronization
import TestSupport
import Testing

@testable import Ledger

/// A process that dies at any instant loses nothing that it was told is recorded.
struct DurabilityTests {
    /// The child works with eight tasks, notes each finished job outside the ledger once the ledger said so, and kills itself
    /// in the middle of it.
    @Test(arguments: [40, 173, 391])
    func `after kill -9 every acknowledged step is there and nothing is half done`(kills: Int) async throws {
        try await withTemporaryFolder { folder in
            let path = folder.appending(path: "killed.ledger").path
            let notes = folder.appending(path: "acknowledged").path
            await #expect(processExitsWith: .signal(SIGKILL)) {
                [path = path as String, notes = notes as String, kills = kills as Int] in
                try await Self.workUntilKilled(path: path, notes: notes, after: kills)
            }
            let acknowledged = try String(contentsOfFile: notes, encoding: .utf8).split(separator: "\n")
                .compactMap { Int($0) }
            #expect(acknowledged.count >= kills)

            let ledger = try Ledger.open(at: path)
            let done = try await ledger.read { database in
                #expect(try String.fetchAll(database, sql: "PRAGMA integrity_check") == ["ok"])
                #expect(try Row.fetchOne(database, sql: "PRAGMA foreign_key_check") == nil)
                return Set(try Int.fetchAll(database, sql: "SELECT problem_id FROM statement"))
            }
            #expect(done.isSuperset(of: acknowledged))
            // A step is its statement, its decision and its follow-up job, and the end of its own job: all or none.
            let status = try await ledger.status()
            #expect(status.problems == 500)
            #expect(status.jobs["elaborate"]?.ready == done.count)
            #expect(status.jobs["formalize"].map { $0.ready + $0.leased } == 500 - done.count)
            #expect(try await ledger.funnel().gates["formalize"]?["found"] == done.count)
            // What the dead process held comes back at once.
            let held = try #require(status.jobs["formalize"]).leased
            #expect(try await ledger.takeOverFromDeadOwners() == held)
            try await ledger.close()
        }
    }

    private final class Counter: Sendable {
        private let count = Mutex(0)

        func next() -> Int {
            count.withLock { count in
                count += 1
                return count
            }
        }
    }

    private static func workUntilKilled(path: String, notes: String, after kills: Int) async throws {
        let ledger = try Ledger.open(at: path)
        try await ledger.importProblems((1...500).map { .sample($0) }, firstStage: "formalize")
        let file = open(notes, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        let acknowledged = Counter()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    while let job = try await ledger.claim(
                        stages: ["formalize"], limit: 1, owner: LeaseOwner.current.text, lease: .seconds(60)
                    ).first {
                        var outcome = StepOutcome()
                        var statement = NewStatement.sample(job.problemID, followUp: "elaborate")
                        statement.decision = NewDecision(gate: "formalize", verdict: "found", reason: "r")
                        outcome.newStatements = [statement]
                        try await ledger.complete(job, outcome)
                        let line = Array("\(job.problemID)\n".utf8)
                        _ = write(file, line, line.count)
                        if acknowledged.next() == kills { kill(getpid(), SIGKILL) }
                    }
                }
            }
            try await group.waitForAll()
        }
    }
}
