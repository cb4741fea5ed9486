import GRDB
import Testing

@testable import Ledger

struct WritePatienceTests {
    @Test func `without patience every failure is an error`() {
        var patience = WritePatience()
        #expect(patience.failed(.full) == nil)
        #expect(patience.succeeded() == nil)
    }

    @Test func `what may pass is waited out, longer and longer, and told once`() {
        var patience = WritePatience()
        patience.waits = true
        let answers = (0..<8).compactMap { _ in patience.failed(.full) }
        #expect(answers.map(\.isNews) == [true] + Array(repeating: false, count: 7))
        #expect(answers.map(\.milliseconds) == [100, 200, 400, 800, 1000, 1000, 1000, 1000])
        #expect(patience.failed(nil) == nil, "another error is none that passes")
        #expect(patience.succeeded() == .full)
        #expect(patience.succeeded() == nil)
        #expect(patience.failed(.full)?.isNews == true, "the next time is news again")
        #expect(patience.failed(.locked)?.isNews == true)
    }

    @Test func `whoever waits no longer has its error at once`() {
        var patience = WritePatience()
        patience.waits = true
        #expect(patience.failed(.locked) != nil)
        patience.waits = false
        #expect(patience.failed(.locked) == nil)
    }

    @Test(arguments: [(patience: 0, opens: false), (patience: 600, opens: true)])
    func `a run waits longer for its ledger to open than others do`(patience: Int, opens: Bool) {
        var options = LedgerOptions()
        options.busyTimeout = .zero
        options.openingPatience = .seconds(patience)
        var tries = 0
        let result = Result {
            try Ledger.retryingWhileBusy(options) {
                tries += 1
                if tries < 4 { throw DatabaseError(resultCode: .SQLITE_BUSY) }
            }
        }
        #expect(((try? result.get()) != nil) == opens)
        #expect(tries == (opens ? 4 : 1))
        // What does not pass is not waited out.
        #expect(throws: DatabaseError.self) {
            try Ledger.retryingWhileBusy(options) { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
        }
    }
}
