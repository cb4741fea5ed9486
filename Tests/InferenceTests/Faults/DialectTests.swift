internal import FakeModelServerKit
internal import Foundation
internal import Inference
internal import Support
internal import Testing

/// Every dialect of the client against the server that has its habits.
@Suite struct DialectTests {
    static let dialects: [(Dialect, ServerDialect)] = Dialect.allCases.compactMap { dialect in
        ServerDialect(rawValue: dialect.rawValue).map { (dialect, $0) }
    }

    private let key = "sk-live-0123456789abcdef"

    private func serve(
        _ server: ServerDialect, model: String = "prover", _ change: (inout ModelScript) -> Void = { _ in },
        _ body: (FaultyServer) async throws -> Void
    ) async throws {
        var script = ModelScript(
            dialect: server, models: [model], refusesOtherModels: true, requiredKey: key,
            rules: [ScriptRule(answers: ["zero", ScriptAnswer("one", reasoning: "hm", finish: "length"), "two"])])
        change(&script)
        try await FaultyServer.with(script, body)
    }

    /// The address as a person would write it into the configuration.
    private func address(_ faulty: FaultyServer, _ server: ServerDialect) -> String {
        let root = "http://127.0.0.1:\(faulty.server.port)"
        return server == .azure || server == .deepseek ? root : "\(root)/v1"
    }

    private let parameters = SamplingParameters(temperature: 0.8, topP: 0.95, maxTokens: 512, seed: 0)

    private func question(_ samples: Range<Int>) -> ChatRequest {
        ChatRequest(
            messages: [
                ChatMessage(role: .system, content: "You translate."), ChatMessage(role: .user, content: "Translate."),
            ], parameters: parameters, samples: samples, purpose: "test")
    }

    @Test(arguments: dialects)
    func `samples come back, each its own, with reasoning and finish`(
        dialect: Dialect, server: ServerDialect
    ) async throws {
        try await serve(server) { faulty in
            let model = try faulty.model(key: key, at: address(faulty, server)) { $0.dialect = dialect }
            // A server may show only by its answer that it does not know `n`; a caller asks for the rest.
            var answers: [ChatAnswer] = []
            for _ in 0..<3 where answers.count < 3 {
                answers += try await model.answers(to: question(answers.count..<3))
            }
            #expect(answers.map(\.sample) == [0, 1, 2])
            #expect(Set(answers.map(\.content)).isSubset(of: ["zero", "one", "two"]))
            if DialectTraits(dialect).takesSeed { #expect(answers.map(\.content) == ["zero", "one", "two"]) }
            for answer in answers {
                #expect(answer.finishReason == (answer.content == "one" ? .length : .stop))
                #expect(answer.reasoning == (answer.content == "one" ? "hm" : nil))
                #expect(!answer.usage.isEstimated)
            }
        }
    }

    @Test(arguments: dialects)
    func `a wrong key, an unknown model and a prompt that is too long are told apart`(
        dialect: Dialect, server: ServerDialect
    ) async throws {
        try await serve(server, { $0.contextTokens = 600 }) { faulty in
            func reason(key: String, model: String, tokens: Int) async throws -> InferenceError.Reason? {
                let model = try faulty.model(key: key, at: address(faulty, server)) {
                    $0.dialect = dialect
                    $0.model = model
                }
                var request = question(0..<1)
                request.parameters.maxTokens = tokens
                do {
                    _ = try await model.answers(to: request)
                    return nil
                } catch let error as InferenceError {
                    #expect(!"\(error)".contains("0123456") && !"\(error)".contains("another-key"))
                    return error.reason
                }
            }
            // Ollama looks at no key; it and llama.cpp and SGLang have habits of their own with the others.
            #expect(
                try await reason(key: "another-key-000", model: "prover", tokens: 10)
                    == (server == .ollama ? nil : .unauthorized))
            let unknown = try await reason(key: key, model: "nobody", tokens: 10)
            #expect(
                unknown
                    == (server == .deepseek ? .badRequest : [.sglang, .llamacpp].contains(server) ? nil : .notFound))
            #expect(
                try await reason(key: key, model: "prover", tokens: 800) == (server == .ollama ? nil : .tooLong))
        }
    }

    @Test func `a model that wants its token limit under another name gets it so, after one refusal`() async throws {
        try await serve(.openai, model: "o3-mini") { faulty in
            let model = try faulty.model(key: key) { $0.model = "o3-mini" }
            for number in 0..<3 {
                // Temperature and top_p are the user's to change: without them it would be another experiment.
                var request = question(0..<1)
                request.parameters = SamplingParameters(temperature: 1, maxTokens: 512, seed: 0)
                request.messages.append(ChatMessage(role: .user, content: "\(number)"))
                #expect(try await model.answers(to: request).map(\.content) == ["zero"])
            }
            let stats = try await faulty.server.wait(for: "answered", atLeast: 3)
            #expect(stats.faults == 1 && stats.requests == 4, "\(stats)")
        }
    }

    @Test func `an Azure key in the wrong header is a refused key`() async throws {
        try await serve(.azure) { faulty in
            let model = try faulty.model(key: key) { $0.apiKeyHeader = nil }
            // The kit's address names deployment and version itself; the client's own dialect would know the header.
            let error = await #expect(throws: InferenceError.self) { try await model.answers(to: self.question(0..<1)) }
            #expect(error?.reason == .unauthorized)
        }
    }
}
