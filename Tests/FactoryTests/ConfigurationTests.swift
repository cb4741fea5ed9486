import Foundation
import Inference
import Support
import Testing

@testable import Factory

@Suite struct ConfigurationTests {
    private func parse(_ text: String) throws(ConfigurationError) -> Configuration {
        try ConfigurationLoader.parse(text, name: "test.yaml")
    }

    @Test(arguments: ["", "# only a comment\n", "{}"])
    func `an empty file means the defaults`(text: String) throws {
        #expect(try parse(text) == Configuration())
    }

    @Test func `values in the file replace the defaults and nothing else`() throws {
        let configuration = try parse("lean: { workers: 7 }\nstages: { score: { admit: [good] } }")
        #expect(configuration.lean.workers == 7)
        #expect(configuration.stages.score.admit == ["good"])
        #expect(configuration.stages.prove == ProveSettings())
    }

    @Test(arguments: [
        ("lean: { wokers: 7 }", "lean.wokers is not a known setting"),
        ("lean: { workers: 0 }", "lean.workers must be between 1 and 1024, but is 0"),
        ("lean: { workers: many }", "lean.workers has the wrong type; expected a whole number"),
        ("lean: { profile: half }", "lean.profile is \"half\"; it must be auto, embedded or full"),
        ("models: { x: { kind: magic } }", "models.x.kind is \"magic\""),
        ("models: { x: { kind: openai, model: m } }", "models.x.base_url is needed"),
        ("models: { x: { kind: openai, model: m, base_urls: [] } }", "models.x.base_url is needed"),
        ("models: { x: { kind: openai, model: m, base_url: a, base_urls: [b] } }", "cannot stand together"),
        ("models: { x: { kind: openai, model: m, base_url: a, dialect: gemini } }", "openai, vllm, sglang, llamacpp"),
        ("models: { x: { kind: openai, model: m, base_url: a, n: maybe } }", "auto, native, split"),
        (
            "models: { x: { kind: openai, model: m, base_url: a, max_concurrent: 2, min_concurrent: 3 } }",
            "min_concurrent"
        ),
        ("models: { x: { kind: openai, model: m, base_url: a, structured_answers: guided } }", "only the dialect vllm"),
        ("models: { x: { kind: openai, model: m, base_url: a, requests_per_minute: 0 } }", "must be between 1 and"),
        ("models: { x: { model: m } }", "models.x.kind is missing"),
        ("stages: { score: { admit: [splendid] } }", "stages.score.admit names \"splendid\""),
        ("stages: { prove: { models: [nobody] } }", "names the model \"nobody\""),
        ("stages: { formalize: { models: [] } }", "stages.formalize.models must name at least one model"),
        ("stages: { prove: { waves: [0] } }", "stages.prove.waves must hold numbers"),
        ("stages: { prove: { sampling: { temperature: 3 } } }", "temperature must be between 0 and 2"),
        ("budget: { money: -1 }", "budget.money must be between 0 and 1000000000, but is -1"),
        ("budget: { tokens: -1 }", "budget.tokens must be 0 or more"),
        ("budget: { hours: 1e9 }", "budget.hours must be between"),
        ("budget: { dollars: 5 }", "budget.dollars is not a known setting"),
        ("budget: { currency: '' }", "budget.currency must be a word"),
        ("models: { x: { kind: heuristic, price: { input: 1, output: 1 } } }", "models.x.price is not a known setting"),
        (
            "models: { x: { kind: openai, base_url: u, model: m, price: { input: 1 } } }",
            "models.x.price.output is missing"
        ),
        (
            "models: { x: { kind: openai, base_url: u, model: m, price: { input: -1, output: 1 } } }",
            "models.x.price.input must be between"
        ),
        (
            """
            models: { x: { kind: openai, base_url: u, model: m } }
            stages: { score: { model: x } }
            budget: { money: 5 }
            """, "budget.money is set, but models.x has no price"
        ),
        ("run: [1, 2]", "run has the wrong type"),
        ("lean: {", "this is not YAML"),
        ("just a text", "the file has the wrong type"),
    ])
    func `a mistake is an error that names the key`(text: String, complaint: String) {
        do throws(ConfigurationError) {
            _ = try parse(text)
            Issue.record("accepted: \(text)")
        } catch {
            #expect(error.message.contains(complaint), "\(error.message)")
            #expect(error.message.hasPrefix("test.yaml: "))
            #expect(error.kind == .input)
        }
    }

