internal import FakeModelServerKit
internal import Foundation
internal import Inference
internal import Support
internal import Testing

/// Certificates, over real TLS on this machine.
@Suite struct TLSTests {
    private func serve(_ body: (FaultyServer, TLSFront) async throws -> Void) async throws {
        try await FaultyServer.with([], answers: ["through TLS"]) { faulty in
            let front = try await TLSFront.start(before: faulty.server)
            defer { front.stop() }
            try await body(faulty, front)
        }
    }

    @Test func `a certificate that nobody signed is refused, once, before the key is sent`() async throws {
        try await serve { faulty, front in
            let client = CurlMultiClient(CurlMultiClient.Settings(environment: [:]))
            let error = await #expect(throws: InferenceError.self) {
                try await faulty.model(client: client, key: "sk-123456", at: front.baseURL).answers(to: .user("q"))
            }
            #expect(error?.reason == .untrusted, "\(String(describing: error))")
            let requests = try await faulty.server.stats().requests
            #expect(requests == 0)
            await client.shutdown()
        }
    }

    @Test(arguments: HTTPRequest.Version.allCases)
    func `with its file named it is trusted, over whatever the two agree on`(version: HTTPRequest.Version) async throws
    {
        try await serve { faulty, front in
            let client = CurlMultiClient(CurlMultiClient.Settings(environment: [:]))
            let model = try faulty.model(client: client, key: "sk-123456", at: front.baseURL) {
                $0.certificateFile = front.certificate.path
                $0.httpVersion = version
            }
            #expect(try await model.answers(to: .user("q")).map(\.content) == ["through TLS"])
            let overHTTP2 = try await faulty.server.stats().http2 > 0
            #expect(overHTTP2 == (version != .off))
            await client.shutdown()
        }
    }

    @Test func `a trusted certificate for another name is refused`() async throws {
        try await FaultyServer.with([]) { faulty in
            // 127.0.0.2 is this machine too, and not in the certificate.
            let front = try await TLSFront.start(before: faulty.server, host: "127.0.0.2", listening: "0.0.0.0")
            defer { front.stop() }
            let client = CurlMultiClient(CurlMultiClient.Settings(environment: [:]))
            let error = await #expect(throws: InferenceError.self) {
                try await faulty.model(client: client, at: front.baseURL) {
                    $0.certificateFile = front.certificate.path
                }.answers(to: .user("q"))
            }
            #expect(error?.reason == .untrusted, "\(String(describing: error))")
            await client.shutdown()
        }
    }
}
