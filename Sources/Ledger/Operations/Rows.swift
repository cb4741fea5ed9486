internal import Foundation
internal import GRDB
internal import Support

// How rows become records. The column lists stand beside the reading of them.

extension Problem {
    static let columns =
        "id, external_id, statement, metadata, source_file, source_line, state, state_reason, round, created_at"

    init(_ row: Row) throws {
        self.init(
            id: row["id"], externalID: row["external_id"], statement: row.exactText("statement"),
            metadata: JSONValue(column: row["metadata"]), file: row["source_file"], line: row["source_line"],
            state: try row.word("state"), stateReason: row["state_reason"], round: row["round"],
            createdAt: row["created_at"])
    }
}

extension Statement {
    static let query = """
        SELECT statement.*, origin.model, origin.template
        FROM statement JOIN origin ON origin.id = statement.origin_id
        """

    init(_ row: Row) throws {
        self.init(
            id: row["id"], problemID: row["problem_id"], name: row["name"], source: row.exactText("source"),
            header: row["header"], normalHash: row["normal_hash"], state: try row.word("state"),
            stateReason: row["state_reason"], scoreClass: row["score_class"], model: row["model"],
            template: row["template"], sample: row["sample"], round: row["round"], repairedFrom: row["repaired_from"],
            repairRound: row["repair_round"], rung: row["rung"], duplicateOf: row["duplicate_of"],
            createdAt: row["created_at"], updatedAt: row["updated_at"])
    }
}

extension Attempt {
    static let query = """
        SELECT attempt.*, origin.model, origin.template
        FROM attempt JOIN origin ON origin.id = attempt.origin_id
        """

    init(_ row: Row) throws {
        self.init(
            id: row["id"], statementID: row["statement_id"], side: try row.word("side"), kind: try row.word("kind"),
            model: row["model"], template: row["template"], sample: row["sample"], wave: row["wave"],
            proof: row.optionalExactText("proof"), proofStyle: row["proof_style"],
            proofHash: (row["proof_hash"] as Data?).map(HashColumn.hexadecimal), verdict: row["verdict"],
            verdictDetail: row["verdict_detail"], rung: row["rung"], messages: JSONValue(column: row["messages"]),
            wallMilliseconds: row["wall_ms"], memoryBytes: row["memory_bytes"],
            repairs: row["repairs"], repairRound: row["repair_round"], createdAt: row["created_at"])
    }
}

extension Verification {
    init(_ row: Row) {
        self.init(
            id: row["id"], attemptID: row["attempt_id"], rung: row["rung"], verdict: row["verdict"],
            detail: row["detail"], axioms: (JSONValue(column: row["axioms"]).array ?? []).compactMap(\.string),
            leanVersion: row["lean_version"], library: row["library"], messages: JSONValue(column: row["messages"]),
            wallMilliseconds: row["wall_ms"], createdAt: row["created_at"])
    }
}

extension Decision {
    init(_ row: Row) {
        self.init(
            id: row["id"], problemID: row["problem_id"], statementID: row["statement_id"], gate: row["gate"],
            verdict: row["verdict"], reason: row["reason"], evidence: JSONValue(column: row["evidence"]),
            modelCalls: row["model_calls"], tokens: row["tokens"], wallMilliseconds: row["wall_ms"],
            createdAt: row["created_at"])
    }
}

extension Event {
    init(_ row: Row) throws {
        self.init(
            id: row["id"], at: row["at"], level: try row.word("level"), kind: row["kind"],
            problemID: row["problem_id"], statementID: row["statement_id"], message: row["message"],
            data: JSONValue(column: row["data"]))
    }
}

extension QueuedJob {
    init(_ row: Row) throws {
        self.init(
            id: row["id"], stage: row["stage"], statementID: row["statement_id"], attemptID: row["attempt_id"],
            wave: row["wave"], state: try row.word("state"), tries: row["tries"], notBefore: row["not_before"],
            owner: row["owner"], lastError: row["last_error"])
    }
}

extension StoredAnswer {
    init(_ row: Row) {
        self.init(
            key: row["key"], model: row["model"], identity: row["identity"], purpose: row["purpose"],
            sample: row["sample"], content: row.exactText("content"), reasoning: row.optionalExactText("reasoning"),
            finishReason: row["finish_reason"], promptTokens: row["prompt_tokens"],
            cachedPromptTokens: row["cached_prompt_tokens"], completionTokens: row["completion_tokens"],
            usageEstimated: row["usage_estimated"], latencyMilliseconds: row["latency_ms"],
            cost: Money(nano: row["cost"]))
    }
}

extension Row {
    /// A word of a closed set. The schema's CHECK makes another one impossible, short of a damaged file.
    func word<Word: RawRepresentable<String>>(_ column: String) throws -> Word {
        let text: String = self[column]
        guard let word = Word(rawValue: text) else {
            throw LedgerError(.damaged, "The ledger holds the unknown word \"\(text)\" in the column \(column).")
        }
        return word
    }
}
