/// `stages.prove.repair` and `stages.refute.repair`: a proof that Lean refuses goes back to the model that wrote it, with Lean's
/// messages marked in it (the compiler-guided self-correction of Goedel-Prover-V2, github.com/Goedel-LM/Goedel-Prover-V2).
package struct ProofRepairSettings: Codable, Sendable, Equatable {
    /// How often the proof of one sample goes back, 0 to 8; 0 switches it off.
    package var rounds = 0
    /// Most repairs for one side of a statement over all waves, 1 to 100,000.
    package var budget = 64
    /// Most messages of Lean that are marked in a proof, 1 to 64.
    package var messages = 8
    /// Name of the prompt template.
    package var template = "prove_repair"
    /// Sampling of the repairs; nil takes that of the proofs.
    package var sampling: SamplingSettings?

    /// Most rounds there can be: the samples of repairs are numbered by it.
    static let maximumRounds = 8

    package init() {}

    package init(from decoder: any Decoder) throws {
        var reader = try SettingsReader(decoder)
        rounds = try reader.number("rounds", in: 0...Self.maximumRounds, default: rounds)
        budget = try reader.number("budget", in: 1...100_000, default: budget)
        messages = try reader.number("messages", in: 1...64, default: messages)
        template = try reader.value("template", default: template)
        sampling = try reader.optional("sampling")
        try reader.finish()
    }
}
