import Foundation
import GRDB
import Testing

@testable import Ledger

struct AuditTests {
    /// A ledger in which everything has happened once: proved, disproved and vacuous statements, a duplicate, one that was
    /// refused, work in every state, answers, runs and costs.
    private func live(_ fixture: LedgerFixture) async throws {
        let ledger = fixture.ledger
        try await fixture.importProblems(8)
        for number in 1...6 {
            let job = try #require(try await fixture.claim("formalize"))
            var outcome = StepOutcome()
            outcome.problemState = .formalized
            outcome.newStatements = [.sample(number, hash: number == 6 ? "h1" : "h\(number)", followUp: "prove")]
            outcome.decisions = [NewDecision(gate: "formalize", verdict: "formalized", reason: "r")]
            try await ledger.complete(job, outcome)
        }
        let moves: [StatementState] = [.proved, .exhausted, .vacuous, .rejected, .elaborated]
        for move in moves {
            let job = try #require(try await fixture.claim("prove"))
            var first = StepOutcome()
            first.statementMove = StatementMove(to: .elaborated)
            first.decisions = [NewDecision(gate: "elaborate", verdict: "elaborated", reason: "r")]
            first.followUps = [NewJob(stage: "second")]
            try await ledger.complete(job, first)
            let second = try #require(try await fixture.claim("second"))
            var outcome = StepOutcome()
            outcome.statementMove = StatementMove(to: move)
            outcome.attempts = [
                NewAttempt(
                    kind: move == .vacuous ? .vacuity : .proof, model: "m", template: "t", sample: 0, proof: "p",
                    verdict: move == .proved || move == .vacuous ? "verified" : "failed", rung: 3,
                    followUp: move == .proved ? "verify" : nil)
            ]
            if move == .elaborated { outcome.followUps = [NewJob(stage: "later", delay: .seconds(60))] }
            try await ledger.complete(second, outcome)
        }
        let verify = try #require(try await fixture.claim("verify"))
        var outcome = StepOutcome()
        outcome.verification = NewVerification(rung: 5, verdict: "verified", leanVersion: "4", library: "l")
        outcome.statementMove = StatementMove(to: .verified, rung: 5)
        try await ledger.complete(verify, outcome)
        let failing = try #require(try await fixture.claim("formalize"))
        try await ledger.fail(failing, error: "e", retryAfter: .zero, maximumTries: 1)
        let run = try await ledger.beginRun(owner: "me")
        _ = try await ledger.claimCalls(["k", "open"], run: run)
        try await ledger.record(.answered([.sample("k")], keys: ["k"], problem: 1, statement: 1))
    }

    @Test func `a sound ledger has no findings, whatever has happened in it`() async throws {
        try await withLedger { fixture in
            #expect(try await fixture.ledger.audit().isEmpty, "empty")
            try await live(fixture)
            #expect(try await fixture.ledger.audit().isEmpty)
            _ = try await fixture.claim("formalize")
            #expect(try await fixture.ledger.audit().isEmpty, "while a job is held")
        }
    }

