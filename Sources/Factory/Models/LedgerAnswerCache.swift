internal import Inference
internal import Ledger
internal import Support

/// The answer cache of the models, kept in the ledger, with the accounts beside it.
struct LedgerAnswerCache: AnswerCache {
    let ledger: Ledger
    /// The number of this run in the ledger; nil when nobody else can be asking.
    var run: Int?
    /// Answers stored before this time (milliseconds since 1970) are neither used nor kept; nil to use all.
    var since: Int?
    /// What tokens cost now.
    var prices = PriceList()
    /// The models behind servers.
    var metered: Set<String> = []
    /// Told of every call; nil for nobody.
    var monitor: RunMonitor?

    func answers(for keys: [String]) async throws -> [String: ChatAnswer] {
        try await ledger.cachedAnswers(for: keys, since: since).mapValues(ChatAnswer.init)
    }

    func claim(_ keys: [String]) async throws -> CacheClaims {
        guard let run else { return CacheClaims(answers: try await answers(for: keys)) }
        let claims = try await ledger.claimCalls(keys, run: run, since: since)
        return CacheClaims(answers: claims.answers.mapValues(ChatAnswer.init), elsewhere: claims.elsewhere)
    }

    func record(_ call: CallRecord) async throws {
        let price = prices[call.model]
        defer { monitor?.called(call, cost: call.cost(at: price)) }
        let outcome: CallEntry.Outcome =
            switch call.outcome {
            case .answered(let answers):
                .answered(
                    answers.map { key, answer in
                        StoredAnswer(
                            answer, key: key, model: call.model, identity: call.identity, stage: call.purpose,
                            cost: price?.cost(of: answer.usage) ?? .zero)
                    }, latencyMilliseconds: answers.map(\.answer.latencyMilliseconds).max() ?? 0)
            case .failed(let code, let message): .failed(class: code, message: message)
            case .cancelled: .cancelled
            case .unsent: .unsent
            case .served(let samples): .served(samples: samples)
            }
        let retried = call.failures.reduce(into: [:]) { counts, reason in
            counts["inference.\(reason.rawValue)", default: 0] += 1
        }
        // Without a run nothing was claimed, and what was never sent leaves no trace.
        let keys = run == nil ? [] : call.keys
        if case .unsent = outcome, keys.isEmpty { return }
        try await ledger.record(
            CallEntry(
                model: call.model, stage: call.purpose, outcome: outcome, metered: metered.contains(call.model),
                problemID: call.subject?.problem, statementID: call.subject?.statement, retried: retried, keys: keys),
            replacing: since)
    }
}

extension CallRecord {
    /// What its answers cost at the price.
    fileprivate func cost(at price: PriceSettings?) -> Money {
        guard case .answered(let answers) = outcome, let price else { return .zero }
        return answers.reduce(.zero) { $0 + price.cost(of: $1.answer.usage) }
    }
}

extension ChatAnswer {
    /// The answer as it was given.
    init(_ stored: StoredAnswer) {
        self.init(
            sample: stored.sample, content: stored.content, reasoning: stored.reasoning,
            finishReason: FinishReason(rawValue: stored.finishReason) ?? .other,
            usage: TokenUsage(
                promptTokens: stored.promptTokens, cachedPromptTokens: stored.cachedPromptTokens,
                completionTokens: stored.completionTokens, isEstimated: stored.usageEstimated),
            latencyMilliseconds: stored.latencyMilliseconds)
    }
}

extension StoredAnswer {
    /// The answer as it is kept.
    init(_ answer: ChatAnswer, key: String, model: String, identity: String, stage: String, cost: Money) {
        self.init(
            key: key, model: model, identity: identity, purpose: stage, sample: answer.sample, content: answer.content,
            reasoning: answer.reasoning, finishReason: answer.finishReason.rawValue,
            promptTokens: answer.usage.promptTokens, cachedPromptTokens: answer.usage.cachedPromptTokens,
            completionTokens: answer.usage.completionTokens, usageEstimated: answer.usage.isEstimated,
            latencyMilliseconds: answer.latencyMilliseconds, cost: cost)
    }
}
