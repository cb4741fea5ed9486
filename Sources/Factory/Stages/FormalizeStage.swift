internal import Inference
internal import LeanChecking
internal import LeanSource
package import Ledger
internal import Prompting
internal import Support

/// Problem → candidate statements: every configured model is asked for its samples in every configured style, the Lean block
/// is taken out of each answer, and what is one theorem becomes a statement under a name of ours (arXiv 2405.14333,
/// section 3.1; several formalizers and styles: Goedel-Prover, arXiv 2502.07640; FormalMATH, arXiv 2505.02735).
package struct FormalizeStage: Stage {
    package let name = StageName.formalize

    package init() {}

    /// One model with one template.
    private struct Formalizer: Sendable {
        let model: any ChatModel
        let template: PromptTemplate
    }

    package func run(_ job: Job, in factory: FactoryContext) async throws -> StepOutcome {
        let settings = factory.configuration.stages.formalize
        let problem = try await factory.problem(of: job)
        let base = Self.leanName(externalID: problem.externalID, problemID: problem.id)
        let examples = try settings.fewShot.map { fewShot in
            guard let set = factory.prompts.exampleSets[fewShot.file] else {
                throw FactoryError.noExamples(fewShot.file)
            }
            return set.examples(
                for: problem.statement, count: fewShot.count, by: fewShot.choose, seed: factory.configuration.run.seed)
        }
        let given = problem.metadata["formal_statement"]?.string ?? ""
        let inputs = ["informal_statement": problem.statement, "name": base, "given_statement": given]
            .merging(ReferenceAnswer(problem.metadata).inputs(settings.reference)) { own, _ in own }
        var formalizers: [Formalizer] = []
        for model in settings.models {
            for template in settings.templates {
                formalizers.append(
                    Formalizer(model: try factory.models[model], template: try factory.template(template)))
            }
        }
        let answered = try await FactoryContext.askAll(formalizers) { formalizer in
            try await factory.ask(
                formalizer.model, template: formalizer.template, inputs: inputs, examples: examples,
                subject: problem.statement, job: job, samples: 0..<settings.samples, sampling: settings.sampling,
                purpose: self.name)
        }
        var found = Candidates(base: base, header: factory.header.text)
        let next = name.next(factory.configuration.stages)?.rawValue
        for (formalizer, answers) in zip(formalizers, answered) {
            found.add(answers, model: formalizer.model.name, template: formalizer.template.provenance, followUp: next)
        }
        factory.subjects.expect(found.read, of: job)
        return found.outcome
    }

    /// What the answers held.
    private struct Candidates {
        let base: String
        let header: String
        var statements: [NewStatement] = []
        var read: [LockedStatement] = []
        var refusals: [String] = []
        var seen: Set<String> = []
        /// For the evidence: how each model did with each template.
        var styles: [JSONValue] = []
        var calls = 0
        var tokens = 0
        var repeated = 0

        init(base: String, header: String) {
            self.base = base
            self.header = header
        }

        mutating func add(_ answers: [ReadAnswer], model: String, template: String, followUp: String?) {
            calls += answers.count
            tokens += answers.reduce(0) { $0 + $1.tokens }
            let before = statements.count
            for answer in answers {
                switch FormalizeStage.statement(in: answer) {
                case .failure(let refusal): refusals.append(refusal.reason)
                case .success(let statement):
                    // The same candidate from several samples, models or styles is one statement.
                    let normalHash = statement.normalHash
                    guard seen.insert(normalHash).inserted else {
                        repeated += 1
                        continue
                    }
                    let ordinal = statements.count + 1
                    let named = statement.renamed(to: ordinal == 1 ? base : "\(base)_\(ordinal)")
                    read.append(named)
                    statements.append(
                        NewStatement(
                            name: named.name, source: named.signature, header: header, normalHash: normalHash,
                            model: model, template: template, sample: answer.answer.sample, followUp: followUp))
                }
            }
            styles.append(
                .object([
                    "model": .string(model), "template": .string(template), "answers": .integer(answers.count),
                    "candidates": .integer(statements.count - before),
                ]))
        }

        var outcome: StepOutcome {
            var outcome = StepOutcome()
            outcome.newStatements = statements
            outcome.problemState = statements.isEmpty ? .unformalizable : .formalized
            let refusal = refusals.first ?? "no model answered"
            if statements.isEmpty { outcome.problemReason = refusal }
            var evidence: [String: JSONValue] = [
                "candidates": .integer(statements.count),
                "refusals": .array(refusals.prefix(8).map { .string($0) }),
            ]
            if repeated > 0 { evidence["repeated"] = .integer(repeated) }
            if styles.count > 1 { evidence["styles"] = .array(styles) }
            let same = repeated > 0 ? ", and \(repeated) times one of them again" : ""
            outcome.decisions.append(
                NewDecision(
                    gate: StageName.formalize.rawValue,
                    verdict: statements.isEmpty ? "unformalizable" : "formalized",
                    reason: statements.isEmpty ? refusal : "candidate statements: \(statements.count)\(same)",
                    evidence: .object(evidence), modelCalls: calls, tokens: tokens))
            return outcome
        }
    }

    /// Why an answer holds no statement.
    struct Refusal: Error {
        let reason: String
    }

    /// The statement of an answer.
    static func statement(in answer: ReadAnswer) -> Result<LockedStatement, Refusal> {
        switch answer.reading {
        case .cannot(let reason):
            return .failure(Refusal(reason: "cannot: \(reason)"))
        case .missing(let reason):
            let cut = answer.answer.finishReason == .length ? " (the answer was cut off at its token limit)" : ""
            return .failure(Refusal(reason: "no Lean block: \(reason)\(cut)"))
        case .found(let lean):
            do {
                return .success(try LockedStatement(parsing: lean))
            } catch {
                return .failure(Refusal(reason: error.message))
            }
        }
    }

    /// A Lean name made from the problem's own id, so that people find it again.
    ///
    /// Names of the library rarely hold both a digit and a `_`: an id without gets a prefix, or `theorem id …` would fail
    /// because `id` is there already. An id that has to be changed in more than its hyphens gets the problem's number, so
    /// that no two problems share a name.
    static func leanName(externalID: String?, problemID: Int) -> String {
        guard let externalID else { return "problem_\(problemID)" }
        let id = externalID.replacing("-", with: "_")
        var name = LockedStatement.plainName(String(id.prefix(80)))
        if !name.utf8.elementsEqual(id.utf8) { name += "_\(problemID)" }
        let hasDigit = name.utf8.contains { (0x30...0x39).contains($0) }
        let startsWithLetter = name.unicodeScalars.first?.properties.isAlphabetic ?? false
        return hasDigit && name.contains("_") && startsWithLetter ? name : "problem_\(name)"
    }
}
