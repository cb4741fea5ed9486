import Foundation

#if os(Linux)
/// The processes of the machine, for tests that look for what should be gone.
enum Processes {
    /// Whether all processes whose command line fits are gone within a time.
    static func vanish(within limit: Duration = .seconds(2), _ fits: (String) -> Bool) async -> Bool {
        let deadline = ContinuousClock.now + limit
        while commands().contains(where: { fits($0.value) }) {
            guard ContinuousClock.now < deadline else { return false }
            await Task.yield()
        }
        return true
    }

    /// The command lines of all living processes, their words separated by spaces.
    static func commands() -> [Int32: String] {
        var found: [Int32: String] = [:]
        for name in (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? [] {
            guard let id = Int32(name), let words = FileManager.default.contents(atPath: "/proc/\(name)/cmdline"),
                !words.isEmpty
            else { continue }
            found[id] = String(decoding: words.map { $0 == 0 ? 0x20 : $0 }, as: UTF8.self)
        }
        return found
    }

    /// How many children of this process have ended and were not collected.
    static func zombies() -> Int {
        let own = "\(getpid())"
        return ((try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []).filter { name in
            guard Int32(name) != nil, let text = try? String(contentsOfFile: "/proc/\(name)/stat", encoding: .utf8),
                let end = text.lastIndex(of: ")")
            else { return false }
            let fields = text[text.index(after: end)...].split(separator: " ")
            return fields.count > 1 && fields[0] == "Z" && fields[1] == own
        }.count
    }

    /// How many files this process has open.
    static func openFiles() throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
    }
}
#endif
