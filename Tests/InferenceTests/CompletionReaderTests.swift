internal import Foundation
internal import Testing

@testable internal import Inference

@Suite struct CompletionReaderTests {
    private let reader = CompletionReader(
        name: "prover", model: "deepseek-prover", endpoint: "http://x/v1", host: "x", keyVariable: "PROVER_KEY",
        secrets: Secrets(key: "sk-live-0123456789"))

    private func read(_ response: HTTPResponse, samples: Range<Int> = 0..<1) throws -> [ChatAnswer] {
        try reader.answers(in: response, to: .user("12345678", samples: samples), now: Date())
    }

    private func read(_ json: String, samples: Range<Int> = 0..<1) throws -> [ChatAnswer] {
        try read(.json(json), samples: samples)
    }

    private func failure(_ response: HTTPResponse, samples: Range<Int> = 0..<1) -> InferenceError? {
        do {
            _ = try read(response, samples: samples)
            return nil
        } catch { return error as? InferenceError }
    }

    @Test func `one choice is one answer`() throws {
        let answer = try #require(try read(.completion("hello"), samples: 5..<6).first)
        #expect(answer.sample == 5 && answer.content == "hello" && answer.reasoning == nil)
        #expect(answer.finishReason == .stop && answer.latencyMilliseconds == 12)
        #expect(answer.usage == TokenUsage(promptTokens: 7, completionTokens: 9, isEstimated: false))
    }

    @Test func `choices are taken by index, not as they come`() throws {
        let json = """
            {"choices":[{"index":2,"message":{"content":"c"}},{"index":0,"message":{"content":"a"}},
            {"index":1,"message":{"content":"b"}}]}
            """
        let answers = try read(json, samples: 4..<7)
        #expect(answers.map(\.content) == ["a", "b", "c"] && answers.map(\.sample) == [4, 5, 6])
    }

    @Test(arguments: [
        #"{"choices":[{"index":0,"message":{"content":"a"}},{"index":0,"message":{"content":"b"}}]}"#,
        #"{"choices":[{"message":{"content":"a"}},{"message":{"content":"b"}}]}"#,
        #"{"choices":[{"index":"0","message":{"content":"a"}},{"index":null,"message":{"content":"b"}}]}"#,
        #"{"choices":[{"text":"a"},{"text":"b"},{"text":"one too many"}]}"#,
    ])
    func `choices without an index of their own are taken as they come`(json: String) throws {
        #expect(try read(json, samples: 0..<2).map(\.content) == ["a", "b"])
    }

