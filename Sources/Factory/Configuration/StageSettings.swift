/// `stages.score`: the five classes of DeepSeek-Prover (arXiv 2405.14333, section 3.2) and which of them go on.
package struct ScoreSettings: Codable, Sendable, Equatable {
    /// Off: every elaborated statement goes on.
    package var enabled = true
    /// Name of the scoring model.
    package var model = "rules"
    /// Name of the prompt template.
    package var template = "score"
    /// Samples whose median counts, 1 to 64; the lower of two in the middle. One whose class cannot be read is asked for
    /// anew, so that at most three times as many are asked for.
    package var samples = 1
    /// Classes that are admitted. The paper drops fair and poor.
    package var admit = ["excellent", "good", "above average"]
    /// Sampling of the score.
    package var sampling = SamplingSettings(temperature: 0, maxTokens: 1024)

    /// The five classes, best first.
    package static let classes = ["excellent", "good", "above average", "fair", "poor"]

    package init() {}

    package init(from decoder: any Decoder) throws {
        var reader = try SettingsReader(decoder)
        enabled = try reader.value("enabled", default: enabled)
        model = try reader.value("model", default: model)
        template = try reader.value("template", default: template)
        samples = try reader.number("samples", in: 1...64, default: samples)
        admit = try reader.value("admit", default: admit)
        sampling = try reader.value("sampling", default: sampling)
        for name in admit where !Self.classes.contains(name) {
            throw reader.fault("admit", "names \"\(name)\"; classes are \(Self.classes.joined(separator: ", "))")
        }
        try reader.finish()
    }
}

/// `stages.consistency`: `False` is tried from the hypotheses, so that no vacuous statement is trained on
/// (arXiv 2405.14333, section 3.2, hypothesis rejection).
package struct ConsistencySettings: Codable, Sendable, Equatable {
    /// Off: statements are not tested.
    package var enabled = true
    /// The model whose proofs of `False` are tried first.
    package var model = "portfolio"
    /// The models whose proofs are tried after it, in this order.
    package var models: [String] = []
    /// Name of the prompt template.
    package var template = "prove"
    /// Proofs asked of each model that samples without end, 1 to 1024; a portfolio is always tried whole.
    package var samples = 4
    /// Sampling of the proofs.
    package var sampling = SamplingSettings(temperature: 1, topP: 0.95, maxTokens: 2048)

    package init() {}

    /// All models in the order in which they are tried.
    package var allModels: [String] { [model] + models.filter { $0 != model } }

    package init(from decoder: any Decoder) throws {
        var reader = try SettingsReader(decoder)
        enabled = try reader.value("enabled", default: enabled)
        model = try reader.value("model", default: model)
        models = try reader.value("models", default: models)
        template = try reader.value("template", default: template)
        samples = try reader.number("samples", in: 1...1024, default: samples)
        sampling = try reader.value("sampling", default: sampling)
        try reader.finish()
    }
}

/// `stages.prove`: the portfolio first, because it is free, then waves of model samples.
package struct ProveSettings: Codable, Sendable, Equatable {
    /// Name of the cheap model that is tried whole before any other; nil for none.
    package var portfolio: String? = "portfolio"
    /// Names of the models of the later waves.
    package var models: [String] = []
    /// Samples of each model in wave 1, 2, …; the statement is exhausted after the last.
    package var waves = [4, 12, 48]
    /// Name of the prompt template.
    package var template = "prove"
    /// Sampling of the proofs (DeepSeek-Prover-V1.5, arXiv 2408.08152: temperature 1, top-p 0.95, 2048 tokens).
    package var sampling = SamplingSettings(temperature: 1, topP: 0.95, maxTokens: 2048)
    /// What is done with proofs that Lean refuses.
    package var repair = ProofRepairSettings()
    /// Skeletons whose holes are proved one by one, after the last wave.
    package var sketch = SketchSettings()

    package init() {}

    package init(from decoder: any Decoder) throws {
        var reader = try SettingsReader(decoder)
        // `portfolio: null` switches it off, so a missing key and a null one differ.
        let names: [String] = try reader.value("portfolio", default: PortfolioName(portfolio)).names
        portfolio = names.first
        models = try reader.value("models", default: models)
        waves = try reader.value("waves", default: waves)
        template = try reader.value("template", default: template)
        sampling = try reader.value("sampling", default: sampling)
        repair = try reader.value("repair", default: repair)
        sketch = try reader.value("sketch", default: sketch)
        if sketch.enabled, sketch.models.isEmpty, models.isEmpty {
            throw reader.fault("sketch", "is enabled, but neither sketch.models nor models names anybody to ask")
        }
        for count in waves where !(1...100_000).contains(count) {
            throw reader.fault("waves", "must hold numbers between 1 and 100000, but holds \(count)")
        }
        try reader.finish()
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(portfolio ?? "none", forKey: .portfolio)
        try container.encode(models, forKey: .models)
        try container.encode(waves, forKey: .waves)
        try container.encode(template, forKey: .template)
        try container.encode(sampling, forKey: .sampling)
        try container.encode(repair, forKey: .repair)
        try container.encode(sketch, forKey: .sketch)
    }

    private enum CodingKeys: String, CodingKey { case portfolio, models, waves, template, sampling, repair, sketch }
}

/// `stages:`.
package struct StagesSettings: Codable, Sendable, Equatable {
    package var formalize = FormalizeSettings()
    package var repair = RepairSettings()
    package var lint = LintSettings()
    package var novelty = NoveltySettings()
    package var score = ScoreSettings()
    package var judge = JudgeSettings()
    package var consistency = ConsistencySettings()
    package var prove = ProveSettings()
    package var refute = RefuteSettings()

    package init() {}

    package init(from decoder: any Decoder) throws {
        var reader = try SettingsReader(decoder)
        formalize = try reader.value("formalize", default: formalize)
        repair = try reader.value("repair", default: repair)
        lint = try reader.value("lint", default: lint)
        novelty = try reader.value("novelty", default: novelty)
        score = try reader.value("score", default: score)
        judge = try reader.value("judge", default: judge)
        consistency = try reader.value("consistency", default: consistency)
        prove = try reader.value("prove", default: prove)
        refute = try reader.value("refute", default: refute)
        try reader.finish()
    }
}
