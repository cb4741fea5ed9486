/// The built-in formalizer for problems that bring their statement: it answers with the `formal_statement` that stood beside
/// the problem in its file, so that benchmark files, and statements that somebody wrote, go the same way as any other.
package struct GivenStatementModel: ChatModel {
    package let name: String
    package var identity: String { "given/1" }
    package var readsInputs: Bool { true }
    package var samplesPerCall: Int { 1 }
    package var sampleCount: Int? { 1 }

    /// The model under a name of the configuration.
    package init(name: String = "given") {
        self.name = name
    }

    /// Answers with `inputs["given_statement"]`.
    package func answers(to request: ChatRequest) async throws -> [ChatAnswer] {
        let statement = try BuiltInAnswer.input("given_statement", of: request, model: name)
        return BuiltInAnswer.answers(to: request) { _ in
            statement.isEmpty
                ? "CANNOT: the line of the problem has no formal_statement" : "```lean4\n\(statement)\n```"
        }
    }
}
