import FakeModelServerKit
import Foundation
import Support
import TestSupport
import Testing

/// Servers that echo what they were sent, in every way they can, and a look into everything a run leaves and says.
@Suite struct SecretsTests {
    private static let key = "sk-test-4711-abcdefghijklmnop"
    private static let token = "client-token-0815-qrstuvwxyz"
    private static let item = "query-key-1234-qrstuvwxyz"

    /// Problems whose calls meet one echo each: errors that are repeated, that park the job, that end in an answer.
    private var script: ModelScript {
        let echo = "you sent {{authorization}} to /v1/chat/completions?api-key=\(Self.item) with \(Self.token)"
        let error = #"{"error":{"message":"\#(echo)","code":"x"}}"#
        let page = "<html><head><title>Bad: \(echo)</title></head><body>\(echo)</body></html>"
        let completion =
            #"{"choices":[{"index":0,"message":{"content":"CANNOT: \#(echo)","reasoning_content":"\#(echo)"}},"#
            + #"{"index":1,"message":{"content":"CANNOT: \#(echo)"}}]}"#
        let passing: [ScriptFault] = [
            ScriptFault(.status, times: 1, status: 500, body: error),
            ScriptFault(.html, times: 1, body: page),
            ScriptFault(.status, times: 1, status: 429, body: echo, retryAfter: "0"),
            ScriptFault(.plainText, times: 1, body: echo),
            ScriptFault(.errorObject, times: 1, body: error),
            ScriptFault(.status, times: 1, status: 503, headers: ["Location": "/?api-key=\(Self.item)"]),
        ]
        return ModelScript(
            models: ["writer-1"],
            rules: [
                ScriptRule(contains: "passing", answers: ["CANNOT: it is a poem"], faults: passing),
                ScriptRule(contains: "refused", faults: [ScriptFault(.status, status: 400, body: error)]),
                ScriptRule(
                    contains: "moved",
                    faults: [
                        ScriptFault(.status, status: 302, body: page, headers: ["Location": "https://x/?k=\(Self.key)"])
                    ]),
                ScriptRule(contains: "echoed", faults: [ScriptFault(.status, status: 200, body: completion)]),
                ScriptRule(contains: "stalled", faults: [ScriptFault(.stall)]),
            ])
    }

    private func program(in folder: URL, _ server: FakeModelServer, offline: Bool = false) throws -> Program {
        let yaml = """
            models:
              writer: { kind: openai, base_url: "\(server.baseURL)?api-key=${QUERY_KEY}", model: writer-1,
                        api_key_env: MODEL_KEY, extra_headers: { X-Client-Token: "${CLIENT_TOKEN}" },
                        retry_delay_seconds: 0.01, max_retries: 8, offline: \(offline) }
            stages: { formalize: { models: [writer], samples: 2 }, prove: { portfolio: none } }
            run: { maximum_tries: 1 }
            """
        try yaml.write(to: folder.appending(path: "dsprover.yaml"), atomically: true, encoding: .utf8)
        var program = Program(folder: folder)
        program.environment = [
            "MODEL_KEY": Self.key, "CLIENT_TOKEN": Self.token, "QUERY_KEY": Self.item, "DSPROVER_LOG": "trace",
        ]
        return program
    }

    private func write(_ problems: [String], to folder: URL) throws {
        let lines = problems.map { #"{"id":"\#($0)","problem":"The \#($0) problem."}"# }
        try lines.joined(separator: "\n").write(
            to: folder.appending(path: "problems.jsonl"), atomically: true, encoding: .utf8)
    }

    /// The secrets, whole and as far as a text that was cut would show them.
    private func expectClean(_ text: Data, _ place: String) {
        for secret in [Self.key, Self.token, Self.item] {
            for form in [secret, String(secret.prefix(12)), Data(secret.utf8).base64EncodedString()] {
                #expect(text.range(of: Data(form.utf8)) == nil, "\(place) holds \(form)")
            }
        }
    }

    private func expectClean(_ folder: URL) throws {
        for file in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            expectClean(try Data(contentsOf: folder.appending(path: file)), file)
        }
    }

