internal import Prompting

/// The variables that each stage gives to its prompt; templates are checked against them before a run starts.
enum PromptInputs {
    static let formalize: Set = ["informal_statement", "name"]
    /// What a formalizer is shown where it is there.
    static let reference: Set = ["answer", "solution"]
    static let repair: Set = ["informal_statement", "formal_statement", "marked_statement", "name", "header"]
    static let score: Set = ["informal_statement", "formal_statement", "name"]
    static let judgeVote: Set = ["informal_statement", "formal_statement", "header"]
    static let judgeTranslate: Set = ["formal_statement", "header"]
    static let judgeCompare: Set = ["informal_statement", "back_translation"]
    static let prove: Set = ["informal_statement", "formal_statement", "name", "header"]
}

extension StagesSettings {
    /// The templates of all stages that may be used, with the variables that they are given.
    var templates: [(name: String, inputs: Set<String>)] {
        var templates = formalize.templates.map { name -> (String, Set<String>) in
            (name, formalize.fewShot == nil ? PromptInputs.formalize : PromptInputs.formalize.union(["examples"]))
        }
        templates += [
            (score.template, PromptInputs.score),
            (prove.template, PromptInputs.prove), (consistency.template, PromptInputs.prove),
        ]
        if repair.enabled { templates.append((repair.template, PromptInputs.repair)) }
        if judge.enabled { templates += judge.templates }
        return templates
    }
}

extension PromptTemplate {
    /// Which template it was, to the letter: recipe, name, and the beginning of its content's digest.
    var provenance: String { "\(recipe)/\(name)@\(contentHash.prefix(12))" }
}
