import FakeModelServerKit
import Foundation
import Support
import TestSupport
import Testing

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// Whole runs whose models answer in batches only: run, export, answer, import, run, until everything is done.
@Suite struct BatchRunTests {
    private let config = Program.repository.appending(path: "config/openai.yaml").path

    /// A batch engine: answers the lines of a file with the fake server's completions.
    private struct Engine {
        let baseURL: String
        var random: StableRandom

        /// The result file for a batch file: shuffled, with one line in twenty (at least one) missing and as many failed.
        mutating func answer(_ calls: [JSONValue]) async throws -> (lines: [String], failed: Int, missing: Int) {
            let spoiled = calls.count > 2 ? max(1, calls.count / 20) : 0
            let order = calls.shuffled(using: &random)
            var lines: [String] = []
            for (index, call) in order.enumerated() where index >= spoiled {
                let id = try #require(call["custom_id"]?.string)
                if index < 2 * spoiled {
                    lines.append(Self.failure(id, index))
                } else {
                    let body = String(decoding: try await complete(try #require(call["body"])), as: UTF8.self)
                    lines.append(
                        #"{"id":"b-\#(index)","custom_id":"\#(id)","response":{"status_code":200,"request_id":"r","body":\#(body)},"error":null}"#
                    )
                }
            }
            return (lines.shuffled(using: &random), spoiled, spoiled)
        }

        /// The forms of OpenAI's error file, of its expired calls, and of vLLM, in turn.
        private static func failure(_ id: String, _ index: Int) -> String {
            switch index % 3 {
            case 0:
                #"{"custom_id":"\#(id)","response":{"status_code":500,"body":{"error":{"message":"overloaded"}}},"error":null}"#
            case 1: #"{"custom_id":"\#(id)","response":null,"error":{"code":"batch_expired","message":"too late"}}"#
            default:
                #"{"id":"vllm-1","custom_id":"\#(id)","response":{"status_code":400,"request_id":"r"},"error":{"message":"bad"}}"#
            }
        }

        private func complete(_ body: JSONValue) async throws -> Data {
            var request = URLRequest(url: try #require(URL(string: baseURL + "/chat/completions")))
            request.httpMethod = "POST"
            request.setValue("application/json", forHTTPHeaderField: "Content-Type")
            request.httpBody = try CanonicalJSON.data(body)
            let configuration = URLSessionConfiguration.ephemeral
            configuration.connectionProxyDictionary = [:]
            let session = URLSession(configuration: configuration)
            defer { session.invalidateAndCancel() }
            return try await session.data(for: request).0
        }
    }

    private func write(to folder: URL, world: ScriptedWorld) throws -> Program {
        try world.problemLines.write(to: folder.appending(path: "problems.jsonl"), atomically: true, encoding: .utf8)
        try String(contentsOfFile: config, encoding: .utf8)
            .replacing(
                "    max_concurrent: 64",
                with: "    offline: true\n    price: { input: 2, output: 8, batch: 0.5 }"
            )
            .write(to: folder.appending(path: "dsprover.yaml"), atomically: true, encoding: .utf8)
        var program = Program(folder: folder)
        // Nobody is called: no server has to be there, and no key.
        program.environment = [
            "OPENAI_API_KEY": nil, "OPENAI_BASE_URL": "http://127.0.0.1:1/v1", "DSPROVER_WRITER": "writer-1",
            "DSPROVER_PROVER": "prover-1",
        ]
        return program
    }

    private func export(_ program: Program, stage: String) async throws -> [JSONValue] {
        let name = "\(stage).jsonl"
        try? FileManager.default.removeItem(at: program.folder.appending(path: name))
        let result = try await program.run("batch", "export", "--stage", stage, "--output", name)
        #expect(result.status == 0, "\(result.errors)")
        let text = (try? String(contentsOf: program.folder.appending(path: name), encoding: .utf8)) ?? ""
        return try text.split(separator: "\n").map { try CanonicalJSON.decode(JSONValue.self, from: String($0)) }
    }

    private func ids(_ calls: [JSONValue]) -> Set<String> { Set(calls.compactMap { $0["custom_id"]?.string }) }

    /// Exports a stage, lets the engine answer, imports twice, and checks what is left.
    private func serve(_ stage: String, _ program: Program, _ engine: inout Engine) async throws -> Int {
        let calls = try await export(program, stage: stage)
        #expect(ids(calls).count == calls.count)
        #expect(ids(try await export(program, stage: stage)) == ids(calls), "exporting changes nothing")
        let answer = try await engine.answer(calls)
        try (answer.lines.joined(separator: "\n") + "\n").write(
            to: program.folder.appending(path: "results.jsonl"), atomically: true, encoding: .utf8)
        let answered = answer.lines.count - answer.failed
        let first = try await program.run("batch", "import", "results.jsonl", "--json")
        #expect(first.status == 0, "\(first.errors)")
        #expect(try first.json()["calls"]?.integer == answered)
        #expect(try first.json()["failed"]?.integer == answer.failed)
        if answer.failed > 0 { #expect(first.errors.contains("results.jsonl:")) }
        let second = try await program.run("batch", "import", "results.jsonl", "--json")
        #expect(try second.json()["calls"]?.integer == 0)
        #expect(try second.json()["samples"]?.integer == 0)
        #expect(try second.json()["alreadyAnswered"]?.integer == answered)
        let left = try await export(program, stage: stage)
        #expect(left.count == answer.missing + answer.failed, "what is missing or failed is exported again")
        #expect(ids(left).isSubset(of: ids(calls)))
        return answered
    }

    @Test func `a run whose models answer in batches ends as one whose models answer at once`() async throws {
        let world = ScriptedWorld()
        let server = try await FakeModelServer.start(script: world.script(delay: 0))
        try await withTemporaryFolder { folder in
            let program = try write(to: folder, world: world)
            var engine = Engine(baseURL: server.baseURL, random: StableRandom(seed: 7))
            var answered = 0
            var stages: Set<String> = []
            var arguments = ["formalize", "problems.jsonl"]
            for round in 1... {
                let run = try await program.run(arguments)
                arguments = ["formalize"]
                let jobs = try #require(try await program.run("status", "--json").json()["jobs"]?.object)
                let awaiting = jobs.filter { ($0.value["awaiting"]?.integer ?? 0) > 0 }.keys.sorted()
                guard !awaiting.isEmpty else {
                    #expect(run.status == 0, "\(run.errors)")
                    break
                }
                #expect(run.status == 4, "\(run.errors)")
                #expect(run.errors.contains("jobs wait for answers that come in a batch"), "\(run.errors)")
                for stage in awaiting { answered += try await serve(stage, program, &engine) }
                stages.formUnion(awaiting)
                try #require(round < 30)
            }
            // World-8 is proved by its fourth sample: prove's second wave was exported after the first had come back.
            #expect(stages == ["consistency", "formalize", "prove", "score"])
            #expect(try await Outcome.states(of: folder.appending(path: "dsprover.sqlite").path) == world.expected)
            let status = try await program.run("status", "--json").json()
            #expect(status["modelCalls"]?["sent"]?.integer == answered)
            #expect(status["modelCalls"]?["failed"]?.integer == 0)
            #expect(try await server.stats().repeated == 0)
            #expect(try await server.stats().requests == answered)
            let text = try await program.run("status").output
            #expect(text.contains("money"), "batches cost money: \(text)")
        }
        server.stop()
    }

    @Test func `what does not belong is named and does no harm`() async throws {
        let world = ScriptedWorld()
        try await withTemporaryFolder { folder in
            let program = try write(to: folder, world: world)
            #expect(try await program.run("formalize", "problems.jsonl").status == 4)
            let lines = [
                "no JSON", "{}", "",
                #"{"custom_id":"stranger","response":{"status_code":200,"body":{"choices":[]}},"error":null}"#,
            ]
            try lines.joined(separator: "\n").write(
                to: folder.appending(path: "odd.jsonl"), atomically: true, encoding: .utf8)
            let result = try await program.run("batch", "import", "odd.jsonl", "--json")
            #expect(result.status == 2)
            #expect(try result.json()["unreadable"]?.integer == 2)
            #expect(try result.json()["unknown"]?.integer == 1)
            #expect(
                result.errors.contains("odd.jsonl:1:") && result.errors.contains("\"stranger\""), "\(result.errors)")
            #expect(try await program.run("batch", "import", "none.jsonl").status == 2)

            for arguments in [
                ["batch", "export", "--stage", "elaborate", "--output", "x"],
                ["batch", "export", "--stage", "formalize", "--output", ""],
                ["batch", "export", "--stage", "formalize", "--output", "x", "--model", "prover"],
                ["batch", "export", "--stage", "dream", "--output", "x"],
            ] {
                #expect(try await program.run(arguments).status == 1, "\(arguments)")
            }
            let doctor = try await program.run("doctor", "--json").json()
            let models = (doctor["findings"]?.array ?? []).filter { $0["subject"]?.string?.hasPrefix("model ") == true }
            #expect(models.allSatisfy { $0["state"]?.string == "good" }, "no key is needed: \(models)")
        }
    }
}