    private func expectClean(_ result: Program.Result, _ command: String) {
        expectClean(Data(result.output.utf8), "the output of \(command)")
        expectClean(Data(result.errors.utf8), "standard error of \(command)")
        for scalar in result.errors.unicodeScalars where scalar.value < 0x20 && scalar != "\n" && scalar != "\t" {
            Issue.record("\(command) wrote the control character \(scalar.value)")
        }
    }

    @Test func `after runs with failures no secret is in the ledger, the logs, the reports or the batch files`()
        async throws
    {
        let server = try await FakeModelServer.start(script: script)
        try await withTemporaryFolder { folder in
            try write(["passing", "refused", "moved", "echoed"], to: folder)
            let program = try program(in: folder, server)
            let run = try await program.run("formalize", "problems.jsonl")
            #expect(run.status == 4, "two jobs are parked: \(run.errors)")
            // The echoes did arrive, without the secrets in them.
            #expect(run.errors.contains("[key]"), "\(run.errors)")
            expectClean(run, "formalize")
            try expectClean(folder)
            for arguments in [
                ["status"], ["status", "--json"], ["show", "echoed"], ["show", "refused", "--json"], ["config"],
                ["config", "--json"], ["doctor", "--json"], ["cache", "info", "--json"],
                ["formalize", "--retry-parked"],
            ] {
                expectClean(try await program.run(arguments), arguments.joined(separator: " "))
            }
            let status = try await program.run("status", "--json").json()
            let faults = status["accounts"]?.array?.first?["faults"]?.array ?? []
            #expect(faults.contains { $0["lastMessage"]?.string?.contains("[key]") == true }, "\(faults)")
            try expectClean(folder)

            let offline = try self.program(in: folder, server, offline: true)
            _ = try await offline.run("formalize", "--retry-parked")
            let export = try await offline.run("batch", "export", "--stage", "formalize", "--output", "calls.jsonl")
            #expect(
                export.status == 0 && FileManager.default.fileExists(atPath: folder.appending(path: "calls.jsonl").path)
            )
            expectClean(export, "batch export")
            let id = try String(contentsOf: folder.appending(path: "calls.jsonl"), encoding: .utf8)
                .split(separator: "\n").first.flatMap {
                    try CanonicalJSON.decode(JSONValue.self, from: String($0))["custom_id"]?.string
                }
            let bad =
                #"{"custom_id":"\#(try #require(id))","error":{"message":"key \#(Self.key) \#(Self.token) refused"}}"#
            let results = FileManager.default.temporaryDirectory.appending(path: "results-\(UUID().uuidString).jsonl")
            try bad.write(to: results, atomically: true, encoding: .utf8)
            let load = try await offline.run("batch", "import", results.path)
            try FileManager.default.removeItem(at: results)
            #expect(load.errors.contains("[key]"), "\(load.errors)")
            expectClean(load, "batch import")
            try expectClean(folder)
        }
        server.stop()
    }

    @Test func `a refused key is reported without it`() async throws {
        var script = script
        script.requiredKey = "another"
        let server = try await FakeModelServer.start(script: script)
        try await withTemporaryFolder { folder in
            try write(["passing"], to: folder)
            let program = try program(in: folder, server)
            let run = try await program.run("formalize", "problems.jsonl")
            #expect(run.status == 3)
            #expect(run.errors.contains("MODEL_KEY") && run.errors.contains("[key]"), "\(run.errors)")
            expectClean(run, "formalize")
            try expectClean(folder)
        }
        server.stop()
    }

    @Test(.timeLimit(.minutes(2)), arguments: [SIGSEGV, SIGABRT])
    func `a crash in the middle of a call shows no secret`(signal: Int32) async throws {
        let server = try await FakeModelServer.start(script: script)
        try await withTemporaryFolder { folder in
            try write(["stalled"], to: folder)
            var program = try program(in: folder, server)
            program.environment["SWIFT_BACKTRACE"] = "enable=yes,color=no"
            let running = try program.start(["formalize", "problems.jsonl"])
            _ = try await server.wait(for: "requests", atLeast: 1)
            running.signal(signal)
            // A signal from outside is no instruction that fails again: the program goes on after its backtrace.
            do { try await running.wait(forError: "Backtrace took") } catch { Issue.record("no backtrace: \(error)") }
            running.signal(SIGKILL)
            expectClean(try await running.result(), "a crashed run")
            try expectClean(folder)
        }
        server.stop()
    }
}
