internal import Inference
internal import LeanChecking
internal import LeanSource
package import Ledger
internal import Prompting
internal import Support

/// Problem → candidate statements: every configured model is asked for its samples, the Lean block is taken out of each
/// answer, and what is one theorem becomes a statement under a name of ours (arXiv 2405.14333, section 3.1).
package struct FormalizeStage: Stage {
    package let name = StageName.formalize

    package init() {}

    package func run(_ job: Job, in factory: FactoryContext) async throws -> StepOutcome {
        let settings = factory.configuration.stages.formalize
        let problem = try await factory.problem(of: job)
        let template = try factory.template(settings.template)
        let base = Self.leanName(externalID: problem.externalID, problemID: problem.id)
        var outcome = StepOutcome()
        var refusals: [String] = []
        var seen: Set<String> = []
        var read: [LockedStatement] = []
        var calls = 0
        var tokens = 0
        let answered = try await Self.askAll(try settings.models.map { try factory.models[$0] }) { model in
            try await factory.ask(
                model, template: template,
                inputs: [
                    "informal_statement": problem.statement, "name": base,
                    "given_statement": problem.metadata["formal_statement"]?.string ?? "",
                ], subject: problem.statement,
                job: job, samples: 0..<settings.samples, sampling: settings.sampling, purpose: self.name)
        }
        for (modelName, answers) in zip(settings.models, answered) {
            calls += answers.count
            tokens += answers.reduce(0) { $0 + $1.tokens }
            for answer in answers {
                switch Self.statement(in: answer) {
                case .failure(let refusal):
                    refusals.append(refusal.reason)
                case .success(let statement):
                    // The same candidate from several samples is one statement.
                    let normalHash = statement.normalHash
                    guard seen.insert(normalHash).inserted else { continue }
                    let ordinal = outcome.newStatements.count + 1
                    let named = statement.renamed(to: ordinal == 1 ? base : "\(base)_\(ordinal)")
                    read.append(named)
                    outcome.newStatements.append(
                        NewStatement(
                            name: named.name, source: named.signature, header: factory.header.text,
                            normalHash: normalHash, model: modelName,
                            template: template.provenance, sample: answer.answer.sample,
                            followUp: name.next(factory.configuration.stages)?.rawValue))
                }
            }
        }
        factory.subjects.expect(read, of: job)
        outcome.problemState = outcome.newStatements.isEmpty ? .unformalizable : .formalized
        let refusal = refusals.first ?? "no model answered"
        if outcome.newStatements.isEmpty { outcome.problemReason = refusal }
        outcome.decisions.append(
            NewDecision(
                gate: name.rawValue,
                verdict: outcome.newStatements.isEmpty ? "unformalizable" : "formalized",
                reason: outcome.newStatements.isEmpty
                    ? refusal : "candidate statements: \(outcome.newStatements.count)",
                evidence: .object([
                    "candidates": .integer(outcome.newStatements.count),
                    "refusals": .array(refusals.prefix(8).map { .string($0) }),
                ]), modelCalls: calls, tokens: tokens))
        return outcome
    }

    /// Asks all models at once. Each has asked what it can, so that one round of a batch has the calls to all of them, before
    /// the first error is thrown.
    static func askAll(
        _ models: [any ChatModel], _ ask: @escaping @Sendable (any ChatModel) async throws -> [ReadAnswer]
    ) async throws -> [[ReadAnswer]] {
        // The usual case needs no task of its own.
        if models.count == 1 { return [try await ask(models[0])] }
        // Not as results of the group: an optimised build garbles pairs of a number and a `Result` on their way out of it, and
        // with them paid answers were lost.
        let results = Locked([Result<[ReadAnswer], any Error>?](repeating: nil, count: models.count))
        await withTaskGroup(of: Void.self) { group in
            for (index, model) in models.enumerated() {
                group.addTask {
                    let result: Result<[ReadAnswer], any Error>
                    do { result = .success(try await ask(model)) } catch { result = .failure(error) }
                    results.withLock { $0[index] = result }
                }
            }
        }
        return try results.withLock { $0 }.map { try $0?.get() ?? [] }
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
