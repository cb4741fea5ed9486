internal import Foundation
internal import Inference
internal import Support
internal import TestSupport
internal import Testing

@Suite struct OpenAIChatModelTests {
    private let clock = ManualClock()
    private let settings = {
        var settings = EndpointSettings(
            baseURL: "http://x.example/v1", model: "deepseek-prover", apiKeyEnvironment: "K")
        settings.retryPolicy.maximumRetries = 3
        return settings
    }()

    private func model(
        _ transport: ScriptedTransport, _ change: (inout EndpointSettings) -> Void = { _ in }
    ) throws -> OpenAIChatModel {
        var settings = settings
        change(&settings)
        return try OpenAIChatModel(
            name: "prover", settings: settings, client: transport, clock: clock,
            environment: ["K": "sk-live-0123456789"], jitterSeed: 1)
    }

    /// Answers the request while moving the clock whenever the model sleeps on it.
    private func answer(
        _ model: OpenAIChatModel, _ request: ChatRequest = .user("q"), sleeps: [Duration]
    ) async throws -> [ChatAnswer] {
        let task = Task { try await model.answers(to: request) }
        for length in sleeps {
            await clock.sleepers(atLeast: 1)
            clock.advance(by: length)
        }
        return try await task.value
    }

    @Test func `a call carries address, key, idempotency key and extra headers`() async throws {
        let transport = ScriptedTransport([.success(.completion("a"))])
        let model = try model(transport) {
            $0.extraHeaders = ["X-Team": "maths"]
            $0.connectTimeout = .seconds(3)
            $0.totalTimeout = .seconds(4)
        }
        #expect(try await model.answers(to: .user("q")).map(\.content) == ["a"])
        let request = try #require(transport.requests.first)
        #expect(request.url == "http://x.example/v1/chat/completions")
        #expect(request.connectTimeout == .seconds(3) && request.totalTimeout == .seconds(4))
        let headers = Dictionary(uniqueKeysWithValues: request.headers.map { ($0.name, $0.value) })
        #expect(headers["Authorization"] == "Bearer sk-live-0123456789")
        #expect(headers["X-Team"] == "maths" && headers["Content-Type"] == "application/json")
        #expect(headers["Idempotency-Key"] == CallKey.callKey(for: .user("q"), identity: "deepseek-prover"))
    }

    @Test func `the key may go into a header of its own`() async throws {
        let transport = ScriptedTransport([.success(.completion("a"))])
        _ = try await model(transport) { $0.apiKeyHeader = "api-key" }.answers(to: .user("q"))
        let headers = try #require(transport.requests.first).headers
        #expect(headers.contains { $0 == ("api-key", "sk-live-0123456789") })
        #expect(!headers.contains { $0.name == "Authorization" })
    }

    @Test(
        arguments: [
            .success(.json("", status: 500)), .success(.json("", status: 503)), .success(.json("", status: 408)),
            .success(.json("", status: 429)), .success(.json(#"{"choices":[{"mess"#)),
            .success(.json(#"{"choices":[]}"#)),
            .success(.json("<html>", headers: ["content-type": "text/html"])),
            .failure(TransportError(.connectionLost, detail: "")),
            .failure(TransportError(.connectTimeout, detail: "")),
            .failure(TransportError(.totalTimeout, detail: "")), .failure(TransportError(.unknownHost, detail: "")),
        ] as [Result<HTTPResponse, TransportError>])
    func `what may pass is tried again after a second at most`(fault: Result<HTTPResponse, TransportError>) async throws
    {
        let transport = ScriptedTransport([fault, .success(.completion("a"))])
        let answers = try await answer(model(transport), sleeps: [.seconds(1)])
        #expect(answers.map(\.content) == ["a"])
        let keys = transport.requests.map { request in
            request.headers.filter { $0.name == "Idempotency-Key" }.map(\.value)
        }
        #expect(keys.count == 2 && keys[0] == keys[1])
    }

    @Test(arguments: [400, 401, 403, 404, 413, 422, 402, 301])
    func `what will not pass is not tried again`(status: Int) async throws {
        let transport = ScriptedTransport([.success(.json("", status: status)), .success(.completion("a"))])
        let error = await #expect(throws: InferenceError.self) {
            try await self.model(transport).answers(to: .user("q"))
        }
        #expect(error?.status == status && transport.requests.count == 1)
    }

    @Test func `the last failure is thrown after all retries`() async throws {
        let transport = ScriptedTransport((0..<9).map { .success(.json("try \($0)", status: 500)) })
        let error = await #expect(throws: InferenceError.self) {
            try await self.answer(self.model(transport), sleeps: [.seconds(1), .seconds(2), .seconds(4)])
        }
        #expect(error?.reason == .server && error?.message.contains("try 3") == true)
        #expect(transport.requests.count == 4)
    }

    @Test func `the server's wish is waited for in full`() async throws {
        let transport = ScriptedTransport([
            .success(.json("", status: 429, headers: ["retry-after": "30"])), .success(.completion("a")),
        ])
        let model = try model(transport)
        let task = Task { try await model.answers(to: .user("q")) }
        await clock.sleepers(atLeast: 1)
        clock.advance(by: .seconds(29.9))
        // Still asleep: the sleeper is there without the clock having to wait for a new one.
        await clock.sleepers(atLeast: 1)
        #expect(transport.requests.count == 1)
        clock.advance(by: .seconds(3.1))
        #expect(try await task.value.count == 1)
    }

    @Test func `a wish of an hour is an error that carries it`() async throws {
        let transport = ScriptedTransport([.success(.json("", status: 429, headers: ["retry-after": "3600"]))])
        let error = await #expect(throws: InferenceError.self) {
            try await self.model(transport).answers(to: .user("q"))
        }
        #expect(error?.retryAfter == .seconds(3600) && error?.isTransient == true)
    }

    @Test func `cancelling ends the wait for a retry`() async throws {
        let transport = ScriptedTransport([.success(.json("", status: 500)), .success(.completion("a"))])
        let model = try model(transport)
        let task = Task { try await model.answers(to: .user("q")) }
        await clock.sleepers(atLeast: 1)
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(transport.requests.count == 1)
    }

    @Test func `several samples go in one call when the server knows n`() async throws {
        let transport = ScriptedTransport([.success(.completion("a", "b", "c"))])
        let answers = try await model(transport).answers(to: .user("q", samples: 4..<7))
        #expect(answers.map(\.sample) == [4, 5, 6] && transport.requests.count == 1)
    }

    @Test func `several samples go in several calls when it does not`() async throws {
        let transport = ScriptedTransport([.success(.completion("a")), .success(.completion("a"))])
        let model = try model(transport) { $0.sampleMode = .split }
        #expect(model.samplesPerCall == 1)
        #expect(try await model.answers(to: .user("q", samples: 4..<6)).map(\.sample) == [4, 5])
        #expect(transport.requests.count == 2)
    }

    @Test func `no samples is no call`() async throws {
        let transport = ScriptedTransport([])
        let answers = try await model(transport).answers(to: .user("q", samples: 3..<3))
        #expect(answers.isEmpty)
        #expect(transport.requests.isEmpty)
    }

    @Test func `a temperature that is no number is an error of the settings`() async throws {
        var request = ChatRequest.user("q")
        request.parameters.temperature = .infinity
        let error = await #expect(throws: InferenceError.self) {
            try await self.model(ScriptedTransport([])).answers(to: request)
        }
        #expect(error?.reason == .settings)
    }
}
