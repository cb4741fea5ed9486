internal import Support
internal import TestSupport
internal import Testing

@testable internal import Inference

@Suite struct RefusalWatchTests {
    @Test func `so many refusals of different calls in a row are enough, and it stays so`() {
        var watch = RefusalWatch(limit: 3)
        #expect(["a", "b", "b", "a", "c", "d", "a"].map { watch.refused($0) } == [nil, nil, nil, nil, 3, 3, 3])
    }

    @Test func `an answer begins the count anew`() {
        var watch = RefusalWatch(limit: 2)
        _ = watch.refused("a")
        watch.answered()
        #expect(watch.refused("b") == nil && watch.refused("a") == 2)
    }

    @Test func `a limit of zero is none`() {
        var watch = RefusalWatch(limit: 0)
        #expect((0..<100).allSatisfy { watch.refused("\($0)") == nil })
    }

    private let refusal = HTTPResponse.json(#"{"error":{"message":"unknown template"}}"#, status: 400)

    private func model(
        _ transport: any HTTPTransport, at urls: [String] = ["http://a/v1"], stopAfter: Int = 3
    ) throws -> OpenAIChatModel {
        var settings = EndpointSettings(baseURLs: urls, model: "m")
        settings.stopAfterRefusals = stopAfter
        return try OpenAIChatModel(
            name: "prover", settings: settings, client: transport, clock: ManualClock(), environment: [:],
            logger: FaultyServer.silent)
    }

    private func reasons(_ model: OpenAIChatModel, _ prompts: [String]) async -> [InferenceError.Reason?] {
        var reasons: [InferenceError.Reason?] = []
        for prompt in prompts {
            do {
                _ = try await model.answers(to: .user(prompt))
                reasons.append(nil)
            } catch {
                reasons.append((error as? InferenceError)?.reason)
            }
        }
        return reasons
    }

    @Test func `a model that refuses everything is stopped with one message, and asked no more`() async throws {
        let transport = ScriptedTransport(Array(repeating: .success(refusal), count: 9))
        let model = try model(transport)
        let ends = await reasons(model, ["a", "a", "b", "c", "d"])
        #expect(ends == [.badRequest, .badRequest, .badRequest, .refusesEverything, .refusesEverything])
        #expect(transport.requests.count == 4)
        let error = await #expect(throws: InferenceError.self) { try await model.answers(to: .user("e")) }
        #expect(error?.message.contains("3 different requests") == true)
        #expect(error?.message.contains("unknown template") == true)
        #expect(error?.advice?.contains("stop_after_refusals") == true)
        #expect(model.endpoints.map(\.stoppedBecause) == [.refusesEverything])
    }

    @Test func `a model that answers some is never stopped for what it refuses`() async throws {
        let answer = HTTPResponse.completion("x")
        let transport = ScriptedTransport([refusal, refusal, answer, refusal, refusal, answer].map { .success($0) })
        let ends = await reasons(try model(transport), ["a", "b", "c", "d", "e", "f"])
        #expect(ends == [.badRequest, .badRequest, nil, .badRequest, .badRequest, nil])
    }

    @Test func `of two endpoints the one that refuses everything is left, and its last call goes to the other`()
        async throws
    {
        let transport = ByHost { [refusal] in $0.contains("//a/") ? refusal : .completion("x") }
        let model = try model(transport, at: ["http://a/v1", "http://b/v1"], stopAfter: 1)
        let ends = await reasons(model, (0..<10).map { "\($0)" })
        #expect(ends == Array(repeating: nil, count: 10))
        #expect(model.endpoints.map(\.stoppedBecause) == [.refusesEverything, nil])
    }
}

/// Answers by the address that is asked.
private struct ByHost: HTTPTransport {
    let answer: @Sendable (String) -> HTTPResponse

    init(_ answer: @escaping @Sendable (String) -> HTTPResponse) {
        self.answer = answer
    }

    func send(_ request: HTTPRequest) async throws -> HTTPResponse { answer(request.url) }
}