    @Test func `a rendered configuration reads back as itself`() throws {
        var configuration = Configuration()
        configuration.lean.header = "import Mathlib\nopen Nat"
        configuration.stages.prove.portfolio = nil
        configuration.stages.prove.models = ["rules"]
        #expect(try parse(try ConfigurationLoader.render(configuration)) == configuration)
    }

    @Test func `a rendered configuration has numbers as people write them`() throws {
        var configuration = Configuration()
        configuration.lean.wallClockSeconds = 30
        configuration.run.drainSeconds = 0.125
        configuration.run.seed = .max
        let text = try ConfigurationLoader.render(configuration)
        let lines = text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
        for line in [
            "wall_clock_seconds: 30", "drain_seconds: 0.125", "top_p: 0.95", "temperature: 0", "temperature: 1",
        ] {
            #expect(lines.contains(line), "\(line)")
        }
        #expect(lines.contains("seed: 18446744073709551615"))
        #expect(!text.contains("e+") && !text.contains("e-0") && !text.contains("e-1"))
        #expect(try parse(text) == configuration)
    }

    @Test func `texts that look like numbers, and numbers of any kind in a body, read back as what they were`() throws {
        let configuration = try parse(
            """
            models:
              m: { kind: openai, base_url: http://x/v1, model: "3e+1", extra_headers: { X-A: "9.5e-1", X-B: "1.0" },
                   extra_body: { whole: 5.0, part: 0.5, big: 1.0e+300, small: 1.0e-9, count: 5, text: "1e+2",
                                 list: [2.0, "2e+0"] } }
            lean: { header: "3e+1" }
            """)
        let endpoint = try #require(configuration.models["m"]?.endpoint)
        #expect(endpoint.extraBody["whole"] == .number(5) && endpoint.extraBody["count"] == .integer(5))
        #expect(try parse(try ConfigurationLoader.render(configuration)) == configuration)
    }

