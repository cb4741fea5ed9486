internal import Foundation
internal import Support
internal import Testing

@testable internal import Inference

@Suite struct DialectFieldTests {
    private let schema = JSONValue.object(["type": .string("object")])

    private func body(
        _ dialect: Dialect, _ shape: AnswerShape?, lessons: ServerLessons = ServerLessons(),
        _ change: (inout EndpointSettings) -> Void = { _ in }
    ) throws -> JSONValue {
        var settings = EndpointSettings(baseURL: "http://x/v1", model: "m", dialect: dialect)
        change(&settings)
        var request = ChatRequest.user("q", seed: 5)
        request.parameters.maxTokens = 9
        request.shape = shape
        let data = try CompletionBody.data(for: request, settings: settings, lessons: lessons)
        return try CanonicalJSON.decode(JSONValue.self, from: String(decoding: data, as: UTF8.self))
    }

    @Test(arguments: [
        (Dialect.openai, ["response_format"], [String]()), (.vllm, ["structured_outputs"], ["structured_outputs"]),
        (.sglang, ["response_format"], ["regex"]), (.llamacpp, ["json_schema"], []),
        (.ollama, ["response_format"], []), (.deepseek, [], []),
        (.together, ["response_format"], ["response_format"]), (.azure, ["response_format"], []),
    ])
    func `each dialect asks for a shape in its own field`(dialect: Dialect, schema: [String], regex: [String]) throws {
        let plain = Set(try body(dialect, nil).object?.keys.map { $0 } ?? [])
        func added(_ shape: AnswerShape) throws -> [String] {
            (try body(dialect, shape).object?.keys.filter { !plain.contains($0) } ?? []).sorted()
        }
        #expect(try added(.schema(name: "s", self.schema)) == schema)
        #expect(try added(.regex("a|b")) == regex)
        #expect(try body(dialect, .schema(name: "s", self.schema)) { $0.shapes = .off } == body(dialect, nil))
    }

    @Test func `the fields hold what the servers' manuals say`() throws {
        let shape = AnswerShape.schema(name: "s", schema)
        #expect(try body(.openai, shape)["response_format"]?["type"] == .string("json_schema"))
        #expect(try body(.openai, shape)["response_format"]?["json_schema"]?["schema"] == schema)
        #expect(try body(.openai, shape)["response_format"]?["json_schema"]?["name"] == .string("s"))
        #expect(try body(.vllm, shape)["structured_outputs"] == .object(["json": schema]))
        #expect(try body(.vllm, .regex("a"))["structured_outputs"] == .object(["regex": .string("a")]))
        let old = try body(.vllm, shape) { $0.shapes = .guided }
        #expect(old["guided_json"] == schema && old["structured_outputs"] == nil)
        #expect(try body(.llamacpp, shape)["json_schema"] == schema)
        #expect(try body(.sglang, .regex("a"))["regex"] == .string("a"))
        #expect(try body(.together, .regex("a"))["response_format"]?["pattern"] == .string("a"))
    }

    @Test func `token limit and seed go by the dialect, and by what was learned`() throws {
        let azure = try body(.azure, nil)
        #expect(azure["max_completion_tokens"] == .integer(9) && azure["max_tokens"] == nil)
        #expect(try body(.openai, nil)["max_tokens"] == .integer(9))
        #expect(try body(.openai, nil)["seed"] == .integer(5) && body(.deepseek, nil)["seed"] == nil)
        #expect(try body(.deepseek, nil) { $0.supportsSeed = true }["seed"] == .integer(5))
        var lessons = ServerLessons()
        for field in ServerLessons.Field.allCases { _ = lessons.refused(field) }
        let wiser = try body(.openai, .schema(name: "s", schema), lessons: lessons)
        #expect(wiser["max_completion_tokens"] == .integer(9) && wiser["max_tokens"] == nil)
        #expect(wiser["seed"] == nil && wiser["response_format"] == nil)
        #expect(try body(.openai, nil, lessons: lessons) { $0.maxTokensField = "max_new" }["max_new"] == .integer(9))
    }

    @Test(arguments: [
        (
            "https://n.openai.azure.com",
            "https://n.openai.azure.com/openai/deployments/gpt/chat/completions?api-version=v1"
        ),
        (
            "https://n.openai.azure.com/openai/deployments/other?api-version=2",
            "https://n.openai.azure.com/openai/deployments/gpt/chat/completions?api-version=2"
        ),
    ])
    func `Azure has one path per deployment, with a version in the query`(base: String, expected: String) throws {
        let address = try EndpointAddress(baseURL: base, model: "m", deployment: ("gpt", "v1"))
        #expect(address.completions == expected && address.host == "n.openai.azure.com")
        #expect(!address.display.contains("?"))
    }

