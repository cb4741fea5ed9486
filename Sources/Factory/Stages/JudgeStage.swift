internal import LeanSource
package import Ledger
internal import Support

/// Models judge whether the statement means what the problem means; what they do not agree on goes no further.
package struct JudgeStage: Stage {
    package let name = StageName.judge

    package init() {}

    package func run(_ job: Job, in factory: FactoryContext) async throws -> StepOutcome {
        let settings = factory.configuration.stages.judge
        let subject = try await factory.subject(of: job)
        let finding = try await JudgePanel(settings, in: factory).judge(
            JudgePanel.Question(
                informal: subject.problem.statement, statement: subject.statement, header: subject.header, job: job))
        let isFaithful = finding.isFaithful(by: settings.agree)
        let reason = finding.summary(settings.agree)
        var outcome = StepOutcome()
        if !isFaithful {
            outcome.statementMove = StatementMove(to: .rejected, reason: "the judges do not agree: \(reason)")
        }
        outcome.decisions.append(
            NewDecision(
                gate: name.rawValue, verdict: isFaithful ? "faithful" : "rejected", reason: reason,
                evidence: finding.evidence(settings), modelCalls: finding.answers, tokens: finding.tokens))
        if isFaithful { outcome.followUps += name.followUps(factory.configuration.stages) }
        return outcome
    }
}
