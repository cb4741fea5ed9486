/// `run:`: how work is taken and how the run ends.
package struct RunSettings: Codable, Sendable, Equatable {
    /// Most jobs in flight of one stage that waits for models, 1 to 100,000.
    package var modelJobs = 64
    /// Most jobs in flight of one stage that only checks, 1 to 1024. The Lean pool has its own limit below this.
    package var leanJobs = 8
    /// Most jobs in flight of single stages, in place of the two above, 1 to 100,000.
    package var limits: [StageName: Int] = [:]
    /// How long a claimed job belongs to this process unless renewed, seconds.
    package var leaseSeconds = 60.0
    /// A job that failed so often is parked, 1 to 1000.
    package var maximumTries = 5
    /// How long a stopping run lets work in flight finish before it is given back, seconds.
    package var drainSeconds = 20.0
    /// How long the run waits for a model that answers nobody before it ends with exit code 3, minutes.
    package var outageMinutes = 10.0
    /// Base of all sampling seeds, so that a rerun asks for the same.
    package var seed: UInt64 = 0

    enum CodingKeys: String, CodingKey {
        case seed, limits
        case modelJobs = "model_jobs"
        case leanJobs = "lean_jobs"
        case leaseSeconds = "lease_seconds"
        case maximumTries = "maximum_tries"
        case drainSeconds = "drain_seconds"
        case outageMinutes = "outage_minutes"
    }

    package init() {}

    package init(from decoder: any Decoder) throws {
        var reader = try SettingsReader(decoder)
        modelJobs = try reader.number("model_jobs", in: 1...100_000, default: modelJobs)
        leanJobs = try reader.number("lean_jobs", in: 1...1024, default: leanJobs)
        let own: [String: Int] = try reader.value("limits", default: [:])
        for (word, limit) in own.sorted(by: { $0.key < $1.key }) {
            guard let stage = StageName(rawValue: word) else {
                let known = StageName.allCases.map(\.rawValue).joined(separator: ", ")
                throw reader.fault("limits", "names the stage \"\(word)\"; there are \(known)")
            }
            guard (1...100_000).contains(limit) else {
                throw reader.fault("limits", "must hold numbers between 1 and 100000, but \(word) is \(limit)")
            }
            limits[stage] = limit
        }
        leaseSeconds = try reader.number("lease_seconds", in: 1...86_400, default: leaseSeconds)
        maximumTries = try reader.number("maximum_tries", in: 1...1000, default: maximumTries)
        drainSeconds = try reader.number("drain_seconds", in: 0...86_400, default: drainSeconds)
        outageMinutes = try reader.number("outage_minutes", in: 0...10_080, default: outageMinutes)
        seed = try reader.value("seed", default: seed)
        try reader.finish()
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(modelJobs, forKey: .modelJobs)
        try container.encode(leanJobs, forKey: .leanJobs)
        let own = Dictionary(uniqueKeysWithValues: limits.map { ($0.key.rawValue, $0.value) })
        if !own.isEmpty { try container.encode(own, forKey: .limits) }
        try container.encode(leaseSeconds, forKey: .leaseSeconds)
        try container.encode(maximumTries, forKey: .maximumTries)
        try container.encode(drainSeconds, forKey: .drainSeconds)
        try container.encode(outageMinutes, forKey: .outageMinutes)
        try container.encode(seed, forKey: .seed)
    }

    /// Most jobs in flight of the stage.
    package func limit(of stage: StageName) -> Int {
        limits[stage] ?? (stage.waitsForModels ? modelJobs : leanJobs)
    }
}
