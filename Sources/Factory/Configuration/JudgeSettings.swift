/// `stages.judge`: models say whether a statement means what its problem means.
///
/// Back-translation: Lean Workbook and Herald put the statement into words again and compare those with the problem;
/// FormalMATH (arXiv 2505.02735) lets several judges look and keeps what all accept. Votes: Goedel-Prover (arXiv 2502.07640)
/// asks one model four times; Kimina's autoformalizer wants several answers to be unanimous.
package struct JudgeSettings: Codable, Sendable, Equatable {
    /// How a judge works.
    package enum Method: String, Codable, Sendable, CaseIterable {
        /// One model puts the statement into words without sight of the problem, others compare the words.
        case backTranslation = "back_translation"
        /// A model sees both and says yes or no.
        case vote
        /// Both; each must agree for itself.
        case both
    }

    /// How many votes must be for the statement.
    package enum Agreement: String, Codable, Sendable, CaseIterable {
        /// All of them.
        case unanimous
        /// More than half.
        case majority
    }

    /// Off unless it is switched on: it needs a model.
    package var enabled = false
    package var method = Method.vote
    /// Names of models that vote; each gives its votes.
    package var models: [String] = []
    /// Names of models that translate back; empty: the first of `models`.
    package var translators: [String] = []
    /// Votes asked of each model, about each translation, 1 to 64.
    package var votes = 1
    package var agree = Agreement.unanimous
    /// Names of the prompt templates.
    package var voteTemplate = "judge-vote"
    package var translateTemplate = "judge-translate"
    package var compareTemplate = "judge-compare"
    /// Sampling of the votes.
    package var sampling = SamplingSettings(temperature: 0.6, topP: 0.95, maxTokens: 1024)
    /// Sampling of the translations.
    package var translation = SamplingSettings(temperature: 0, maxTokens: 1024)

    enum CodingKeys: String, CodingKey {
        case enabled, method, models, translators, votes, agree, sampling, translation
        case voteTemplate = "vote_template"
        case translateTemplate = "translate_template"
        case compareTemplate = "compare_template"
    }

    package init() {}

    package init(from decoder: any Decoder) throws {
        var reader = try SettingsReader(decoder)
        enabled = try reader.value("enabled", default: enabled)
        method = try reader.word("method", default: method)
        models = try reader.value("models", default: models)
        translators = try reader.value("translators", default: translators)
        votes = try reader.number("votes", in: 1...64, default: votes)
        agree = try reader.word("agree", default: agree)
        voteTemplate = try reader.value("vote_template", default: voteTemplate)
        translateTemplate = try reader.value("translate_template", default: translateTemplate)
        compareTemplate = try reader.value("compare_template", default: compareTemplate)
        sampling = try reader.value("sampling", default: sampling)
        translation = try reader.value("translation", default: translation)
        if enabled, models.isEmpty { throw reader.fault("models", "must name at least one model when it is enabled") }
        try reader.finish()
    }

    /// The models that translate back; none when nothing is translated.
    var chosenTranslators: [String] {
        method == .vote ? [] : translators.isEmpty ? Array(models.prefix(1)) : translators
    }

    /// The templates in use with the variables that they are given.
    var templates: [(name: String, inputs: Set<String>)] {
        let vote = (voteTemplate, PromptInputs.judgeVote)
        let translation = [
            (translateTemplate, PromptInputs.judgeTranslate), (compareTemplate, PromptInputs.judgeCompare),
        ]
        return switch method {
        case .vote: [vote]
        case .backTranslation: translation
        case .both: [vote] + translation
        }
    }
}
