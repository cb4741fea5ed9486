import Inference
import LeanChecking
import LeanSource
import Ledger
import Synchronization
import Testing

@testable import Factory

/// Proofs that Lean refuses go back to the model, with the real Lean.
@Suite(.serialized) struct RepairTests {
    private static let theorem = "theorem t (a b : Nat) (h : a ≤ b) : a < b + 1"

    private static func oneSide(_ rounds: Int, budget: Int = 64) -> (inout Configuration) -> Void {
        {
            $0.stages.refute.enabled = false
            $0.stages.prove.waves = [2]
            $0.stages.prove.repair.rounds = rounds
            $0.stages.prove.repair.budget = budget
        }
    }

    @Test func `a statement that is provable only after two repairs is proved, and each attempt names what it repairs`()
        async throws
    {
        try await withEmbeddedLean { checker in
            let seen = Mutex<[String]>([])
            try await SideWorld.with(
                [Self.theorem], checker: checker, configure: Self.oneSide(2),
                prover: { request, sample in
                    guard let failed = request.inputs["failed_proof"] else {
                        if sample == 0 { return "CANNOT: no idea" }
                        return SideWorld.fence("by\n  have h2 := h\n  exact wrong_name h2")
                    }
                    seen.withLock { $0.append(failed) }
                    if failed.contains("wrong_name") { return SideWorld.fence("by\n  exact h") }
                    return SideWorld.fence("by omega")
                }
            ) { world, _ in
                try await world.run()
                #expect(try await world.statement().state == .verified)
                let attempts = try await world.attempts()
                #expect(attempts.map(\.repairRound) == [0, 1, 2] && attempts.map(\.sample) == [1, 8, 9])
                #expect(attempts[1].repairs == attempts[0].id)
                let rounds = attempts.dropFirst()
                #expect(rounds.last?.repairs == rounds.first?.id && rounds.last?.verdict == "verified")
                #expect(rounds.allSatisfy { $0.template.contains("prove_repair") })
                // The message stands below its line.
                let marked = seen.withLock { $0 }.first { $0.contains("wrong_name") }
                let lines = try #require(marked).split(separator: "\n")
                #expect(lines[1].contains("exact wrong_name") && lines[2].hasPrefix("<error>"), "\(lines)")
                #expect(try await world.decisions().contains("prove-repair: round 2"))
                try await world.expectSound()
            }
        }
    }

    @Test func `repairs end with the rounds and with the budget of the statement`() async throws {
        for (rounds, budget, wanted) in [(1, 64, 2), (3, 64, 6), (3, 3, 3), (8, 64, 16), (0, 64, 0)] {
            let repairs = Mutex(0)
            try await SideWorld.with(
                [Self.theorem], checker: YesChecker(accepts: { _ in false }),
                configure: Self.oneSide(rounds, budget: budget),
                prover: { request, sample in
                    guard request.inputs["failed_proof"] != nil else { return SideWorld.fence("by exact a\(sample)") }
                    return SideWorld.fence("by exact b\(repairs.withLock { $0 += 1; return $0 })")
                }
            ) { world, _ in
                try await world.run()
                #expect(try await world.statement().state == .exhausted)
                #expect(repairs.withLock { $0 } == wanted, "\(rounds) rounds, budget \(budget)")
                let attempts = try await world.attempts()
                #expect(attempts.count { $0.repairRound > 0 } == wanted)
                #expect(Set(attempts.map { "\($0.template)#\($0.sample)" }).count == attempts.count)
                try await world.expectSound()
            }
        }
    }

    @Test func `the budget holds over the waves`() async throws {
        try await SideWorld.with(
            [Self.theorem], checker: YesChecker(accepts: { _ in false }),
            configure: {
                Self.oneSide(1, budget: 5)(&$0)
                $0.stages.prove.waves = [2, 2, 2, 2]
            },
            prover: { request, sample in
                SideWorld.fence("by exact \(request.inputs["failed_proof"] == nil ? "a" : "b")\(sample)")
            }
        ) { world, _ in
            try await world.run()
            let repairs = try await world.attempts().filter { $0.repairRound > 0 }
            #expect(repairs.map(\.wave) == [1, 1, 2, 2, 3] && repairs.map(\.sample) == [0, 8, 16, 24, 32])
        }
    }

    @Test func `a repair that says the same again is checked once and not repaired further`() async throws {
        let calls = Mutex(0)
        try await SideWorld.with(
            [Self.theorem], checker: YesChecker(accepts: { _ in false }), configure: Self.oneSide(4),
            prover: { request, _ in
                if request.inputs["failed_proof"] != nil { calls.withLock { $0 += 1 } }
                return SideWorld.fence("by exact same")
            }
        ) { world, _ in
            try await world.run()
            #expect(calls.withLock { $0 } == 1)
            #expect(try await world.attempts().count == 1)
        }
    }
}

@Suite struct MarkedProofTests {
    private func result(_ messages: [LeanMessage], _ verdict: Verdict = .failed) -> CheckResult {
        CheckResult(
            verdict: verdict, rung: 2, messages: messages, axioms: [], elapsed: .zero, peakMemoryBytes: nil,
            leanVersion: "0")
    }

    private func error(_ line: Int, _ text: String, inStatement: Bool = false) -> LeanMessage {
        LeanMessage(severity: .error, line: line, column: 0, text: text, isInStatement: inStatement)
    }

    private let proof = ProofBody(text: "intro h\nomega", style: .tactics)

    @Test func `messages stand below their lines, those about the statement behind the proof`() {
        let messages = [
            error(1, "one"), error(2, "two"), error(1, "of the statement", inStatement: true), error(9, "far"),
        ]
        #expect(
            MarkedProof(proof, result(messages), limit: 8).text == """
                intro h
                <error>one</error>
                omega
                <error>two</error>
                <error>of the statement</error>
                <error>far</error>
                """)
    }

    @Test func `warnings are left out, messages are counted and cut`() {
        let warning = LeanMessage(severity: .warning, line: 1, column: 0, text: "unused")
        let long = String(repeating: "x", count: 5000)
        let text = MarkedProof(proof, result([warning, error(1, long), error(2, "two")]), limit: 1).text
        #expect(!text.contains("unused") && !text.contains("two") && text.utf8.count < 700)
    }

    @Test func `without any message the verdict stands behind the proof`() {
        #expect(MarkedProof(proof, result([], .incomplete), limit: 8).text.hasSuffix("<error>incomplete</error>"))
    }
}
