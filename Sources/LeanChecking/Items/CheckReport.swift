internal import Support

/// What became of one item, as a line of the output says it.
package struct CheckReport: Sendable, Hashable {
    /// Whether the report says something about the proof.
    package enum Kind: Sendable, Hashable {
        /// The verdict is about the proof.
        case decided
        /// No item could be made of the input: verdict `badInput`.
        case badInput
        /// The machinery failed for this item: verdict `checkerBroken`.
        case unchecked
    }

    package let kind: Kind
    /// What the input calls the item.
    package let id: String
    /// `file:line`, or the file.
    package let place: String
    /// A word of `Verdict`, or `badInput`.
    package let verdict: String
    /// The highest rung of the trust ladder that was passed, 0 to 5.
    package let rung: Int
    /// The axioms that the theorem rests on, as far as they are known.
    package let axioms: [String]
    /// What Lean and the gates before it said, at most `messageLimit`.
    package let messages: [LeanMessage]
    /// Time that Lean took, in milliseconds; waiting is not counted.
    package let milliseconds: Int

    /// Most messages kept of one item.
    package static let messageLimit = 50
    /// Longest message kept, in code points.
    package static let textLimit = 4_000

    init(
        _ kind: Kind, of id: String, place: String, verdict: String, rung: Int = 0, axioms: [String] = [],
        messages: [LeanMessage], milliseconds: Int = 0
    ) {
        self.kind = kind
        self.id = id
        self.place = place
        self.verdict = verdict
        self.rung = rung
        self.axioms = axioms
        self.messages = messages.prefix(Self.messageLimit).map(\.bounded)
        self.milliseconds = milliseconds
    }

    /// Whether the item is verified at the rung that was asked for.
    package var isVerified: Bool { kind == .decided && verdict == Verdict.verified.word }

    /// The first error in one line, or nil.
    package var summary: String? {
        let errors = messages.filter { $0.severity == .error }
        // Goals stay open because of the other error, if there is one, although they are reported further up.
        guard let cause = errors.first(where: { $0.kind != "Tactic.unsolvedGoals" }) ?? errors.first else { return nil }
        let line = cause.text.utf8.split(separator: 0x0A).first.map { String(Substring($0)) } ?? ""
        if cause.isAboutAll { return line }
        return "\(cause.isInStatement ? "statement " : "")\(cause.line):\(cause.column): \(line)"
    }
}

extension CheckReport {
    static func bad(_ item: BadItem) -> CheckReport {
        CheckReport(
            .badInput, of: item.id, place: item.place, verdict: "badInput",
            messages: [.ours(.input, item.description)])
    }

    static func unchecked(_ item: CheckItem, _ error: LeanCheckingError) -> CheckReport {
        CheckReport(
            .unchecked, of: item.id, place: item.place, verdict: Verdict.checkerBroken("").word,
            messages: [.ours(.checker, error.description)])
    }

    static func decided(
        _ item: CheckItem, _ verdict: Verdict, rung: Int, messages: [LeanMessage], axioms: [String] = [],
        elapsed: Duration = .zero
    ) -> CheckReport {
        var messages = messages
        // The details of a verdict must not be lost only because Lean had no message about them.
        if let said = verdict.sentence, !messages.contains(where: { $0.severity == .error }) {
            messages.append(.ours(.verdict, said))
        }
        var kind = Kind.decided
        if case .checkerBroken = verdict { kind = .unchecked }
        return CheckReport(
            kind, of: item.id, place: item.place, verdict: verdict.word, rung: rung, axioms: axioms,
            messages: messages, milliseconds: elapsed.milliseconds)
    }
}

extension CheckReport: Encodable {
    private enum CodingKeys: String, CodingKey {
        case id, verdict, rung, axioms, messages
        case milliseconds = "ms"
    }

    private struct Message: Encodable {
        let severity: LeanMessage.Severity
        let line: Int
        let column: Int
        let kind: String
        let text: String
        /// `statement`, for places that are not those of the item's own text.
        let `in`: String?
    }

    /// `{"id", "verdict", "rung", "axioms", "messages", "ms"}`
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(verdict, forKey: .verdict)
        try container.encode(rung, forKey: .rung)
        try container.encode(axioms, forKey: .axioms)
        try container.encode(
            messages.map {
                Message(
                    severity: $0.severity, line: $0.line, column: $0.column, kind: $0.kind, text: $0.text,
                    in: $0.isInStatement ? "statement" : nil)
            }, forKey: .messages)
        try container.encode(milliseconds, forKey: .milliseconds)
    }
}

extension LeanMessage {
    /// What a message of ours about an item as a whole is about.
    enum Subject: String, CaseIterable {
        case input, checker, verdict, statement, answer, header, code
    }

    /// A message of ours about an item as a whole; its place is the beginning.
    static func ours(_ subject: Subject, _ text: String) -> LeanMessage {
        LeanMessage(severity: .error, line: 1, column: 0, kind: "dsprover.\(subject.rawValue)", text: text)
    }

    private static let wholeKinds = Set(Subject.allCases.map { "dsprover.\($0.rawValue)" })

    fileprivate var isAboutAll: Bool { Self.wholeKinds.contains(kind) }

    fileprivate var bounded: LeanMessage {
        let scalars = text.unicodeScalars
        guard
            let end = scalars.index(scalars.startIndex, offsetBy: CheckReport.textLimit, limitedBy: scalars.endIndex),
            end < scalars.endIndex
        else { return self }
        let start = String(scalars[..<end])
        return LeanMessage(
            severity: severity, line: line, column: column, kind: kind, text: start + "…",
            isInStatement: isInStatement)
    }
}

extension Verdict {
    /// What the verdict says beyond its word, as a sentence; nil when Lean's messages say it.
    fileprivate var sentence: String? {
        switch self {
        case .verified, .failed: nil
        case .incomplete: "The proof has a hole."
        case .timeout: "The check took longer than its limit."
        case .outOfMemory: "The check took more memory, or wrote more, than its limit."
        case .crashed: "Lean ended in the middle of the check, twice."
        case .forbidden(let what): "`\(what)` has no business in a proof."
        case .wrongStatement(let what), .checkerBroken(let what): what
        case .axioms(let names): "The proof rests on \(names.joined(separator: ", "))."
        }
    }
}
