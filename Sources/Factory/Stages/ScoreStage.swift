internal import Inference
internal import LeanSource
package import Ledger
internal import Prompting
internal import Support

/// The five classes of DeepSeek-Prover (arXiv 2405.14333, section 3.2): only admitted classes go on.
package struct ScoreStage: Stage {
    package let name = StageName.score

    /// An answer without a readable class is asked for anew, as further samples, so often before the statement falls.
    private static let readings = 3

    package init() {}

    package func run(_ job: Job, in factory: FactoryContext) async throws -> StepOutcome {
        let settings = factory.configuration.stages.score
        let subject = try await factory.subject(of: job)
        let statement = subject.statement
        let model = try factory.models[settings.model]
        let template = try factory.template(settings.template)
        var found: String?
        var complaint = "the model gave no answer"
        var answers: [ReadAnswer] = []
        for sample in 0..<Self.readings where found == nil {
            let answer = try await factory.ask(
                model, template: template,
                inputs: [
                    "informal_statement": subject.problem.statement, "formal_statement": statement.withSorry(),
                    "name": statement.name,
                ],
                subject: subject.normalHash, job: job, samples: sample..<(sample + 1), sampling: settings.sampling,
                shape: ScoreShape.shape, purpose: name)
            answers += answer
            if let text = answer.first.flatMap({ ScoreShape.read($0.answer.content) }) {
                found = text
                break
            }
            switch answer.first?.reading {
            case .found(let text): found = text
            case .cannot(let reason), .missing(let reason): complaint = reason
            case nil: break
            }
        }
        let admitted = found.map { settings.admit.contains($0) } ?? false
        var outcome = StepOutcome()
        let reason = found.map { "scored \($0)" } ?? "no class could be read: \(complaint)"
        outcome.statementMove = StatementMove(
            to: admitted ? .scored : .rejected, reason: admitted ? nil : reason, scoreClass: found)
        outcome.decisions.append(
            NewDecision(
                gate: name.rawValue, verdict: admitted ? "admitted" : "rejected", reason: reason,
                evidence: .object([
                    "model": .string(settings.model), "template": .string(template.provenance),
                    "class": found.map { .string($0) } ?? .null,
                    "answer": .string(String((answers.last?.answer.content ?? "").prefix(2000))),
                ]),
                modelCalls: answers.count,
                tokens: answers.reduce(0) { $0 + $1.tokens }))
        if admitted { outcome.followUps += name.followUps(factory.configuration.stages) }
        return outcome
    }
}
