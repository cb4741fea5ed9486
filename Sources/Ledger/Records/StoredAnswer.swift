package import Support

/// A model's answer under the key of its request. Failures are never stored.
package struct StoredAnswer: Sendable, Hashable, Codable {
    package let key: String
    /// The model's name in the configuration.
    package let model: String
    /// What the server calls it.
    package let identity: String
    /// The stage that asked.
    package let purpose: String
    package let sample: Int
    package let content: String
    package let reasoning: String?
    package let finishReason: String
    package let promptTokens: Int
    /// The part of `promptTokens` that the server had in its own cache.
    package let cachedPromptTokens: Int
    package let completionTokens: Int
    /// True when the server did not say and the numbers are our estimate.
    package let usageEstimated: Bool
    package let latencyMilliseconds: Int
    /// What it cost.
    package let cost: Money

    package init(
        key: String, model: String, identity: String, purpose: String, sample: Int, content: String, reasoning: String?,
        finishReason: String, promptTokens: Int, cachedPromptTokens: Int = 0, completionTokens: Int,
        usageEstimated: Bool, latencyMilliseconds: Int, cost: Money = .zero
    ) {
        self.key = key
        self.model = model
        self.identity = identity
        self.purpose = purpose
        self.sample = sample
        self.content = content
        self.reasoning = reasoning
        self.finishReason = finishReason
        self.promptTokens = promptTokens
        self.cachedPromptTokens = cachedPromptTokens
        self.completionTokens = completionTokens
        self.usageEstimated = usageEstimated
        self.latencyMilliseconds = latencyMilliseconds
        self.cost = cost
    }
}
