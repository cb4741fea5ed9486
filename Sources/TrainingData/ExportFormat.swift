/// How a row of an export looks.
package enum ExportFormat: String, Codable, Sendable, CaseIterable {
    /// The JSON Lines of DeepSeek-Prover V1 and V1.5: `name, split, informal_prefix, formal_statement, goal, header,
    /// formal_proof`, with provenance beside them.
    case deepseekProver = "deepseek-prover"
    /// Conversations for supervised fine-tuning, as TRL, axolotl and LLaMA-Factory read them: `messages` of `role` and
    /// `content`, with provenance beside them.
    case messages
    /// Every field of the record under its own name.
    case raw
}

extension ExportFormat {
    /// Writes the record as one line.
    ///
    /// Metadata of free shape is written by `raw` only: loaders that infer a schema from the first rows refuse files whose
    /// members change their type from row to row. `problem_id` joins the others to it.
    ///
    /// - Throws: `EncodingError` for a number that JSON cannot hold.
    func write(_ record: TrainingRecord, to line: inout JSONLineWriter) throws {
        line.beginObject()
        switch self {
        case .deepseekProver: writeDeepSeekProver(record, to: &line)
        case .messages: writeMessages(record, to: &line)
        case .raw: try writeRaw(record, to: &line)
        }
        line.endObject()
        line.endLine()
    }

    // The names stand in sorted order in each of these, as canonical JSON wants them.

    private func writeDeepSeekProver(_ record: TrainingRecord, to line: inout JSONLineWriter) {
        line.member("axioms", record.axioms)
        line.member("external_id", record.externalID)
        line.member("formal_proof", LeanText.tacticBlock(record.formalProof))
        line.member("formal_statement", LeanText.openStatement(record.formalStatement, forTerm: record.proofIsTerm))
        line.member("formalizer", record.models.formalizer)
        line.member("goal", record.goal)
        line.member("header", Self.closedHeader(record.header))
        line.member("informal_prefix", LeanText.docComment(record.informalStatement))
        line.member("lean_version", record.leanVersion)
        line.member("library", record.library)
        writeEnd(record, to: &line)
    }

    private func writeMessages(_ record: TrainingRecord, to line: inout JSONLineWriter) {
        line.member("axioms", record.axioms)
        line.member("external_id", record.externalID)
        line.member("formalizer", record.models.formalizer)
        line.member("lean_version", record.leanVersion)
        line.member("library", record.library)
        line.name("messages")
        line.beginArray()
        let start =
            Self.closedHeader(record.header) + LeanText.docComment(record.informalStatement)
            + LeanText.openStatement(record.formalStatement, forTerm: record.proofIsTerm)
        message("user", Array("Complete the following Lean 4 code:\n\n".utf8) + Self.fenced(start), to: &line)
        message("assistant", Self.fenced(start + LeanText.tacticBlock(record.formalProof)), to: &line)
        line.endArray()
        writeEnd(record, to: &line)
    }

    private func writeRaw(_ record: TrainingRecord, to line: inout JSONLineWriter) throws {
        line.member("axioms", record.axioms)
        line.member("external_id", record.externalID)
        line.member("formal_proof", record.formalProof)
        line.member("formal_statement", record.formalStatement)
        line.member("formalizer", record.models.formalizer)
        line.member("goal", record.goal)
        line.member("header", record.header)
        line.member("informal_statement", record.informalStatement)
        line.member("lean_code", record.leanCode)
        line.member("lean_version", record.leanVersion)
        line.member("library", record.library)
        line.name("metadata")
        try line.value(record.metadata)
        writeEnd(record, to: &line)
    }

    /// The members from `name` on, which all formats share.
    private func writeEnd(_ record: TrainingRecord, to line: inout JSONLineWriter) {
        line.member("name", record.name)
        line.member("problem_id", record.problemID)
        line.member("prover", record.models.prover)
        line.member("round", record.round)
        line.member("rung", record.rung)
        line.member("score", record.score)
        line.member("scorer", record.models.scorer)
        line.member("split", record.split)
        line.member("templates", record.templates)
        line.member("verdict", record.verdict)
        line.member("wall_ms", record.wallMilliseconds)
    }

    private func message(_ role: String, _ content: [UInt8], to line: inout JSONLineWriter) {
        line.beginObject()
        line.member("content", content)
        line.member("role", role)
        line.endObject()
    }

    /// The header with an empty line behind it, so that header, statement and proof make a file when put together.
    private static func closedHeader(_ header: String) -> [UInt8] {
        let bytes = Array(header.utf8)
        guard let last = bytes.lastIndex(where: { $0 > 0x20 }) else { return [] }
        return bytes[...last] + [0x0A, 0x0A]
    }

    private static func fenced(_ code: [UInt8]) -> [UInt8] {
        let fence = LeanText.fence(for: code)
        return fence + Array("lean4\n".utf8) + code + fence
    }
}

extension JSONLineWriter {
    fileprivate mutating func member(_ name: StaticString, _ value: String?) {
        self.name(name)
        self.value(value)
    }

    fileprivate mutating func member(_ name: StaticString, _ values: [String]) {
        self.name(name)
        value(values)
    }

    fileprivate mutating func member(_ name: StaticString, _ value: Int) {
        self.name(name)
        self.value(value)
    }

    fileprivate mutating func member(_ name: StaticString, _ text: [UInt8]) {
        self.name(name)
        text.withUnsafeBufferPointer { value(bytes: $0) }
    }
}
