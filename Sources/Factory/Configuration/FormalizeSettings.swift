package import Prompting

/// `stages.formalize`: problems become candidate statements.
package struct FormalizeSettings: Codable, Sendable, Equatable {
    /// What of a problem's own answer and proof the model is shown, where the problem has one.
    package enum Reference: String, Codable, Sendable, CaseIterable {
        case all, answer, none
    }

    /// Names of models; each gives its samples for each template.
    package var models: [String] = ["english"]
    /// Candidates asked of each model with each template, 1 to 1024; a built-in model gives one.
    package var samples = 1
    /// Names of the prompt templates; several make several styles (Goedel-Prover, arXiv 2502.07640, saw style alone move
    /// a problem from 14 proofs in 16 to none). In the file `template` names one, `templates` several.
    package var templates = ["formalize"]
    /// Where the prompts' examples come from; nil for those of the templates.
    package var fewShot: FewShotSettings?
    package var reference = Reference.all
    /// Sampling of the candidates. The paper gives no figures; these are those of its distilabel replication.
    package var sampling = SamplingSettings(temperature: 0.6, topP: 0.9, maxTokens: 1024)

    enum CodingKeys: String, CodingKey {
        case models, samples, templates, reference, sampling
        case fewShot = "few_shot"
    }

    package init() {}

    package init(from decoder: any Decoder) throws {
        var reader = try SettingsReader(decoder)
        models = try reader.value("models", default: models)
        samples = try reader.number("samples", in: 1...1024, default: samples)
        let one: String? = try reader.optional("template")
        let several: [String]? = try reader.optional("templates")
        if one != nil && several != nil { throw reader.fault("templates", "and template cannot stand together") }
        templates = several ?? one.map { [$0] } ?? templates
        fewShot = try reader.optional("few_shot")
        reference = try reader.word("reference", default: reference)
        sampling = try reader.value("sampling", default: sampling)
        if models.isEmpty { throw reader.fault("models", "must name at least one model") }
        if templates.isEmpty { throw reader.fault("templates", "must name at least one template") }
        for (key, names) in [("models", models), ("templates", templates)] where Set(names).count < names.count {
            throw reader.fault(key, "names something twice")
        }
        try reader.finish()
    }
}

/// `stages.formalize.few_shot`: examples from a file, chosen for each problem.
package struct FewShotSettings: Codable, Sendable, Equatable {
    /// JSON Lines with the fields of the templates' `examples`: a path relative to the configuration file, or a file beside
    /// the templates.
    package var file: String
    /// Examples in one prompt, 1 to 64.
    package var count = 4
    package var choose = ExampleSet.Choice.similar

    package init(file: String) {
        self.file = file
    }

    package init(from decoder: any Decoder) throws {
        var reader = try SettingsReader(decoder)
        file = try reader.required("file")
        count = try reader.number("count", in: 1...64, default: count)
        choose = try reader.word("choose", default: choose)
        try reader.finish()
    }
}
