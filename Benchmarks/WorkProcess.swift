import Dispatch
import Foundation

/// A process of `dsprover work`, looked at from outside.
struct WorkProcess: @unchecked Sendable {
    // `Process` is no Sendable type; after the start only its number and its end are looked at, which are safe from any thread.
    private let process = Process()
    private let ended = DispatchSemaphore(value: 0)

    /// Starts one in the folder, with its log beside the ledger.
    init(number: Int, folder: URL) throws {
        let own = Bundle.main.executableURL ?? URL(filePath: CommandLine.arguments[0])
        process.executableURL = own.resolvingSymlinksInPath().deletingLastPathComponent().appending(path: "dsprover")
        process.arguments = ["work", "--run", folder.path, "--metrics-port", "0"]
        var variables = ProcessInfo.processInfo.environment
        variables["OPENAI_API_KEY"] = variables["OPENAI_API_KEY"] ?? "none"
        // The build folder may lie anywhere: templates are where the bench was started, unless somebody says otherwise.
        variables["DSPROVER_HOME"] = variables["DSPROVER_HOME"] ?? FileManager.default.currentDirectoryPath
        process.environment = variables
        let log = folder.appending(path: "work-\(number).log")
        _ = FileManager.default.createFile(atPath: log.path, contents: nil)
        process.standardError = try FileHandle(forWritingTo: log)
        process.standardInput = FileHandle.nullDevice
        process.terminationHandler = { [ended] _ in ended.signal() }
        try process.run()
    }

    var id: Int32 { process.processIdentifier }
    var isRunning: Bool { process.isRunning }

    func terminate() {
        if process.isRunning { process.terminate() }
    }

    /// Returns when the process has ended.
    func wait() async {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                ended.wait()
                continuation.resume()
            }
        }
    }

    /// Resident memory, MiB.
    var memoryMiB: Double { Self.memoryMiB(of: id) }

    /// Open file descriptors.
    var descriptors: Int {
        (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(id)/fd").count) ?? 0
    }

    /// Resident memory of all Lean processes below these, MiB.
    static func leanMiB(below roots: [Int32]) -> Double {
        var parents: [Int32: Int32] = [:]
        var leans: [Int32] = []
        for name in (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? [] {
            guard let id = Int32(name), let stat = try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8),
                let end = stat.lastIndex(of: ")")
            else { continue }
            let fields = stat[stat.index(after: end)...].split(separator: " ")
            if fields.count > 1, let parent = Int32(fields[1]) { parents[id] = parent }
            if stat.contains("(lean)") { leans.append(id) }
        }
        return leans.reduce(0) { sum, lean in
            var ancestor: Int32? = lean
            while let id = ancestor, id > 1, !roots.contains(id) { ancestor = parents[id] }
            return ancestor.map(roots.contains) == true ? sum + memoryMiB(of: lean) : sum
        }
    }

    private static func memoryMiB(of id: Int32) -> Double {
        let status = (try? String(contentsOfFile: "/proc/\(id)/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        let kilobytes = line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Double($0) }
        return (kilobytes ?? 0) / 1024
    }
}
