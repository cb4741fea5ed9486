internal import Foundation
internal import Inference
internal import Support
internal import Testing

@Suite struct BatchFormatTests {
    private let format = BatchFormat(
        name: "writer", settings: EndpointSettings(baseURL: "http://x/v1", model: "w-1", apiKeyEnvironment: "KEY"),
        environment: ["KEY": "sk-very-secret"])

    private func read(_ line: String, samples: Range<Int> = 0..<1) throws -> [ChatAnswer] {
        let result = try #require(BatchResult(line: Array(line.utf8)))
        return try format.answers(in: result, samples: samples, promptBytes: 400)
    }

    @Test func `a line holds the body that would be sent, under the address of the call`() throws {
        let request = ChatRequest.user("q \"∀\"", samples: 2..<4, seed: 5)
        let line = try format.line(for: request)
        #expect(line.last == 0x0A && line.dropLast().contains(0x0A) == false)
        let value = try JSONDecoder().decode(JSONValue.self, from: line)
        #expect(value["custom_id"]?.string == CallKey.callKey(for: request, identity: "w-1"))
        #expect(value["body"]?["model"]?.string == "w-1" && value["body"]?["n"]?.integer == 2)
        #expect(value["body"]?["seed"]?.integer == 7)
        #expect(try format.line(for: request) == line)
        let model = OfflineChatModel(name: "writer", settings: EndpointSettings(baseURL: "http://x/v1", model: "w-1"))
        #expect(format.keys(of: request) == [2, 3].map { CallKey.key(of: $0, in: request, for: model) })
    }

    private static let completion =
        #"{"choices":[{"index":0,"message":{"content":"hi"},"finish_reason":"length"}],"usage":{"prompt_tokens":7,"completion_tokens":2}}"#

    @Test(arguments: [
        #"{"id":"1","custom_id":"c","response":{"status_code":200,"request_id":"r","body":BODY},"error":null}"#,
        #"{"id":"vllm-1","custom_id":"c","response":{"status_code":200,"request_id":"r","body":BODY},"error":null}"#,
        #"{"custom_id":"c","response":{"body":BODY}}"#,
        #"{"custom_id":"c","response":BODY}"#,
    ])
    func `a completion is read in every form`(line: String) throws {
        let answer = try #require(try read(line.replacing("BODY", with: Self.completion), samples: 4..<5).first)
        #expect(answer.sample == 4 && answer.content == "hi" && answer.finishReason == .length)
        #expect(answer.usage == TokenUsage(promptTokens: 7, completionTokens: 2, isEstimated: false))
    }

    @Test(arguments: [
        (
            #"{"custom_id":"c","response":{"status_code":500,"body":{"error":{"message":"overloaded"}}},"error":null}"#,
            "overloaded"
        ),
        (#"{"custom_id":"c","response":null,"error":{"code":"batch_expired","message":"too late"}}"#, "too late"),
        (
            #"{"custom_id":"c","response":{"status_code":400,"request_id":"r"},"error":{"message":"bad prompt"}}"#,
            "bad prompt"
        ),
        (#"{"custom_id":"c","response":{"status_code":200,"body":{"choices":[]}}}"#, "empty list of choices"),
        (#"{"custom_id":"c","error":"the key sk-very-secret is wrong"}"#, "the key [key] is wrong"),
    ])
    func `a failed call says why, without the key`(line: String, words: String) throws {
        let error = try #require(throws: InferenceError.self) { try read(line) }
        #expect(error.message.contains(words), "\(error.message)")
        #expect(error.message.contains("writer"))
        #expect(!error.message.contains("very-secret"))
    }

    @Test func `missing usage is estimated, the prompt from its length`() throws {
        let line =
            #"{"custom_id":"c","response":{"status_code":200,"body":{"choices":[{"message":{"content":"12345678"}}]}}}"#
        let usage = try #require(try read(line).first).usage
        #expect(usage == TokenUsage(promptTokens: 100, completionTokens: 2, isEstimated: true))
    }

    @Test(arguments: [
        "", "[]", "7", "{}", #"{"custom_id":7,"error":"x"}"#, #"{"custom_id":"c"}"#, "{\"custom_id\":\"c\",", "\u{0}",
    ])
    func `what is no line of a result file is not taken for one`(line: String) {
        #expect(BatchResult(line: Array(line.utf8)) == nil)
    }

    @Test func `a model without a server tells its calls and answers none`() async throws {
        let asked = Locked<[Range<Int>]>([])
        let model = OfflineChatModel(name: "writer", settings: EndpointSettings(baseURL: "http://x/v1", model: "w-1")) {
            request in asked.withLock { $0.append(request.samples) }
        }
        let cache = MemoryCache()
        let cached = CachedChatModel(model, cache: cache)
        await #expect(throws: AwaitingBatch.self) { try await cached.answers(to: .user("q", samples: 0..<20)) }
        #expect(asked.withLock { $0 }.sorted { $0.lowerBound < $1.lowerBound } == [0..<8, 8..<16, 16..<20])
        #expect(cache.counts == MemoryCache.Counts(), "nothing was sent")
    }
}
