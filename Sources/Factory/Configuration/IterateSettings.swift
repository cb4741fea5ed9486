package import TrainingData

/// `iterate:`: rounds of expert iteration (arXiv 2405.14333, section 3.3): prove, train on what was proved, prove what is left
/// with the new prover, as long as that gains something.
package struct IterateSettings: Codable, Sendable, Equatable {
    /// `iterate.held_out`: what every prover is measured on. Nothing of it is trained on.
    package struct HeldOut: Codable, Sendable, Equatable {
        /// JSON Lines with `formal_statement` beside the informal one, as for `dsprover import`; relative to the
        /// configuration's file.
        package var file: String
        /// Proofs asked for each statement, 1 to 100,000: the measure is pass@samples.
        package var samples = 8

        package init(file: String) {
            self.file = file
        }

        package init(from decoder: any Decoder) throws {
            var reader = try SettingsReader(decoder)
            file = try reader.required("file")
            samples = try reader.number("samples", in: 1...100_000, default: samples)
            try reader.finish()
        }
    }

    /// The model under `models:` that is trained; it must be among `stages.prove.models`. Nil: `iterate` cannot be used.
    package var prover: String?
    /// The train command, run by `sh -c`; see docs/expert-iteration.md for its environment and what it must leave. Needed when
    /// there is a prover.
    package var train: String?
    /// Told to the train command.
    package var baseModel = ""
    /// Where the files of the rounds are kept, relative to the working folder.
    package var folder = "rounds"
    /// The format of the training set.
    package var format = ExportFormat.deepseekProver
    /// How long the new prover is waited for, minutes, 0 to 10,080.
    package var endpointMinutes = 30.0
    package var heldOut: HeldOut?
    /// The rounds end when the held-out file gains less than this share in one, −1 to 1; nil: they go on.
    package var stopBelow: Double?
    /// The share of the solved statements that a round practises, 0 to 1.
    package var solvedShare = 0.0
    /// Proofs asked for each of them, 1 to 1024.
    package var practiceSamples = 8
    /// Solved statements with at least this measured win rate are not practised any more, 0 to 1.
    package var mastered = 0.75

    enum CodingKeys: String, CodingKey {
        case prover, train, folder, format, mastered
        case baseModel = "base_model"
        case endpointMinutes = "endpoint_minutes"
        case heldOut = "held_out"
        case stopBelow = "stop_below"
        case solvedShare = "solved_share"
        case practiceSamples = "practice_samples"
    }

    package init() {}

    package init(from decoder: any Decoder) throws {
        var reader = try SettingsReader(decoder)
        prover = try reader.optional("prover")
        train = try reader.optional("train")
        baseModel = try reader.value("base_model", default: baseModel)
        folder = try reader.value("folder", default: folder)
        format = try reader.word("format", default: format)
        endpointMinutes = try reader.number("endpoint_minutes", in: 0...10_080, default: endpointMinutes)
        heldOut = try reader.optional("held_out")
        stopBelow = try reader.optionalNumber("stop_below", in: -1...1)
        solvedShare = try reader.number("solved_share", in: 0...1, default: solvedShare)
        practiceSamples = try reader.number("practice_samples", in: 1...1024, default: practiceSamples)
        mastered = try reader.number("mastered", in: 0...1, default: mastered)
        if prover != nil, train == nil {
            throw reader.fault("train", "is needed: a round ends with the training of its prover")
        }
        if stopBelow != nil, heldOut == nil {
            throw reader.fault("stop_below", "needs held_out: without it no gain is measured")
        }
        try reader.finish()
    }
}
