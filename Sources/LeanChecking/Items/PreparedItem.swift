internal import LeanSource

/// An item up to the point where Lean is needed: rung 1, and the guard of what surrounds the proof.
enum PreparedItem: Sendable, Hashable {
    /// Statement, proof and header; the proof itself has not been through the guard.
    case ready(Question)
    /// It is refused before that.
    case refused(Verdict, rung: Int, [LeanMessage])

    /// What the checker is asked.
    struct Question: Sendable, Hashable {
        let statement: LockedStatement
        let proof: ProofBody
        let header: LeanHeader
        /// Whether the header holds something that came with the item: that it does not work is then the item's fault.
        let bringsHeader: Bool
    }

    /// - Parameters:
    ///   - header: the run's own, for items that import nothing.
    ///   - texts: the texts of an answer in which the proof may stand, most likely first.
    init(_ item: CheckItem, header: LeanHeader, texts: (String) -> [String]) {
        var own = ""
        if let text = item.header {
            switch HeaderGuard.read(text) {
            case .header(let plain): own = plain
            case .refused(let violations):
                self = Self.forbidden(violations, rung: item.statement == nil ? 0 : 1, where: "of the header")
                return
            }
        }
        if let statement = item.statement {
            self = Self.answer(item, statement, Self.joined(own, header), texts(item.answer))
        } else {
            self = Self.code(item, own, header)
        }
    }

    /// A model's answer to a locked statement. The first text that holds a proof counts; otherwise what the first one says.
    private static func answer(
        _ item: CheckItem, _ statement: LockedStatement, _ header: (text: LeanHeader, isOwn: Bool), _ texts: [String]
    ) -> PreparedItem {
        var chosen: ProofExtraction?
        for text in texts {
            let text = item.expectsTerm && !startsWithAssignment(text) ? ":= " + text : text
            let extraction = ProofReader.extract(from: text, for: statement, header: header.text.text)
            if case .proof = extraction {
                chosen = extraction
                break
            }
            chosen = chosen ?? extraction
        }
        switch chosen ?? ProofExtraction.none("There is no answer.") {
        case .wrongStatement(let reason):
            return .refused(.wrongStatement(reason), rung: 0, [.ours(.statement, reason)])
        case .none(let reason):
            return .refused(.failed, rung: 0, [.ours(.answer, reason)])
        case .proof(let proof):
            return .ready(
                Question(statement: statement, proof: proof, header: header.text, bringsHeader: header.isOwn))
        }
    }

    /// Whole code, which claims its last theorem.
    private static func code(_ item: CheckItem, _ own: String, _ header: LeanHeader) -> PreparedItem {
        switch CodeReader.read(item.answer) {
        case .theorem(let theorem):
            let header = joined([own, theorem.header].filter { !$0.isEmpty }.joined(separator: "\n"), header)
            return .ready(
                Question(
                    statement: theorem.statement, proof: theorem.proof, header: header.text,
                    bringsHeader: header.isOwn))
        case .forbidden(let violations):
            return forbidden(violations, rung: 1, where: "")
        case .none(let reason):
            return .refused(.failed, rung: 0, [.ours(.code, reason)])
        }
    }

    private static func forbidden(_ violations: [GuardViolation], rung: Int, where place: String) -> PreparedItem {
        let messages = violations.map {
            LeanMessage(
                severity: .error, line: $0.line, column: $0.column, kind: "dsprover.guard",
                text: "`\($0.word)` \(place)\(place.isEmpty ? "" : " ")\($0.reason)")
        }
        return .refused(.forbidden(violations.first?.word ?? ""), rung: rung, messages)
    }

    /// A header that imports stands alone; one that only opens or sets options follows the run's own.
    private static func joined(_ own: String, _ header: LeanHeader) -> (text: LeanHeader, isOwn: Bool) {
        guard !own.isEmpty else { return (header, false) }
        let imports = own.utf8.starts(with: "import ".utf8)
        return (LeanHeader(text: imports ? own : header.text + "\n" + own), true)
    }

    private static func startsWithAssignment(_ text: String) -> Bool {
        text.utf8.drop { $0 <= 0x20 }.starts(with: ":=".utf8)
    }
}
