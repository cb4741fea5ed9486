/// What the built-in models share: reading their inputs and wrapping their answers.
enum BuiltInAnswer {
    /// An input that the model cannot do without.
    static func input(_ key: String, of request: ChatRequest, model: String) throws(InferenceError) -> String {
        guard let value = request.inputs[key] else {
            throw InferenceError(
                .badRequest,
                message: "the built-in model \(model) needs the input \"\(key)\", which the call does not have",
                advice: "Use it for the stage it is made for; docs/controlled-english.md says which.")
        }
        return value
    }

    /// One answer per sample. Built-in models cost no tokens.
    static func answers(to request: ChatRequest, _ content: (Int) -> String) -> [ChatAnswer] {
        request.samples.map { sample in
            ChatAnswer(
                sample: sample, content: content(sample),
                usage: TokenUsage(promptTokens: 0, completionTokens: 0, isEstimated: false), latencyMilliseconds: 0)
        }
    }
}
