internal import LeanChecking
internal import LeanSource
package import Ledger
internal import Support

/// Measures how often the prover of a round solves a statement that is solved already: all samples are checked, none ends the
/// search, and the statement stays where it is. Its win rate decides whether later rounds practise it.
package struct PracticeStage: Stage {
    package let name = StageName.practice

    package init() {}

    package func run(_ job: Job, in factory: FactoryContext) async throws -> StepOutcome {
        let settings = factory.configuration.stages.prove
        let samples = factory.configuration.iterate.practiceSamples
        let subject = try await factory.subject(of: job)
        var outcome = StepOutcome()
        var cost = SearchCost()
        for model in settings.models {
            let search = ProofSearchStep(
                job: job, goal: subject.statement, header: LeanHeader(text: subject.header), model: model,
                template: settings.template, samples: 0..<samples, wholePortfolio: false, sampling: settings.sampling,
                purpose: name, kind: .proof, wave: job.wave, isPractice: true)
            let found = try await search.run(
                problem: subject.problem, normalHash: subject.normalHash, in: factory)
            outcome.attempts += found.attempts
            cost += found.cost
        }
        let wins = outcome.attempts.count { $0.verdict == Verdict.verified.word }
        outcome.decisions.append(
            NewDecision(
                gate: name.rawValue, verdict: "practised",
                reason: "\(wins) of \(outcome.attempts.count) different proofs hold in round \(job.wave)",
                evidence: .object(["wins": .integer(wins), "proofs": .integer(outcome.attempts.count)]),
                modelCalls: cost.calls, tokens: cost.tokens))
        return outcome
    }
}
