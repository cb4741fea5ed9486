internal import LeanChecking
internal import LeanSource
package import Ledger
internal import Support

/// Searches the negation of a statement while `ProveStage` searches the statement (arXiv 2405.14333, section 3.3): a false
/// statement is known as such when its negation is proved, and not only when all attempts are spent.
///
/// The negation is text. It counts only when Lean accepts it and says itself that it denies the statement; else the statement is
/// searched on one side.
package struct RefuteStage: Stage {
    package let name = StageName.refute

    package init() {}

    package func run(_ job: Job, in factory: FactoryContext) async throws -> StepOutcome {
        let subject = try await factory.subject(of: job)
        let negation = subject.statement.negated()
        var outcome = StepOutcome()
        if job.wave == 0 {
            let header = LeanHeader(text: subject.header)
            let stated = try await factory.checker.elaborate(negation, header: header)
                .decided().complete(job, factory.configuration)
            guard stated.verdict == .verified else {
                return oneSided(negation, "Lean does not accept the negation", stated)
            }
            let clash = try await factory.checker.denial(of: subject.statement, by: negation, header: header)
                .decided().complete(job, factory.configuration)
            guard clash.verdict == .verified else {
                return oneSided(negation, "Lean does not take the negation for a denial of the statement", clash)
            }
            outcome.decisions.append(
                NewDecision(
                    gate: name.rawValue, verdict: "stated",
                    reason: "Lean accepts the negation, and that it denies the statement",
                    evidence: .object(["negation": .string(negation.signature)]),
                    wallMilliseconds: stated.elapsed.milliseconds + clash.elapsed.milliseconds))
        }
        let plan = SearchPlan(factory.configuration.stages.refute)
        let search = SideSearch(plan: plan, job: job, subject: subject, goal: negation)
        var found = try await search.run(in: factory)
        found.decisions = outcome.decisions + found.decisions
        return found
    }

    private func oneSided(_ negation: LockedStatement, _ reason: String, _ result: CheckResult) -> StepOutcome {
        var outcome = StepOutcome()
        outcome.statementMove = .exhausted
        outcome.decisions.append(
            NewDecision(
                gate: name.rawValue, verdict: "oneSided", reason: "\(reason): \(result.summary)",
                evidence: .object(["negation": .string(negation.signature), "messages": result.messagesJSON]),
                wallMilliseconds: result.elapsed.milliseconds))
        return outcome
    }
}
