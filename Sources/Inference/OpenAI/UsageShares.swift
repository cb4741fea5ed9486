/// Shares the tokens of one call among its samples.
enum UsageShares {
    /// One usage per text; they add up to what the server said. Where it said nothing they are estimated and say so.
    static func shares(
        of usage: CompletionWire.Usage?, among texts: [ChoiceText], request: ChatRequest
    ) -> [TokenUsage] {
        let lengths = texts.map { $0.content.utf8.count + ($0.reasoning?.utf8.count ?? 0) }
        guard let usage else {
            let prompt = estimate(bytes: request.messages.reduce(0) { $0 + $1.content.utf8.count })
            return lengths.enumerated().map { position, length in
                TokenUsage(
                    promptTokens: position == 0 ? prompt : 0, completionTokens: estimate(bytes: length),
                    isEstimated: true)
            }
        }
        let total = lengths.reduce(0, +)
        var given = 0
        var length = 0
        return lengths.enumerated().map { position, own in
            // Shares as differences of rounded running sums: they add up exactly.
            length += own
            let upTo =
                position == lengths.count - 1
                ? usage.completionTokens
                : Int(Double(usage.completionTokens) * Double(length) / Double(max(1, total)))
            defer { given = upTo }
            return TokenUsage(
                promptTokens: position == 0 ? usage.promptTokens : 0,
                cachedPromptTokens: position == 0 ? usage.cachedPromptTokens : 0, completionTokens: upTo - given,
                isEstimated: false)
        }
    }

    /// Tokens of so many bytes of text: four bytes each, the usual rule of thumb for English.
    static func estimate(bytes: Int) -> Int {
        (bytes + 3) / 4
    }
}
