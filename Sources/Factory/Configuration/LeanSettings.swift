package import LeanChecking

/// `lean:`: which Lean checks, with which header and limits.
package struct LeanSettings: Codable, Sendable, Equatable {
    /// Which kind of Lean is wanted.
    package var profile = ToolchainSettings.WantedProfile.auto
    /// A `lean` executable to use, relative to the configuration file; nil to look for one.
    package var path: String?
    /// Folder of a lake project whose toolchain and libraries are used, relative to the configuration file; nil for none.
    package var project: String?
    /// Text before every statement: imports and opens. Empty for the embedded Lean.
    package var header = ""
    /// Lean worker processes, 1 to 1024.
    package var workers = 2
    /// Wall-clock limit of one check, seconds.
    package var wallClockSeconds = 30.0
    /// Lean's own deterministic limit, in thousands of small allocations as in `maxHeartbeats`; at least 1.
    package var maxHeartbeats = 200_000
    /// Private memory that no Lean process gets, MiB: it is ended a little before.
    package var memoryMiB = 4096
    /// A worker is replaced after so many checks.
    package var recycleAfter = 500
    /// How Lean processes are kept from the rest of the machine; `strict` refuses to run where that cannot be done.
    package var isolation = IsolationMode.bestEffort

    enum CodingKeys: String, CodingKey {
        case profile, path, project, header, workers, isolation
        case wallClockSeconds = "wall_clock_seconds"
        case maxHeartbeats = "max_heartbeats"
        case memoryMiB = "memory_mib"
        case recycleAfter = "recycle_after"
    }

    package init() {}

    package init(from decoder: any Decoder) throws {
        var reader = try SettingsReader(decoder)
        let word: String = try reader.value("profile", default: profile.rawValue)
        guard let known = ToolchainSettings.WantedProfile(rawValue: word) else {
            throw reader.fault("profile", "is \"\(word)\"; it must be auto, embedded or full")
        }
        profile = known
        path = try reader.optional("path")
        project = try reader.optional("project")
        header = try reader.value("header", default: header)
        workers = try reader.number("workers", in: 1...1024, default: workers)
        wallClockSeconds = try reader.number("wall_clock_seconds", in: 0.1...86_400, default: wallClockSeconds)
        maxHeartbeats = try reader.number("max_heartbeats", in: 1...1_000_000_000, default: maxHeartbeats)
        memoryMiB = try reader.number("memory_mib", in: 256...1_048_576, default: memoryMiB)
        recycleAfter = try reader.number("recycle_after", in: 1...1_000_000, default: recycleAfter)
        let mode: String = try reader.value("isolation", default: isolation.rawValue)
        guard let knownMode = IsolationMode(rawValue: mode) else {
            throw reader.fault("isolation", "is \"\(mode)\"; it must be strict, best-effort or off")
        }
        isolation = knownMode
        try reader.finish()
    }
}
