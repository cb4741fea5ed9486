/// A check as the pool of warm workers takes it: the text, and how Lean's answer is read.
struct PoolCheck: Sendable {
    /// How the answer is read.
    enum Kind: Sendable {
        /// A proof.
        case proof
        /// A statement with `sorry` for a proof.
        case statement

        func read(_ messages: [LeanMessage], _ answers: [LeanMessage], _ name: String) -> VerdictReader.Reading {
            switch self {
            case .proof: VerdictReader.proof(messages, answers: answers, name: name)
            case .statement: VerdictReader.statement(messages, answers: answers, name: name)
            }
        }
    }

    /// The check alone.
    let document: CheckDocument
    let kind: Kind
    /// The check in a shared document; nil when it must be alone.
    let item: BatchItem?

    /// - Parameters:
    ///   - mayShare: whether the source was guarded: one theorem and no other command.
    ///   - tactics: where in the source's UTF-8 the `by` stands that is the theorem's whole body.
    init(
        header: LeanHeader, source: String, name: String, kind: Kind = .proof, mayShare: Bool, tactics: Int? = nil
    ) {
        document = CheckDocument(header: header, source: source, name: name)
        self.kind = kind
        item = mayShare ? BatchItem(source: source, name: name, tactics: tactics) : nil
    }

    /// Reads what was said about the check alone.
    func answer(_ diagnostics: [Diagnostic]) -> CheckAnswer {
        let said = DocumentReading(diagnostics, of: document)
        return CheckAnswer(messages: said.messages, reading: kind.read(said.messages, said.answers, document.name))
    }
}

/// What Lean found out about one check. Positions are those of the check's source.
struct CheckAnswer: Sendable, Hashable {
    let messages: [LeanMessage]
    let reading: VerdictReader.Reading
}
