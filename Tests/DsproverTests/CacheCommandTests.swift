import FakeModelServerKit
import Foundation
import Support
import TestSupport
import Testing

@Suite struct CacheCommandTests {
    private let config = Program.repository.appending(path: "config/openai.yaml").path

    @Test func `no-cache asks anew, and prune takes what no queued work can ask for`() async throws {
        let world = ScriptedWorld()
        let server = try await FakeModelServer.start(script: world.script(delay: 0))
        try await withTemporaryFolder { folder in
            // The one problem that ends without Lean.
            let line = try #require(world.problemLines.split(separator: "\n").first { $0.contains("world-5") })
            try "\(line)\n".write(to: folder.appending(path: "problems.jsonl"), atomically: true, encoding: .utf8)
            var program = Program(folder: folder)
            program.environment = [
                "OPENAI_API_KEY": "sk-test-4711", "OPENAI_BASE_URL": server.baseURL, "DSPROVER_WRITER": "writer-1",
                "DSPROVER_PROVER": "prover-1",
            ]
            #expect(
                try await program.run("formalize", "problems.jsonl", "--config", config, "--no-cache").status == 0)
            let stocks = try await program.run("cache", "info", "--json", "--config", config).json()
            let answers = try #require(stocks.array?.first?["answers"]?.integer)
            #expect(answers == 2)
            #expect(try await program.run("cache", "info", "--config", config).output.contains("writer-1"))

            #expect(try await program.run("cache", "prune", "--config", config).status == 1, "a condition is needed")
            #expect(try await program.run("cache", "prune", "--older-than", "soon", "--config", config).status == 1)
            for (arguments, said) in [
                (["--older-than", "1d"], "0 answers deleted"),
                (["--unused", "--dry-run"], "2 answers would be deleted"),
                (["--unused", "--model", "other"], "0 answers deleted"), (["--unused"], "2 answers deleted"),
            ] {
                let result = try await program.run(["cache", "prune", "--config", config] + arguments)
                #expect(result.output.contains(said), "\(arguments): \(result.output) \(result.errors)")
            }
            #expect(try await program.run("cache", "info", "--json", "--config", config).json() == .array([]))
        }
        server.stop()
    }
}