    @Test func `Azure gets its key in a header of its own`() async throws {
        let transport = ScriptedTransport([.success(.completion("a"))])
        let settings = EndpointSettings(
            baseURL: "https://n.openai.azure.com", model: "gpt", dialect: .azure, apiKeyEnvironment: "K")
        let model = try OpenAIChatModel(
            name: "m", settings: settings, client: transport, environment: ["K": "sk-0123456789"])
        _ = try await model.answers(to: .user("q"))
        let headers = try #require(transport.requests.first).headers
        #expect(headers.contains { $0 == ("api-key", "sk-0123456789") })
        #expect(!headers.contains { $0.name == "Authorization" })
    }
}

@Suite struct ServerLessonsTests {
    @Test(
        arguments: [
            ("n", "", ServerLessons.Field.samples), ("response_format.json_schema", "", .shape),
            (nil, "Unsupported parameter: 'max_tokens' is not supported; use 'max_completion_tokens'.", .tokenLimit),
            (nil, "response_format type json_schema is not supported with this model", .shape),
            (nil, "Only one completion choice is allowed", .samples), (nil, "`n` must be 1", .samples),
            (nil, "extra fields not permitted: guided_json", .shape), (nil, "seed is not supported", .seed),
            (nil, "temperature must be n times smaller", nil), ("temperature", "out of range", nil), (nil, "", nil),
        ] as [(String?, String, ServerLessons.Field?)])
    func `a refusal is about the field that it names`(
        parameter: String?, message: String, field: ServerLessons.Field?
    ) {
        #expect(ServerLessons.field(parameter: parameter, message: message) == field)
    }

    @Test(arguments: [(1, 8, true), (1, 1, false), (7, 8, false), (0, 8, false), (8, 8, false)])
    func `one sample of many is a server that does not know n`(given: Int, wanted: Int, learned: Bool) {
        var lessons = ServerLessons()
        lessons.gave(given, of: wanted)
        #expect(lessons.learned.contains(.samples) == learned)
    }

    @Test func `a refused shape is left out at once and from then on, and the answer is plain text`() async throws {
        let refusal = #"{"error":{"message":"response_format is not supported","param":"response_format"}}"#
        let transport = ScriptedTransport([
            .success(.json(refusal, status: 400)), .success(.completion("plain")), .success(.completion("again")),
        ])
        let model = try OpenAIChatModel(
            name: "m", settings: EndpointSettings(baseURL: "http://x/v1", model: "m"), client: transport,
            environment: [:])
        var request = ChatRequest.user("q")
        request.shape = .schema(name: "s", .object([:]))
        #expect(try await model.answers(to: request).map(\.content) == ["plain"])
        #expect(try await model.answers(to: request).map(\.content) == ["again"])
        let sent = transport.requests.map { request -> Bool in
            guard case .post(let data) = request.method else { return false }
            return String(decoding: data, as: UTF8.self).contains("response_format")
        }
        #expect(sent == [true, false, false])
    }

    @Test func `a field that the settings ask for is no lesson: its refusal is an error`() async throws {
        let refusal = #"{"error":{"message":"bad","param":"seed"}}"#
        let transport = ScriptedTransport([.success(.json(refusal, status: 400))])
        var settings = EndpointSettings(baseURL: "http://x/v1", model: "m")
        settings.supportsSeed = true
        let model = try OpenAIChatModel(name: "m", settings: settings, client: transport, environment: [:])
        let error = await #expect(throws: InferenceError.self) {
            try await model.answers(to: .user("q", seed: 1))
        }
        #expect(error?.reason == .badRequest)
    }
}

@Suite struct TokenEstimateTests {
    @Test func `before the first answer the token limit is taken, then the mean of the answers`() {
        var estimate = TokenEstimate()
        var request = ChatRequest.user(String(repeating: "a", count: 400), samples: 0..<3)
        #expect(estimate.cost(of: request) == 100 + 3 * 512)
        request.parameters.maxTokens = 50
        #expect(estimate.cost(of: request) == 100 + 3 * 50)
        var answer = ChatAnswer.sample(0)
        answer.usage.completionTokens = 20
        estimate.learn(from: [answer])
        #expect(estimate.cost(of: request) == 100 + 3 * 20)
        answer.usage.completionTokens = 100_000
        estimate.learn(from: [answer])
        #expect(estimate.cost(of: request) == 100 + 3 * 50)
    }
}