    /// What is broken by hand, behind the back of every guard, and the code that must name it.
    private static let faults: [(code: String, sql: String)] = [
        ("problem-state", "UPDATE problem SET state = 'lost' WHERE id = 1"),
        ("problem-formalized", "UPDATE problem SET state = 'formalized' WHERE id = 8"),
        ("problem-stranded", "DELETE FROM job WHERE problem_id = 8"),
        ("statement-state", "UPDATE statement SET state = 'lost' WHERE id = 2"),
        ("statement-stranded", "DELETE FROM job WHERE stage = 'later'"),
        ("statement-unexplained", "DELETE FROM gate_decision WHERE statement_id = 6"),
        ("statement-duplicate", "UPDATE statement SET duplicate_of = id WHERE state = 'duplicate'"),
        ("verified-without-proof", "UPDATE attempt SET verdict = 'failed' WHERE statement_id = 1"),
        ("verified-without-proof", "UPDATE statement SET rung = 6 WHERE id = 1"),
        ("disproved-without-proof", "UPDATE statement SET state = 'disproved' WHERE id = 1"),
        ("vacuous-without-proof", "UPDATE attempt SET verdict = 'failed' WHERE kind = 'vacuity'"),
        (
            "both-sides-proved",
            """
            INSERT INTO attempt(statement_id, side, kind, origin_id, sample, wave, verdict, rung, created_at)
                VALUES (1, 'notP', 'proof', 1, 9, 0, 'verified', 4, 0);
            """
        ),
        ("attempt-without-verification", "DELETE FROM verification"),
        ("attempt-disagrees", "UPDATE verification SET verdict = 'failed'"),
        ("attempt-disagrees", "UPDATE attempt SET rung = 4 WHERE rung = 5"),
        ("job-subject", "UPDATE job SET problem_id = 2 WHERE stage = 'later'"),
        ("job-attempt", "UPDATE job SET attempt_id = 1 WHERE stage = 'later'"),
        ("job-number", "UPDATE sqlite_sequence SET seq = 1 WHERE name = 'job'"),
        ("round-open", "INSERT INTO round(number, started_at) VALUES (1, 0), (2, 0)"),
        ("decision-subject", "UPDATE gate_decision SET problem_id = 8 WHERE statement_id = 1"),
        ("event-subject", "UPDATE event SET statement_id = 1"),
        ("answer-subject", "UPDATE model_call SET problem_id = 99"),
        ("account-subject", "UPDATE subject_account SET statement_id = 5"),
        ("flight-run", "DELETE FROM run"),
        ("foreign-key", "UPDATE verification SET attempt_id = 99"),
        ("schema", "DELETE FROM migration WHERE version = 1"),
        ("count", "UPDATE tally SET count = count + 1 WHERE kind = 'attempt' AND first = 'failed'"),
        ("count", "DELETE FROM tally WHERE kind = 'job'"),
        ("account", "UPDATE call_account SET sent = 0"),
        ("account", "UPDATE call_account SET answers = 0; DELETE FROM subject_account"),
        ("account", "DELETE FROM call_account; DELETE FROM subject_account"),
    ]

    @Test(arguments: faults)
    func `each kind of fault is named`(code: String, sql: String) async throws {
        try await withLedger { fixture in
            try await live(fixture)
            try breakRules(of: fixture, sql)
            let findings = try await fixture.ledger.audit()
            let finding = try #require(findings.first { $0.code == code }, "\(findings)")
            #expect(!finding.message.isEmpty && finding.count > 0)
            #expect(finding.description.hasPrefix(code))
        }
    }

    /// Without foreign keys and triggers, as a damaged disk or a foreign tool would.
    private func breakRules(of fixture: LedgerFixture, _ sql: String) throws {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        let queue = try DatabaseQueue(path: fixture.path, configuration: configuration)
        defer { try? queue.close() }
        try queue.writeWithoutTransaction { database in
            let triggers = try String.fetchAll(database, sql: "SELECT name FROM sqlite_master WHERE type = 'trigger'")
            for trigger in triggers { try database.execute(sql: "DROP TRIGGER \(trigger)") }
            try database.execute(sql: "PRAGMA ignore_check_constraints = ON")
            try database.execute(sql: sql)
        }
    }

    @Test func `a finding lists the first rows and counts all`() async throws {
        try await withLedger { fixture in
            try await fixture.importProblems(50)
            try breakRules(of: fixture, "DELETE FROM job")
            let finding = try #require(try await fixture.ledger.audit().first { $0.code == "problem-stranded" })
            #expect(finding.count == 50 && finding.ids == Array(1...20))
            #expect("\(finding)".contains("(50 in problem: 1, 2, 3") && "\(finding)".hasSuffix("20, …)"))
        }
    }

    @Test func `a damaged page is found, and the rest is still looked at`() async throws {
        try await withLedger { fixture in
            try await fixture.importProblems(2000)
            try await fixture.ledger.close()
            let root = try fixture.rawInteger("SELECT rootpage FROM sqlite_master WHERE name = 'job_identity'")
            let handle = try FileHandle(forUpdating: URL(fileURLWithPath: fixture.path))
            try handle.seek(toOffset: UInt64((root - 1) * 4096))
            try handle.write(contentsOf: Data(repeating: 0xA5, count: 4096))
            try handle.close()
            let ledger = try fixture.another()
            let codes = Set(try await ledger.audit().map(\.code))
            #expect(codes.contains("integrity"))
            #expect(!codes.contains("count"), "the tables themselves are whole")
            try await ledger.close()
        }
    }
}
