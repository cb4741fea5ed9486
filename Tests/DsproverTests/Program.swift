import Foundation
import Support
import Synchronization
import TestSupport

/// Runs the built `dsprover` as a user would.
struct Program {
    /// What a finished run left.
    struct Result {
        let status: Int32
        let output: String
        let errors: String

        /// The last line of the output as JSON.
        func json() throws -> JSONValue {
            try CanonicalJSON.decode(JSONValue.self, from: String(output.split(separator: "\n").last ?? ""))
        }
    }

    /// The top of the repository.
    static let repository = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardized

    /// The folder it runs in.
    let folder: URL
    /// Variables on top of the test's own; nil takes one away.
    var environment: [String: String?] = [:]

    /// Runs to the end.
    func run(_ arguments: String...) async throws -> Result {
        try await start(arguments).result()
    }

    /// Runs to the end.
    func run(_ arguments: [String]) async throws -> Result {
        try await start(arguments).result()
    }

    /// Runs to the end with this on its standard input.
    func run(_ arguments: [String], input: String) async throws -> Result {
        let pipe = Pipe()
        let running = try start(arguments, input: pipe)
        // A thread of its own: the program need not read all of it.
        Thread.detachNewThread {
            try? pipe.fileHandleForWriting.write(contentsOf: Data(input.utf8))
            try? pipe.fileHandleForWriting.close()
        }
        return try await running.result()
    }

    /// Starts it and leaves it running, with nothing on its standard input unless a pipe is given.
    ///
    /// - Parameter launcher: a command that starts it in turn.
    func start(_ arguments: [String], through launcher: [String] = [], input: Pipe? = nil) throws -> Running {
        var variables = ProcessInfo.processInfo.environment
        // The build folder may lie anywhere; an ordinary one is found without this.
        variables["DSPROVER_HOME"] = Program.repository.path
        for (name, value) in environment { variables[name] = value }
        let words = launcher + [try BuiltProduct.executable("dsprover").path] + arguments
        return try Running(
            URL(filePath: words[0]), arguments: Array(words.dropFirst()), folder: folder, environment: variables,
            input: input)
    }
}

/// A started program whose output is collected.
final class Running: Sendable {
    private let process: Process
    private let output: Collector
    private let errors: Collector
    private let exit: Task<Int32, Never>

    var processIdentifier: Int32 { process.processIdentifier }

    init(
        _ executable: URL, arguments: [String], folder: URL, environment: [String: String], input: Pipe? = nil
    ) throws {
        process = Process()
        process.executableURL = executable
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.environment = environment
        output = Collector()
        errors = Collector()
        process.standardInput = input ?? FileHandle.nullDevice
        process.standardOutput = output.pipe
        process.standardError = errors.pipe
        let (stream, continuation) = AsyncStream<Int32>.makeStream(bufferingPolicy: .bufferingNewest(1))
        process.terminationHandler = { process in
            continuation.yield(process.terminationStatus)
            continuation.finish()
        }
        exit = Task { await stream.first { _ in true } ?? -1 }
        try process.run()
        output.start()
        errors.start()
    }

    /// What it has written to standard output until now.
    var outputSoFar: String { output.soFar }

    /// What it has written to standard error until now.
    var errorsSoFar: String { errors.soFar }

    func signal(_ number: Int32) {
        kill(process.processIdentifier, number)
    }

    /// Lets the process open so many files from now on; what is open stays open.
    func limitFiles(to number: Int) throws {
        let prlimit = try Process.run(
            URL(filePath: "/usr/bin/prlimit"),
            arguments: ["--pid", "\(process.processIdentifier)", "--nofile=\(number):"])
        prlimit.waitUntilExit()
        guard prlimit.terminationStatus == 0 else { throw CocoaError(.featureUnsupported) }
    }

    /// Returns when standard error holds the text.
    ///
    /// - Throws: `CancellationError` when the test's time is over first.
    func wait(forError text: String) async throws {
        while !errors.contains(text) {
            try Task.checkCancellation()
            await Task.yield()
        }
    }

    func result() async throws -> Program.Result {
        let status = await exit.value
        return Program.Result(status: status, output: await output.text(), errors: await errors.text())
    }
}

/// Reads a pipe to its end on a thread of its own, so that a full pipe never blocks the program.
private final class Collector: Sendable {
    let pipe = Pipe()
    private let state = Mutex(Data())
    private let (stream, continuation) = AsyncStream<Void>.makeStream()

    func start() {
        Thread.detachNewThread { [self] in
            // What is there, at once: `read(upToCount:)` would wait for all of it.
            while case let data = pipe.fileHandleForReading.availableData, !data.isEmpty {
                state.withLock { $0.append(data) }
            }
            continuation.finish()
        }
    }

    var soFar: String { state.withLock { String(decoding: $0, as: UTF8.self) } }

    /// Whether the text has come so far.
    func contains(_ text: String) -> Bool {
        state.withLock { $0.range(of: Data(text.utf8)) != nil }
    }

    func text() async -> String {
        for await _ in stream {}
        return soFar
    }
}
