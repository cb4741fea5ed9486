internal import Support

/// Faults that befall calls by their content, whenever and in whatever order they come: the same call meets the same faults in
/// every run, and is answered after them with what it would have been answered without.
package struct ScriptHazards: Codable, Sendable, Hashable {
    /// Two runs with the same seed meet the same.
    package var seed: UInt64
    /// How many calls of a hundred are hit.
    package var percent: Int
    /// Most faults in a row for one call, at least 1.
    package var most: Int
    /// What they are taken from; `times` does not count here.
    package var faults: [ScriptFault]

    /// Hazards.
    package init(seed: UInt64, percent: Int, most: Int = 2, faults: [ScriptFault]) {
        self.seed = seed
        self.percent = percent
        self.most = most
        self.faults = faults
    }

    /// What befalls a call one after the other before it is answered.
    ///
    /// - Parameter key: the content address of the call.
    package func befalling(_ key: String) -> [ScriptFault] {
        guard !faults.isEmpty else { return [] }
        let digest = Digest.sha256(parts: ["\(seed)", key])
        var random = StableRandom(seed: UInt64(digest.prefix(16), radix: 16) ?? seed)
        guard Int.random(in: 0..<100, using: &random) < percent else { return [] }
        return (0..<Int.random(in: 1...max(1, most), using: &random)).compactMap { _ in
            faults.randomElement(using: &random)
        }
    }
}
