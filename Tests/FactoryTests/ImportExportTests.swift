import Foundation
import Inference
import LeanSource
import Ledger
import Support
import TestSupport
import Testing
import TrainingData

@testable import Factory

@Suite struct ProblemImportTests {
    private func withImport(
        _ body: (ProblemImport, Ledger, URL) async throws -> Void
    ) async throws {
        try await withTemporaryFolder { folder in
            let ledger = try Ledger.open(at: folder.appending(path: "l.sqlite").path)
            try await body(ProblemImport(into: ledger), ledger, folder)
            try await ledger.close()
        }
    }

    @Test func `an id that belongs to another text is named with both places, in one file and over two`() async throws {
        try await withImport { problems, ledger, folder in
            let first = folder.appending(path: "a.jsonl").path
            let second = folder.appending(path: "b.jsonl").path
            try "{\"id\":\"x\",\"problem\":\"one\"}\n{\"id\":\"x\",\"problem\":\"two\"}\n"
                .write(toFile: first, atomically: true, encoding: .utf8)
            try "{\"id\":\"y\",\"problem\":\"three\"}\n{\"id\":\"x\",\"problem\":\"four\"}\n"
                .write(toFile: second, atomically: true, encoding: .utf8)
            var named: [String] = []
            let one = try await problems.run(path: first) { named.append("\($0.file):\($0.line)") }
            let two = try await problems.run(path: second) { named.append("\($0.file):\($0.line) \($0.detail)") }
            #expect(one.inserted == 1 && one.bad == 1)
            #expect(two.inserted == 1 && two.bad == 1)
            #expect(named.first == "\(first):2")
            #expect(named.last?.hasPrefix("\(second):2") == true)
            #expect(named.last?.contains("\(first):1") == true)
            let status = try await ledger.status()
            #expect(status.problems == 2)
            #expect(status.badLines == 2)
        }
    }

    @Test func `bad lines come in the order of the file, and doing it again counts none twice`() async throws {
        try await withImport { problems, ledger, folder in
            let path = folder.appending(path: "a.jsonl").path
            let lines = (1...2500).map { $0 % 500 == 0 ? "{" : "{\"problem\":\"number \($0)\"}" }
            try lines.joined(separator: "\n").write(toFile: path, atomically: true, encoding: .utf8)
            for _ in 1...2 {
                var numbers: [Int] = []
                let summary = try await problems.run(path: path) { numbers.append($0.line) }
                #expect(numbers == [500, 1000, 1500, 2000, 2500])
                #expect(summary.read == 2495)
            }
            #expect(try await ledger.status().badLines == 5)
        }
    }
}

@Suite struct LedgerAnswerCacheTests {
    @Test func `an answer comes back as it was stored, and a key keeps its first answer`() async throws {
        try await withTemporaryFolder { folder in
            let ledger = try Ledger.open(at: folder.appending(path: "l.sqlite").path)
            let cache = LedgerAnswerCache(ledger: ledger)
            let answer = ChatAnswer(
                sample: 3, content: "a\u{0}b \u{2028} ℕ", reasoning: "hm", finishReason: .length,
                usage: TokenUsage(promptTokens: 7, completionTokens: 9, isEstimated: true), latencyMilliseconds: 12)
            func record(_ outcome: CallRecord.Outcome) async throws {
                try await cache.record(
                    CallRecord(model: "m", identity: "i", purpose: "prove", subject: nil, outcome: outcome))
            }
            try await record(.answered([("k", answer)]))
            var other = answer
            other.content = "other"
            try await record(.answered([("k", other)]))
            #expect(try await cache.answers(for: ["k", "none"]) == ["k": answer])
            try await record(.served(samples: 3))
            try await record(.failed(code: "inference.server", message: "status 500"))
            let calls = try await ledger.status().modelCalls
            #expect(calls.sent == 3 && calls.cached == 3 && calls.failed == 1)
            try await ledger.close()
        }
    }
}

@Suite struct TrainingExportTests {
    /// A ledger with one verified statement whose proof is of the style.
    private func exported(proof: String, style: String, header: String = "") async throws -> JSONValue {
        try await withTemporaryFolder { folder in
            let ledger = try Ledger.open(at: folder.appending(path: "l.sqlite").path)
            _ = try await ledger.importProblems(
                [NewProblem(externalID: "e-1", statement: "One.", file: "f", line: 1)], firstStage: "formalize")
            let job = try #require(
                try await ledger.claim(stages: ["formalize"], limit: 1, owner: "t", lease: .seconds(60)).first)
            var formalized = StepOutcome()
            formalized.problemState = .formalized
            formalized.newStatements = [
                NewStatement(
                    name: "e_1", source: "theorem e_1 (n : ℕ) : n = n", header: header, normalHash: "h",
                    model: "english",
                    template: "r/formalize@1", sample: 0, followUp: "prove")
            ]
            try await ledger.complete(job, formalized)
            let prove = try #require(
                try await ledger.claim(stages: ["prove"], limit: 1, owner: "t", lease: .seconds(60)).first)
            for state in [StatementState.elaborated, .proved] {
                var move = StepOutcome()
                move.statementMove = StatementMove(to: state)
                if state == .proved {
                    move.attempts = [
                        NewAttempt(
                            model: "m", template: "r/prove@1", sample: 0, proof: proof, proofStyle: style,
                            verdict: "verified", rung: 3, followUp: "verify")
                    ]
                } else {
                    move.followUps = [NewJob(stage: "prove", wave: 1)]
                }
                let current =
                    state == .elaborated
                    ? prove
                    : try #require(
                        try await ledger.claim(stages: ["prove"], limit: 1, owner: "t", lease: .seconds(60)).first)
                try await ledger.complete(current, move)
            }
            let verify = try #require(
                try await ledger.claim(stages: ["verify"], limit: 1, owner: "t", lease: .seconds(60)).first)
            var verified = StepOutcome()
            verified.statementMove = StatementMove(to: .verified, rung: 4)
            verified.verification = NewVerification(
                rung: 4, verdict: "verified", axioms: ["propext"], leanVersion: "4.35.0", library: "lib")
            try await ledger.complete(verify, verified)
            let path = folder.appending(path: "out.jsonl").path
            #expect(try await TrainingExport(from: ledger).run(format: .raw, to: path) == 1)
            try await ledger.close()
            return try CanonicalJSON.decode(
                JSONValue.self, from: try String(contentsOfFile: path, encoding: .utf8))
        }
    }

    @Test func `a row says where everything came from`() async throws {
        let row = try await exported(proof: "rfl", style: "tactics", header: "import Mathlib")
        #expect(row["external_id"]?.string == "e-1")
        #expect(row["lean_code"]?.string == "import Mathlib\n\ntheorem e_1 (n : ℕ) : n = n := by\n  rfl\n")
        #expect(row["goal"]?.string == "n : ℕ\n⊢ n = n")
        #expect(row["axioms"]?.array == [.string("propext")])
        #expect(row["rung"]?.integer == 4)
        #expect(row["formalizer"]?.string == "english")
        #expect(row["prover"]?.string == "m")
        #expect(row["templates"]?.array == [.string("r/formalize@1"), .string("r/prove@1")])
        #expect(row["library"]?.string == "lib")
    }

    @Test func `a proof that only holds as a term is exported as one, as it was checked`() async throws {
        let row = try await exported(proof: "Eq.refl n", style: "term")
        #expect(row["formal_proof"]?.string == "Eq.refl n")
        #expect(row["lean_code"]?.string == "theorem e_1 (n : ℕ) : n = n :=\n  Eq.refl n\n")
    }
}
