import Foundation
import GRDB
import Testing

@testable import Ledger

/// The write-ahead log stays short, and ends where a reader that does not let go would fill the disk.
struct LogTests {
    private func length(_ fixture: LedgerFixture) -> Int { LogKeeper.size(of: "\(fixture.path)-wal") }

    /// Holds one state of the file until told to let go.
    private func holdingReader(_ fixture: LedgerFixture) throws -> DatabasePool {
        let reader = try DatabasePool(path: fixture.path)
        // The snapshot keeps its transaction open on a connection of its own.
        return reader
    }

    @Test func `a log that readers made long is emptied once they let go`() async throws {
        try await withLedger { options in
            options.logEmptiedFrom = 1 << 20
            options.logPause = .zero
        } _: { fixture in
            let pool = try holdingReader(fixture)
            let snapshot = try pool.makeSnapshot()
            try await fixture.importProblems(6000)
            #expect(length(fixture) > 1 << 20, "the reader keeps it")
            let grown = length(fixture)
            try snapshot.close()
            try await fixture.ledger.record(NewEvent(level: .information, kind: "k", message: "m"))
            #expect(length(fixture) < grown, "\(length(fixture)) of \(grown)")
            #expect(length(fixture) < 1 << 20)
            try pool.close()
        }
    }

    @Test func `over its limit a log that nobody can empty ends the writing, and nothing is half done`() async throws {
        try await withLedger { options in
            options.logEmptiedFrom = 1 << 20
            options.logLimit = 2 << 20
            options.logPause = .zero
            options.busyTimeout = .milliseconds(50)
        } _: { fixture in
            let pool = try holdingReader(fixture)
            let snapshot = try pool.makeSnapshot()
            var imported = 0
            do {
                for start in 0..<200 {
                    let batch = (0..<500).map { NewProblem.sample(start * 500 + $0) }
                    imported += try await fixture.ledger.importProblems(batch, firstStage: "formalize").inserted
                }
                Issue.record("the log was let grow to \(length(fixture))")
            } catch let error as LedgerError {
                #expect(error.reason == .logFull)
                #expect(error.message.contains("-wal") && error.advice?.contains("fuser") == true)
            }
            // One transaction more than the limit at most.
            #expect(length(fixture) < 4 << 20)
            #expect(try await fixture.ledger.status().problems == imported)

            try snapshot.close()
            try await fixture.importProblems(1)
            #expect(length(fixture) < 1 << 20, "it goes on where it was")
            try pool.close()
        }
    }
}
