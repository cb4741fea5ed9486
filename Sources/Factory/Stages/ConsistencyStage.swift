internal import LeanChecking
internal import LeanSource
package import Ledger
internal import Support

/// Hypothesis rejection (arXiv 2405.14333, section 3.2): when `False` follows from the hypotheses, or from the antecedents
/// inside the goal, the statement is vacuous, whatever it claims.
package struct ConsistencyStage: Stage {
    package let name = StageName.consistency

    package init() {}

    package func run(_ job: Job, in factory: FactoryContext) async throws -> StepOutcome {
        let settings = factory.configuration.stages.consistency
        let subject = try await factory.subject(of: job)
        let statement = subject.statement
        var outcome = StepOutcome()
        guard let goal = statement.withoutConclusion() else {
            return pass(
                outcome, reason: "nothing stands before the conclusion that could contradict itself", evidence: .null,
                factory: factory)
        }
        var cost = SearchCost()
        // The cheap one first: most contradictions are plain, and what is found needs no model.
        for model in settings.allModels {
            let search = ProofSearchStep(
                job: job, goal: goal, header: LeanHeader(text: subject.header), model: model,
                template: settings.template,
                samples: 0..<settings.samples, wholePortfolio: true, sampling: settings.sampling, purpose: name,
                kind: .vacuity, wave: 0)
            if let decision = try await contradiction(by: search, subject, &outcome, &cost, in: factory) {
                outcome.statementMove = StatementMove(to: .vacuous, reason: decision.contradiction)
                outcome.decisions.append(decision.decision)
                return outcome
            }
        }
        let attempts = outcome.attempts.count
        return pass(
            outcome, reason: "no proof of False in \(attempts) attempts",
            evidence: .object([
                "attempts": .integer(attempts), "models": .array(settings.allModels.map { .string($0) }),
            ]), cost: cost, factory: factory)
    }

    /// The first proof of `False` by one model that holds at the highest rung; nil when it has none.
    private func contradiction(
        by search: ProofSearchStep, _ subject: StageSubject, _ outcome: inout StepOutcome,
        _ cost: inout SearchCost, in factory: FactoryContext
    ) async throws -> (contradiction: String, decision: NewDecision)? {
        let (statement, goal) = (subject.statement, search.goal)
        var done: Set<Int> = []
        while true {
            let found = try await search.run(problem: subject.problem, skipping: done, in: factory)
            outcome.attempts += found.attempts
            cost += found.cost
            guard let proof = found.proof, let sample = found.attempts.last?.sample else { return nil }
            // A statement is thrown away on this word: it has to hold at the highest rung, like a proof that is kept. It is
            // shown as a proof of the statement itself, so that nothing hangs on where the conclusion was cut off.
            let result = try await factory.checker.verify(
                statement.proof(from: goal, proof), of: statement, header: LeanHeader(text: subject.header)
            ).decided().complete(search.job, factory.configuration)
            if result.verdict == .verified {
                let what = goal.goal == "False" ? "hypotheses" : "hypotheses and antecedents"
                let decision = NewDecision(
                    gate: name.rawValue, verdict: "vacuous", reason: "False follows from the \(what)",
                    evidence: .object([
                        "statement": .string(goal.signature), "proof": .string(proof.wholeText),
                        "rung": .integer(result.rung), "model": .string(search.model),
                    ]),
                    modelCalls: cost.calls, tokens: cost.tokens, wallMilliseconds: result.elapsed.milliseconds)
                return ("the \(what) contradict each other", decision)
            }
            // It did not hold; the samples after it are still to be looked at.
            done.formUnion(0...sample)
        }
    }

    private func pass(
        _ outcome: StepOutcome, reason: String, evidence: JSONValue, cost: SearchCost = SearchCost(),
        factory: FactoryContext
    ) -> StepOutcome {
        var outcome = outcome
        outcome.statementMove = StatementMove(to: .consistent)
        outcome.decisions.append(
            NewDecision(
                gate: name.rawValue, verdict: "consistent", reason: reason, evidence: evidence, modelCalls: cost.calls,
                tokens: cost.tokens))
        outcome.followUps += name.followUps(factory.configuration.stages)
        return outcome
    }
}
