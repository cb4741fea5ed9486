import Foundation
import GRDB
import Support
import Synchronization
import TestSupport
import Testing

@testable import Ledger

/// A wall clock that stands still until a test moves it.
final class TestTime: Sendable {
    private let milliseconds = Mutex(1_750_000_000_000)

    var now: Int { milliseconds.withLock { $0 } }

    func advance(by duration: Duration) {
        milliseconds.withLock { $0 += duration.milliseconds }
    }

    var clock: @Sendable () -> Date {
        { Date(timeIntervalSince1970: Double(self.now) / 1000) }
    }
}

/// A ledger file in a folder of its own, with a clock the test owns.
struct LedgerFixture: Sendable {
    let path: String
    let time: TestTime
    let ledger: Ledger

    var options: LedgerOptions {
        var options = LedgerOptions()
        options.now = time.clock
        // No test cuts the power.
        options.synchronous = .normal
        return options
    }

    /// A second ledger object on the same file, as another process would have it.
    func another() throws -> Ledger { try Ledger.open(at: path, options: options) }

    /// Imports problems "p1"…"pN" whose first job is of the stage `formalize`, and returns their numbers.
    @discardableResult
    func importProblems(_ count: Int) async throws -> [Int] {
        let outcome = try await ledger.importProblems(
            (1...count).map { .sample($0) }, firstStage: "formalize")
        return outcome.results.compactMap { if case .inserted(let id) = $0 { id } else { nil } }
    }

    /// Claims one job of the stage.
    func claim(_ stage: String, owner: String = "me", lease: Duration = .seconds(60)) async throws -> Job? {
        try await ledger.claim(stages: [stage], limit: 1, owner: owner, lease: lease).first
    }

    /// Imports one problem and gives it one statement with a job of the stage `elaborate`, which is claimed.
    func statementJob() async throws -> Job {
        try await importProblems(1)
        let job = try #require(try await claim("formalize"))
        var outcome = StepOutcome()
        outcome.problemState = .formalized
        outcome.newStatements = [.sample(1, followUp: "elaborate")]
        try await ledger.complete(job, outcome)
        return try #require(try await claim("elaborate"))
    }

    /// Runs raw SQL on a connection that knows nothing of the ledger's code.
    func raw(_ sql: String, _ arguments: StatementArguments = []) throws {
        let queue = try DatabaseQueue(path: path)
        defer { try? queue.close() }
        try queue.write { try $0.execute(sql: sql, arguments: arguments) }
    }

    /// Reads one number by raw SQL.
    func rawInteger(_ sql: String, _ arguments: StatementArguments = []) throws -> Int {
        let queue = try DatabaseQueue(path: path)
        defer { try? queue.close() }
        return try queue.read { try Int.fetchOne($0, sql: sql, arguments: arguments) ?? 0 }
    }
}

/// Runs the body on a fresh ledger.
func withLedger(
    _ change: (inout LedgerOptions) -> Void = { _ in }, _ body: (LedgerFixture) async throws -> Void
) async throws {
    try await withTemporaryFolder { folder in
        let time = TestTime()
        let path = folder.appending(path: "test.ledger").path
        var options = LedgerOptions()
        options.now = time.clock
        options.synchronous = .normal
        change(&options)
        let ledger = try Ledger.open(at: path, options: options)
        try await body(LedgerFixture(path: path, time: time, ledger: ledger))
        try await ledger.close()
    }
}

extension NewProblem {
    static func sample(_ number: Int, id: String? = nil, statement: String? = nil) -> NewProblem {
        NewProblem(
            externalID: id ?? "p\(number)", statement: statement ?? "Show that \(number) + 0 = \(number).",
            metadata: .object(["level": .integer(number)]), file: "problems.jsonl", line: number)
    }
}

extension NewStatement {
    static func sample(
        _ number: Int, hash: String? = nil, header: String = "", sample: Int? = nil, followUp: String? = nil
    ) -> NewStatement {
        NewStatement(
            name: "t\(number)", source: "theorem t\(number) : \(number) + 0 = \(number)", header: header,
            normalHash: hash ?? Digest.sha256("\(number)"), model: "m", template: "formalize", sample: sample ?? number,
            followUp: followUp)
    }
}

/// Expects the body to end with this error of the ledger.
func expectError(
    _ reason: LedgerError.Code, sourceLocation: SourceLocation = #_sourceLocation,
    _ body: () async throws -> some Any
) async {
    do {
        _ = try await body()
        Issue.record("no error", sourceLocation: sourceLocation)
    } catch {
        #expect((error as? LedgerError)?.reason == reason, "\(error)", sourceLocation: sourceLocation)
    }
}

extension JobSelection {
    /// All jobs of one stage.
    static func of(stage: String) -> JobSelection {
        var selection = JobSelection()
        selection.stage = stage
        return selection
    }
}
