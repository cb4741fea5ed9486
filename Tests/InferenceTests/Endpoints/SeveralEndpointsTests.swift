internal import Foundation
internal import Inference
internal import Support
internal import Synchronization
internal import TestSupport
internal import Testing

/// A transport that answers by the host of the request.
private final class HostTransport: HTTPTransport {
    private let answer: @Sendable (_ host: String, _ count: Int) throws -> HTTPResponse
    private let state = Mutex<[String]>([])

    init(_ answer: @escaping @Sendable (String, Int) throws -> HTTPResponse) {
        self.answer = answer
    }

    var hosts: [String] { state.withLock { $0 } }

    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        let host = URLComponents(string: request.url)?.host ?? ""
        let count = state.withLock { state in
            state.append(host)
            return state.count { $0 == host }
        }
        return try answer(host, count)
    }
}

@Suite struct SeveralEndpointsTests {
    private func model(
        _ transport: HostTransport, _ change: (inout EndpointSettings) -> Void = { _ in }
    ) throws -> OpenAIChatModel {
        var settings = EndpointSettings(baseURLs: ["http://a:1/v1", "http://b/v1"], model: "m")
        change(&settings)
        return try OpenAIChatModel(
            name: "prover", settings: settings, client: transport, clock: ManualClock(), environment: [:],
            jitterSeed: 1)
    }

    @Test(arguments: [429, 500, 502, 503, 504])
    func `a failed try goes to the other endpoint at once, and the answer tells`(status: Int) async throws {
        let transport = HostTransport { host, _ in host == "a" ? .json("", status: status) : .completion("x") }
        let answer = try #require(try await model(transport).answers(to: .user("q")).first)
        #expect(transport.hosts == ["a", "b"])
        #expect(answer.endpoint == "b" && answer.tries == 2 && answer.failures.count == 1)
    }

    @Test(arguments: [TransportError.Reason.cannotConnect, .connectionLost, .totalTimeout, .firstByteTimeout])
    func `so does one that broke on the way`(reason: TransportError.Reason) async throws {
        let transport = HostTransport { host, _ in
            if host == "a" { throw TransportError(reason, detail: "") }
            return .completion("x")
        }
        #expect(try await model(transport).answers(to: .user("q")).first?.endpoint == "b")
    }

    @Test func `an endpoint that refuses the key is asked once; the others do its work`() async throws {
        let transport = HostTransport { host, _ in host == "a" ? .json("", status: 401) : .completion("x") }
        let model = try model(transport)
        for question in 0..<5 { _ = try await model.answers(to: .user("q\(question)")) }
        #expect(transport.hosts.count { $0 == "a" } == 1)
        #expect(model.endpoints.map(\.stoppedBecause) == [.unauthorized, nil])
        #expect(model.endpoints.map(\.answered) == [0, 5])
    }

    @Test(arguments: [(401, InferenceError.Reason.unauthorized), (404, .notFound), (402, .quota)])
    func `when all refuse, the model is stopped: nothing more is sent`(
        status: Int, reason: InferenceError.Reason
    ) async throws {
        let transport = HostTransport { _, _ in .json("", status: status) }
        let model = try model(transport)
        for _ in 0..<4 {
            let error = await #expect(throws: InferenceError.self) { try await model.answers(to: .user("q")) }
            #expect(error?.reason == reason)
        }
        #expect(transport.hosts.sorted() == ["a", "b"])
    }

    @Test func `a request that is refused goes to nobody else`() async throws {
        let transport = HostTransport { _, _ in .json(#"{"error":{"message":"prompt too long"}}"#, status: 400) }
        let error = await #expect(throws: InferenceError.self) {
            try await self.model(transport).answers(to: .user("q"))
        }
        #expect(error?.reason == .tooLong && transport.hosts.count == 1)
    }

    @Test func `a server that ignores n is found out, and what it gave is kept`() async throws {
        let transport = HostTransport { _, _ in .completion("x") }
        let model = try model(transport)
        #expect(model.samplesPerCall == 8)
        let part = try await model.answers(to: .user("q", samples: 0..<4))
        #expect(part.map(\.sample) == [0] && model.samplesPerCall == 1)
        let rest = try await model.answers(to: .user("q", samples: 1..<4))
        #expect(rest.map(\.sample) == [1, 2, 3] && transport.hosts.count == 4)
    }

    @Test func `a cache before it asks for what is missing`() async throws {
        let transport = HostTransport { _, _ in .completion("x") }
        let cached = CachedChatModel(try model(transport), cache: MemoryCache())
        let answers = try await cached.answers(to: .user("q", samples: 0..<4))
        #expect(answers.map(\.sample) == [0, 1, 2, 3] && transport.hosts.count == 4)
    }

    @Test func `a server that refuses n gets single samples at once`() async throws {
        let refusal = #"{"error":{"code":400,"message":"Only one completion choice is allowed"}}"#
        let transport = HostTransport { host, count in
            host == "a" && count == 1 ? .json(refusal, status: 400) : .completion("x")
        }
        let answers = try await model(transport).answers(to: .user("q", samples: 0..<3))
        #expect(answers.map(\.sample) == [0, 1, 2] && transport.hosts.count == 4)
    }

    @Test func `of several calls those that were answered count`() async throws {
        let transport = HostTransport { _, count in
            count == 1 ? .json(#"{"error":{"message":"no"}}"#, status: 400) : .completion("x")
        }
        let model = try model(transport) {
            $0.baseURLs = ["http://a/v1"]
            $0.sampleMode = .split
        }
        #expect(try await model.answers(to: .user("q", samples: 0..<3)).count == 2)
    }
}
