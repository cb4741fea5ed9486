import FakeModelServerKit
import Foundation
import Ledger
import Support
import TestSupport
import Testing

/// Whole runs with every model stage behind HTTP: `config/openai.yaml` against a scripted server.
@Suite struct ModelRunTests {
    private let config = Program.repository.appending(path: "config/openai.yaml").path

    private func program(in folder: URL, _ server: FakeModelServer) -> Program {
        var program = Program(folder: folder)
        program.environment = [
            "OPENAI_API_KEY": "sk-test-4711", "OPENAI_BASE_URL": server.baseURL, "DSPROVER_WRITER": "writer-1",
            "DSPROVER_PROVER": "prover-1",
        ]
        return program
    }

    private func write(_ world: ScriptedWorld, to folder: URL) throws {
        try world.problemLines.write(
            to: folder.appending(path: "problems.jsonl"), atomically: true, encoding: .utf8)
    }

    @Test func `all stages by HTTP end every problem as its script says, and a rerun sends nothing`() async throws {
        let world = ScriptedWorld()
        let server = try await FakeModelServer.start(script: world.script(delay: 0))
        try await withTemporaryFolder { folder in
            try write(world, to: folder)
            let program = program(in: folder, server)
            let result = try await program.run("formalize", "problems.jsonl", "--config", config)
            #expect(result.status == 0, "\(result.errors)")
            #expect(try await Outcome.states(of: folder.appending(path: "dsprover.sqlite").path) == world.expected)
            let sent = try await server.stats().requests
            let status = try await program.run("status", "--json", "--config", config).json()
            #expect(status["modelCalls"]?["sent"]?.integer == sent)
            #expect(status["modelCalls"]?["failed"]?.integer == 0)

            #expect(try await program.run("formalize", "problems.jsonl", "--config", config).status == 0)
            #expect(try await server.stats().requests == sent)
            try await expectExportCompiles(
                program, folder: folder, proofs: world.expected.values.count { $0 == ["verified"] })
        }
        server.stop()
    }

    /// What a trainer puts together, header + statement + proof, is accepted by a `lean` process of its own.
    private func expectExportCompiles(_ program: Program, folder: URL, proofs: Int) async throws {
        let exported = try await program.run("export", "--out", "proofs.jsonl", "--config", config)
        #expect(exported.status == 0, "\(exported.errors)")
        let report = try await program.run("doctor", "--json", "--config", config).json()
        let lean = try #require(report["lean"]?["path"]?.string)
        let rows = try String(contentsOf: folder.appending(path: "proofs.jsonl"), encoding: .utf8)
            .split(separator: "\n").map { try CanonicalJSON.decode(JSONValue.self, from: String($0)) }
        #expect(rows.count == proofs)
        for row in rows {
            let parts = ["header", "formal_statement", "formal_proof"].compactMap { row[$0]?.string }
            #expect(parts.count == 3)
            let messages = try await LeanProcess.messages(lean, source: parts.joined())
            #expect(!messages.contains { $0["severity"]?.string == "error" }, "\(parts.joined()): \(messages)")
        }
    }

    @Test func `the key is nowhere in what a run leaves or says`() async throws {
        let world = ScriptedWorld()
        var script = world.script(delay: 0)
        script.requiredKey = "another-key"
        let server = try await FakeModelServer.start(script: script)
        try await withTemporaryFolder { folder in
            try write(world, to: folder)
            var program = program(in: folder, server)
            program.environment["DSPROVER_LOG"] = "trace"
            let result = try await program.run("formalize", "problems.jsonl", "--config", config)
            #expect(result.status == 3)
            #expect(result.errors.contains("OPENAI_API_KEY"), "\(result.errors)")
            let status = try await program.run("status", "--config", config)
            let shown = try await program.run("show", "world-1", "--config", config)
            for text in [result.output, result.errors, status.output, shown.output] {
                #expect(!text.contains("sk-test-4711"))
            }
            for file in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
                let bytes = try Data(contentsOf: folder.appending(path: file))
                #expect(bytes.range(of: Data("sk-test-4711".utf8)) == nil, "\(file)")
            }
        }
        server.stop()
    }

    @Test(arguments: [1, 7, 16, 30])
    func `after kill -9 no answer that reached the ledger is asked for again`(answers: Int) async throws {
        let world = ScriptedWorld()
        // One sample per call, so that calls and stored answers can be counted against each other.
        let server = try await FakeModelServer.start(script: world.script(delay: 15))
        try await withTemporaryFolder { folder in
            try write(world, to: folder)
            let single = folder.appending(path: "single.yaml")
            try String(contentsOfFile: config, encoding: .utf8)
                .replacingOccurrences(
                    of: "    max_concurrent: 64", with: "    max_concurrent: 4\n    n: split"
                )
                .write(to: single, atomically: true, encoding: .utf8)
            let program = program(in: folder, server)
            let running = try program.start(["formalize", "problems.jsonl", "--config", single.path])
            _ = try await server.wait(for: "answered", atLeast: answers)
            running.signal(SIGKILL)
            _ = try await running.result()
            let path = folder.appending(path: "dsprover.sqlite").path
            let stored = try await storedAnswers(path)
            let answered = try await server.stats().answered
            #expect(stored <= answered)

            let result = try await program.run("formalize", "problems.jsonl", "--config", single.path)
            #expect(result.status == 0, "\(result.errors)")
            #expect(try await Outcome.states(of: path) == world.expected)
            // Only what was in the air at the kill may be asked for twice.
            #expect(try await server.stats().repeated <= answered - stored)
        }
        server.stop()
    }

    @Test func `SIGTERM gives back what is held, exits with 4, and the same command goes on`() async throws {
        let world = ScriptedWorld()
        let server = try await FakeModelServer.start(script: world.script(delay: 30))
        try await withTemporaryFolder { folder in
            try write(world, to: folder)
            let program = program(in: folder, server)
            let running = try program.start(["formalize", "problems.jsonl", "--config", config])
            _ = try await server.wait(for: "answered", atLeast: 3)
            running.signal(SIGTERM)
            let stopped = try await running.result()
            #expect(stopped.status == 4, "\(stopped.errors)")
            #expect(stopped.errors.contains("the same command goes on"))
            let path = folder.appending(path: "dsprover.sqlite").path
            let ledger = try Ledger.open(at: path)
            let queues = try await ledger.status().jobs.values
            #expect(queues.reduce(0) { $0 + $1.leased } == 0)
            #expect(queues.reduce(0) { $0 + $1.ready } > 0)
            try await ledger.close()

            let result = try await program.run("formalize", "--config", config)
            #expect(result.status == 0, "\(result.errors)")
            #expect(try await Outcome.states(of: path) == world.expected)
            #expect(try await server.stats().repeated == 0)
        }
        server.stop()
    }

    /// How many calls are counted in the ledger as sent; a call is counted after its answer is stored.
    private func storedAnswers(_ path: String) async throws -> Int {
        let ledger = try Ledger.open(at: path)
        let sent = try await ledger.status().modelCalls.sent
        try await ledger.close()
        return sent
    }
}
