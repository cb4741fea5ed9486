internal import Inference
internal import LeanChecking
internal import LeanSource
internal import Ledger
internal import Prompting
internal import Support

/// Gives refused proofs back to the model that wrote them, with Lean's messages, round by round: all that were refused, then
/// all whose repair was refused. Stops at the first that holds.
///
/// A repair is a sample of its own: round `r` of sample `s` has the number `8 s + r - 1` under the template of the repairs, so
/// that a rerun asks for the same, and finds in the ledger what it had recorded.
struct ProofRepair {
    let step: ProofSearchStep
    let settings: ProofRepairSettings
    let problem: Problem

    /// A proof that was refused.
    private struct Refused: Sendable {
        /// Its attempt, by its place.
        let attempt: Int
        /// The sample of the first answer.
        let origin: Int
        let proof: ProofBody
        let result: CheckResult
    }

    /// Repairs what the search found refused, and adds what came of it.
    ///
    /// - Parameter budget: repairs that are left for the side of the statement.
    /// - Returns: the decision to record; nil when there was nothing to repair.
    func run(
        on found: inout ProofSearchStep.Found, budget: inout Int, in factory: FactoryContext
    ) async throws -> NewDecision? {
        let model = try factory.models[step.model]
        let prompt = try factory.template(settings.template)
        let before = found.cost
        var open = found.refused.map { refused in
            Refused(
                attempt: refused.attempt, origin: found.attempts[refused.attempt].sample, proof: refused.proof,
                result: refused.result)
        }
        var made = 0
        for round in 1...max(1, settings.rounds) {
            open = Array(open.filter { Self.canBeRepaired($0.result) }.prefix(max(0, budget)))
            guard !open.isEmpty, found.proof == nil else { break }
            budget -= open.count
            made += open.count
            let answers = try await FactoryContext.askAll(open) { one in
                try await ask(model, prompt, for: one, round: round, in: factory)
            }
            found.refused = []
            var next: [Refused] = []
            for (refused, answer) in zip(open, answers) {
                guard let answer else { continue }
                let count = found.refused.count
                try await step.take(
                    answer, of: prompt, by: model.name, repairs: refused.attempt, round: round, into: &found,
                    in: factory)
                if found.proof != nil {
                    return decision(
                        made, found, before, "round \(round)", "round \(round) repaired sample \(refused.origin)")
                }
                guard found.refused.count > count, let last = found.refused.last else { continue }
                next.append(
                    Refused(attempt: last.attempt, origin: refused.origin, proof: last.proof, result: last.result))
            }
            open = next
        }
        guard made > 0 else { return nil }
        return decision(made, found, before, "notRepaired", "none of \(made) repairs holds")
    }

    private func ask(
        _ model: any ChatModel, _ prompt: PromptTemplate, for one: Refused, round: Int, in factory: FactoryContext
    ) async throws -> ReadAnswer? {
        let sample = one.origin * ProofRepairSettings.maximumRounds + round - 1
        let marked = MarkedProof(one.proof, one.result, limit: settings.messages)
        return try await factory.ask(
            model, template: prompt,
            inputs: [
                "informal_statement": problem.statement, "formal_statement": step.goal.withSorry(),
                "name": step.goal.name, "header": step.header.text, "failed_proof": marked.text,
            ],
            subject: step.goal.normalHash, job: step.job, samples: sample..<(sample + 1),
            sampling: settings.sampling ?? step.sampling, purpose: step.purpose
        ).first
    }

    /// Whether Lean said something that a model can go by.
    private static func canBeRepaired(_ result: CheckResult) -> Bool {
        switch result.verdict {
        case .failed, .incomplete, .forbidden, .axioms: true
        case .verified, .timeout, .outOfMemory, .crashed, .wrongStatement, .checkerBroken: false
        }
    }

    private func decision(
        _ made: Int, _ found: ProofSearchStep.Found, _ before: SearchCost, _ verdict: String, _ reason: String
    ) -> NewDecision {
        NewDecision(
            gate: "\(step.purpose.rawValue)-repair", verdict: verdict, reason: reason,
            evidence: .object(["repairs": .integer(made), "model": .string(step.model), "wave": .integer(step.wave)]),
            modelCalls: found.cost.calls - before.calls, tokens: found.cost.tokens - before.tokens)
    }
}
