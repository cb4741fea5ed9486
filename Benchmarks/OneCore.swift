import Foundation

/// Holds this process, and every process that it starts from then on, on one processor.
enum OneCore {
    /// By `taskset` of util-linux, because the calls are not among those that Swift sees of the C library.
    ///
    /// - Throws: `BenchmarkFailure` where it cannot be done.
    static func hold() throws {
        let allowed = try taskset(["-c", "-p", own])
        // "pid 12's current affinity list: 0,2-5"; the last one, since interrupts are mostly served by the first.
        guard let last = allowed.split(whereSeparator: { !$0.isNumber }).last else {
            throw BenchmarkFailure(description: "taskset says \(allowed)")
        }
        _ = try taskset(["-a", "-c", "-p", String(last), own])
    }

    private static let own = "\(ProcessInfo.processInfo.processIdentifier)"

    private static func taskset(_ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/taskset")
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw BenchmarkFailure(description: "taskset \(arguments.joined(separator: " ")) failed: \(text)")
        }
        return text
    }
}
