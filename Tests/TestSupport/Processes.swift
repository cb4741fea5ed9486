internal import Foundation

#if os(Linux)
/// The processes of the machine, for tests that look for what should be gone.
package enum Processes {
    /// One process, told from a later one of the same number by its start.
    package struct Identity: Sendable, Hashable {
        package let id: Int32
        package let started: String
    }

    /// What `/proc/PID/stat` says of a process.
    private struct Status {
        let isZombie: Bool
        let parent: Int32
        let started: String

        init?(_ id: Int32) {
            guard let text = try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8),
                let end = text.lastIndex(of: ")")
            else { return nil }
            let fields = text[text.index(after: end)...].split(separator: " ")
            guard fields.count > 19, let parent = Int32(fields[1]) else { return nil }
            isZombie = fields[0] == "Z"
            self.parent = parent
            started = String(fields[19])
        }
    }

    private static var all: [Int32] {
        ((try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []).compactMap { Int32($0) }
    }

    /// The command lines of all living processes, their words separated by spaces.
    package static func commands() -> [Int32: String] {
        var found: [Int32: String] = [:]
        for id in all {
            guard let words = FileManager.default.contents(atPath: "/proc/\(id)/cmdline"), !words.isEmpty else {
                continue
            }
            found[id] = String(decoding: words.map { $0 == 0 ? 0x20 : $0 }, as: UTF8.self)
        }
        return found
    }

    /// All living processes below one.
    package static func descendants(of root: Int32) -> Set<Identity> {
        let statuses = Dictionary(uniqueKeysWithValues: all.compactMap { id in Status(id).map { (id, $0) } })
        var found: Set<Int32> = [root]
        var isGrowing = true
        while isGrowing {
            isGrowing = false
            for (id, status) in statuses where found.contains(status.parent) {
                if found.insert(id).inserted { isGrowing = true }
            }
        }
        return Set(
            found.subtracting([root]).compactMap { id in
                statuses[id].flatMap { $0.isZombie ? nil : Identity(id: id, started: $0.started) }
            })
    }

    /// Those that still live.
    package static func living(_ processes: Set<Identity>) -> Set<Identity> {
        processes.filter { process in
            guard let status = Status(process.id) else { return false }
            return status.started == process.started && !status.isZombie
        }
    }

    /// Waits until a condition holds; whether it did within the time, which is long because the machine may be busy.
    package static func wait(
        within limit: Duration = .seconds(60), until holds: () throws -> Bool
    ) async rethrows -> Bool {
        let deadline = ContinuousClock.now + limit
        while try !holds() {
            guard ContinuousClock.now < deadline else { return false }
            await Task.yield()
        }
        return true
    }

    /// How many children of this process have ended and were not collected.
    package static func zombies() -> Int {
        all.filter { id in Status(id).map { $0.isZombie && $0.parent == getpid() } ?? false }.count
    }

    /// How many files this process has open.
    package static func openFiles() throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
    }
}
#endif
