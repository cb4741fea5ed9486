internal import LeanChecking
internal import LeanSource
package import Ledger
internal import Support

/// Searches a proof in waves: the cheap portfolio is wave 0, then each wave asks every model for so many new samples. A
/// wave is one job, so that a run stopped between waves goes on with the next.
package struct ProveStage: Stage {
    package let name = StageName.prove

    package init() {}

    package func run(_ job: Job, in factory: FactoryContext) async throws -> StepOutcome {
        let settings = factory.configuration.stages.prove
        let subject = try await factory.subject(of: job)
        var outcome = StepOutcome()
        let searches = Self.searches(wave: job.wave, settings: settings)
        var cost = (calls: 0, tokens: 0)
        let earlier = try await factory.earlierSamples(of: job, statement: subject.id)
        for (model, samples) in searches {
            let search = ProofSearchStep(
                job: job, goal: subject.statement, header: LeanHeader(text: subject.header), model: model,
                template: settings.template,
                samples: samples, wholePortfolio: job.wave == 0, sampling: settings.sampling, purpose: name,
                kind: .proof, wave: job.wave)
            let found = try await search.run(
                problem: subject.problem, normalHash: subject.normalHash, skipping: earlier[model] ?? [], in: factory)
            outcome.attempts += found.attempts
            cost.calls += found.answers
            cost.tokens += found.tokens
            guard let proof = found.proof else { continue }
            outcome.statementMove = StatementMove(to: .proved)
            outcome.decisions.append(
                NewDecision(
                    gate: name.rawValue, verdict: "proved", reason: "\(model) found a proof in wave \(job.wave)",
                    evidence: .object([
                        "proof": .string(proof.wholeText), "attempts": .integer(outcome.attempts.count),
                    ]),
                    modelCalls: cost.calls, tokens: cost.tokens))
            return outcome
        }
        return Self.withoutProof(outcome, after: job.wave, settings: settings, cost: cost)
    }

    /// Who is asked for which samples in a wave; the samples of later waves follow those of earlier ones.
    static func searches(wave: Int, settings: ProveSettings) -> [(model: String, samples: Range<Int>)] {
        if wave == 0 { return settings.portfolio.map { [($0, 0..<1)] } ?? [] }
        guard wave <= settings.waves.count else { return [] }
        let start = settings.waves.prefix(wave - 1).reduce(0, +)
        return settings.models.map { ($0, start..<(start + settings.waves[wave - 1])) }
    }

    /// What follows a wave that found nothing: the next wave, or the end of the budget.
    static func withoutProof(
        _ outcome: StepOutcome, after wave: Int, settings: ProveSettings, cost: (calls: Int, tokens: Int) = (0, 0)
    ) -> StepOutcome {
        var outcome = outcome
        if wave < settings.waves.count && !settings.models.isEmpty {
            outcome.followUps.append(NewJob(stage: StageName.prove.rawValue, wave: wave + 1))
        } else {
            outcome.statementMove = StatementMove(to: .exhausted, reason: "the budget of attempts is spent")
            outcome.decisions.append(
                NewDecision(
                    gate: StageName.prove.rawValue, verdict: "exhausted",
                    reason: "no proof found; wave \(wave) was the last", evidence: .null, modelCalls: cost.calls,
                    tokens: cost.tokens))
        }
        return outcome
    }
}
