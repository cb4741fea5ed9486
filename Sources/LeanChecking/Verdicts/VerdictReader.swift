/// Turns what Lean said into a verdict.
enum VerdictReader {
    /// Verdict and axioms.
    struct Reading: Sendable, Hashable {
        let verdict: Verdict
        let axioms: [String]
    }

    /// The verdict on a proof. `messages` are all but the answers to the question; `answers` those.
    ///
    /// In this order: an error decides, then the question must be answered by exactly one message that can be read, then a
    /// hole, then axioms. An exhausted `maxHeartbeats` is a `timeout`, like the wall clock: more time might have helped.
    static func proof(_ messages: [LeanMessage], answers: [LeanMessage], name: String) -> Reading {
        if let verdict = errorVerdict(messages) { return Reading(verdict: verdict, axioms: []) }
        guard !answers.isEmpty else {
            // No error and no theorem: whatever became of it, it was not proved.
            return Reading(verdict: .failed, axioms: [])
        }
        guard answers.count == 1, let axioms = AxiomReport.axioms(in: answers[0].text, of: name) else {
            return Reading(verdict: .checkerBroken(unreadable(answers, name)), axioms: [])
        }
        if axioms.contains(AxiomReport.sorry) || messages.contains(where: isSorryWarning) {
            return Reading(verdict: .incomplete, axioms: axioms)
        }
        let foreign = axioms.filter { !AxiomReport.allowed.contains($0) }
        return Reading(verdict: foreign.isEmpty ? .verified : .axioms(foreign), axioms: axioms)
    }

    /// The verdict on a statement with `sorry` as its proof, which must be the only hole.
    static func statement(_ messages: [LeanMessage], answers: [LeanMessage], name: String) -> Reading {
        let reading = proof(messages, answers: answers, name: name)
        guard reading.verdict == .incomplete else {
            // A theorem by `sorry` cannot be whole: then Lean looked at something else.
            return reading.verdict == .verified
                ? Reading(verdict: .checkerBroken("`sorry` was accepted as a proof"), axioms: reading.axioms) : reading
        }
        let foreign = reading.axioms.filter { $0 != AxiomReport.sorry && !AxiomReport.allowed.contains($0) }
        return Reading(verdict: foreign.isEmpty ? .verified : .axioms(foreign), axioms: reading.axioms)
    }

    /// Whether Lean warns of a hole. The kind of the message where there is one (`lean --json`), otherwise the text, whose
    /// quotes changed between releases.
    static func isSorryWarning(_ message: LeanMessage) -> Bool {
        if message.kind == "hasSorry" { return true }
        guard message.severity != .information else { return false }
        return ["declaration uses `sorry`", "declaration uses 'sorry'"].contains { message.text.hasPrefix($0) }
    }

    static func errorVerdict(_ messages: [LeanMessage]) -> Verdict? {
        let errors = messages.filter { $0.severity == .error }
        if errors.isEmpty { return nil }
        if errors.contains(where: \.isMemoryLimit) { return .outOfMemory }
        if errors.contains(where: \.isHeartbeatTimeout) { return .timeout }
        return .failed
    }

    private static func unreadable(_ answers: [LeanMessage], _ name: String) -> String {
        answers.count == 1
            ? "an unknown answer to `#print axioms \(name)`: \(answers[0].text.prefix(200))"
            : "\(answers.count) answers to one `#print axioms \(name)`"
    }
}
