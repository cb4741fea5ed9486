internal import Inference
internal import Ledger

/// The answer cache of the models, kept in the ledger.
struct LedgerAnswerCache: AnswerCache {
    let ledger: Ledger

    func answers(for keys: [String]) async throws -> [String: ChatAnswer] {
        try await ledger.cachedAnswers(for: keys).mapValues { stored in
            ChatAnswer(
                sample: stored.sample,
                content: stored.content,
                reasoning: stored.reasoning,
                finishReason: FinishReason(rawValue: stored.finishReason) ?? .other,
                usage: TokenUsage(
                    promptTokens: stored.promptTokens, completionTokens: stored.completionTokens,
                    isEstimated: stored.usageEstimated),
                latencyMilliseconds: stored.latencyMilliseconds)
        }
    }

    func store(
        _ answers: [(key: String, answer: ChatAnswer)], model: String, identity: String, purpose: String
    ) async throws {
        try await ledger.storeAnswers(
            answers.map { key, answer in
                StoredAnswer(
                    key: key, model: model, identity: identity, purpose: purpose, sample: answer.sample,
                    content: answer.content, reasoning: answer.reasoning,
                    finishReason: answer.finishReason.rawValue, promptTokens: answer.usage.promptTokens,
                    completionTokens: answer.usage.completionTokens, usageEstimated: answer.usage.isEstimated,
                    latencyMilliseconds: answer.latencyMilliseconds)
            })
    }

    func count(sent: Int, cached: Int, failed: Int, model: String, purpose: String) async throws {
        try await ledger.countCalls(sent: sent, cached: cached, failed: failed, model: model, purpose: purpose)
    }
}
