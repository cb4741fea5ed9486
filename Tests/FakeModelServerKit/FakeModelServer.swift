internal import Dispatch
package import Foundation
internal import Synchronization
internal import TestSupport

#if canImport(FoundationNetworking)
internal import FoundationNetworking
#endif

/// A running `fake-model-server`: a process of its own on a loopback port, ended by `stop` or when this value goes.
package final class FakeModelServer: Sendable {
    /// Why a server is not there.
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    /// Up to and without `/chat/completions`, as the dialect of the script has it.
    package let baseURL: String
    /// The JSON Lines log; it goes on over restarts.
    package let logURL: URL
    /// The port; the same after a restart.
    package let port: Int
    /// The process id.
    package var processIdentifier: Int32 { child.withLock { $0?.process.processIdentifier ?? -1 } }

    private let child: Mutex<ServerProcess?>
    private let folder: URL

    /// Starts a server with the script.
    ///
    /// - Parameters:
    ///   - port: the port to listen on; a free one when 0.
    ///   - keepsLog: without, nothing is logged, and the server is faster.
    /// - Throws: `Failure` when the executable is not built or does not come up.
    package static func start(
        script: ModelScript, port: Int = 0, keepsLog: Bool = true
    ) async throws -> FakeModelServer {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        let basePath = script.dialect.basePath(deployment: script.models.first ?? "")
        return try await start(
            script: try encoder.encode(script), basePath: basePath, port: port, keepsLog: keepsLog)
    }

    /// Starts a server with a script in JSON.
    ///
    /// - Throws: `Failure` when the executable is not built, the script is wrong or the server does not come up.
    package static func start(
        script: Data, basePath: String = "/v1", port: Int = 0, keepsLog: Bool = true
    ) async throws -> FakeModelServer {
        let folder = FileManager.default.temporaryDirectory.appending(path: "fake-model-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try script.write(to: folder.appending(path: "script.json"))
        let child = try await ServerProcess.start(in: folder, port: port, keepsLog: keepsLog)
        return FakeModelServer(child: child, basePath: basePath, folder: folder)
    }

    private init(child: ServerProcess, basePath: String, folder: URL) {
        port = child.port
        baseURL = "http://127.0.0.1:\(child.port)\(basePath)"
        logURL = folder.appending(path: "log.jsonl")
        self.child = Mutex(child)
        self.folder = folder
    }

    deinit { stop() }

    /// Ends the server at once, so that its port is free, and removes its files. May be called twice.
    package func stop() {
        crash()
        try? FileManager.default.removeItem(at: folder)
    }

    /// Ends the server at once, as a crash would: what was in the air is lost, the log stays.
    package func crash() {
        child.withLock { child in
            child?.kill()
            child = nil
        }
    }

    /// Starts the server again after `crash`, on the same port, with its counters at zero.
    ///
    /// - Throws: `Failure` when it does not come up.
    package func restart() async throws {
        crash()
        let fresh = try await ServerProcess.start(in: folder, port: port, keepsLog: true)
        child.withLock { $0 = fresh }
    }

    /// What the server has seen so far.
    package func stats() async throws -> ServerStats {
        try JSONDecoder().decode(ServerStats.self, from: try await send("stats"))
    }

    /// Waits until a counter of `ServerStats` has come so far: no test needs to sleep or poll.
    package func wait(for counter: String, atLeast count: Int) async throws -> ServerStats {
        try JSONDecoder().decode(
            ServerStats.self, from: try await send("wait?for=\(counter)&atLeast=\(count)"))
    }

    /// Sets other storms, counted from now; none ends them.
    package func set(windows: [FaultWindow]) async throws {
        _ = try await send("windows", method: "PUT", body: try JSONEncoder().encode(windows))
    }

    /// The log so far.
    package func journal() throws -> [JournalLine] {
        let data = try Data(contentsOf: logURL)
        return try data.split(separator: 0x0A).map { try JSONDecoder().decode(JournalLine.self, from: Data($0)) }
    }

    /// What was answered so far, over all restarts. Waits until no call is being answered: a client may have its answer an
    /// instant before the log does.
    package func audit() async throws -> AnswerAudit {
        _ = try await wait(for: "idle", atLeast: 1)
        return AnswerAudit(try journal())
    }

    private func send(_ path: String, method: String = "GET", body: Data? = nil) async throws -> Data {
        guard let url = URL(string: "http://127.0.0.1:\(port)/\(path)") else {
            throw Failure(description: "no such path: \(path)")
        }
        var request = URLRequest(url: url)
        request.httpMethod = method
        request.httpBody = body
        let configuration = URLSessionConfiguration.ephemeral
        configuration.connectionProxyDictionary = [:]
        let session = URLSession(configuration: configuration)
        defer { session.invalidateAndCancel() }
        return try await session.data(for: request).0
    }
}
