import FakeModelServerKit
import Foundation
import Support
import TestSupport
import Testing

/// Runs that end because the budget is spent, and go on with a larger one.
@Suite struct BudgetRunTests {
    private struct Missing: Error {
        let what: String
    }

    private let config = Program.repository.appending(path: "config/openai.yaml").path

    /// `config/openai.yaml` with prices, few tokens an answer, and this budget.
    private func write(budget: String, to folder: URL) throws -> String {
        let file = folder.appending(path: "budget.yaml")
        let text = try String(contentsOfFile: config, encoding: .utf8)
            .replacing("    max_concurrent: 64", with: "    max_concurrent: 64\n    price: { input: 100, output: 400 }")
            .replacing("    samples: 2\n", with: "    samples: 2\n    sampling: { max_tokens: 200 }\n")
        try (text + "\nbudget: \(budget)\n").write(to: file, atomically: true, encoding: .utf8)
        return file.path
    }

    private func program(in folder: URL, _ server: FakeModelServer) throws -> Program {
        let world = ScriptedWorld()
        try world.problemLines.write(to: folder.appending(path: "problems.jsonl"), atomically: true, encoding: .utf8)
        var program = Program(folder: folder)
        program.environment = [
            "OPENAI_API_KEY": "sk-test-4711", "OPENAI_BASE_URL": server.baseURL, "DSPROVER_WRITER": "writer-1",
            "DSPROVER_PROVER": "prover-1",
        ]
        return program
    }

    @Test(arguments: ["{ tokens: 12000 }", "{ money: 2.5, currency: EUR }"])
    func `a spent budget is exit 4 with everything kept, and a larger one goes on without paying twice`(
        budget: String
    ) async throws {
        let world = ScriptedWorld()
        let server = try await FakeModelServer.start(script: world.script(delay: 5))
        try await withTemporaryFolder { folder in
            let program = try program(in: folder, server)
            let small = try write(budget: budget, to: folder)
            let stopped = try await program.run("formalize", "problems.jsonl", "--config", small)
            #expect(stopped.status == 4, "\(stopped.errors)")
            #expect(stopped.errors.contains("stopped: budget."), "\(stopped.errors)")
            #expect(stopped.errors.contains("with a larger budget the same command goes on"))
            let status = try await program.run("status", "--json", "--config", small).json()
            let spent = try #require(status["spent"])
            let tokens = (spent["promptTokens"]?.integer ?? 0) + (spent["completionTokens"]?.integer ?? 0)
            #expect(tokens > 0)
            if budget.contains("tokens") {
                #expect(tokens <= 12000)
            } else {
                guard case .number(let money)? = spent["cost"] else { throw Missing(what: "cost in \(spent)") }
                #expect(money > 0 && money <= 2.5)
                #expect(stopped.errors.contains("EUR"))
            }
            // Nothing is left in somebody's hands.
            for queue in (status["jobs"]?.object ?? [:]).values { #expect(queue["leased"]?.integer == 0) }

            // The budget counts over the ledger's whole life: the same one is spent at once.
            let again = try await program.run("formalize", "--config", small)
            #expect(again.status == 4, "\(again.errors)")

            let large = try write(budget: "{ tokens: 10000000, money: 1000 }", to: folder)
            let result = try await program.run("formalize", "--config", large)
            #expect(result.status == 0, "\(result.errors)")
            #expect(try await Outcome.states(of: folder.appending(path: "dsprover.sqlite").path) == world.expected)
            #expect(try await server.stats().repeated == 0)
        }
        server.stop()
    }

    @Test func `hours end a run, and status and show tell what everything cost`() async throws {
        let server = try await FakeModelServer.start(script: ScriptedWorld().script(delay: 0))
        try await withTemporaryFolder { folder in
            let program = try program(in: folder, server)
            let none = try write(budget: "{ hours: 0 }", to: folder)
            let stopped = try await program.run("formalize", "problems.jsonl", "--config", none)
            #expect(stopped.status == 4)
            #expect(stopped.errors.contains("budget.hours"), "\(stopped.errors)")
            #expect(try await server.stats().answered == 0)

            let file = try write(budget: "{ money: 1000, currency: CHF }", to: folder)
            #expect(try await program.run("formalize", "--config", file).status == 0)
            let accounts = try #require(
                try await program.run("status", "--json", "--config", file).json()["accounts"]?.array)
            let prover = try #require(
                accounts.first { $0["model"]?.string == "prover" && $0["stage"]?.string == "prove" })
            #expect(prover["round"]?.integer == 1 && prover["metered"] == .bool(true))
            for member in ["sent", "answers", "promptTokens", "completionTokens"] {
                #expect((prover[member]?.integer ?? 0) > 0, "\(member)")
            }
            let latency = try #require(prover["latency"])
            #expect(latency["count"] == prover["sent"])
            #expect(latency["p50"]?.integer != nil && latency["p95"]?.integer != nil && latency["p99"]?.integer != nil)
            let text = try await program.run("status", "--config", file).output
            #expect(text.contains("CHF") && text.contains("p99 ms") && text.contains("budget:"), "\(text)")
            let shown = try await program.run("show", "world-2", "--config", file).output
            #expect(shown.contains("cost of formalize: 1 calls"), "\(shown)")
            #expect(shown.contains("cost in all:") && shown.contains("CHF"), "\(shown)")
        }
        server.stop()
    }
}
