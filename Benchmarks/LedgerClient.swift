import Foundation
import Ledger
import Support

/// A process of its own that claims and completes jobs that do nothing, beside others on one ledger.
///
/// It is this program, started with `ledger-client`; it says `ready`, begins when it reads a line, and prints one JSON object.
struct LedgerClient {
    /// What a child is to do.
    private struct Orders: Codable {
        let path: String
        let jobs: Int
        let owner: String
    }

    /// What it did.
    private struct Result: Codable {
        let jobs: Int
    }

    private static let word = "ledger-client"

    /// Lets so many processes share the jobs of the stage `noop`.
    ///
    /// - Returns: seconds from the moment all were ready until the last had its share done.
    /// - Throws: `BenchmarkFailure` when one did not do its share.
    static func seconds(path: String, processes: Int, jobsEach: Int) throws -> Double {
        var children: [(process: Process, input: Pipe, output: Pipe)] = []
        for number in 0..<processes {
            let orders = Orders(path: path, jobs: jobsEach, owner: "bench-\(number)")
            let process = Process()
            process.executableURL = URL(filePath: CommandLine.arguments[0])
            process.arguments = [word, try CanonicalJSON.string(orders)]
            let (input, output) = (Pipe(), Pipe())
            process.standardInput = input
            process.standardOutput = output
            try process.run()
            children.append((process, input, output))
        }
        for child in children where child.output.fileHandleForReading.availableData.isEmpty {
            throw BenchmarkFailure(description: "a process ended before it began")
        }
        let start = ContinuousClock.now
        for child in children { try child.input.fileHandleForWriting.write(contentsOf: Data("go\n".utf8)) }
        let results = try children.map { child in
            let data = child.output.fileHandleForReading.readDataToEndOfFile()
            child.process.waitUntilExit()
            return try JSONDecoder().decode(Result.self, from: data)
        }
        let seconds = start.duration(to: .now).seconds
        guard results.allSatisfy({ $0.jobs == jobsEach }) else {
            throw BenchmarkFailure(description: "not every process did its share: \(results.map(\.jobs))")
        }
        return seconds
    }

    /// Whether the arguments are those of a child; then it has done its work.
    static func runsAsChild(_ arguments: [String]) async throws -> Bool {
        guard arguments.count == 3, arguments[1] == word else { return false }
        let orders = try CanonicalJSON.decode(Orders.self, from: arguments[2])
        let ledger = try Ledger.open(at: orders.path)
        _ = try await ledger.status()
        try FileHandle.standardOutput.write(contentsOf: Data("\n".utf8))
        _ = readLine()
        let done = try await LedgerFill(ledger: ledger)
            .complete("noop", limit: orders.jobs, owner: orders.owner) { _ in StepOutcome() }
        print(try CanonicalJSON.string(Result(jobs: done)))
        // Not closed: the others go on writing, and the parent looks at the clock.
        return true
    }
}
