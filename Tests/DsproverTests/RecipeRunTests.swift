import FakeModelServerKit
import Foundation
import Support
import TestSupport
import Testing

/// Every shipped recipe through the program, with models behind HTTP and the embedded Lean: one small world, whose problems
/// end as the gates of the recipe say.
@Suite struct RecipeRunTests {
    private struct Problem {
        let id: String
        let text: String
        let theorem: String
        var isFaithful = true
        var proof = "by omega"
        var refutation = "CANNOT: I believe it"
        /// What comes back when the proof is returned with Lean's messages.
        var repaired = "CANNOT: no idea"
        /// What comes back when the statement is.
        var mended = "CANNOT: no idea"
        /// By recipe: deepseek-prover, formalmath, goedel.
        let ends: [String]
    }

    private static let problems = [
        Problem(
            id: "plain", text: "Sums commute, recipe one.", theorem: "theorem t (a b : Nat) : a + b = b + a",
            ends: ["verified", "verified", "verified"]),
        Problem(
            id: "wrong", text: "Every number is below its square, recipe two.",
            theorem: "theorem t (n : Nat) : n < n * n", proof: "by exact believe_me",
            refutation: "by\n  intro h\n  exact absurd (h 0) (by decide)",
            ends: ["disproved", "disproved", "exhausted"]),
        Problem(
            id: "unfaithful", text: "Products commute, recipe three.", theorem: "theorem t (a : Nat) : a + 0 = a",
            isFaithful: false, ends: ["rejected", "rejected", "rejected"]),
        Problem(
            id: "vacuous", text: "A number below zero is seven, recipe four.",
            theorem: "theorem t (n : Nat) (h : n < 0) : n = 7", ends: ["vacuous", "vacuous", "vacuous"]),
        Problem(
            id: "mended", text: "What is related goes on, recipe five.",
            theorem:
                "theorem t (R : Nat → Nat → Prop) (t : ∀ a b c, R a b → R b c → R a c) (x : R 1 2) (y : R 2 3) : R 1 3",
            proof: "by exact first_try", repaired: "by exact t 1 2 3 x y", ends: ["exhausted", "exhausted", "verified"]),
        Problem(
            id: "broken", text: "A number times one, recipe six.", theorem: "theorem t (n : Nat) : n times 1 = n",
            mended: "theorem t (n : Nat) : n * 1 = n", ends: ["illFormed", "illFormed", "illFormed verified"]),
    ]

    private static func answer(_ text: String) -> ScriptAnswer {
        ScriptAnswer(text.hasPrefix("CANNOT") ? text : "Here:\n```lean4\n\(text)\n```")
    }

    private static let script: ModelScript = {
        var rules: [ScriptRule] = []
        func rule(_ model: String, _ problem: Problem, _ part: String, _ answer: ScriptAnswer) {
            rules.append(
                ScriptRule(
                    model: model, matches: "\\Q\(problem.text)\\E[\\s\\S]*\\Q\(part)\\E", answers: [answer]))
        }
        for problem in problems {
            rule("writer", problem, "Lean's errors", answer(problem.mended + " := by sorry"))
            rule("writer", problem, "", answer(problem.theorem + " := by sorry"))
            let (same, yes, grade) = problem.isFaithful ? ("same", "yes", "good") : ("different", "no", "poor")
            rule("judge", problem, "translated-back", ScriptAnswer("Verdict: \(same)"))
            rule("judge", problem, "", ScriptAnswer("Analysis: scripted.\nAssessment: \(grade)\n\nVerdict: \(yes)"))
            rule("prover", problem, "_vacuous", answer("CANNOT: nothing contradicts itself"))
            rule("prover", problem, "first_try\n<error>", answer(problem.repaired))
            rule("prover", problem, "_neg : ¬", answer(problem.refutation))
            rule("prover", problem, "", answer(problem.proof))
        }
        // The translator does not see the problem.
        rules.append(ScriptRule(model: "judge", answers: ["Translation: it is translated-back."]))
        return ModelScript(models: ["writer-1", "writer-2", "judge-1", "judge-2", "prover-1"], rules: rules)
    }()

    @Test(arguments: ["deepseek-prover", "formalmath", "goedel"])
    func `every problem ends as the gates of the recipe say`(recipe: String) async throws {
        let server = try await FakeModelServer.start(script: Self.script)
        try await withTemporaryFolder { folder in
            let lines = Self.problems.map { "{\"id\":\"\($0.id)\",\"problem\":\"\($0.text)\"}" }
            try Data(lines.joined(separator: "\n").utf8).write(to: folder.appending(path: "problems.jsonl"))
            var program = Program(folder: folder)
            program.environment = ["OPENAI_API_KEY": "sk-recipe", "OPENAI_BASE_URL": server.baseURL]
            let config = Program.repository.appending(path: "config/\(recipe).yaml").path
            let result = try await program.run("formalize", "problems.jsonl", "--config", config)
            #expect(result.status == 0, "\(result.errors)")
            let place = try #require(["deepseek-prover", "formalmath", "goedel"].firstIndex(of: recipe))
            let expected = Dictionary(
                uniqueKeysWithValues: Self.problems.map { problem in
                    (problem.id, problem.ends[place].split(separator: " ").map(String.init))
                })
            let states = try await Outcome.states(of: folder.appending(path: "dsprover.sqlite").path)
            #expect(states == expected)
            #expect(try await program.run("ledger", "check", "--config", config).status == 0)
            let exported = try await program.run("export", "--out", "proofs.jsonl", "--config", config)
            let proofs = expected.values.count { $0.contains("verified") }
            #expect(exported.errors.contains("exported \(proofs) proofs"), "\(exported.errors)")
            let checked = try await program.run("check", "--json", "proofs.jsonl")
            #expect(checked.status == 0, "\(checked.output)")
        }
        server.stop()
    }
}
