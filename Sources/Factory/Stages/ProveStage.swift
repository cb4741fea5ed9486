package import Ledger

/// Searches a proof in waves: the cheap portfolio is wave 0, then each wave asks every model for so many new samples, see
/// `SideSearch`.
package struct ProveStage: Stage {
    package let name = StageName.prove

    package init() {}

    package func run(_ job: Job, in factory: FactoryContext) async throws -> StepOutcome {
        let subject = try await factory.subject(of: job)
        let plan = SearchPlan(factory.configuration.stages.prove)
        return try await SideSearch(plan: plan, job: job, subject: subject, goal: subject.statement).run(in: factory)
    }
}
