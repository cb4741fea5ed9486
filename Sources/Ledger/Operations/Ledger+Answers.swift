internal import GRDB

extension Ledger {
    /// The answers that are kept under these keys; keys without one are missing from the result.
    package func cachedAnswers(for keys: [String]) async throws -> [String: StoredAnswer] {
        try await read { database in
            var answers: [String: StoredAnswer] = [:]
            for key in keys {
                if let row = try database.row("SELECT * FROM model_call WHERE key = ?", [key]) {
                    answers[key] = StoredAnswer(row)
                }
            }
            return answers
        }
    }

    /// Keeps answers; the first one under a key stays. The tokens of new ones are added to the counts of their model.
    package func storeAnswers(_ answers: [StoredAnswer]) async throws {
        let now = now
        try await write { database in
            for answer in answers where try database.insert(answer, now: now) {
                try database.count(
                    model: answer.model, purpose: answer.purpose, promptTokens: answer.promptTokens,
                    completionTokens: answer.completionTokens)
            }
        }
    }

    /// Adds to the counts of calls.
    ///
    /// - Parameters:
    ///   - sent: calls that went to the model.
    ///   - cached: samples that were served from the ledger.
    ///   - failed: calls that ended in an error after all retries.
    package func countCalls(sent: Int, cached: Int, failed: Int, model: String, purpose: String) async throws {
        try await write { database in
            try database.count(model: model, purpose: purpose, sent: sent, cached: cached, failed: failed)
        }
    }

    /// The counts by model and purpose.
    package func callCounts() async throws -> [CallCount] {
        try await read { database in
            try database.rows("SELECT * FROM call_count ORDER BY model, purpose").map { row in
                CallCount(
                    model: row["model"], purpose: row["purpose"], sent: row["sent"], cached: row["cached"],
                    failed: row["failed"], promptTokens: row["prompt_tokens"],
                    completionTokens: row["completion_tokens"])
            }
        }
    }
}

extension Database {
    fileprivate func insert(_ answer: StoredAnswer, now: Int) throws -> Bool {
        try run(
            """
            INSERT INTO model_call(key, model, identity, purpose, sample, content, reasoning, finish_reason, prompt_tokens,
                completion_tokens, usage_estimated, latency_ms, created_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
            """,
            [
                answer.key, answer.model, answer.identity, answer.purpose, answer.sample, ExactText(answer.content),
                ExactText(answer.reasoning), answer.finishReason, answer.promptTokens, answer.completionTokens,
                answer.usageEstimated, answer.latencyMilliseconds, now,
            ])
        return changesCount == 1
    }

    fileprivate func count(
        model: String, purpose: String, sent: Int = 0, cached: Int = 0, failed: Int = 0, promptTokens: Int = 0,
        completionTokens: Int = 0
    ) throws {
        try run(
            """
            INSERT INTO call_count(model, purpose, sent, cached, failed, prompt_tokens, completion_tokens)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET sent = sent + excluded.sent, cached = cached + excluded.cached,
                failed = failed + excluded.failed, prompt_tokens = prompt_tokens + excluded.prompt_tokens,
                completion_tokens = completion_tokens + excluded.completion_tokens
            """, [model, purpose, sent, cached, failed, promptTokens, completionTokens])
    }
}