    @Test(
        arguments: [
            (#"{"content":"a","reasoning_content":"hm"}"#, "a", "hm"),
            (#"{"content":"a","reasoning":"hm"}"#, "a", "hm"),
            (#"{"content":"a","reasoning_content":"","reasoning":"hm"}"#, "a", "hm"),
            (#"{"content":"a","reasoning":{"effort":"high"}}"#, "a", nil),
            (#"{"content":"<think>hm</think>\na"}"#, "a", "hm"),
            (#"{"content":"<think>two</think>a","reasoning_content":"one"}"#, "a", "one\ntwo"),
            (#"{"content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]}"#, "ab", nil),
            (#"{"content":"","refusal":null}"#, "", nil),
            (#"{"content":null,"refusal":"I must not."}"#, "I must not.", nil),
            (#"{"content":null,"reasoning_content":"only thoughts"}"#, "", "only thoughts"),
        ] as [(String, String, String?)])
    func `answer and thoughts are kept apart`(message: String, content: String, reasoning: String?) throws {
        let answer = try #require(try read(#"{"choices":[{"message":\#(message),"finish_reason":"stop"}]}"#).first)
        #expect(answer.content == content && answer.reasoning == reasoning)
    }

    @Test(arguments: [
        (#""stop""#, FinishReason.stop), (#""eos""#, .stop), (#""length""#, .length), (#""max_tokens""#, .length),
        (#""content_filter""#, .contentFilter), (#""tool_calls""#, .other), ("null", .other), ("7", .other),
    ])
    func `finish reasons are told apart`(word: String, expected: FinishReason) throws {
        let json = #"{"choices":[{"message":{"content":"a"},"finish_reason":\#(word)}]}"#
        #expect(try read(json).first?.finishReason == expected)
    }

    @Test(arguments: ["length", "content_filter"])
    func `null content is an empty answer when the model was cut off or filtered`(word: String) throws {
        let json = #"{"choices":[{"message":{"content":null},"finish_reason":"\#(word)"}]}"#
        #expect(try read(json).first?.content == "")
    }

    @Test func `the tokens of a call are shared by length and add up`() throws {
        let json = """
            {"choices":[{"message":{"content":"aaaa"}},{"message":{"content":""}},{"message":{"content":"aa"}}],
            "usage":{"prompt_tokens":11,"completion_tokens":10}}
            """
        let usages = try read(json, samples: 0..<3).map(\.usage)
        #expect(usages.map(\.promptTokens) == [11, 0, 0])
        #expect(usages.map(\.completionTokens) == [6, 0, 4])
        #expect(usages.allSatisfy { !$0.isEstimated })
    }

    @Test(arguments: ["", #","usage":null"#, #","usage":{}"#, #","usage":{"prompt_tokens":"many"}"#])
    func `missing usage is estimated and says so`(usage: String) throws {
        let json = #"{"choices":[{"message":{"content":"123456789"}}]\#(usage)}"#
        let answer = try #require(try read(json).first)
        #expect(answer.usage == TokenUsage(promptTokens: 2, completionTokens: 3, isEstimated: true))
    }

    @Test(
        arguments: [
            (HTTPResponse.json(#"{"choices":[]}"#), InferenceError.Reason.invalidAnswer, "empty list"),
            (.json(#"{"id":"x"}"#), .invalidAnswer, "without choices"),
            (
                .json(#"{"choices":[{"message":{"content":null},"finish_reason":"stop"}]}"#), .invalidAnswer,
                "without content"
            ),
            (.json(#"{"choices":[{"message":{"role":"assistant"}}]}"#), .invalidAnswer, "without content"),
            (.json(#"{"choices":[{"message":{"content":"a"#), .invalidAnswer, "not a chat completion"),
            (.json(#"{"choices":{"message":1}}"#), .invalidAnswer, "not a chat completion"),
            (.json(#"{"choices":[{"message":{"content":7}}]}"#), .invalidAnswer, "not a chat completion"),
            (.json(""), .invalidAnswer, "empty body"),
            (.json("null"), .invalidAnswer, "not a chat completion"),
            (.json(#"{"error":{"message":"it broke"}}"#), .invalidAnswer, "it broke"),
            (.json(#"{"error":"it broke","choices":[{"message":{"content":"a"}}]}"#), .invalidAnswer, "it broke"),
            (.json(#"{"error":{"message":"slow down","code":429}}"#), .rateLimited, "slow down"),
            (.json(#"{"error":{"message":"gone","code":"502"}}"#), .unavailable, "gone"),
            (
                .json("data: {\"choices\":[]}", headers: ["content-type": "text/event-stream"]), .invalidAnswer,
                "event-stream"
            ),
            (
                HTTPResponse(
                    status: 200, headers: ["content-type": "text/html"],
                    body: Data("<html><title>Log in</title></html>".utf8)), .invalidAnswer, "web page: Log in"
            ),
            (HTTPResponse(status: 200, body: Data([0xFF, 0x00])), .invalidAnswer, "not a chat completion"),
            (
                .json(#"{"error":{"message":"bad key sk-live-0123456789"}}"#, status: 401), .unauthorized,
                "bad key [key]"
            ),
            (.json("", status: 403), .unauthorized, "403"),
            (.json(#"{"detail":"Not Found"}"#, status: 404), .notFound, "Not Found"),
            (.json(#"{"error":{"message":"prompt too long"}}"#, status: 400), .tooLong, "prompt too long"),
            (
                .json(#"{"error":{"message":"m","code":"context_length_exceeded"}}"#, status: 400), .tooLong, "m"
            ),
            (
                .json(
                    #"{"object":"error","message":"This model's maximum context length is 4096 tokens.","code":400}"#,
                    status: 400), .tooLong, "4096"
            ),
            (
                .json(
                    #"{"error":{"code":400,"message":"m","type":"exceed_context_size_error"}}"#, status: 400),
                .tooLong, "m"
            ),
            (.json(#"{"error":{"message":"bad temperature"}}"#, status: 400), .badRequest, "bad temperature"),
            (.json("", status: 422), .badRequest, "422"),
            (.json("", status: 301, headers: ["location": "https://y/"]), .badRequest, "to https://y/"),
            (.json("", status: 402), .quota, "402"),
            (.json(#"{"error":{"message":"m","code":"insufficient_quota"}}"#, status: 429), .quota, "m"),
            (.json(#"{"error":{"message":"m","code":"rate_limit_exceeded"}}"#, status: 429), .rateLimited, "m"),
            (.json("", status: 408), .server, "408"),
            (.json("", status: 500), .server, "500"),
            (.json("<html><title>502 Bad Gateway</title>", status: 502), .unavailable, "502 Bad Gateway"),
            (.json("", status: 529), .unavailable, "529"), (.json("", status: 503), .unavailable, "503"),
            (.json("", status: 504), .unavailable, "504"), (.json("", status: 501), .server, "501"),
        ] as [(HTTPResponse, InferenceError.Reason, String)])
    func `what is no completion has its reason and the server's words`(
        response: HTTPResponse, reason: InferenceError.Reason, part: String
    ) throws {
        let error = try #require(failure(response))
        #expect(error.reason == reason)
        #expect(error.message.contains(part) && error.message.contains("prover"), "\(error.message)")
        #expect(!error.message.contains("sk-live"))
    }

    @Test func `exactly the failures that may pass are transient`() {
        let transient = InferenceError.Reason.allCases.filter { InferenceError($0, message: "").isTransient }
        #expect(transient == [.rateLimited, .unavailable, .server, .unreachable, .network, .timeout, .invalidAnswer])
    }

    @Test func `codes are stable words under inference`() {
        let codes = InferenceError.Reason.allCases.map { InferenceError($0, message: "").code }
        #expect(codes.contains("inference.rate-limited") && codes.contains("inference.missing-key"))
        #expect(Set(codes).count == codes.count && codes.allSatisfy { $0.hasPrefix("inference.") })
    }

    @Test func `too few choices are the first samples, and no failure`() throws {
        let answers = try read(.completion("a", "b"), samples: 4..<7)
        #expect(answers.map(\.sample) == [4, 5] && answers.map(\.content) == ["a", "b"])
        #expect(answers.allSatisfy { $0.endpoint == "x" })
    }

    @Test func `the wish of the server is part of the error`() throws {
        let error = try #require(failure(.json("", status: 429, headers: ["retry-after": "7"])))
        #expect(error.retryAfter == .seconds(7) && error.status == 429)
    }

    @Test func `the advice for a refused key names the variable, never the key`() throws {
        let error = try #require(failure(.json("", status: 401)))
        #expect(error.advice?.contains("PROVER_KEY") == true)
    }

    @Test func `advice names settings as the configuration file spells them`() {
        let slow = reader.error(for: TransportError(.totalTimeout, detail: "")).advice
        #expect(slow == "Raise total_timeout_seconds, or lower max_tokens or max_concurrent.")
        let limited = CompletionReader.verdict(status: 429, code: nil, model: "m", keyVariable: nil).advice
        #expect(limited?.contains("max_concurrent") == true)
        let refused = CompletionReader.verdict(status: 401, code: nil, model: "m", keyVariable: nil).advice
        #expect(refused?.contains("api_key_env.") == true)
    }

    @Test(arguments: TransportError.Reason.allCases)
    func `every failure of the transport is explained without the key`(reason: TransportError.Reason) {
        let error = reader.error(for: TransportError(reason, detail: "detail sk-live-0123456789"))
        #expect(error.message.contains("prover") && error.message.contains("detail [key]"))
        let isTransient: Set<TransportError.Reason> = [
            .unknownHost, .cannotConnect, .connectTimeout, .firstByteTimeout, .totalTimeout, .connectionLost,
            .handshake, .garbledAnswer,
        ]
        #expect(error.isTransient == isTransient.contains(reason))
    }
}
