import Foundation
import LeanChecking
import LeanSource
import Ledger
import Support
import TestSupport
import Testing
import TrainingData

@testable import Factory

/// A statement and its negation both verified, by a checker that says yes to everything.
@Suite struct AlarmTests {
    /// Lets a verification wait until both sides are being verified.
    private final class Gate: Sendable {
        private let claim = StopSignal()
        private let negation = StopSignal()

        func pass(_ statement: LockedStatement) async {
            (statement.name.hasSuffix("_neg") ? negation : claim).request()
            _ = await claim.wait()
            _ = await negation.wait()
        }
    }

    private func withAlarm(_ body: (SideWorld, URL) async throws -> Void) async throws {
        let gate = Gate()
        let checker = YesChecker(onVerify: { await gate.pass($0) })
        try await SideWorld.with(
            ["theorem t (n : Nat) : n = n", "theorem t (n : Nat) : n + 1 = 1 + n"], checker: checker,
            prover: { _, _ in SideWorld.fence("by rfl") }
        ) { world, folder in
            // The second problem is left for later.
            var second = JobSelection()
            second.subjects = [try #require(try await world.ledger.subject(named: "p2"))]
            try await world.ledger.park(second, reason: "later")
            #expect(try await world.run() == .finished)
            try await body(world, folder)
        }
    }

    @Test func `both sides verified raise an alarm, both proofs are set aside, and nothing is exported`() async throws {
        try await withAlarm { world, folder in
            let statement = try await world.statement()
            #expect(statement.state == .quarantined)
            #expect(statement.stateReason?.contains("both verified") == true)
            let history = try #require(try await world.ledger.history(of: "p1"))
            let proofs = try #require(history.statements.first).attempts
            #expect(Set(proofs.map(\.side)) == [.claim, .negation] && proofs.allSatisfy { $0.rung == 5 })
            #expect(history.events.contains { $0.level == .alarm && $0.kind == "both-sides-verified" })
            #expect(history.decisions.contains { $0.gate == "verify" && $0.verdict == "quarantined" })
            let status = try await world.ledger.status()
            #expect(status.quarantined.map(\.statementName) == [statement.name] && status.proved == 0)
            let out = folder.appending(path: "out.jsonl").path
            let count = try await TrainingExport(from: world.ledger).run(
                format: .raw, to: out, sides: [.claim, .negation])
            #expect(count == 0)
            #expect(try await world.ledger.audit() == [])
        }
    }

    @Test func `nothing under the header goes on, in no run, until a person lifts the quarantine`() async throws {
        try await withAlarm { world, _ in
            #expect(try await world.ledger.unpark() == 1)
            // Its formalization would be for nothing.
            #expect(try await world.run() == .finished)
            #expect(try await world.ledger.history(of: "p2")?.statements.isEmpty == true)
            // A statement that was written before cannot be worked on either.
            let formalize = try #require(
                try await world.ledger.claim(stages: ["formalize"], limit: 1, owner: "me", lease: .seconds(60)).first)
            let outcome = try await FormalizeStage().run(formalize, in: world.factory)
            try await world.ledger.complete(formalize, outcome)
            #expect(try await world.run() == .finished)
            #expect(try await world.statement("p2").state == .formalized)
            let parked = try await world.ledger.parkedJobs(limit: 10)
            #expect(parked.map(\.stage) == ["elaborate"])
            #expect(parked.first?.lastError?.contains("quarantine") == true)
            #expect(try await world.ledger.retry() == 0)
            #expect(try await world.ledger.unpark() == 0)

            let lifted = try await world.ledger.liftQuarantine()
            #expect(lifted.headers == 1 && lifted.jobs == 1)
            #expect(try await world.run() == .finished)
            #expect([.verified, .disproved, .quarantined].contains(try await world.statement("p2").state))
            #expect(try await world.statement("p1").state == .quarantined)
        }
    }
}
