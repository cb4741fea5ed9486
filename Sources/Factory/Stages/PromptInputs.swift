internal import Prompting

/// The variables that each stage gives to its prompt; templates are checked against them before a run starts.
enum PromptInputs {
    static let formalize: Set = ["informal_statement", "name", "given_statement"]
    static let score: Set = ["informal_statement", "formal_statement", "name"]
    static let prove: Set = ["informal_statement", "formal_statement", "name", "header"]
}

extension PromptTemplate {
    /// Which template it was, to the letter: recipe, name, and the beginning of its content's digest.
    var provenance: String { "\(recipe)/\(name)@\(contentHash.prefix(12))" }
}
