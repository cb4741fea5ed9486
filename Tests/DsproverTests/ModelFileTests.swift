import FakeModelServerKit
import Foundation
import Support
import TestSupport
import Testing

/// Every file of `config/models` is complete, and works with a server of that kind as it stands.
@Suite struct ModelFileTests {
    private static let folder = Program.repository.appending(path: "config/models")

    /// The server, and the variable that names its address.
    private static let files: [(ServerDialect, String)] = [
        (.vllm, "VLLM_BASE_URL"), (.sglang, "SGLANG_BASE_URL"), (.llamacpp, "LLAMACPP_BASE_URL"),
        (.ollama, "OLLAMA_BASE_URL"), (.openai, "OPENAI_BASE_URL"), (.deepseek, "DEEPSEEK_BASE_URL"),
        (.together, "TOGETHER_BASE_URL"), (.azure, "AZURE_OPENAI_ENDPOINT"),
    ]

    @Test func `there is one file for each kind of server`() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
        #expect(Set(names) == Set(Self.files.map { "\($0.0.rawValue).yaml" }))
    }

    @Test(arguments: files)
    func `the file loads, and a run asks a server of that kind by it`(
        dialect: ServerDialect, variable: String
    ) async throws {
        let file = Self.folder.appending(path: "\(dialect.rawValue).yaml").path
        let key = "sk-file-4711-abcdefgh"
        try await withTemporaryFolder { folder in
            var program = Program(folder: folder)
            let shown = try await program.run("config", "--json", "--config", file)
            #expect(shown.status == 0, "\(shown.errors)")
            let model = try #require(try shown.json()["models"]?["model"])
            #expect(model["dialect"]?.string == dialect.rawValue)
            let keyVariable = model["api_key_env"]?.string

            let text = "Something about sheaves."
            let server = try await FakeModelServer.start(
                script: ModelScript(
                    dialect: dialect, requiredKey: keyVariable == nil ? nil : key,
                    rules: [ScriptRule(contains: text, answers: ["CANNOT: sheaves"])]))
            // As its file says: with or without the version in the path.
            let hasVersion = (model["base_url"]?.string ?? "").contains("/v1")
            program.environment[variable] = hasVersion ? server.baseURL : server.baseURL.replacing("/v1", with: "")
            if let keyVariable { program.environment[keyVariable] = key }
            try #"{"id":"a","problem":"\#(text)"}"#.write(
                to: folder.appending(path: "problems.jsonl"), atomically: true, encoding: .utf8)
            let run = try await program.run("formalize", "problems.jsonl", "--config", file)
            #expect(run.status == 0, "\(run.errors)")
            let status = try await program.run("status", "--json", "--config", file).json()
            #expect(status["problemStates"]?["unformalizable"]?.integer == 1)
            let account = try #require(status["accounts"]?.array?.first { $0["model"]?.string == "model" })
            #expect(account["answers"]?.integer == 4 && account["failed"]?.integer == 0, "\(account)")
            #expect((account["completionTokens"]?.integer ?? 0) > 0)
            // What the file says of `n` is what the server sees.
            let calls = model["n"]?.string == "split" ? 4 : 1
            #expect(try await server.stats().answered == calls)
            server.stop()
        }
    }
}
