internal import Inference
internal import LeanChecking
internal import LeanSource
internal import Ledger
internal import Prompting
internal import Support

/// One wave of whole-proof samples of one model for one goal: ask, read, check in warm workers, stop at the first that
/// holds. Samples are checked in their order, so that a rerun finds the same proof.
struct ProofSearchStep {
    let job: Job
    let goal: LockedStatement
    let header: LeanHeader
    let model: String
    let template: String
    let samples: Range<Int>
    /// A model with a fixed number of samples, a portfolio, is tried whole whatever `samples` says.
    let wholePortfolio: Bool
    let sampling: SamplingSettings
    let purpose: StageName
    let kind: AttemptKind
    let wave: Int
    var side = Side.claim
    /// Every sample is checked, and nothing follows from one that holds.
    var isPractice = false

    /// What the wave brought.
    struct Found {
        var attempts: [NewAttempt] = []
        var proof: ProofBody?
        /// Answers that were looked at, and their tokens.
        var cost = SearchCost()
        /// Proofs that were checked, none twice.
        var tried: Set<ProofBody> = []
        /// Proofs that Lean refused, with the places of their attempts.
        var refused: [(attempt: Int, proof: ProofBody, result: CheckResult)] = []
    }

    /// - Parameters:
    ///   - normalHash: the normal hash of the goal where it is known.
    ///   - done: samples that were checked before; their answers are not looked at again.
    func run(
        problem: Problem, normalHash: String? = nil, skipping done: Set<Int> = [], in factory: FactoryContext
    ) async throws -> Found {
        let model = try factory.models[model]
        let prompt = try factory.template(template)
        let wanted = wholePortfolio ? 0..<(model.sampleCount ?? samples.upperBound) : samples
        let answers = try await factory.ask(
            model, template: prompt,
            inputs: [
                "informal_statement": problem.statement, "formal_statement": goal.withSorry(), "name": goal.name,
                "header": header.text,
            ],
            subject: normalHash ?? goal.normalHash, job: job, samples: wanted, sampling: sampling, purpose: purpose)
        var found = Found()
        for answer in answers where !done.contains(answer.answer.sample) {
            try await take(answer, of: prompt, by: model.name, into: &found, in: factory)
            if found.proof != nil, !isPractice { break }
        }
        return found
    }

    /// Checks one answer and notes what came of it.
    ///
    /// - Parameters:
    ///   - repairs: the attempt that it repairs, by its place.
    ///   - round: how many repairs led to it.
    func take(
        _ answer: ReadAnswer, of prompt: PromptTemplate, by model: String, repairs: Int? = nil, round: Int = 0,
        into found: inout Found, in factory: FactoryContext
    ) async throws {
        try Task.checkCancellation()
        found.cost += SearchCost(calls: 1, tokens: answer.tokens)
        guard let (proof, result) = try await judge(answer, tried: &found.tried, in: factory) else { return }
        let holds = result.verdict == .verified
        found.attempts.append(
            NewAttempt(
                side: side, kind: kind, model: model, template: prompt.provenance, sample: answer.answer.sample,
                wave: wave, proof: proof?.wholeText,
                proofStyle: proof?.style.rawValue, verdict: result.verdict.word,
                verdictDetail: holds ? nil : result.summary, rung: result.rung, messages: result.messagesJSON,
                wallMilliseconds: result.elapsed.milliseconds, memoryBytes: result.peakMemoryBytes,
                followUp: holds && kind == .proof && !isPractice ? StageName.verify.rawValue : nil, repairs: repairs,
                repairRound: round))
        if holds {
            found.proof = proof
        } else if let proof {
            found.refused.append((found.attempts.count - 1, proof, result))
        }
    }

    /// The verdict on one answer; nil for an answer that says it has nothing to try, or the same as an earlier one.
    private func judge(
        _ answer: ReadAnswer, tried: inout Set<ProofBody>, in factory: FactoryContext
    ) async throws -> (ProofBody?, CheckResult)? {
        switch answer.reading {
        case .cannot:
            return nil
        case .missing(let reason):
            return (nil, factory.refusal(.failed, "no proof in the answer: \(reason)"))
        case .found(let lean):
            switch ProofReader.extract(from: lean, for: goal, header: header.text) {
            case .none(let reason):
                return (nil, factory.refusal(.failed, "no proof in the answer: \(reason)"))
            case .wrongStatement(let reason):
                return (nil, factory.refusal(.wrongStatement(reason), reason))
            case .proof(let proof):
                guard tried.insert(proof).inserted else { return nil }
                // Helpers are kept inside the proof when Lean takes them so: most training formats know nothing before it.
                if let inlined = proof.inlined {
                    let result = try await factory.checker.check(inlined, of: goal, header: header).decided()
                    if result.verdict == .verified { return (inlined, result) }
                }
                // A term is kept as the tactic block that training formats want, when Lean takes it so.
                let tactics = proof.asTactics
                let result = try await factory.checker.check(tactics, of: goal, header: header).decided()
                if result.verdict == .verified || proof.style == .tactics { return (tactics, result) }
                return (proof, try await factory.checker.check(proof, of: goal, header: header).decided())
            }
        }
    }
}
