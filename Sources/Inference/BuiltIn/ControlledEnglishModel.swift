/// The built-in formalizer: a grammar for a documented fragment of English (docs/controlled-english.md), no language
/// model. Outside the fragment it answers `CANNOT: reason`, never a guess.
package struct ControlledEnglishModel: ChatModel {
    package let name: String
    /// Changes with the grammar, so that cached answers of an older grammar are not taken for those of this one.
    package var identity: String { "controlled-english/2" }
    package var readsInputs: Bool { true }
    package var samplesPerCall: Int { 1 }
    package var sampleCount: Int? { 1 }

    /// The model under a name of the configuration.
    package init(name: String = "controlled-english") {
        self.name = name
    }

    /// Formalizes `inputs["informal_statement"]` under the name `inputs["name"]`.
    package func answers(to request: ChatRequest) async throws -> [ChatAnswer] {
        let problem = try BuiltInAnswer.input("informal_statement", of: request, model: name)
        let outcome = ControlledEnglish.formalize(problem, name: request.inputs["name"] ?? "problem")
        return BuiltInAnswer.answers(to: request) { _ in
            switch outcome {
            case .theorem(let source):
                """
                Formalized by rules: the built-in controlled-english model, no language model.

                ```lean4
                \(source)
                ```
                """
            case .refused(let reason): "CANNOT: \(reason)"
            }
        }
    }
}
