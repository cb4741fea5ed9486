/// `stages.refute`: the negation of a statement is searched at the same time as the statement itself, and whichever is verified
/// first ends the other search (arXiv 2405.14333, section 3.3). The paper gives no figures for the budget of a side.
package struct RefuteSettings: Codable, Sendable, Equatable {
    /// Off: statements are searched on one side only.
    package var enabled = false
    /// Name of the cheap model that is tried whole before any other; nil for none.
    package var portfolio: String? = "portfolio"
    /// Names of the models of the later waves.
    package var models: [String] = []
    /// Samples of each model in wave 1, 2, …
    package var waves = [4, 12]
    /// Name of the prompt template.
    package var template = "refute"
    /// Sampling of the proofs.
    package var sampling = ProveSettings().sampling
    /// What is done with proofs that Lean refuses.
    package var repair = ProofRepairSettings()

    package init() {}

    package init(from decoder: any Decoder) throws {
        var reader = try SettingsReader(decoder)
        enabled = try reader.value("enabled", default: enabled)
        portfolio = try reader.value("portfolio", default: PortfolioName(portfolio)).names.first
        models = try reader.value("models", default: models)
        waves = try reader.value("waves", default: waves)
        template = try reader.value("template", default: template)
        sampling = try reader.value("sampling", default: sampling)
        repair = try reader.value("repair", default: repair)
        for count in waves where !(1...100_000).contains(count) {
            throw reader.fault("waves", "must hold numbers between 1 and 100000, but holds \(count)")
        }
        if enabled, portfolio == nil, models.isEmpty {
            throw reader.fault("enabled", "is true, but neither portfolio nor models names anybody to ask")
        }
        try reader.finish()
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(enabled, forKey: .enabled)
        try container.encode(portfolio ?? "none", forKey: .portfolio)
        try container.encode(models, forKey: .models)
        try container.encode(waves, forKey: .waves)
        try container.encode(template, forKey: .template)
        try container.encode(sampling, forKey: .sampling)
        try container.encode(repair, forKey: .repair)
    }

    private enum CodingKeys: String, CodingKey { case enabled, portfolio, models, waves, template, sampling, repair }
}

/// `none` switches the portfolio off; anything else names a model.
struct PortfolioName: Decodable {
    let names: [String]
    init(_ name: String?) { names = name.map { [$0] } ?? [] }
    init(from decoder: any Decoder) throws {
        let name = try decoder.singleValueContainer().decode(String.self)
        names = name == "none" ? [] : [name]
    }
}
