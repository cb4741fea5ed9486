internal import Inference
internal import LeanSource
package import Ledger
internal import Prompting
internal import Support

/// The five classes of DeepSeek-Prover (arXiv 2405.14333, section 3.2): only admitted classes go on. Where several samples
/// are wanted, the median of their classes counts.
package struct ScoreStage: Stage {
    package let name = StageName.score

    package init() {}

    package func run(_ job: Job, in factory: FactoryContext) async throws -> StepOutcome {
        let settings = factory.configuration.stages.score
        let subject = try await factory.subject(of: job)
        let statement = subject.statement
        let model = try factory.models[settings.model]
        let template = try factory.template(settings.template)
        let readings = try await Readings<String>(settings.samples) { samples in
            try await factory.ask(
                model, template: template,
                inputs: [
                    "informal_statement": subject.problem.statement, "formal_statement": statement.withSorry(),
                    "name": statement.name,
                ],
                subject: subject.normalHash, job: job, samples: samples, sampling: settings.sampling,
                shape: ScoreShape.shape, purpose: name)
        } read: { answer in
            ScoreShape.read(answer.answer.content).map { .success($0) } ?? answer.text()
        }
        return Self.outcome(readings, factory.configuration.stages, template: template.provenance)
    }

    /// What the readings lead to.
    static func outcome(_ readings: Readings<String>, _ stages: StagesSettings, template: String) -> StepOutcome {
        let settings = stages.score
        let found = ScoreMedian.of(readings.values)
        let admitted = found.map { settings.admit.contains($0) } ?? false
        var outcome = StepOutcome()
        let several = readings.values.count > 1 ? ", the median of \(readings.values.joined(separator: ", "))" : ""
        let reason =
            found.map { "scored \($0)\(several)" }
            ?? "no class could be read: \(readings.complaint ?? "the model gave no answer")"
        outcome.statementMove = StatementMove(
            to: admitted ? .scored : .rejected, reason: admitted ? nil : reason, scoreClass: found)
        var evidence: [String: JSONValue] = [
            "model": .string(settings.model), "template": .string(template),
            "class": found.map { .string($0) } ?? .null,
            "answer": .string(String((readings.entries.last?.answer.answer.content ?? "").prefix(2000))),
        ]
        if readings.entries.count > 1 { evidence["samples"] = .array(readings.entries.prefix(64).map(Self.evidence)) }
        outcome.decisions.append(
            NewDecision(
                gate: StageName.score.rawValue, verdict: admitted ? "admitted" : "rejected", reason: reason,
                evidence: .object(evidence), modelCalls: readings.entries.count, tokens: readings.tokens))
        if admitted { outcome.followUps += StageName.score.followUps(stages) }
        return outcome
    }

    private static func evidence(_ entry: Readings<String>.Entry) -> JSONValue {
        var members: [String: JSONValue] = ["sample": .integer(entry.sample)]
        switch entry.value {
        case .success(let word): members["class"] = .string(word)
        case .failure(let unreadable): members["unreadable"] = .string(unreadable.reason)
        }
        members["answer"] = .string(String(entry.answer.answer.content.suffix(400)))
        return .object(members)
    }
}
