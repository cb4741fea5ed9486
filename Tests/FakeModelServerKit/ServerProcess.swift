internal import Dispatch
internal import Foundation
internal import TestSupport

/// One process of the fake server.
struct ServerProcess: @unchecked Sendable {
    // `Process` is not Sendable; after `start` only its id and its end are looked at, which are safe from any thread.
    let process: Process
    let port: Int
    /// Signalled when the process has ended. `Process.waitUntilExit` is no way to learn it: it runs the run loop of the
    /// calling thread, and on a thread of the concurrency pool it may never come back.
    private let ended: DispatchSemaphore
    /// The server ends when this is closed, so also when the test process dies.
    private let lifeline: Pipe

    /// Starts the server with the files of the folder and waits for its port.
    ///
    /// - Throws: `Failure` when it is not built or does not come up.
    static func start(in folder: URL, port: Int, keepsLog: Bool) async throws -> ServerProcess {
        var arguments = ["--port", "\(port)", "--script", folder.appending(path: "script.json").path]
        arguments += keepsLog ? ["--log", folder.appending(path: "log.jsonl").path] : []
        return try await start(try executable(), arguments: arguments + ["--until-input-ends"])
    }

    /// Starts a program that prints its port first and ends with its input.
    ///
    /// - Throws: `Failure` when it does not come up.
    static func start(_ executable: URL, arguments: [String]) async throws -> ServerProcess {
        let process = Process()
        process.executableURL = executable
        process.arguments = arguments
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
            throw FakeModelServer.Failure(
                description: "\(executable.lastPathComponent) did not say its port; its words are above")
        }
        return ServerProcess(process: process, port: port, ended: ended, lifeline: lifeline)
    }

    /// The built program, or the one that the environment names.
    private static func executable() throws -> URL {
        if let named = ProcessInfo.processInfo.environment["FAKE_MODEL_SERVER"] { return URL(filePath: named) }
        return try BuiltProduct.executable("fake-model-server")
    }

    /// Ends the process and waits for its end: milliseconds.
    func kill() {
        if process.isRunning { Foundation.kill(process.processIdentifier, SIGKILL) }
        _ = ended.wait(timeout: .now() + .seconds(10))
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
