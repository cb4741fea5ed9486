/// `stages.repair`: a statement that Lean does not accept goes back to a model with Lean's messages (as in Goedel-Prover-V2
/// for proofs, and in the compiler loops of CriticLean and ATF for statements).
package struct RepairSettings: Codable, Sendable, Equatable {
    /// Off unless it is switched on: it needs a model.
    package var enabled = false
    /// Names of models; each gives its samples.
    package var models: [String] = []
    /// Repairs that may lie behind a statement, 1 to 8.
    package var rounds = 2
    /// Repairs asked of each model for each statement in each round, 1 to 64.
    package var samples = 1
    /// Name of the prompt template.
    package var template = "repair"
    /// Errors of Lean that are shown, 1 to 32; the first ones count.
    package var errors = 8
    /// Sampling of the repairs.
    package var sampling = SamplingSettings(temperature: 0.6, topP: 0.9, maxTokens: 1024)

    package init() {}

    package init(from decoder: any Decoder) throws {
        var reader = try SettingsReader(decoder)
        enabled = try reader.value("enabled", default: enabled)
        models = try reader.value("models", default: models)
        rounds = try reader.number("rounds", in: 1...8, default: rounds)
        samples = try reader.number("samples", in: 1...64, default: samples)
        template = try reader.value("template", default: template)
        errors = try reader.number("errors", in: 1...32, default: errors)
        sampling = try reader.value("sampling", default: sampling)
        if enabled, models.isEmpty { throw reader.fault("models", "must name at least one model when it is enabled") }
        try reader.finish()
    }

    /// Whether a statement with so many repairs behind it may be sent back.
    func allows(after repairs: Int) -> Bool { enabled && repairs < rounds }
}
