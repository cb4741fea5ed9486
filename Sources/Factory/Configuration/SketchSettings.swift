/// `stages.prove.sketch`: a model writes a skeleton of `have … := by sorry`, each hole is proved as a lemma of its own, and the
/// whole is put together again (DeepSeek-Prover-V2, arXiv 2504.21801, section 2). Tried after the last wave.
package struct SketchSettings: Codable, Sendable, Equatable {
    /// Off: no sketches.
    package var enabled = false
    /// Names of the models that write sketches; empty for those of the proofs.
    package var models: [String] = []
    /// Sketches asked of each model for one goal, 1 to 64.
    package var samples = 2
    /// How deep sketches may lie in each other, 1 to 4: with 1 the holes of a sketch get no sketches of their own.
    package var depth = 1
    /// Most holes of one sketch, 1 to 64; a sketch with more is not followed.
    package var holes = 12
    /// Proofs asked of each prover for one hole, 0 to 1024, after the portfolio.
    package var lemmaSamples = 4
    /// Most holes that are worked on for one statement, 1 to 10,000.
    package var budget = 64
    /// Name of the prompt template.
    package var template = "prove_sketch"
    /// Sampling of the sketches; nil takes that of the proofs.
    package var sampling: SamplingSettings?

    enum CodingKeys: String, CodingKey {
        case enabled, models, samples, depth, holes, budget, template, sampling
        case lemmaSamples = "lemma_samples"
    }

    package init() {}

    package init(from decoder: any Decoder) throws {
        var reader = try SettingsReader(decoder)
        enabled = try reader.value("enabled", default: enabled)
        models = try reader.value("models", default: models)
        samples = try reader.number("samples", in: 1...64, default: samples)
        depth = try reader.number("depth", in: 1...4, default: depth)
        holes = try reader.number("holes", in: 1...64, default: holes)
        lemmaSamples = try reader.number("lemma_samples", in: 0...1024, default: lemmaSamples)
        budget = try reader.number("budget", in: 1...10_000, default: budget)
        template = try reader.value("template", default: template)
        sampling = try reader.optional("sampling")
        try reader.finish()
    }
}
