/// Why a model stopped.
package enum FinishReason: String, Codable, Hashable, Sendable {
    /// The model was done, or met a stop text.
    case stop
    /// The answer reached the token limit: it is cut off.
    case length
    /// The server's filter ended the answer.
    case contentFilter
    /// Anything else, or not said.
    case other
}

/// Tokens of one answer.
package struct TokenUsage: Codable, Hashable, Sendable {
    /// Tokens read. The tokens of a prompt shared by several samples are counted with the first sample of the call only.
    package var promptTokens: Int
    /// The part of `promptTokens` that the server had in its own prompt cache, which many providers sell for less.
    package var cachedPromptTokens: Int
    /// Tokens written, reasoning included. When one call brings several samples the server gives one sum, of which each
    /// sample has a share by length; the shares add up to the sum.
    package var completionTokens: Int
    /// Whether the server did not say and the numbers are estimates from the length of the texts: four bytes a token.
    package var isEstimated: Bool

    /// Usage of one answer.
    package init(promptTokens: Int, cachedPromptTokens: Int = 0, completionTokens: Int, isEstimated: Bool) {
        self.promptTokens = promptTokens
        self.cachedPromptTokens = cachedPromptTokens
        self.completionTokens = completionTokens
        self.isEstimated = isEstimated
    }
}

/// One sample of a model's answer.
package struct ChatAnswer: Codable, Hashable, Sendable {
    /// The index of the sample, as in `ChatRequest.samples`.
    package var sample: Int
    /// The answer itself, without reasoning.
    package var content: String
    /// What the model thought before it answered, when the server or a `<think>` block says.
    package var reasoning: String?
    /// Why the model stopped.
    package var finishReason: FinishReason
    /// What it cost in tokens.
    package var usage: TokenUsage
    /// Wall time of the try that brought this answer: waiting for a free place and failed tries are not in it.
    package var latencyMilliseconds: Int
    /// Host and port of the server that answered, for example `gpu-3:8000`; nil for built-in models.
    package var endpoint: String?
    /// Times the call was sent, the answered try included; at least 1.
    package var tries: Int
    /// Why the tries before failed, in order, so that error classes can be counted. As with the prompt's tokens, only the
    /// first sample of a call carries them.
    package var failures: [InferenceError.Reason]

    /// An answer.
    package init(
        sample: Int, content: String, reasoning: String? = nil, finishReason: FinishReason = .stop,
        usage: TokenUsage, latencyMilliseconds: Int, endpoint: String? = nil, tries: Int = 1,
        failures: [InferenceError.Reason] = []
    ) {
        self.sample = sample
        self.content = content
        self.reasoning = reasoning
        self.finishReason = finishReason
        self.usage = usage
        self.latencyMilliseconds = latencyMilliseconds
        self.endpoint = endpoint
        self.tries = tries
        self.failures = failures
    }
}
