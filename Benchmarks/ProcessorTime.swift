import Foundation

/// The processor time of this process and of all that it started: what a comparison costs, however busy the machine is
/// with other things.
enum ProcessorTime {
    /// Seconds so far, of processes that have ended and of those that live. 0 where the system has no `/proc`.
    static func used() -> Double {
        var parents: [Int: Int] = [:]
        var ticks: [Int: Int] = [:]
        for name in (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? [] {
            guard let process = Int(name),
                let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
                // The name of the program may hold anything, brackets too.
                let words = text.split(separator: ")").last?.split(separator: " "), words.count > 14
            else { continue }
            parents[process] = Int(words[1])
            // Own user and system time, then those of the children that have ended.
            ticks[process] = words[11...14].reduce(0) { $0 + (Int($1) ?? 0) }
        }
        let own = Int(ProcessInfo.processInfo.processIdentifier)
        let family = ticks.keys.filter { process in
            var ancestor: Int? = process
            while let next = ancestor, next != own { ancestor = parents[next] }
            return ancestor == own
        }
        return Double(family.reduce(0) { $0 + (ticks[$1] ?? 0) }) / ticksPerSecond
    }

    /// The unit of `/proc/PID/stat` on every Linux.
    private static let ticksPerSecond = 100.0
}
