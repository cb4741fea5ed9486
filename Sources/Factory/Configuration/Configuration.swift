/// Everything a run needs to know, as written in one YAML file per recipe (`config/`).
package struct Configuration: Codable, Sendable, Equatable {
    /// Folder of prompt templates: a path relative to the configuration file, or the name of a shipped recipe.
    package var templates = "deepseek-prover"
    /// The ledger file, relative to the working folder.
    package var ledger = "dsprover.sqlite"
    package var lean = LeanSettings()
    /// Models by the name under which stages ask for them.
    package var models: [String: ModelSettings] = Configuration.builtInModels
    package var stages = StagesSettings()
    package var run = RunSettings()
    package var budget = BudgetSettings()
    package var metrics = MetricsSettings()
    package var iterate = IterateSettings()

    /// The models that need no key, no network and no GPU. A file may define further ones and redefine these.
    package static let builtInModels: [String: ModelSettings] = [
        "english": ModelSettings(builtIn: .controlledEnglish),
        "rules": ModelSettings(builtIn: .heuristic),
        "portfolio": ModelSettings(builtIn: .tacticPortfolio),
        "given": ModelSettings(builtIn: .given),
    ]

    /// The configuration without any file: embedded profile, built-in models.
    package init() {}

    package init(from decoder: any Decoder) throws {
        var reader = try SettingsReader(decoder)
        templates = try reader.value("templates", default: templates)
        ledger = try reader.value("ledger", default: ledger)
        lean = try reader.value("lean", default: lean)
        let own: [String: ModelSettings] = try reader.value("models", default: [:])
        models = Configuration.builtInModels.merging(own) { _, own in own }
        stages = try reader.value("stages", default: stages)
        run = try reader.value("run", default: run)
        budget = try reader.value("budget", default: budget)
        metrics = try reader.value("metrics", default: metrics)
        iterate = try reader.value("iterate", default: iterate)
        try reader.finish()
        for (place, name) in modelReferences where models[name] == nil {
            throw reader.fault(
                "stages.\(place)",
                "names the model \"\(name)\", which is not under models: (\(models.keys.sorted().joined(separator: ", ")))"
            )
        }
        // A built-in model has no language: what it answered would be no repair and no vote.
        for (place, names) in [
            ("repair.models", stages.repair.models), ("judge.models", stages.judge.models),
            ("judge.translators", stages.judge.translators),
        ] {
            for name in names where models[name].map({ $0.kind != .openai }) ?? false {
                throw reader.fault(
                    "stages.\(place)", "names the built-in model \"\(name)\"; this stage needs a language model")
            }
        }
        if budget.money != nil {
            for (name, settings) in models.sorted(by: { $0.key < $1.key })
            where settings.kind == .openai && settings.price == nil
                && modelReferences.contains(where: { $0.name == name })
            {
                throw reader.fault(
                    "budget.money", "is set, but models.\(name) has no price; give it one (input and output may be 0)")
            }
        }
    }

    /// Every model a stage asks for, with the place in the file.
    package var modelReferences: [(place: String, name: String)] {
        modelReferences(of: Set(StageName.allCases))
    }

    /// Every model that one of these stages asks for, with the place in the file.
    package func modelReferences(of chosen: Set<StageName>) -> [(place: String, name: String)] {
        var references: [(String, String)] = []
        if chosen.contains(.formalize) { references += stages.formalize.models.map { ("formalize.models", $0) } }
        if chosen.contains(.repair), stages.repair.enabled {
            references += stages.repair.models.map { ("repair.models", $0) }
        }
        if chosen.contains(.score), stages.score.enabled { references.append(("score.model", stages.score.model)) }
        if chosen.contains(.judge), stages.judge.enabled {
            references += stages.judge.models.map { ("judge.models", $0) }
            references += stages.judge.chosenTranslators.map { ("judge.translators", $0) }
        }
        if chosen.contains(.consistency), stages.consistency.enabled {
            references.append(("consistency.model", stages.consistency.model))
            references += stages.consistency.models.map { ("consistency.models", $0) }
        }
        if chosen.contains(.practice), !chosen.contains(.prove) {
            references += stages.prove.models.map { ("prove.models", $0) }
        }
        if chosen.contains(.prove) {
            if let portfolio = stages.prove.portfolio { references.append(("prove.portfolio", portfolio)) }
            references += stages.prove.models.map { ("prove.models", $0) }
            if stages.prove.sketch.enabled {
                references += stages.prove.sketch.models.map { ("prove.sketch.models", $0) }
            }
        }
        if chosen.contains(.refute), stages.refute.enabled {
            if let portfolio = stages.refute.portfolio { references.append(("refute.portfolio", portfolio)) }
            references += stages.refute.models.map { ("refute.models", $0) }
        }
        return references
    }
}
