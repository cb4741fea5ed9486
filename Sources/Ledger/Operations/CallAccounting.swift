internal import GRDB
internal import Support

/// Records calls inside a transaction.
struct CallAccounting {
    let session: WriterSession
    let now: Int

    func record(_ entry: CallEntry, replacing: Int?) throws {
        let place = try place(of: entry)
        var sums = PendingSums.Calls(metered: entry.metered)
        switch entry.outcome {
        case .answered(let answers, let latency):
            sums.sent = 1
            for answer in answers {
                try insert(answer, entry: entry, round: place.round, replacing: replacing)
                add(answer, to: &sums)
            }
            session.sums.add(latency: latency, at: place)
        case .failed(let kind, let message):
            sums.sent = 1
            sums.failed = 1
            try count(fault: kind, failed: 1, retried: 0, message: message, at: place)
        case .cancelled: sums.sent = 1
        case .unsent: return try endClaims(entry)
        case .served(let samples): sums.cached = samples
        }
        for (kind, times) in entry.retried {
            try count(fault: kind, failed: 0, retried: times, message: nil, at: place)
        }
        try write(sums, entry: entry, at: place)
        try endClaims(entry)
    }

    private func place(of entry: CallEntry) throws -> PendingSums.Place {
        PendingSums.Place(model: entry.model, stage: entry.stage, round: try session.currentRound())
    }

    private func endClaims(_ entry: CallEntry) throws {
        for key in entry.keys { try session.run(.endFlight) { $0.add(key) } }
    }

    /// Keeps the answers of a batch; unlike a call's, answers that are there already count for nothing.
    ///
    /// - Returns: how many are new.
    func recordBatch(_ answers: [StoredAnswer], entry: CallEntry) throws -> Int {
        let place = try place(of: entry)
        var sums = PendingSums.Calls(metered: entry.metered)
        for answer in answers where try insert(answer, entry: entry, round: place.round, replacing: nil) {
            add(answer, to: &sums)
        }
        guard sums.answers > 0 else { return 0 }
        sums.sent = 1
        try write(sums, entry: entry, at: place)
        return sums.answers
    }

    private func add(_ answer: StoredAnswer, to sums: inout PendingSums.Calls) {
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
            try session.database.run(
                "DELETE FROM model_call WHERE key = ? AND created_at < ?", [answer.key, replacing])
        }
        try session.run(.insertAnswer) { row in
            row.add(answer.key)
            row.add(answer.model)
            row.add(answer.identity)
            row.add(answer.purpose)
            row.add(answer.sample)
            row.add(exactly: answer.content)
            row.add(exactly: answer.reasoning)
            row.add(answer.finishReason)
            row.add(answer.promptTokens)
            row.add(answer.cachedPromptTokens)
            row.add(answer.completionTokens)
            row.add(answer.usageEstimated ? 1 : 0)
            row.add(answer.latencyMilliseconds)
            row.add(answer.cost.nano)
            row.add(round)
            row.add(entry.problemID)
            row.add(entry.statementID)
            row.add(now)
        }
        return session.changes == 1
    }

    private func count(
        fault: String, failed: Int, retried: Int, message: String?, at place: PendingSums.Place
    ) throws {
        try session.database.run(
            """
            INSERT INTO call_fault(model, stage, round, class, failed, retried, last_message, last_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET failed = failed + excluded.failed, retried = retried + excluded.retried,
                last_message = coalesce(excluded.last_message, last_message), last_at = excluded.last_at
            """,
            [
                place.model, place.stage, place.round, fault, failed, retried, message?.limited(toBytes: 500), now,
            ])
    }

    private func write(_ sums: PendingSums.Calls, entry: CallEntry, at place: PendingSums.Place) throws {
        session.sums.add(sums, at: place)
        guard let problem = entry.problemID else { return }
        try session.run(.addToSubject) { row in
            row.add(problem)
            row.add(entry.statementID ?? 0)
            row.add(entry.stage)
            row.add(sums.sent)
            row.add(sums.failed)
            row.add(sums.answers)
            row.add(sums.cached)
            row.add(sums.prompt)
            row.add(sums.completion)
            row.add(sums.cost)
        }
    }
}