    @Test func `an endpoint needs only its address and its model, times are seconds, and all of it reads back`() throws
    {
        let few = try parse("models: { m: { kind: openai, base_url: http://x/v1, model: y } }")
        #expect(few.models["m"]?.endpoint == EndpointSettings(baseURL: "http://x/v1", model: "y"))
        let all = try parse(
            """
            models:
              m: { kind: openai, base_url: "${A:-http://x}/v1", model: y, api_key_env: KEY, api_key_header: api-key,
                   dialect: vllm, max_concurrent: 30, min_concurrent: 2, requests_per_minute: 600,
                   tokens_per_minute: 100000, stop_after_refusals: 3, n: split, samples_per_call: 2, supports_seed: false,
                   structured_answers: guided, http2: prior-knowledge, ca_file: ca.pem, first_byte_timeout_seconds: 30,
                   max_tokens_field: max_completion_tokens, extra_headers: { X-A: "${B}" }, extra_body: { top_k: 5 },
                   max_retries: 1, connect_timeout_seconds: 2.5, total_timeout_seconds: 90, retry_delay_seconds: 0.5,
                   max_retry_delay_seconds: 4, max_retry_seconds: 99, max_retry_after_seconds: 7 }
              c: { kind: openai, base_urls: [http://one/v1, http://two/v1], model: y, http2: off, n: native }
              z: { kind: openai, base_url: https://z.openai.azure.com, model: gpt, dialect: azure, api_version: v }
            """)
        let endpoint = try #require(all.models["m"]?.endpoint)
        #expect(endpoint.connectTimeout == .seconds(2.5) && endpoint.totalTimeout == .seconds(90))
        #expect(
            endpoint.retryPolicy
                == RetryPolicy(
                    maximumRetries: 1, firstDelay: .seconds(0.5), maximumDelay: .seconds(4), maximumTime: .seconds(99),
                    longestServerDelay: .seconds(7)))
        #expect(endpoint.maxConcurrent == 30 && endpoint.minConcurrent == 2 && endpoint.stopAfterRefusals == 3)
        #expect(endpoint.requestsPerMinute == 600 && endpoint.tokensPerMinute == 100_000)
        #expect(endpoint.dialect == .vllm && endpoint.sampleMode == .split && endpoint.samplesPerCall == 2)
        #expect(endpoint.shapes == .guided && endpoint.firstByteTimeout == .seconds(30))
        #expect(endpoint.httpVersion == .priorKnowledge && endpoint.certificateFile == "ca.pem")
        #expect(endpoint.apiKeyEnvironment == "KEY" && endpoint.apiKeyHeader == "api-key")
        #expect(endpoint.supportsSeed == false)
        let cluster = try #require(all.models["c"]?.endpoint)
        #expect(cluster.baseURLs == ["http://one/v1", "http://two/v1"])
        #expect(cluster.httpVersion == .off && cluster.sampleMode == .native)
        #expect(all.models["z"]?.endpoint?.apiVersion == "v")
        #expect(endpoint.maxTokensField == "max_completion_tokens" && endpoint.extraBody["top_k"] == .integer(5))
        #expect(try parse(try ConfigurationLoader.render(all)) == all)
    }

    @Test func `none switches the portfolio off`() throws {
        #expect(try parse("stages: { prove: { portfolio: none } }").stages.prove.portfolio == nil)
    }

    @Test func `every shipped configuration loads`() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../config").standardized
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "yaml" }
        #expect(files.count >= 2)
        for file in files {
            let loaded = try ConfigurationLoader.load(file.path, folder: folder)
            #expect(loaded.configuration.templates == "deepseek-prover", "\(file.lastPathComponent)")
        }
    }

    @Test func `a file that was named must exist, the default one need not`() throws {
        let nowhere = URL(filePath: "/nonexistent-folder", directoryHint: .isDirectory)
        #expect(try ConfigurationLoader.load(nil, folder: nowhere).file == nil)
        #expect(throws: ConfigurationError.self) { try ConfigurationLoader.load("no.yaml", folder: nowhere) }
    }
}

@Suite struct EnvironmentReferencesTests {
    private func expand(_ text: String) throws(ConfigurationError) -> String {
        try EnvironmentReferences.expand(text, setting: "models.x.base_url", environment: ["A": "1", "EMPTY": ""])
    }

    @Test(arguments: [
        ("plain", "plain"), ("${A}", "1"), ("x${A}y${A}z", "x1y1z"), ("${B:-two}", "two"), ("${A:-two}", "1"),
        ("${EMPTY:-e}", "e"), ("${B:-}", ""), ("$A", "$A"),
    ])
    func `references are replaced by values or fallbacks`(text: String, expected: String) throws {
        #expect(try expand(text) == expected)
    }

    @Test func `a variable that is not set is an error that names it`() {
        do throws(ConfigurationError) {
            _ = try expand("${B}/v1")
            Issue.record("accepted")
        } catch {
            #expect(error.message.contains("B is not set"))
            #expect(error.message.contains("models.x.base_url"))
        }
    }

    @Test func `a reference without end is an error`() {
        #expect(throws: ConfigurationError.self) { try expand("${A") }
    }
}

