internal import Foundation
internal import Support
internal import Testing

@testable internal import Inference

@Suite struct EndpointTests {
    @Test(arguments: [
        ("http://localhost:8000/v1", "http://localhost:8000/v1/chat/completions", "http://localhost:8000/v1"),
        ("http://localhost:8000/v1///", "http://localhost:8000/v1/chat/completions", "http://localhost:8000/v1"),
        ("https://api.deepseek.com", "https://api.deepseek.com/chat/completions", "https://api.deepseek.com"),
        (
            "https://x.example/v1/chat/completions", "https://x.example/v1/chat/completions",
            "https://x.example/v1"
        ),
        (
            "https://x.example/d/m?api-version=1&key=zzz",
            "https://x.example/d/m/chat/completions?api-version=1&key=zzz",
            "https://x.example/d/m"
        ),
        ("HTTP://[::1]:80/v1", "HTTP://[::1]:80/v1/chat/completions", "HTTP://[::1]:80/v1"),
    ])
    func `addresses are made of the base URL, and the query is not shown`(
        base: String, completions: String, display: String
    ) throws {
        let address = try EndpointAddress(baseURL: base, model: "m")
        #expect(!address.host.isEmpty && !address.host.contains("/"))
        #expect(address.completions == completions)
        #expect(address.display == display)
    }

    @Test(arguments: [
        ("localhost:8000/v1", "http://"), ("ftp://x/v1", "http://"), ("", "http://"), ("http:///v1", "no host"),
        ("http://user:hunter2@x/v1", "password"), ("https://x/v1#top", "fragment"), ("not a url", "URL"),
    ])
    func `an unusable base URL is refused with the reason and without the password`(base: String, part: String) {
        let error = #expect(throws: InferenceError.self) { try EndpointAddress(baseURL: base, model: "prover") }
        #expect(error?.reason == .settings)
        #expect(error?.kind == .input)
        let text = error.map { "\($0)" } ?? ""
        #expect(text.contains(part) && text.contains("prover") && !text.contains("hunter2"), "\(text)")
    }

    @Test(arguments: [
        ("http://localhost:1/", true), ("http://LOCALHOST", true), ("http://127.9.0.1:80/x", true),
        ("http://[::1]:8000/v1", true), ("http://a.localhost/", true), ("http://127.0.0.1.evil.example/", false),
        ("http://localhost.example/", false), ("http://10.0.0.1/", false), ("http://127.0.0.999/", false),
    ])
    func `servers on this machine are told from others`(url: String, expected: Bool) {
        #expect(LoopbackAddress.isLoopback(url: url) == expected)
    }

    @Test func `further body fields change the identity, nothing else does`() {
        let plain = EndpointSettings(baseURL: "http://x/v1", model: "m")
        var other = EndpointSettings(baseURL: "http://y/v1", model: "m", extraHeaders: ["a": "b"])
        other.maxConcurrent = 9
        #expect(plain.identity == "m" && other.identity == "m")
        other.extraBody = ["top_k": .integer(5)]
        let five = other.identity
        other.extraBody = ["top_k": .integer(6)]
        #expect(five.hasPrefix("m+") && five != other.identity)
    }

    @Test func `the body holds what was asked for and leaves out what was not`() throws {
        let settings = EndpointSettings(baseURL: "http://x/v1", model: "m")
        let least = try CompletionBody.data(for: .user("hi"), settings: settings)
        #expect(
            String(decoding: least, as: UTF8.self)
                == #"{"messages":[{"content":"hi","role":"user"}],"model":"m"}"#)
        var request = ChatRequest.user("hi", samples: 3..<5, seed: 100)
        request.parameters.temperature = 0.6
        request.parameters.topP = 0.9
        request.parameters.maxTokens = 512
        request.parameters.stop = ["\n\n"]
        let body = try CompletionBody.data(for: request, settings: settings)
        #expect(
            String(decoding: body, as: UTF8.self)
                == #"{"max_tokens":512,"messages":[{"content":"hi","role":"user"}],"model":"m","n":2,"seed":103,"#
                + #""stop":["\n\n"],"temperature":0.6,"top_p":0.9}"#)
    }

    @Test func `the settings of the dialect shape the body`() throws {
        var settings = EndpointSettings(
            baseURL: "http://x/v1", model: "m", extraBody: ["top_k": .integer(5), "model": .string("ignored")])
        settings.supportsSeed = false
        settings.maxTokensField = "max_completion_tokens"
        var request = ChatRequest.user("hi", seed: 1)
        request.parameters.maxTokens = 9
        let body = try CanonicalJSON.decode(
            JSONValue.self,
            from: String(decoding: try CompletionBody.data(for: request, settings: settings), as: UTF8.self))
        #expect(body["max_completion_tokens"] == .integer(9) && body["max_tokens"] == nil)
        #expect(body["seed"] == nil && body["top_k"] == .integer(5) && body["model"] == .string("m"))
    }

    @Test(arguments: [
        (UInt64(5), 0, UInt64(5)), (5, 7, 12), (UInt64(Int64.max), 1, 0), (UInt64.max, 0, UInt64(Int64.max)),
    ])
    func `the seed of a sample is base plus index within 63 bits`(base: UInt64, sample: Int, expected: UInt64) {
        #expect(SamplingParameters(seed: base).seed(forSample: sample) == expected)
        #expect(SamplingParameters().seed(forSample: sample) == nil)
    }
}
