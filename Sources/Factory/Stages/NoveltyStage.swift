internal import LeanSource
package import Ledger
internal import Support
internal import TrainingData

/// Is there a statement or a problem like this already, or does it stand in a benchmark that provers are measured by? Exact
/// duplicates are found when statements are written down; this finds near ones by MinHash, and benchmarks by n-grams and
/// normal forms.
package struct NoveltyStage: Stage {
    package let name = StageName.novelty

    package init() {}

    package func run(_ job: Job, in factory: FactoryContext) async throws -> StepOutcome {
        let settings = factory.configuration.stages.novelty
        let subject = try await factory.subject(of: job)
        var outcome = StepOutcome()
        var decision = NewDecision(gate: name.rawValue, verdict: "novel", reason: "nothing like it is known")
        if settings.contamination != .ignore, !factory.benchmarks.isEmpty {
            outcome.flags = factory.benchmarks.flags(
                problem: subject.problem.statement, statement: subject.statement, normalHash: subject.normalHash)
        }
        if let first = outcome.flags.first {
            let isRejected = settings.contamination == .reject
            decision.verdict = isRejected ? first.kind.rawValue : "flagged"
            decision.reason = "\(first.kind.rawValue) by \(first.about): \(first.detail)"
            decision.evidence = .object([
                "benchmarks": .array(
                    outcome.flags.map { .object(["about": .string($0.about), "detail": .string($0.detail)]) })
            ])
            if isRejected { outcome.statementMove = StatementMove(to: .rejected, reason: decision.reason) }
        }
        outcome.decisions.append(decision)
        guard outcome.statementMove == nil else { return outcome }
        outcome.novelty = Self.check(subject, settings)
        outcome.followUps += name.followUps(factory.configuration.stages)
        return outcome
    }

    /// What the ledger is to compare; nil when no near duplicates are looked for.
    static func check(_ subject: StageSubject, _ settings: NoveltySettings) -> NoveltyCheck? {
        func sketch(_ summary: MinHash?) -> NoveltyCheck.Sketch? {
            summary.map { .init(signature: $0.signature, bands: $0.bandHashes, threshold: settings.similarity) }
        }
        var check = NoveltyCheck(gate: StageName.novelty.rawValue)
        check.rejectsStatement = settings.nearDuplicates == .reject
        check.rejectsByProblem = settings.nearDuplicateProblems == .reject
        if settings.nearDuplicates != .ignore { check.statement = sketch(summary(of: subject.statement)) }
        if settings.nearDuplicateProblems != .ignore {
            check.problem = sketch(summary(ofProblem: subject.problem.statement))
        }
        return check.statement == nil && check.problem == nil ? nil : check
    }
}
