/// What the third process of a verification is asked. All of its text is ours.
struct ProbeQuestion: Sendable, Hashable {
    /// The trusted theorem, by `sorry`.
    let trusted: String
    /// The candidate.
    let theorem: String

    /// Both modules, the comparison of the types, and the question about axioms.
    var text: String {
        """
        import \(SeparateVerification.goalModule)
        import \(SeparateVerification.candidateModule)

        theorem dsprover_same_type : type_of% @\(trusted) := @\(theorem)

        #print axioms \(theorem)

        """
    }

    /// The lines of the two questions, from 1.
    private static let typeLine = 4
    private static let axiomLine = 6

    /// Verdict and axioms.
    func read(_ run: CompilerRun) -> VerdictReader.Reading {
        if let verdict = run.verdict {
            guard verdict == .failed else {
                return VerdictReader.Reading(
                    verdict: .checkerBroken("the probe ended with \(verdict.word)"), axioms: [])
            }
            // An import that fails is trouble with us; anything else means that the theorem is missing or differs.
            let error = run.messages.first { $0.severity == .error }
            let said = error?.text.prefix(300) ?? ""
            return VerdictReader.Reading(
                verdict: (error?.line ?? 0) >= Self.typeLine
                    ? .wrongStatement("the compiled theorem is not the one asked for: \(said)")
                    : .checkerBroken("the probe cannot read the compiled files: \(said)"),
                axioms: [])
        }
        let answers = run.messages.filter { $0.line == Self.axiomLine && $0.severity == .information }
        guard run.messages.count == answers.count else {
            return VerdictReader.Reading(verdict: .checkerBroken("the probe says more than it was asked"), axioms: [])
        }
        return VerdictReader.proof([], answers: answers, name: theorem)
    }
}
