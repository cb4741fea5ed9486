/// Small checks whose verdicts are known. A worker that gets one wrong is not believed anything.
struct Canary: Sendable, Hashable {
    let source: String
    let name: String
    let expected: Expectation
    /// What must stand before it: a cheat needs its axiom.
    let before: String

    enum Expectation: String, Sendable, Hashable {
        case verified, failed, incomplete, axioms
    }

    /// A truth, a falsehood, a hole, and the commonest cheat.
    static let all = [
        Canary("true", "(p q : Prop) (h : p ∧ q) : q ∧ p := ⟨h.2, h.1⟩", .verified),
        Canary("false", "(p q : Prop) (h : p) : q := h", .failed),
        Canary("hole", "(p : Prop) : p := by\n  sorry", .incomplete),
        Canary(
            "cheat", "(p : Prop) : p := dsprover_canary_axiom p", .axioms,
            before: "axiom dsprover_canary_axiom (p : Prop) : p\n"),
    ]

    private init(_ name: String, _ rest: String, _ expected: Expectation, before: String = "") {
        self.name = "dsprover_canary_\(name)"
        source = "theorem dsprover_canary_\(name) \(rest)"
        self.expected = expected
        self.before = before
    }

    /// The canary alone.
    func document(_ header: LeanHeader) -> CheckDocument {
        CheckDocument(header: header, source: before + source, name: name)
    }

    /// Nil when the verdict is right, otherwise the error that takes the header out of service.
    func objection(to verdict: Verdict, _ messages: [LeanMessage]) -> LeanCheckingError? {
        guard verdict.word != expected.rawValue else { return nil }
        let said = messages.first { $0.severity == .error }.map { " (\($0.text.prefix(200)))" } ?? ""
        return Self.error("\(name) should be \(expected.rawValue), it is \(verdict.word)\(said)")
    }

    /// All of them as items of one document.
    static var items: [BatchItem] { all.compactMap { BatchItem(source: $0.source, name: $0.name) } }

    /// What must stand before them.
    static var axioms: String { all.map(\.before).joined() }

    /// Nil when Lean is right about all of them in one document.
    static func objection(to items: some Collection<BatchReading.Item>) -> LeanCheckingError? {
        guard items.count == all.count else { return error("a canary is missing") }
        for (canary, item) in zip(all, items) {
            let verdict = VerdictReader.proof(item.messages, answers: item.answers, name: item.name).verdict
            if let objection = canary.objection(to: verdict, item.messages) { return objection }
        }
        return nil
    }

    static func error(_ what: String) -> LeanCheckingError {
        LeanCheckingError(
            .canary, "Lean fails a check whose answer is known: \(what).",
            advice: "Nothing this Lean says can be trusted. \(LeanCheckingError.setupAdvice)")
    }
}

/// One document of canaries: a single one, or all in company, in the way real checks come.
enum CanarySong: Sendable {
    case solo(Canary, CheckDocument)
    case choir(BatchDocument)

    /// Every canary alone, then all together.
    static func all(_ header: LeanHeader) -> [CanarySong] {
        Canary.all.map { .solo($0, $0.document(header)) } + [choir(header)]
    }

    /// All together. The truth must stay true beside the others and the falsehood false.
    static func choir(_ header: LeanHeader) -> CanarySong {
        .choir(BatchDocument(header: header, items: Canary.items, before: Canary.axioms))
    }

    var text: String {
        switch self {
        case .solo(_, let document): document.text
        case .choir(let document): document.text
        }
    }

    /// Nil when all is right, otherwise the error that takes the header out of service.
    func objection(to diagnostics: [Diagnostic]) -> LeanCheckingError? {
        switch self {
        case .solo(let canary, let document):
            let said = DocumentReading(diagnostics, of: document)
            let reading = VerdictReader.proof(said.messages, answers: said.answers, name: canary.name)
            return canary.objection(to: reading.verdict, said.messages)
        case .choir(let document):
            let reading = document.reading(of: diagnostics)
            if let objection = Canary.objection(to: reading.items) { return objection }
            return reading.doubt.map { Canary.error("several in one document: \($0)") }
        }
    }
}
