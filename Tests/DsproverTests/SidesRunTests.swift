import FakeModelServerKit
import Foundation
import GRDB
import Support
import TestSupport
import Testing

/// Whole runs of the program that search both sides, repair refused proofs and follow sketches, against a scripted server.
@Suite struct SidesRunTests {
    private struct Problem {
        let id: String
        let text: String
        let theorem: String
        var proofs = ["by omega"]
        var refutations = ["CANNOT: I believe it"]
        var repairs: [(of: String, answer: String)] = []
        var sketch = "CANNOT: no plan"
        let end: String
    }

    private static let problems = [
        Problem(
            id: "false", text: "Every number is below its square, one.", theorem: "theorem t (n : Nat) : n < n * n",
            refutations: ["by\n  intro h\n  exact absurd (h 0) (by decide)"], end: "disproved"),
        Problem(
            id: "true", text: "Sums commute, two.", theorem: "theorem t (a b : Nat) : a + b = b + a", end: "verified"),
        Problem(
            id: "mended", text: "At most is below the next, three.",
            theorem: "theorem t (a b : Nat) (h : a ≤ b) : a < b + 1", proofs: ["by exact first_try"],
            repairs: [("first_try", "by exact second_try"), ("second_try", "by exact Nat.lt_succ_of_le h")],
            end: "verified"),
        Problem(
            id: "planned", text: "Two implications make one, four.",
            theorem: "theorem t (p q r : Prop) (hp : p) (hpq : p → q) (hqr : q → r) : r",
            sketch: "by\n  have hq : q := by sorry\n  have hr : r := by sorry\n  exact hr", end: "verified"),
        Problem(
            id: "open", text: "A function keeps its argument, five.",
            theorem: "theorem t (f : Nat → Nat) (n : Nat) : f n = n", end: "exhausted"),
    ]

    private static let configuration = """
        templates: deepseek-prover
        lean: { profile: embedded, workers: 2 }
        models:
          writer: { kind: openai, base_url: "${BASE}", model: writer-1, max_concurrent: 4 }
          prover: { kind: openai, base_url: "${BASE}", model: prover-1, max_concurrent: 4 }
        stages:
          formalize: { models: [writer] }
          lint: { enabled: false }
          score: { enabled: false }
          consistency: { enabled: false }
          prove:
            portfolio: none
            models: [prover]
            waves: [1]
            repair: { rounds: 2 }
            sketch: { enabled: true, models: [writer], samples: 1, lemma_samples: 1 }
          refute: { enabled: true, portfolio: none, models: [prover], waves: [1] }
        """

    private static func answer(_ text: String) -> ScriptAnswer {
        ScriptAnswer(text.hasPrefix("CANNOT") ? text : "Here:\n```lean4\n\(text)\n```")
    }

    private static func script(delay: Int) -> ModelScript {
        var rules: [ScriptRule] = []
        func rule(_ problem: Problem, _ part: String, _ answers: [String], model: String = "prover-1") {
            rules.append(
                ScriptRule(
                    model: model, matches: "\\Q\(problem.text)\\E[\\s\\S]*\\Q\(part)\\E", answers: answers.map(answer),
                    delay: delay))
        }
        for problem in problems {
            for (refused, mended) in problem.repairs { rule(problem, "\(refused)\n<error>", [mended]) }
            rule(problem, "Answer with the whole theorem and a proof that holds.", ["by simp"])
            rule(problem, "_neg : ¬", problem.refutations)
            rule(problem, "_h1 (p q r", ["by\n  exact hpq hp"])
            rule(problem, "_h2 (p q r", ["by\n  exact hqr hq"])
            rule(problem, ":= by\n  sorry", [problem.sketch], model: "writer-1")
            rule(problem, ":= by\n  sorry", problem.proofs)
            rule(problem, "", [problem.theorem + " := by sorry"], model: "writer-1")
        }
        return ModelScript(models: ["writer-1", "prover-1"], rules: rules)
    }

