/// What a call will cost in tokens, guessed before it is sent: for the rate of tokens per minute. Pure.
struct TokenEstimate: Sendable {
    /// Running mean of the tokens of one sample; nil before the first answer.
    private var perSample: Double?

    /// The prompt at four bytes a token, and every sample at the mean so far. Before the first answer the token limit is
    /// taken, or 512.
    func cost(of request: ChatRequest) -> Int {
        let prompt = UsageShares.estimate(bytes: request.messages.reduce(0) { $0 + $1.content.utf8.count })
        let limit = request.parameters.maxTokens
        let each = perSample.map { min(Int($0.rounded(.up)), limit ?? .max) } ?? limit ?? 512
        return prompt + each * request.samples.count
    }

    /// Takes the tokens of an answered call into the mean.
    mutating func learn(from answers: [ChatAnswer]) {
        for answer in answers {
            let tokens = Double(answer.usage.completionTokens)
            perSample = perSample.map { $0 * 0.95 + tokens * 0.05 } ?? tokens
        }
    }
}
