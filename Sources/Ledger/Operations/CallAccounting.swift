internal import GRDB
internal import Support

/// Records calls inside a transaction.
struct CallAccounting {
    let database: Database
    let now: Int

    /// The sums that one entry adds.
    private struct Sums {
        var sent = 0
        var failed = 0
        var answers = 0
        var cached = 0
        var prompt = 0
        var cachedPrompt = 0
        var completion = 0
        var estimated = 0
        var cost = 0
    }

    func record(_ entry: CallEntry, replacing: Int?) throws {
        let round = try database.currentRound()
        var sums = Sums()
        switch entry.outcome {
        case .answered(let answers, let latency):
            sums.sent = 1
            for answer in answers {
                try insert(answer, entry: entry, round: round, replacing: replacing)
                add(answer, to: &sums)
            }
            try count(latency: latency, entry: entry, round: round)
        case .failed(let kind, let message):
            sums.sent = 1
            sums.failed = 1
            try count(fault: kind, failed: 1, retried: 0, message: message, entry: entry, round: round)
        case .cancelled: sums.sent = 1
        case .unsent: return try endClaims(entry)
        case .served(let samples): sums.cached = samples
        }
        for (kind, times) in entry.retried {
            try count(fault: kind, failed: 0, retried: times, message: nil, entry: entry, round: round)
        }
        try write(sums, entry: entry, round: round)
        try endClaims(entry)
    }

    private func endClaims(_ entry: CallEntry) throws {
        for key in entry.keys { try database.run("DELETE FROM call_flight WHERE key = ?", [key]) }
    }

    /// Keeps the answers of a batch; unlike a call's, answers that are there already count for nothing.
    ///
    /// - Returns: how many are new.
    func recordBatch(_ answers: [StoredAnswer], entry: CallEntry) throws -> Int {
        let round = try database.currentRound()
        var sums = Sums()
        for answer in answers where try insert(answer, entry: entry, round: round, replacing: nil) {
            add(answer, to: &sums)
        }
        guard sums.answers > 0 else { return 0 }
        sums.sent = 1
        try write(sums, entry: entry, round: round)
        return sums.answers
    }

    private func add(_ answer: StoredAnswer, to sums: inout Sums) {
        sums.answers += 1
        sums.prompt += answer.promptTokens
        sums.cachedPrompt += answer.cachedPromptTokens
        sums.completion += answer.completionTokens
        if answer.usageEstimated { sums.estimated += answer.promptTokens + answer.completionTokens }
        sums.cost += answer.cost.nano
    }

    @discardableResult
    private func insert(_ answer: StoredAnswer, entry: CallEntry, round: Int, replacing: Int?) throws -> Bool {
        if let replacing {
            try database.run("DELETE FROM model_call WHERE key = ? AND created_at < ?", [answer.key, replacing])
        }
        try database.run(
            """
            INSERT INTO model_call(key, model, identity, purpose, sample, content, reasoning, finish_reason, prompt_tokens,
                cached_prompt_tokens, completion_tokens, usage_estimated, latency_ms, cost, round, problem_id,
                statement_id, created_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
            """,
            [
                answer.key, answer.model, answer.identity, answer.purpose, answer.sample, ExactText(answer.content),
                ExactText(answer.reasoning), answer.finishReason, answer.promptTokens, answer.cachedPromptTokens,
                answer.completionTokens, answer.usageEstimated, answer.latencyMilliseconds, answer.cost.nano, round,
                entry.problemID, entry.statementID, now,
            ])
        return database.changesCount == 1
    }

    private func count(latency: Int, entry: CallEntry, round: Int) throws {
        try database.run(
            """
            INSERT INTO call_latency(model, stage, round, bucket, count) VALUES (?, ?, ?, ?, 1)
            ON CONFLICT DO UPDATE SET count = count + 1
            """, [entry.model, entry.stage, round, LatencyHistogram.bucket(of: latency)])
    }

    private func count(
        fault: String, failed: Int, retried: Int, message: String?, entry: CallEntry, round: Int
    ) throws {
        try database.run(
            """
            INSERT INTO call_fault(model, stage, round, class, failed, retried, last_message, last_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET failed = failed + excluded.failed, retried = retried + excluded.retried,
                last_message = coalesce(excluded.last_message, last_message), last_at = excluded.last_at
            """,
            [entry.model, entry.stage, round, fault, failed, retried, message?.limited(toBytes: 500), now])
    }

    private func write(_ sums: Sums, entry: CallEntry, round: Int) throws {
        try database.run(
            """
            INSERT INTO call_account(model, stage, round, metered, sent, failed, answers, cached, prompt_tokens,
                cached_prompt_tokens, completion_tokens, estimated_tokens, cost)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET metered = excluded.metered, sent = sent + excluded.sent,
                failed = failed + excluded.failed, answers = answers + excluded.answers,
                cached = cached + excluded.cached, prompt_tokens = prompt_tokens + excluded.prompt_tokens,
                cached_prompt_tokens = cached_prompt_tokens + excluded.cached_prompt_tokens,
                completion_tokens = completion_tokens + excluded.completion_tokens,
                estimated_tokens = estimated_tokens + excluded.estimated_tokens, cost = cost + excluded.cost
            """,
            [
                entry.model, entry.stage, round, entry.metered, sums.sent, sums.failed, sums.answers, sums.cached,
                sums.prompt, sums.cachedPrompt, sums.completion, sums.estimated, sums.cost,
            ])
        guard let problem = entry.problemID else { return }
        try database.run(
            """
            INSERT INTO subject_account(problem_id, statement_id, stage, sent, failed, answers, cached, prompt_tokens,
                completion_tokens, cost)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET sent = sent + excluded.sent, failed = failed + excluded.failed,
                answers = answers + excluded.answers, cached = cached + excluded.cached,
                prompt_tokens = prompt_tokens + excluded.prompt_tokens,
                completion_tokens = completion_tokens + excluded.completion_tokens, cost = cost + excluded.cost
            """,
            [
                problem, entry.statementID ?? 0, entry.stage, sums.sent, sums.failed, sums.answers, sums.cached,
                sums.prompt, sums.completion, sums.cost,
            ])
    }
}
