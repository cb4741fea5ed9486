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
    /// `scratch` is room for texts that are put together; what it holds before and afterwards has no meaning.
    ///
    /// Metadata of free shape is written by `raw` only: loaders that infer a schema from the first rows refuse files whose
    /// members change their type from row to row. `problem_id` joins the others to it.
    ///
    /// - Throws: `EncodingError` for a number that JSON cannot hold.
    func write(_ record: TrainingRecord, to line: inout JSONLineWriter, scratch: inout [UInt8]) throws {
        line.beginObject()
        switch self {
        case .deepseekProver: writeDeepSeekProver(record, to: &line, scratch: &scratch)
        case .messages: writeMessages(record, to: &line, scratch: &scratch)
        case .raw: try writeRaw(record, to: &line)
        }
        line.endObject()
        line.endLine()
    }

    // The names stand in sorted order in each of these, as canonical JSON wants them.

    private func writeDeepSeekProver(
        _ record: TrainingRecord, to line: inout JSONLineWriter, scratch: inout [UInt8]
    ) {
        line.member("axioms", record.axioms)
        line.member("external_id", record.externalID)
        line.member("formal_proof", through: &scratch) { LeanText.tacticBlock(record.formalProof, to: &$0) }
        line.member("formal_statement", through: &scratch) {
            LeanText.openStatement(record.formalStatement, forTerm: record.proofIsTerm, to: &$0)
        }
        line.member("formalizer", record.models.formalizer)
        line.member("goal", record.goal)
        line.member("header", through: &scratch) { LeanText.closedHeader(record.header, to: &$0) }
        line.member("informal_prefix", through: &scratch) { LeanText.docComment(record.informalStatement, to: &$0) }
        line.member("lean_version", record.leanVersion)
        line.member("library", record.library)
        writeEnd(record, to: &line)
    }

    private func writeMessages(_ record: TrainingRecord, to line: inout JSONLineWriter, scratch: inout [UInt8]) {
        line.member("axioms", record.axioms)
        line.member("external_id", record.externalID)
        line.member("formalizer", record.models.formalizer)
        line.member("lean_version", record.leanVersion)
        line.member("library", record.library)
        line.name("messages")
        line.beginArray()
        // One text serves both: the task is the beginning of the answer.
        var code: [UInt8] = []
        code.reserveCapacity(1024)
        LeanText.closedHeader(record.header, to: &code)
        LeanText.docComment(record.informalStatement, to: &code)
        LeanText.openStatement(record.formalStatement, forTerm: record.proofIsTerm, to: &code)
        message("user", through: &scratch, to: &line) { text in
            text.append(contentsOf: "Complete the following Lean 4 code:\n\n".utf8)
            Self.appendFenced(code, to: &text)
        }
        LeanText.tacticBlock(record.formalProof, to: &code)
        message("assistant", through: &scratch, to: &line) { Self.appendFenced(code, to: &$0) }
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
        line.member("side", record.side)
        line.member("split", record.split)
        line.member("templates", record.templates)
        line.member("verdict", record.verdict)
        line.member("wall_ms", record.wallMilliseconds)
    }

    private func message(
        _ role: String, through scratch: inout [UInt8], to line: inout JSONLineWriter,
        _ content: (inout [UInt8]) -> Void
    ) {
        line.beginObject()
        line.member("content", through: &scratch, content)
        line.member("role", role)
        line.endObject()
    }

    private static func appendFenced(_ code: [UInt8], to text: inout [UInt8]) {
        let length = LeanText.fenceLength(for: code)
        text.append(contentsOf: repeatElement(UInt8(ascii: "`"), count: length))
        text.append(contentsOf: "lean4\n".utf8)
        text.append(contentsOf: code)
        text.append(contentsOf: repeatElement(UInt8(ascii: "`"), count: length))
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

    /// A text that is put together in a room that all texts share.
    fileprivate mutating func member(
        _ name: StaticString, through scratch: inout [UInt8], _ text: (inout [UInt8]) -> Void
    ) {
        scratch.removeAll(keepingCapacity: true)
        text(&scratch)
        self.name(name)
        scratch.withUnsafeBufferPointer { value(bytes: $0) }
    }
}
