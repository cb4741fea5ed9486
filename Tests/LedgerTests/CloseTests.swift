import Foundation
import Ledger
import TestSupport
import Testing

@Suite struct CloseTests {
    @Test func `closing twice is closing once`() async throws {
        try await withTemporaryFolder { folder in
            let ledger = try Ledger.open(at: folder.appending(path: "l.sqlite").path)
            try await ledger.close()
            try await ledger.close()
            await #expect(throws: LedgerError.self) { try await ledger.status() }
        }
    }

    @Test func `a closed ledger is one file: a copy of it has everything`() async throws {
        try await withTemporaryFolder { folder in
            let path = folder.appending(path: "l.sqlite").path
            let ledger = try Ledger.open(at: path)
            let batch = (1...50).map { NewProblem(externalID: "p\($0)", statement: "s\($0)", file: "f", line: $0) }
            _ = try await ledger.importProblems(batch, firstStage: "formalize")
            // Readers are what keeps SQLite from emptying its log by itself.
            _ = try await ledger.status()
            try await ledger.close()
            let copy = folder.appending(path: "copy.sqlite").path
            try FileManager.default.copyItem(atPath: path, toPath: copy)
            let copied = try Ledger.open(at: copy)
            #expect(try await copied.status().problems == 50)
            try await copied.close()
        }
    }
}
