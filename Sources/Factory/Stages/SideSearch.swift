internal import LeanChecking
internal import LeanSource
internal import Ledger
internal import Support

/// One wave of the search for one side of a statement. A wave is one job, so that a run stopped between waves goes on with the
/// next.
struct SideSearch {
    let plan: SearchPlan
    let job: Job
    let subject: StageSubject
    /// The statement, or its negation.
    let goal: LockedStatement

    func run(in factory: FactoryContext) async throws -> StepOutcome {
        var outcome = StepOutcome()
        var cost = SearchCost()
        let earlier = try await factory.earlierSamples(of: job, subject.id, side: plan.side)
        if job.wave == plan.sketchWave, let settings = plan.sketch {
            let search = SketchSearch(side: self, settings: settings, normalHash: normalHash)
            return try await search.run(skipping: earlier, in: factory)
        }
        var repairs = plan.repair.budget
        if plan.repair.rounds > 0, job.wave > 0 {
            repairs -= try await factory.earlierRepairs(of: job, subject.id, side: plan.side)
        }
        for (model, samples) in plan.searches(wave: job.wave) {
            let step = ProofSearchStep(
                job: job, goal: goal, header: LeanHeader(text: subject.header), model: model,
                template: plan.template, samples: samples, wholePortfolio: job.wave == 0, sampling: plan.sampling,
                purpose: plan.stage, kind: .proof, wave: job.wave, side: plan.side)
            var found = try await step.run(
                problem: subject.problem, normalHash: normalHash, skipping: earlier[model] ?? [], in: factory)
            if found.proof == nil, job.wave > 0, plan.repair.rounds > 0 {
                let repair = ProofRepair(step: step, settings: plan.repair, problem: subject.problem)
                if let decision = try await repair.run(on: &found, budget: &repairs, in: factory) {
                    outcome.decisions.append(decision)
                }
            }
            outcome.append(found.attempts)
            cost += found.cost
            guard let proof = found.proof else { continue }
            return self.found(proof, by: model, outcome, cost)
        }
        return plan.withoutProof(outcome, after: job.wave, cost: cost)
    }

    /// The normal hash of the goal, by which samples are seeded.
    var normalHash: String { plan.side == .claim ? subject.normalHash : goal.normalHash }

    /// What is recorded of a proof that passed the warm check. A statement whose negation has one stays where it is: only a
    /// verification moves it.
    func found(_ proof: ProofBody, by model: String, _ outcome: StepOutcome, _ cost: SearchCost) -> StepOutcome {
        var outcome = outcome
        let isClaim = plan.side == .claim
        if isClaim { outcome.statementMove = StatementMove(to: .proved) }
        outcome.decisions.append(
            NewDecision(
                gate: plan.stage.rawValue, verdict: isClaim ? "proved" : "refuted",
                reason: "\(model) found a proof\(isClaim ? "" : " of the negation") in wave \(job.wave)",
                evidence: .object([
                    "proof": .string(proof.wholeText), "attempts": .integer(outcome.attempts.count),
                ]),
                modelCalls: cost.calls, tokens: cost.tokens))
        return outcome
    }
}

extension StepOutcome {
    /// Adds attempts that name each other by their places among themselves.
    mutating func append(_ more: [NewAttempt]) {
        let first = attempts.count
        attempts += more.map { attempt in
            var attempt = attempt
            attempt.repairs = attempt.repairs.map { $0 + first }
            return attempt
        }
    }
}
