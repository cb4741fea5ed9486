internal import Prompting

/// The variables that each stage gives to its prompt; templates are checked against them before a run starts.
enum PromptInputs {
    static let formalize: Set = ["informal_statement", "name", "given_statement"]
    /// What a formalizer is shown where it is there.
    static let reference: Set = ["answer", "solution"]
    static let repair: Set = ["informal_statement", "formal_statement", "marked_statement", "name", "header"]
    static let score: Set = ["informal_statement", "formal_statement", "name"]
    static let judgeVote: Set = ["informal_statement", "formal_statement", "header"]
    static let judgeTranslate: Set = ["formal_statement", "header"]
    static let judgeCompare: Set = ["informal_statement", "back_translation"]
    static let prove: Set = ["informal_statement", "formal_statement", "name", "header"]
    /// With the refused proof, Lean's messages marked in it.
    static let proofRepair: Set = prove.union(["failed_proof"])
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
        if prove.repair.rounds > 0 { templates.append((prove.repair.template, PromptInputs.proofRepair)) }
        if prove.sketch.enabled { templates.append((prove.sketch.template, PromptInputs.prove)) }
        if refute.enabled {
            templates.append((refute.template, PromptInputs.prove))
            if refute.repair.rounds > 0 { templates.append((refute.repair.template, PromptInputs.proofRepair)) }
        }
        return templates
    }
}

extension PromptTemplate {
    /// Which template it was, to the letter: recipe, name, and the beginning of its content's digest.
    var provenance: String { "\(recipe)/\(name)@\(contentHash.prefix(12))" }
}
