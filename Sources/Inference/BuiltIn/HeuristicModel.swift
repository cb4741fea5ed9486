/// The built-in judge of statements: counts and comparisons by rules, no language model. Answers in the five classes of
/// DeepSeek-Prover (arXiv 2405.14333), so that a run can filter before any model that costs something is there. It judges the
/// form of a statement, not its truth and not whether it means what the problem says.
package struct HeuristicModel: ChatModel {
    package let name: String
    /// Changes with the rules, so that cached answers of older rules are not taken for those of these.
    package var identity: String { "heuristic/2" }
    package var readsInputs: Bool { true }
    package var samplesPerCall: Int { 1 }
    package var sampleCount: Int? { 1 }

    /// The model under a name of the configuration.
    package init(name: String = "heuristic") {
        self.name = name
    }

    /// Scores `inputs["formal_statement"]` beside `inputs["informal_statement"]`.
    package func answers(to request: ChatRequest) async throws -> [ChatAnswer] {
        let formal = try BuiltInAnswer.input("formal_statement", of: request, model: name)
        let score = StatementScore.of(formal: formal, informal: request.inputs["informal_statement"] ?? "")
        return BuiltInAnswer.answers(to: request) { _ in
            // Nothing of the inputs is repeated here: their text must not be able to speak in the judge's place.
            """
            Natural language: \(score.description)
            Analysis: scored by the rules of the built-in heuristic, no language model: \(score.reason)
            Assessment: \(score.grade.rawValue)
            """
        }
    }
}
