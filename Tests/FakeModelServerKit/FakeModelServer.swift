internal import Dispatch
package import Foundation
internal import Synchronization
internal import TestSupport

#if canImport(FoundationNetworking)
internal import FoundationNetworking
#endif

/// A running `fake-model-server`: a process of its own on a free loopback port, ended by `stop` or when this value goes.
package final class FakeModelServer: Sendable {
    /// Why a server is not there.
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    /// Up to and without `/chat/completions`.
    package let baseURL: String
    /// The JSON Lines log.
    package let logURL: URL
    /// The process id.
    package var processIdentifier: Int32 { process.processIdentifier }

    private let process: Process
    /// Signalled when the process has ended. `Process.waitUntilExit` is no way to learn it: it runs the run loop of the
    /// calling thread, and on a thread of the concurrency pool it may never come back.
    private let ended: DispatchSemaphore
    private let isStopped = Mutex(false)
    private let folder: URL
    /// The server ends when this is closed, so also when the test process dies.
    private let lifeline: Pipe

    /// Starts a server with the script.
    ///
    /// - Throws: `Failure` when the executable is not built or does not come up.
    package static func start(script: ModelScript) async throws -> FakeModelServer {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return try await start(script: try encoder.encode(script))
    }

    /// Starts a server with a script in JSON.
    ///
    /// - Throws: `Failure` when the executable is not built, the script is wrong or the server does not come up.
    package static func start(script: Data) async throws -> FakeModelServer {
        let folder = FileManager.default.temporaryDirectory.appending(path: "fake-model-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let scriptURL = folder.appending(path: "script.json")
        try script.write(to: scriptURL)
        let logURL = folder.appending(path: "log.jsonl")
        let process = Process()
        process.executableURL = try executable()
        process.arguments = [
            "--port", "0", "--script", scriptURL.path, "--log", logURL.path, "--until-input-ends",
        ]
        let lifeline = Pipe()
        let output = Pipe()
        process.standardInput = lifeline
        process.standardOutput = output
        let ended = DispatchSemaphore(value: 0)
        process.terminationHandler = { _ in ended.signal() }
        try process.run()
        let line = await firstLine(of: output.fileHandleForReading)
        guard let port = try? JSONDecoder().decode([String: Int].self, from: line)["port"] else {
            process.terminate()
            throw Failure(description: "fake-model-server did not say its port; its words are above")
        }
        return FakeModelServer(
            port: port, process: process, ended: ended, folder: folder, logURL: logURL, lifeline: lifeline)
    }

    private init(port: Int, process: Process, ended: DispatchSemaphore, folder: URL, logURL: URL, lifeline: Pipe) {
        baseURL = "http://127.0.0.1:\(port)/v1"
        self.process = process
        self.ended = ended
        self.folder = folder
        self.logURL = logURL
        self.lifeline = lifeline
    }

    deinit { stop() }

    /// Ends the server at once, so that its port is free, and removes its files. May be called twice.
    package func stop() {
        let isFirst = isStopped.withLock { isStopped in
            defer { isStopped = true }
            return !isStopped
        }
        guard isFirst else { return }
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        // Blocks for the milliseconds that the system takes to end a process.
        _ = ended.wait(timeout: .now() + .seconds(10))
        try? FileManager.default.removeItem(at: folder)
    }

    /// What the server has seen so far.
    package func stats() async throws -> ServerStats {
        try await get("stats")
    }

    /// Waits until a counter of `ServerStats` has come so far: no test needs to sleep or poll.
    package func wait(for counter: String, atLeast count: Int) async throws -> ServerStats {
        try await get("wait?for=\(counter)&atLeast=\(count)")
    }

    /// The log so far.
    package func journal() throws -> [JournalLine] {
        let data = try Data(contentsOf: logURL)
        return try data.split(separator: 0x0A).map { try JSONDecoder().decode(JournalLine.self, from: Data($0)) }
    }

    private func get(_ path: String) async throws -> ServerStats {
        guard let url = URL(string: baseURL.replacing("/v1", with: "/") + path) else {
            throw Failure(description: "no such path: \(path)")
        }
        let configuration = URLSessionConfiguration.ephemeral
        configuration.connectionProxyDictionary = [:]
        let session = URLSession(configuration: configuration)
        defer { session.invalidateAndCancel() }
        let (data, _) = try await session.data(from: url)
        return try JSONDecoder().decode(ServerStats.self, from: data)
    }

    private static func executable() throws -> URL {
        if let named = ProcessInfo.processInfo.environment["FAKE_MODEL_SERVER"] { return URL(filePath: named) }
        return try BuiltProduct.executable("fake-model-server")
    }

    private static func firstLine(of handle: FileHandle) async -> Data {
        await withCheckedContinuation { continuation in
            // Reading blocks, so it gets a thread of its own.
            Thread.detachNewThread {
                var line = Data()
                while let byte = try? handle.read(upToCount: 1), let value = byte.first, value != 0x0A {
                    line.append(value)
                }
                continuation.resume(returning: line)
            }
        }
    }
}
