/// What one check may cost, and how long a worker lives.
package struct LeanLimits: Sendable, Hashable, Codable {
    /// Longest time for one check on the wall clock. Catches what Lean's own counters do not see.
    package var wallClock: Duration
    /// Lean's `maxHeartbeats` (thousands of small allocations) per declaration; at least 1, because 0 means "no limit" to Lean.
    package var maxHeartbeats: Int
    /// Lean's `maxRecDepth`.
    package var maxRecDepth: Int
    /// Most memory of one Lean process in bytes, not counting the library files that it maps; it is ended a quarter, at most
    /// 256 MiB, before it gets there. At least 64 MiB.
    package var memoryBytes: Int
    /// A worker whose memory stays above this many bytes after a check is replaced. At most `memoryBytes`.
    package var recycleAtBytes: Int
    /// A worker is replaced after so many checks; at least 1.
    package var recycleAfter: Int
    /// The canaries are asked after so many checks at the latest; no answer leaves the checker before. At least 1.
    package var canaryEvery: Int
    /// Time that a worker has to give up a cancelled check, or to end, before its process group is killed.
    package var graceBeforeKill: Duration
    /// Time for a worker to start, import its header and answer the canaries.
    package var startUp: Duration

    package init(
        wallClock: Duration = .seconds(30), maxHeartbeats: Int = 200_000, maxRecDepth: Int = 2_000,
        memoryBytes: Int = 4 << 30, recycleAtBytes: Int? = nil, recycleAfter: Int = 2_000,
        canaryEvery: Int = 200, graceBeforeKill: Duration = .seconds(1), startUp: Duration = .seconds(120)
    ) {
        self.wallClock = wallClock
        self.maxHeartbeats = maxHeartbeats
        self.maxRecDepth = maxRecDepth
        self.memoryBytes = memoryBytes
        self.recycleAtBytes = recycleAtBytes ?? memoryBytes / 2
        self.recycleAfter = recycleAfter
        self.canaryEvery = canaryEvery
        self.graceBeforeKill = graceBeforeKill
        self.startUp = startUp
    }

    /// Refuses limits that would mean "no limit" or make every check fail.
    ///
    /// - Throws: `LeanCheckingError` with code `lean.setting` that names the setting and the values it may have.
    package func validate() throws(LeanCheckingError) {
        try require(wallClock > .zero, "wallClock", "more than 0 s")
        try require(maxHeartbeats >= 1, "maxHeartbeats", "at least 1 (0 would mean no limit)")
        try require(maxRecDepth >= 1, "maxRecDepth", "at least 1")
        try require(memoryBytes >= 64 << 20, "memoryBytes", "at least 67108864 (64 MiB)")
        try require(
            recycleAtBytes > 0 && recycleAtBytes <= memoryBytes, "recycleAtBytes", "more than 0, at most memoryBytes")
        try require(recycleAfter >= 1, "recycleAfter", "at least 1")
        try require(canaryEvery >= 1, "canaryEvery", "at least 1")
        try require(graceBeforeKill >= .zero, "graceBeforeKill", "0 s or more")
        try require(startUp > .zero, "startUp", "more than 0 s")
    }

    private func require(_ holds: Bool, _ name: String, _ range: String) throws(LeanCheckingError) {
        guard !holds else { return }
        throw LeanCheckingError(.setting, "The Lean limit \(name) is out of range.", advice: "It must be \(range).")
    }
}
