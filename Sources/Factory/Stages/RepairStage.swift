internal import Inference
internal import LeanSource
package import Ledger
internal import Support

/// A statement that Lean refused → other statements: models see it with Lean's messages marked in its text. What they answer
/// is elaborated like any candidate, and may come back here until the rounds are spent. The refused statement stays what it
/// is, ill-formed, with the reason.
package struct RepairStage: Stage {
    package let name = StageName.repair

    package init() {}

    package func run(_ job: Job, in factory: FactoryContext) async throws -> StepOutcome {
        let settings = factory.configuration.stages.repair
        let subject = try await factory.subject(of: job)
        let round = subject.origin.repairs + 1
        guard settings.allows(after: subject.origin.repairs) else {
            var outcome = StepOutcome()
            outcome.decisions.append(
                NewDecision(
                    gate: name.rawValue, verdict: "off", reason: "repairs are switched off, or their rounds spent"))
            return outcome
        }
        let evidence = try await factory.ledger.lastDecision(of: StageName.elaborate.rawValue, about: job)?.evidence
        let marks = MarkedSource.Mark.errors(in: evidence ?? .null, atMost: settings.errors)
        let source = subject.statement.withSorry()
        let inputs = [
            "informal_statement": subject.problem.statement, "formal_statement": source,
            "marked_statement": MarkedSource(source, marks: marks).text, "name": subject.statement.name,
            "header": subject.header,
        ]
        let template = try factory.template(settings.template)
        let answered = try await FactoryContext.askAll(try settings.models.map { try factory.models[$0] }) { model in
            try await factory.ask(
                model, template: template, inputs: inputs, subject: subject.normalHash, job: job,
                samples: 0..<settings.samples, sampling: settings.sampling, purpose: self.name)
        }
        return outcome(
            zip(settings.models, answered).map { ($0, $1) }, template.provenance, subject, job, round, factory)
    }

    private func outcome(
        _ answered: [(model: String, answers: [ReadAnswer])], _ template: String, _ subject: StageSubject, _ job: Job,
        _ round: Int, _ factory: FactoryContext
    ) -> StepOutcome {
        var outcome = StepOutcome()
        var refusals: [String] = []
        // The refused text again is no repair.
        var seen: Set<String> = [subject.normalHash]
        var read: [LockedStatement] = []
        let answers = answered.flatMap { entry in entry.answers.map { (entry.model, $0) } }
        for (model, answer) in answers {
            switch FormalizeStage.statement(in: answer) {
            case .failure(let refusal): refusals.append(refusal.reason)
            case .success(let statement):
                let normalHash = statement.normalHash
                guard seen.insert(normalHash).inserted else {
                    if normalHash == subject.normalHash { refusals.append("the same statement again") }
                    continue
                }
                let named = statement.renamed(to: "\(subject.statement.name)_r\(outcome.newStatements.count + 1)")
                read.append(named)
                outcome.newStatements.append(
                    NewStatement(
                        name: named.name, source: named.signature, header: subject.header, normalHash: normalHash,
                        model: model, template: template,
                        sample: subject.origin.repairedSample(answer.answer.sample), repairRound: round,
                        followUp: StageName.elaborate.rawValue))
            }
        }
        factory.subjects.expect(read, of: job)
        let isAnswered = !outcome.newStatements.isEmpty
        let reason =
            isAnswered
            ? "round \(round): \(read.map(\.name).joined(separator: ", "))"
            : "round \(round): \(refusals.first ?? "no model answered")"
        outcome.decisions.append(
            NewDecision(
                gate: RepairRound.gate, verdict: RepairRound.verdict(round: round, isAnswered: isAnswered),
                reason: reason,
                evidence: .object([
                    "round": .integer(round), "template": .string(template),
                    "candidates": .array(
                        outcome.newStatements.map { .object(["name": .string($0.name), "model": .string($0.model)]) }),
                    "refusals": .array(refusals.prefix(8).map { .string($0) }),
                ]),
                modelCalls: answers.count, tokens: answers.reduce(0) { $0 + $1.1.tokens }))
        return outcome
    }
}
