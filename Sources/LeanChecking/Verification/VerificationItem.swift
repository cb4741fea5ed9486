internal import LeanSource

/// One proof to be verified, with everything that is said about it in our own words.
struct VerificationItem: Sendable {
    let statement: LockedStatement
    let header: LeanHeader
    /// The highest rung that is asked for: 3, 4 or 5.
    let rung: Int
    let spliced: SplicedSource
    /// How the item stands beside others in one document, trusted and untrusted; nil when it must be alone.
    let shared: (goal: BatchItem, candidate: BatchItem)?

    init(_ proof: ProofBody, of statement: LockedStatement, header: LeanHeader, rung: Int) {
        self.statement = statement
        self.header = header
        self.rung = rung
        spliced = statement.spliced(with: proof)
        if let goal = BatchItem(source: statement.withSorry(), name: statement.name),
            let candidate = BatchItem(source: spliced.text, name: statement.name)
        {
            shared = (goal, candidate)
        } else {
            shared = nil
        }
    }
}

/// The two texts that are compiled for some items, and how to read what the compiler says about them.
struct VerificationDocuments: Sendable {
    private enum Form: Sendable {
        case alone(goal: CheckDocument, candidate: CheckDocument)
        case together(goal: GoalDocument, candidate: BatchDocument, asks: Bool)
    }

    /// What was said about one item, places counted from its own source.
    struct Part: Sendable {
        let messages: [LeanMessage]
        /// Nil when the neighbours may have had a part in it.
        let reading: VerdictReader.Reading?
    }

    private let form: Form
    /// What the probe is asked about, in the order of the items.
    let theorems: [ProbeRequest.Theorem]

    /// One item alone: nothing else is in the files.
    init(alone item: VerificationItem) {
        let name = item.statement.name
        form = .alone(
            goal: CheckDocument(header: item.header, source: item.statement.withSorry(), name: name),
            candidate: CheckDocument(header: item.header, source: item.spliced.text, name: name))
        theorems = [ProbeRequest.Theorem(name: LeanName.parts(of: name))]
    }

    /// Items that may share a document, under one header; nil when one of them may not.
    init?(together items: [VerificationItem]) {
        let shared = items.compactMap(\.shared)
        guard shared.count == items.count, let header = items.first?.header else { return nil }
        // The namespaces of both documents must be the same.
        let names = (0...items.count).map { _ in BatchDocument.freshNonce() }
        let goal = GoalDocument(header: header, items: shared.map(\.goal), namespaces: names)
        // Whether a name is taken in the library, whether the theorems are there and what they rest on is seen by the probe;
        // without the probe Lean is asked.
        let asks = items.contains { $0.rung <= 3 }
        let candidate = BatchDocument(
            header: header, items: shared.map(\.candidate), for: asks ? .module : .probe,
            free: asks ? [] : Set(items.map(\.statement.name)), nonce: Self.sequence(names))
        form = .together(goal: goal, candidate: candidate, asks: asks)
        theorems = items.indices.map { index in
            let name = LeanName.parts(of: candidate.fullName(index))
            return ProbeRequest.Theorem(name: name, ownParts: name.count - 1)
        }
    }

    /// As good as verified until the probe has judged it; an item with an error has no reading: alone its messages are
    /// better.
    fileprivate static func untilJudged(_ messages: [LeanMessage]) -> VerdictReader.Reading? {
        let hasError = messages.contains { $0.severity == .error }
        return hasError ? nil : VerdictReader.Reading(verdict: .verified, axioms: [])
    }

    private static func sequence(_ names: [String]) -> () -> String {
        var rest = names[...]
        return { rest.popFirst() ?? BatchDocument.freshNonce() }
    }

    /// The text of one side.
    func text(_ side: ModuleCompiler.Side) -> String {
        switch (form, side) {
        case (.alone(let goal, _), .goal): goal.text
        case (.alone(_, let candidate), .candidate): candidate.text
        case (.together(let goal, _, _), .goal): goal.text
        case (.together(_, let candidate, _), .candidate): candidate.text
        }
    }

    /// What the compiler said about each item; nil when the whole document is in doubt.
    func parts(_ messages: [LeanMessage], _ side: ModuleCompiler.Side) -> [Part]? {
        let read = side == .goal ? VerdictReader.statement : VerdictReader.proof
        switch form {
        case .alone(let goal, let candidate):
            let document = side == .goal ? goal : candidate
            let (messages, answers) = document.split(messages)
            return [Part(messages: messages, reading: read(messages, answers, document.name))]
        case .together(let goal, let candidate, let asks):
            if side == .goal { return goal.parts(messages) }
            let reading = candidate.reading(of: messages)
            guard reading.doubt == nil else { return nil }
            return reading.items.map { item in
                Part(messages: item.messages, reading: asks ? item.verdict(read) : Self.untilJudged(item.messages))
            }
        }
    }
}

/// The statements of a batch with `sorry`, each in the namespace that it has beside its proof. There are no questions: that
/// the theorems are there is for the probe to see, and a question costs a tenth of a statement.
struct GoalDocument: Sendable, Hashable {
    let text: String
    /// First line of each item, from 0, and the line behind the last.
    private let lines: [Int]

    /// - Parameter namespaces: that of the document, then one for each item.
    init(header: LeanHeader, items: [BatchItem], namespaces: [String]) {
        var text = header.prefix + "namespace \(namespaces[0])\n"
        var lines = [CheckDocument.lineEnds(in: text)]
        for (item, own) in zip(items, namespaces.dropFirst()) {
            let rest = Substring(item.source.utf8.dropFirst(BatchItem.keyword.utf8.count))
            let source = "\(BatchItem.keyword)\(own).\(rest)"
            text += source + "\n"
            lines.append(lines[lines.count - 1] + CheckDocument.lineEnds(in: source) + 1)
        }
        self.text = text + "end \(namespaces[0])\n"
        self.lines = lines
    }

    /// What was said about each item; nil when an error is about none of them. An item with an error has no reading: alone
    /// its messages are better. Warnings do not matter here, the hole's among them.
    func parts(_ messages: [LeanMessage]) -> [VerificationDocuments.Part]? {
        let fine = VerdictReader.Reading(verdict: .verified, axioms: [AxiomReport.sorry])
        var readings: [VerdictReader.Reading?] = Array(repeating: fine, count: lines.count - 1)
        for message in messages where message.severity == .error {
            guard let index = lines.lastIndex(where: { $0 <= message.line - 1 }), index < readings.count else {
                return nil
            }
            readings[index] = nil
        }
        return readings.map { VerificationDocuments.Part(messages: [], reading: $0) }
    }
}

extension CheckDocument {
    /// What a compiler said about the document: about the source, places counted from it, and in answer to the question.
    fileprivate func split(_ said: [LeanMessage]) -> (messages: [LeanMessage], answers: [LeanMessage]) {
        var messages: [LeanMessage] = []
        var answers: [LeanMessage] = []
        for message in said {
            let placed = LeanMessage(
                severity: message.severity, line: message.line - sourceLine, column: message.column,
                kind: message.kind, text: message.text)
            let isAnswer =
                message.line - 1 == questionLine && message.column == 0 && message.severity == .information
            if isAnswer { answers.append(placed) } else { messages.append(placed) }
        }
        return (messages, answers)
    }
}
