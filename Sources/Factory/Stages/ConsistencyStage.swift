internal import LeanChecking
internal import LeanSource
package import Ledger
internal import Support

/// Hypothesis rejection (arXiv 2405.14333, section 3.2): when `False` follows from the hypotheses, the statement is
/// vacuous, whatever it claims. Only hypotheses among the binders are looked at; antecedents inside the goal are not.
package struct ConsistencyStage: Stage {
    package let name = StageName.consistency

    package init() {}

    package func run(_ job: Job, in factory: FactoryContext) async throws -> StepOutcome {
        let settings = factory.configuration.stages.consistency
        let (row, statement) = try await factory.statement(of: job)
        var outcome = StepOutcome()
        guard !statement.bindsOnlyVariables else {
            return pass(outcome, reason: "there are no hypotheses", evidence: .null, factory: factory)
        }
        let goal = statement.withGoal("False", name: "\(statement.name)_vacuous")
        let search = ProofSearchStep(
            goal: goal, header: LeanHeader(text: row.header), model: settings.model, template: settings.template,
            samples: 0..<settings.samples, wholePortfolio: true, sampling: settings.sampling, purpose: name,
            kind: .vacuity, wave: 0)
        let found = try await search.run(statement: row, in: factory)
        outcome.attempts = found.attempts
        guard let proof = found.proof else {
            return pass(
                outcome, reason: "no proof of False in \(found.attempts.count) attempts",
                evidence: .object(["attempts": .integer(found.attempts.count)]), factory: factory)
        }
        // A statement is thrown away on this word: it has to hold at the highest rung, like a proof that is kept.
        let result = try await factory.checker.verify(proof, of: goal, header: LeanHeader(text: row.header)).decided()
        guard result.verdict == .verified else {
            return pass(
                outcome, reason: "the proof of False did not hold: \(result.summary)", evidence: result.evidence,
                factory: factory)
        }
        outcome.statementMove = StatementMove(to: .vacuous, reason: "the hypotheses contradict each other")
        outcome.decisions.append(
            NewDecision(
                gate: name.rawValue, verdict: "vacuous", reason: "False follows from the hypotheses",
                evidence: .object(["proof": .string(proof.text), "rung": .integer(result.rung)]),
                wallMilliseconds: result.elapsed.milliseconds))
        return outcome
    }

    private func pass(
        _ outcome: StepOutcome, reason: String, evidence: JSONValue, factory: FactoryContext
    ) -> StepOutcome {
        var outcome = outcome
        outcome.statementMove = StatementMove(to: .consistent)
        outcome.decisions.append(
            NewDecision(gate: name.rawValue, verdict: "consistent", reason: reason, evidence: evidence))
        if let next = name.next(factory.configuration.stages) {
            outcome.followUps.append(NewJob(stage: next.rawValue))
        }
        return outcome
    }
}
