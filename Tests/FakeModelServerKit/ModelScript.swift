/// What a fake model server answers. The README of `Tests/FakeModelServer` documents the JSON form.
package struct ModelScript: Codable, Sendable {
    /// Whose habits the server has.
    package var dialect: ServerDialect
    /// The ids that `GET /v1/models` lists; for Azure the deployments.
    package var models: [String]
    /// Whether a call for another model than these is refused as the dialect does it.
    package var refusesOtherModels: Bool
    /// The key that every request must carry, as the dialect wants it; nil when anybody may ask.
    package var requiredKey: String?
    /// After so many calls the key has expired.
    package var keyExpiresAfter: Int?
    /// Whether `n` is understood; without, every answer has one choice. Not every dialect understands it.
    package var supportsN: Bool
    /// The seed that stands for sample 0; a request with this seed plus five begins at answer 5.
    package var baseSeed: UInt64
    /// Most tokens of prompt and answer; longer ones are refused as the dialect does it. nil for no limit.
    package var contextTokens: Int?
    /// Most calls worked on at once; the others get `overload`.
    package var capacity: Int?
    /// What a call over the capacity gets.
    package var overload: ScriptFault
    /// Storms, first match first.
    package var windows: [FaultWindow]
    /// What befalls calls by their content; nil for nothing.
    package var hazards: ScriptHazards?
    /// Tried in order; the first that matches answers.
    package var rules: [ScriptRule]

    /// A script.
    package init(
        dialect: ServerDialect = .plain, models: [String] = ["fake-model"], refusesOtherModels: Bool = false,
        requiredKey: String? = nil, keyExpiresAfter: Int? = nil, supportsN: Bool = true, baseSeed: UInt64 = 0,
        contextTokens: Int? = nil, capacity: Int? = nil, overload: ScriptFault = ScriptFault(.status, status: 429),
        windows: [FaultWindow] = [], hazards: ScriptHazards? = nil, rules: [ScriptRule]
    ) {
        self.dialect = dialect
        self.models = models
        self.refusesOtherModels = refusesOtherModels
        self.requiredKey = requiredKey
        self.keyExpiresAfter = keyExpiresAfter
        self.supportsN = supportsN
        self.baseSeed = baseSeed
        self.contextTokens = contextTokens
        self.capacity = capacity
        self.overload = overload
        self.windows = windows
        self.hazards = hazards
        self.rules = rules
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            dialect: try values.decodeIfPresent(ServerDialect.self, forKey: .dialect) ?? .plain,
            models: try values.decodeIfPresent([String].self, forKey: .models) ?? ["fake-model"],
            refusesOtherModels: try values.decodeIfPresent(Bool.self, forKey: .refusesOtherModels) ?? false,
            requiredKey: try values.decodeIfPresent(String.self, forKey: .requiredKey),
            keyExpiresAfter: try values.decodeIfPresent(Int.self, forKey: .keyExpiresAfter),
            supportsN: try values.decodeIfPresent(Bool.self, forKey: .supportsN) ?? true,
            baseSeed: try values.decodeIfPresent(UInt64.self, forKey: .baseSeed) ?? 0,
            contextTokens: try values.decodeIfPresent(Int.self, forKey: .contextTokens),
            capacity: try values.decodeIfPresent(Int.self, forKey: .capacity),
            overload: try values.decodeIfPresent(ScriptFault.self, forKey: .overload)
                ?? ScriptFault(.status, status: 429),
            windows: try values.decodeIfPresent([FaultWindow].self, forKey: .windows) ?? [],
            hazards: try values.decodeIfPresent(ScriptHazards.self, forKey: .hazards),
            rules: try values.decode([ScriptRule].self, forKey: .rules))
    }
}
