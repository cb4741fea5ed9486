import FakeModelServerKit
import Foundation
import Support

/// distilabel 1.5.3 in a virtual environment of its own, and its run of the three calls.
struct Distilabel {
    /// One way to run it.
    struct Setting: Sendable {
        let problems: Int
        let batch: Int
        let replicas: Int
    }

    private struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    private let python: URL
    private let folder: URL
    private let cache: URL

    /// Makes the environment in the user's cache folder, or takes the one that is there for these requirements.
    ///
    /// - Throws: when Python or the packages are not to be had.
    static func install() throws -> Distilabel {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "distilabel")
        let requirements = folder.appending(path: "requirements.txt")
        let home =
            ProcessInfo.processInfo.environment["XDG_CACHE_HOME"].map { URL(filePath: $0) }
            ?? FileManager.default.homeDirectoryForCurrentUser.appending(path: ".cache")
        let cache = home.appending(path: "dsprover/bench-distilabel")
        let python = cache.appending(path: "venv/bin/python")
        let stamp = cache.appending(path: "requirements.txt")
        let own = Distilabel(python: python, folder: folder, cache: cache)
        if FileManager.default.contentsEqual(atPath: stamp.path, andPath: requirements.path) { return own }
        print("installing distilabel 1.5.3 into \(cache.path)")
        try? FileManager.default.removeItem(at: cache)
        try FileManager.default.createDirectory(at: cache, withIntermediateDirectories: true)
        try start("/usr/bin/env", ["python3", "-m", "venv", cache.appending(path: "venv").path]).wait()
        try start(python.path, ["-m", "pip", "install", "--quiet", "-r", requirements.path]).wait()
        try FileManager.default.copyItem(at: requirements, to: stamp)
        return own
    }

    /// Longest time for one setting. It does hang now and then, after its last answer (which is not waited for) or before.
    private static let patience = Duration.seconds(150)

    /// Problems per second of one setting: from the first request at the server to the last answer, so that the start of
    /// Python and of the pipeline, seconds both, are not counted.
    ///
    /// - Returns: 0 when it did not get its answers within the patience.
    func rate(_ setting: Setting) async throws -> Double {
        let server = try await FakeModelServer.start(script: BenchFactory.script(), keepsLog: false)
        defer { server.stop() }
        let arguments = [
            folder.appending(path: "three_calls.py").path, server.baseURL, "\(setting.problems)", "\(setting.batch)",
            "\(setting.replicas)",
        ]
        let process = try Self.start(
            python.path, arguments, log: cache.appending(path: "last-run.log"),
            environment: [
                "HF_HOME": cache.appending(path: "huggingface").path, "HF_HUB_OFFLINE": "1",
                "DISTILABEL_CACHE_DIR": cache.appending(path: "cache").path,
            ])
        defer { process.killGroup() }
        let start = ContinuousClock.now
        var begin: ContinuousClock.Instant?
        while start.duration(to: .now) < Self.patience {
            let stats = try await server.stats()
            if begin == nil, stats.requests > 0 { begin = .now }
            if let begin, stats.answered >= setting.problems * 3 {
                return Double(setting.problems) / begin.duration(to: .now).seconds
            }
            if process.hasFailed { try process.wait() }
            try await Task.sleep(for: .milliseconds(20))
        }
        return 0
    }

    /// A process that is waited for on a thread of its own.
    private struct Child: @unchecked Sendable {
        // Only looked at after it has ended, and waited for once.
        let process: Process
        let ended: DispatchSemaphore
        let name: String
        let log: URL?

        var hasFailed: Bool { !process.isRunning && process.terminationStatus != 0 }

        /// Ends it with its children; it made a process group of its own.
        func killGroup() {
            if process.isRunning { kill(-process.processIdentifier, SIGKILL) }
        }

        func wait() throws {
            ended.wait()
            guard process.terminationStatus == 0 else {
                let said = log.map { "; see \($0.path)" } ?? ""
                throw Failure(description: "\(name) ended with status \(process.terminationStatus)\(said)")
            }
        }
    }

    private static func start(
        _ program: String, _ arguments: [String], log: URL? = nil, environment: [String: String] = [:]
    ) throws -> Child {
        let process = Process()
        let ended = DispatchSemaphore(value: 0)
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { _, new in new }
        process.terminationHandler = { _ in ended.signal() }
        if let log {
            try Data().write(to: log)
            let handle = try FileHandle(forWritingTo: log)
            process.standardOutput = handle
            process.standardError = handle
        }
        try process.run()
        return Child(process: process, ended: ended, name: arguments.first ?? program, log: log)
    }
}
