internal import LeanChecking
internal import LeanSource
package import Ledger
internal import Support

/// A statement that Lean does not accept with `sorry` for a proof goes no further.
package struct ElaborateStage: Stage {
    package let name = StageName.elaborate

    package init() {}

    package func run(_ job: Job, in factory: FactoryContext) async throws -> StepOutcome {
        let subject = try await factory.subject(of: job)
        let result = try await factory.checker.elaborate(subject.statement, header: LeanHeader(text: subject.header))
            .decided().complete(job, factory.configuration)
        var outcome = StepOutcome()
        let accepted = result.verdict == .verified
        outcome.statementMove = StatementMove(
            to: accepted ? .elaborated : .illFormed, reason: accepted ? nil : result.summary)
        outcome.decisions.append(
            NewDecision(
                gate: name.rawValue, verdict: accepted ? "elaborated" : result.verdict.word,
                reason: accepted ? "Lean accepts the statement" : result.summary,
                evidence: result.evidence, wallMilliseconds: result.elapsed.milliseconds))
        if accepted { outcome.followUps += name.followUps(factory.configuration.stages) }
        if case .failed = result.verdict, factory.configuration.stages.repair.allows(after: subject.origin.repairs) {
            outcome.followUps.append(NewJob(stage: StageName.repair.rawValue))
        }
        return outcome
    }
}