    private func withProgram(delay: Int, _ body: (Program, FakeModelServer, URL) async throws -> Void) async throws {
        let server = try await FakeModelServer.start(script: Self.script(delay: delay))
        try await withTemporaryFolder { folder in
            var program = Program(folder: folder)
            program.environment = ["BASE": server.baseURL]
            try Self.configuration.write(
                to: folder.appending(path: "dsprover.yaml"), atomically: true, encoding: .utf8)
            try Self.problems.map { "{\"id\":\"\($0.id)\",\"problem\":\"\($0.text)\"}" }.joined(separator: "\n")
                .write(to: folder.appending(path: "problems.jsonl"), atomically: true, encoding: .utf8)
            try await body(program, server, folder)
        }
        server.stop()
    }

    private var expected: [String: [String]] {
        Dictionary(uniqueKeysWithValues: Self.problems.map { ($0.id, [$0.end]) })
    }

    @Test func `each problem ends as its script says, and status, show and export tell of both sides`() async throws {
        try await withProgram(delay: 0) { program, _, folder in
            let result = try await program.run("formalize", "problems.jsonl")
            #expect(result.status == 0, "\(result.errors)")
            #expect(try await Outcome.states(of: folder.appending(path: "dsprover.sqlite").path) == expected)
            #expect(result.output.contains("disproved"))
            let mended = try await program.run("show", "mended").output
            #expect(mended.contains("(repair, round 2)") && mended.contains("prove-repair: round 2"), "\(mended)")
            let planned = try await program.run("show", "planned").output
            #expect(planned.contains("prove-sketch: glued"))
            let refuted = try await program.run("show", "false").output
            #expect(refuted.contains("refute: refuted") && refuted.contains("notP verified rung 5"), "\(refuted)")
            for (side, count) in [("claim", 3), ("negation", 1), ("both", 4)] {
                let exported = try await program.run("export", "--side", side, "--out", "\(side).jsonl")
                #expect(exported.errors.contains("exported \(count) proofs"), "\(exported.errors)")
            }
            // What is exported checks again, as any file of proofs does.
            let again = try await program.run("check", "--json", "both.jsonl")
            #expect(again.status == 0, "\(again.output) \(again.errors)")
            #expect(try await program.run("quarantine").output.contains("nothing is in quarantine"))
            #expect(try await program.run("ledger", "check").status == 0)
        }
    }

    @Test(arguments: [2, 6, 11])
    func `killed with -9 and started again, every problem comes to the same end`(answers: Int) async throws {
        try await withProgram(delay: 20) { program, server, folder in
            let running = try program.start(["formalize", "problems.jsonl"])
            _ = try await server.wait(for: "answered", atLeast: answers)
            running.signal(SIGKILL)
            _ = try await running.result()
            let result = try await program.run("formalize", "problems.jsonl")
            #expect(result.status == 0, "\(result.errors)")
            #expect(try await Outcome.states(of: folder.appending(path: "dsprover.sqlite").path) == expected)
            #expect(try await program.run("ledger", "check").status == 0)
        }
    }

    @Test func `a header in quarantine stops the program with exit code 3, and exports nothing, until it is lifted`()
        async throws
    {
        try await withProgram(delay: 0) { program, _, folder in
            #expect(try await program.run("formalize", "problems.jsonl").status == 0)
            // What only a broken Lean could bring about.
            let queue = try DatabaseQueue(path: folder.appending(path: "dsprover.sqlite").path)
            try await queue.write { database in
                try database.execute(
                    sql:
                        "INSERT INTO quarantined_header(header, since, statement_id, reason) VALUES ('', 1, 1, 'a test')"
                )
            }
            try queue.close()
            let result = try await program.run("formalize")
            #expect(result.status == 3 && result.errors.contains("ALARM"), "\(result.errors)")
            let exported = try await program.run("export", "--side", "both", "--out", "none.jsonl")
            #expect(exported.errors.contains("exported 0 proofs") && exported.errors.contains("ALARM"))
            #expect(try await program.run("status").output.contains("ALARM"))
            let listed = try await program.run("quarantine", "list", "--json").json()
            #expect(listed.array?.count == 1 && listed.array?.first?["reason"]?.string == "a test")
            #expect(try await program.run("quarantine", "lift", "nobody").status == 1)
            let lifted = try await program.run("quarantine", "lift")
            #expect(lifted.status == 0 && lifted.output.contains("1 headers are out of quarantine"))
            #expect(try await program.run("formalize").status == 0)
            let again = try await program.run("export", "--side", "both", "--out", "all.jsonl")
            #expect(again.errors.contains("exported 4 proofs"), "\(again.errors)")
        }
    }
}
