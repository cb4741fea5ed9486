internal import CCurl
internal import FakeModelServerKit
internal import Foundation
internal import Synchronization
internal import Testing

@testable internal import Inference

@Suite struct CurlMultiClientTests {
    private let slow = ModelScript(rules: [ScriptRule(delay: 3_600_000)])
    private let body = Data(#"{"model":"m","messages":[{"role":"user","content":"q"}]}"#.utf8)

    private func post(_ server: FakeModelServer) -> HTTPRequest {
        HTTPRequest(.post(body: body), url: server.baseURL + "/chat/completions")
    }

    @Test func `cancelling takes the request off the wire and closes the connection`() async throws {
        let server = try await FakeModelServer.start(script: slow)
        let client = CurlMultiClient(CurlMultiClient.Settings(maximumInFlight: 2))
        let tasks = (0..<2).map { _ in Task { try await client.send(post(server)) } }
        _ = try await server.wait(for: "requests", atLeast: 2)
        for task in tasks { task.cancel() }
        for task in tasks {
            await #expect(throws: CancellationError.self) { try await task.value }
        }
        let stats = try await server.wait(for: "abandoned", atLeast: 2)
        #expect(stats.inFlight == 0)
        // The places are free again.
        let response = try await client.send(HTTPRequest(.get, url: server.baseURL + "/models"))
        #expect(response.status == 200)
        await client.shutdown()
    }

    @Test func `a task cancelled beforehand sends nothing`() async throws {
        let server = try await FakeModelServer.start(script: slow)
        let client = CurlMultiClient()
        let start = Gate()
        let task = Task {
            await start.wait()
            return try await client.send(post(server))
        }
        task.cancel()
        start.open()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(try await server.stats().requests == 0)
        await client.shutdown()
    }

    @Test func `requests over the limit wait for a place`() async throws {
        let server = try await FakeModelServer.start(script: ModelScript(rules: [ScriptRule(delay: 10)]))
        let client = CurlMultiClient(CurlMultiClient.Settings(maximumInFlight: 3))
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<12 { group.addTask { try await client.send(post(server)).status } }
            for try await status in group { #expect(status == 200) }
        }
        #expect(try await server.stats().peakInFlight <= 3)
        await client.shutdown()
    }

    @Test func `shutting down ends what is on the wire and refuses what comes after`() async throws {
        let server = try await FakeModelServer.start(script: slow)
        let client = CurlMultiClient()
        let task = Task { try await client.send(post(server)) }
        _ = try await server.wait(for: "requests", atLeast: 1)
        await client.shutdown()
        let running = await #expect(throws: TransportError.self) { try await task.value }
        #expect(running?.reason == .shutdown)
        let late = await #expect(throws: TransportError.self) { try await client.send(self.post(server)) }
        #expect(late?.reason == .shutdown)
        _ = try await server.wait(for: "abandoned", atLeast: 1)
        await client.shutdown()
    }

    @Test func `a client that goes away ends its thread`() async throws {
        var client: CurlMultiClient? = CurlMultiClient()
        let inbox = try #require(client).inbox
        client = nil
        await inbox.end()
    }

    @Test func `gzip is undone, and a small body that unfolds too far is refused`() async throws {
        // 60,000 spaces, and {"data":[]}, both by gzip.
        let bomb =
            "H4sIAAAAAAACA+3BMQEAAADCoCrrn9IaHkABAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAfBn8wZ3JYOoAAA=="
        let list = "H4sIAAAAAAACA6tWSkksSVSyio6tBQCUZLJeCwAAAA=="
        let rules = [
            ScriptRule(
                contains: "q",
                faults: [
                    ScriptFault(.plainText, times: 1, bodyBase64: list, headers: ["Content-Encoding": "gzip"]),
                    ScriptFault(.plainText, bodyBase64: bomb, headers: ["Content-Encoding": "gzip"]),
                ])
        ]
        let server = try await FakeModelServer.start(script: ModelScript(rules: rules))
        let client = CurlMultiClient(CurlMultiClient.Settings(maximumBodyBytes: 1 << 14))
        let response = try await client.send(post(server))
        #expect(String(decoding: response.body, as: UTF8.self) == #"{"data":[]}"#)
        let error = await #expect(throws: TransportError.self) { try await client.send(self.post(server)) }
        #expect(error?.reason == .tooLarge)
        await client.shutdown()
    }

    @Test func `the answer is read with status and headers, and a redirect is not followed`() async throws {
        let fault = ScriptFault(
            .status, status: 307, body: "elsewhere", headers: ["Location": "/v1/models", "X-Odd": " a:b "])
        let server = try await FakeModelServer.start(script: ModelScript(rules: [ScriptRule(faults: [fault])]))
        let client = CurlMultiClient()
        let response = try await client.send(post(server))
        #expect(response.status == 307 && String(decoding: response.body, as: UTF8.self) == "elsewhere")
        #expect(response.headers["location"] == "/v1/models" && response.headers["x-odd"] == "a:b")
        #expect(response.elapsed > .zero)
        await client.shutdown()
    }

    @Test(arguments: [
        "file:///etc/passwd", "ftp://127.0.0.1/x", "http://", "http://127.0.0.1:99999/", "gopher://127.0.0.1/",
    ])
    func `only http and https go out`(url: String) async throws {
        let client = CurlMultiClient()
        let error = await #expect(throws: TransportError.self) { try await client.send(HTTPRequest(.get, url: url)) }
        #expect(error?.reason == .unusableRequest, "\(error.debugDescription)")
        await client.shutdown()
    }

    @Test(arguments: [
        (CURLE_COULDNT_RESOLVE_HOST, false, TransportError.Reason.unknownHost),
        (CURLE_OPERATION_TIMEDOUT, false, .connectTimeout), (CURLE_OPERATION_TIMEDOUT, true, .totalTimeout),
        (CURLE_PEER_FAILED_VERIFICATION, false, .untrustedCertificate), (CURLE_SSL_CONNECT_ERROR, false, .handshake),
        (CURLE_GOT_NOTHING, true, .connectionLost), (CURLE_PARTIAL_FILE, true, .connectionLost),
        (CURLE_RECV_ERROR, true, .connectionLost), (CURLE_HTTP2_STREAM, true, .connectionLost),
    ])
    func `libcurl's verdicts have their reasons`(code: CURLcode, connected: Bool, reason: TransportError.Reason) {
        #expect(CurlTransfer.reason(for: code, connected: connected) == reason)
    }
}