@Suite struct SecretMaskTests {
    @Test(arguments: [
        ("http://x/v1", "http://x/v1"),
        ("https://me:hunter2@host:8000/v1", "https://me:***@host:8000/v1"),
        ("https://:hunter2@host/v1", "https://:***@host/v1"),
        ("https://me:hun@ter2@host/v1", "https://me:***@host/v1"),
        ("https://me@host:8000/v1?at=a:b@c", "https://me@host:8000/v1?at=a:b@c"),
        ("me:hunter2@host/v1", "me:***@host/v1"),
        ("https://me:${PASSWORD}@host/v1", "https://me:${PASSWORD}@host/v1"),
        ("https://me:${PASSWORD:-}@host/v1", "https://me:${PASSWORD:-}@host/v1"),
        ("https://me:${PASSWORD:-hunter2/}@host/v1", "https://me:***@host/v1"),
        ("https://me:x${PASSWORD}@host/v1", "https://me:***@host/v1"),
        ("${SERVER:-https://me:hunter2@host}/v1", "${SERVER:-https://me:***@host}/v1"),
        ("${SCHEME:-https}://me:hunter2@host/v1", "${SCHEME:-https}://me:***@host/v1"),
        ("${SERVER:-http://localhost:8000}/v1", "${SERVER:-http://localhost:8000}/v1"),
        ("https://${USER:-me}:hunter2@host/v1", "https://${USER:-me}:***@host/v1"),
        ("https://host/v1?api-key=hunter2", "https://host/v1?api-key=***"),
        (
            "https://host/v1?api-version=2024-10-21&Access_Token=hunter2&x=1#f",
            "https://host/v1?api-version=2024-10-21&Access_Token=***&x=1#f"
        ),
        ("https://host/v1?sig=hunter2", "https://host/v1?sig=***"),
        ("https://host/v1?design=plain&key=&key", "https://host/v1?design=plain&key=&key"),
        ("https://host/v1?key=${KEY}&n=1", "https://host/v1?key=${KEY}&n=1"),
        ("https://host/v1?key=${KEY:-hunter2&}&n=1", "https://host/v1?key=***&n=1"),
        ("${SERVER:-https://host/v1?key=hunter2}/x", "${SERVER:-https://host/v1?key=***}/x"),
        ("https://me:hunter2@host/v1?key=hunter2", "https://me:***@host/v1?key=***"),
        ("", ""), ("://", "://"), ("https://me:@host", "https://me:@host"),
    ])
    func `the password of an address is hidden and nothing else`(address: String, shown: String) {
        #expect(SecretMask.address(address) == shown)
    }

    @Test(arguments: [
        ("Authorization", "Bearer sk-live", "***"), ("X-Api-Key", "sk-live", "***"), ("x-goog-TOKEN", "t", "***"),
        ("Client-Secret", "s", "***"), ("Cookie", "a=b", "***"), ("X-Organization", "prover", "prover"),
        ("api-key", "${KEY}", "${KEY}"), ("api-key", "${KEY:-}", "${KEY:-}"), ("api-key", "${KEY:-sk-live}", "***"),
        ("api-key", "${A}x${B}", "***"), ("api-key", "${}", "***"), ("Authorization", "Bearer ${KEY}", "Bearer ${KEY}"),
        ("Authorization", "Bearer x${KEY}", "***"),
    ])
    func `header values are hidden by name unless they are references`(name: String, value: String, shown: String) {
        #expect(SecretMask.headers([name: value]) == [name: shown])
    }

    @Test func `texts in a body are hidden by their names, at any depth, and numbers stay`() {
        let body: [String: JSONValue] = [
            "api_key": .string("hunter2"), "max_tokens": .integer(5), "user": .string("me"),
            "routing": .object([
                "provider_token": .array([.string("hunter2"), .string("${TOKEN}")]), "order": .string("x"),
            ]),
            "credentials": .object(["name": .string("hunter2")]), "stop_token_ids": .array([.integer(2)]),
        ]
        #expect(
            SecretMask.body(body) == [
                "api_key": .string("***"), "max_tokens": .integer(5), "user": .string("me"),
                "routing": .object([
                    "provider_token": .array([.string("***"), .string("${TOKEN}")]), "order": .string("x"),
                ]),
                "credentials": .object(["name": .string("***")]), "stop_token_ids": .array([.integer(2)]),
            ])
    }

    @Test func `no rendering of a configuration holds a secret in the clear`() throws {
        var configuration = Configuration()
        var settings = ModelSettings(builtIn: .openai)
        settings.endpoint = EndpointSettings(
            baseURL: "https://me:hunter2@host/v1", model: "m", extraHeaders: ["Cookie": "hunter2", "X-A": "shown"])
        configuration.models["m"] = settings
        for text in [try ConfigurationLoader.render(configuration), try CanonicalJSON.string(configuration)] {
            #expect(!text.contains("hunter2") && text.contains("***") && text.contains("shown"), "\(text)")
            _ = try ConfigurationLoader.parse(text, name: "again.yaml")
        }
        #expect(configuration.models["m"]?.endpoint?.extraHeaders["Cookie"] == "hunter2")
    }
}
