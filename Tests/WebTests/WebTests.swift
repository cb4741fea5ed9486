import Foundation
import TestSupport
import Testing

@testable import Web

@Suite struct StatusServerTests {
    /// A server whose paths are these, for the time of the body.
    private func serve(_ body: (StatusServer) async throws -> Void) async throws {
        let server = try await StatusServer.start(port: 0) { path in
            switch path {
            case "/ok": WebResponse(body: "all is ∀ right\n")
            case "/bad": WebResponse(status: 503, body: "draining\n")
            case "/long": WebResponse(contentType: "text/x", body: String(repeating: "x", count: 3_000_000))
            default: nil
            }
        }
        try await body(server)
        await server.stop()
    }

    @Test func `a path answers what it was told, without its query`() async throws {
        try await serve { server in
            let answer = try await LoopbackHTTP.ask(server.port, "/ok?verbose=1")
            #expect(answer.status == 200)
            #expect(answer.body == "all is ∀ right\n")
            #expect(answer.contentType == "text/plain; charset=utf-8")
            #expect(try await LoopbackHTTP.ask(server.port, "/bad").status == 503)
            let long = try await LoopbackHTTP.ask(server.port, "/long")
            #expect(long.body.utf8.count == 3_000_000)
            #expect(long.contentType == "text/x")
        }
    }

    @Test func `unknown paths are 404, other methods 405, and HEAD has no body`() async throws {
        try await serve { server in
            #expect(try await LoopbackHTTP.ask(server.port, "/secret").status == 404)
            #expect(try await LoopbackHTTP.ask(server.port, "/ok", method: "POST").status == 405)
            let head = try await LoopbackHTTP.ask(server.port, "/ok", method: "HEAD")
            #expect(head.status == 200)
            #expect(head.body.isEmpty)
        }
    }

    @Test func `many ask at once and all are answered`() async throws {
        try await serve { server in
            let port = server.port
            try await withThrowingTaskGroup(of: Int.self) { group in
                // No more than the server takes at once.
                for _ in 0..<16 { group.addTask { try await LoopbackHTTP.ask(port, "/ok").status } }
                for try await status in group { #expect(status == 200) }
            }
        }
    }

    @Test func `a port that is taken is an error that says what to do`() async throws {
        try await serve { server in
            let error = await #expect(throws: WebError.self) {
                try await StatusServer.start(port: server.port) { _ in nil }
            }
            #expect(error?.message.contains("\(server.port)") == true)
            #expect(error?.advice?.contains("metrics.port") == true)
        }
    }

    @Test func `after its stop nobody answers`() async throws {
        let server = try await StatusServer.start(port: 0) { _ in WebResponse(body: "") }
        await server.stop()
        await #expect(throws: (any Error).self) { try await LoopbackHTTP.ask(server.port, "/") }
    }
}
