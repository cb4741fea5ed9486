import Foundation

/// One line that `lean --json` prints.
struct LeanMessage: Decodable {
    let severity: String
    let kind: String
    let data: String
}

/// What one `lean` process did with one source text.
struct LeanOutcome {
    let exitCode: Int32
    let messages: [LeanMessage]
    /// What it printed, for the report of a failed test.
    let output: String

    var isAccepted: Bool { exitCode == 0 && messages.isEmpty }
}

/// Checks source texts, each in a process of its own, two at a time.
enum LeanProcess {
    private static let gate = Gate(permits: 2)

    static func check(_ source: String) async throws -> LeanOutcome {
        let lean = try InstalledToolchain().lean
        return try await gate.pass {
            let (exitCode, output) = try await run(lean, ["--json", "-M", "2048", "--stdin"], input: source)
            let messages = try output.split(separator: "\n").filter { $0.hasPrefix("{") }.map {
                try JSONDecoder().decode(LeanMessage.self, from: Data($0.utf8))
            }
            return LeanOutcome(exitCode: exitCode, messages: messages, output: output)
        }
    }

    /// Runs a program to its end, without any environment variable unless told otherwise. Standard output and error go to a file, so no pipe can fill up; when the task is
    /// cancelled (a test's time limit), the program is ended.
    static func run(
        _ program: URL, _ arguments: [String], input: String = "", environment: [String: String] = [:]
    ) async throws -> (exitCode: Int32, output: String) {
        let folder = FileManager.default.temporaryDirectory.appending(path: "embedded-lean-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let inputFile = folder.appending(path: "input")
        let outputFile = folder.appending(path: "output")
        try Data(input.utf8).write(to: inputFile)
        try Data().write(to: outputFile)

        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        process.environment = environment
        process.currentDirectoryURL = folder
        process.standardInput = try FileHandle(forReadingFrom: inputFile)
        let output = try FileHandle(forWritingTo: outputFile)
        process.standardOutput = output
        process.standardError = output
        let exitCode = try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (ended: CheckedContinuation<Int32, any Error>) in
                process.terminationHandler = { ended.resume(returning: $0.terminationStatus) }
                do { try process.run() } catch { ended.resume(throwing: error) }
            }
        } onCancel: {
            if process.isRunning { process.terminate() }
        }
        return (exitCode, try String(contentsOf: outputFile, encoding: .utf8))
    }
}

/// Lets a bounded number of tasks through at a time.
private actor Gate {
    private var permits: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(permits: Int) { self.permits = permits }

    nonisolated func pass<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
        await enter()
        do {
            let value = try await body()
            await leave()
            return value
        } catch {
            await leave()
            throw error
        }
    }

    private func enter() async {
        if permits > 0 { permits -= 1 } else { await withCheckedContinuation { waiting.append($0) } }
    }

    private func leave() {
        if waiting.isEmpty { permits += 1 } else { waiting.removeFirst().resume() }
    }
}
