internal import GRDB
internal import Support

/// Which kept answers are meant; all conditions must hold.
package struct AnswerSelection: Sendable, Hashable {
    /// Stored before this time, milliseconds since 1970.
    package var storedBefore: Int?
    /// Of this model, by its name in the configuration.
    package var model: String?
    /// Of problems for which nothing is queued any more: a run that goes on will not ask for them.
    package var unusedOnly = false

    package init() {}
}

/// The kept answers of one model, as its server calls it.
package struct AnswerStock: Sendable, Hashable, Codable {
    package let model: String
    package let identity: String
    package let answers: Int
    /// Bytes of answers and reasoning.
    package let bytes: Int
    /// When the first and the last were stored, milliseconds since 1970.
    package let oldest: Int
    package let newest: Int
}

extension Ledger {
    /// What the cache holds, by model; reads all of it.
    package func answerStocks(_ selection: AnswerSelection = AnswerSelection()) async throws -> [AnswerStock] {
        let (condition, arguments) = selection.condition
        return try await read { database in
            try database.rows(
                """
                SELECT model, identity, count(*) AS answers, min(created_at) AS oldest, max(created_at) AS newest,
                    sum(length(CAST(content AS BLOB)) + coalesce(length(CAST(reasoning AS BLOB)), 0)) AS bytes
                FROM model_call WHERE \(condition) GROUP BY model, identity ORDER BY model, identity
                """, StatementArguments(arguments)
            ).map { row in
                AnswerStock(
                    model: row["model"], identity: row["identity"], answers: row["answers"], bytes: row["bytes"],
                    oldest: row["oldest"], newest: row["newest"])
            }
        }
    }

    /// Deletes kept answers, a few thousand per transaction, so that a running factory is hardly held up. The accounts keep
    /// what the answers cost.
    ///
    /// - Returns: how many were deleted.
    package func pruneAnswers(_ selection: AnswerSelection) async throws -> Int {
        let (condition, arguments) = selection.condition
        var after = 0
        var deleted = 0
        while true {
            let page = try await write(isLarge: true) { [after] database -> (last: Int?, deleted: Int) in
                let last = try database.integer(
                    "SELECT max(id) FROM (SELECT id FROM model_call WHERE id > ? ORDER BY id LIMIT 5000)", [after])
                guard let last else { return (nil, 0) }
                try database.run(
                    "DELETE FROM model_call WHERE id > ? AND id <= ? AND \(condition)",
                    StatementArguments([after.databaseValue, last.databaseValue] + arguments.map(\.databaseValue)))
                return (last, database.changesCount)
            }
            guard let last = page.last else { return deleted }
            deleted += page.deleted
            after = last
        }
    }
}

extension AnswerSelection {
    /// The conditions as SQL over `model_call`, and their values.
    fileprivate var condition: (sql: String, arguments: [any DatabaseValueConvertible & Sendable]) {
        var parts = ["TRUE"]
        var arguments: [any DatabaseValueConvertible & Sendable] = []
        if let storedBefore {
            parts.append("created_at < ?")
            arguments.append(storedBefore)
        }
        if let model {
            parts.append("model = ?")
            arguments.append(model)
        }
        if unusedOnly {
            // Answers of older ledgers do not say whose they are: they are left alone.
            parts.append("problem_id IS NOT NULL")
            parts.append("NOT EXISTS (SELECT 1 FROM job WHERE job.problem_id = model_call.problem_id)")
        }
        return (parts.joined(separator: " AND "), arguments)
    }
}
