/// Small checks whose verdicts are known. A worker that gets one wrong is not believed anything.
struct Canary: Sendable, Hashable {
    let source: String
    let name: String
    let expected: Expectation

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
        source = "\(before)theorem dsprover_canary_\(name) \(rest)"
        self.expected = expected
    }

    func document(_ header: LeanHeader) -> CheckDocument {
        CheckDocument(header: header, source: source, name: name)
    }

    /// Nil when the answer is right, otherwise the error that takes the worker out of service.
    func objection(to diagnostics: [Diagnostic], header: LeanHeader) -> LeanCheckingError? {
        let reading = DocumentReading(diagnostics, of: document(header))
        let verdict = VerdictReader.proof(reading.messages, answers: reading.answers, name: name).verdict
        guard verdict.word != expected.rawValue else { return nil }
        let said = reading.messages.first { $0.severity == .error }.map { " (\($0.text.prefix(200)))" } ?? ""
        return LeanCheckingError(
            .canary,
            "Lean fails a check whose answer is known: \(name) should be \(expected.rawValue), it is \(verdict.word)\(said).",
            advice: "Nothing this Lean says can be trusted. \(LeanCheckingError.setupAdvice)")
    }
}
