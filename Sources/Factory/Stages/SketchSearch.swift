internal import Inference
internal import LeanChecking
internal import LeanSource
internal import Ledger
internal import Prompting
internal import Support

/// The wave of sketches: a model takes the goal apart, each hole is proved on its own, portfolio first, and only the whole that
/// is put together again counts (DeepSeek-Prover-V2, arXiv 2504.21801, section 2.2). Depth first, in the order of the samples,
/// within a budget of holes.
struct SketchSearch {
    let side: SideSearch
    let settings: SketchSettings
    let normalHash: String

    private var header: LeanHeader { LeanHeader(text: side.subject.header) }
    private var plan: SearchPlan { side.plan }

    /// What is shared by all sketches of one job.
    private struct State {
        /// Holes that may still be worked on.
        var budget: Int
        var cost = SearchCost()
        /// What became of holes, by what they say: nil for one that was not proved. Names count, a proof uses them.
        var solved: [String: ProofBody?] = [:]
        /// What was done, for the decision.
        var notes: [JSONValue] = []
    }

    /// - Parameter done: samples of sketches that were followed before.
    func run(skipping done: [String: Set<Int>], in factory: FactoryContext) async throws -> StepOutcome {
        var outcome = StepOutcome()
        var state = State(budget: settings.budget)
        let prompt = try factory.template(settings.template)
        for model in settings.models.isEmpty ? plan.models : settings.models {
            for answer in try await sketches(of: side.goal, by: model, prompt, in: factory)
            where !(done[model]?.contains(answer.answer.sample) ?? false) {
                try Task.checkCancellation()
                state.cost += SearchCost(calls: 1, tokens: answer.tokens)
                let followed = try await follow(
                    answer, of: side.goal, depth: settings.depth, by: model, &state, in: factory)
                guard let followed else { continue }
                let holds = followed.result.verdict == .verified
                outcome.attempts.append(
                    NewAttempt(
                        side: plan.side, model: model, template: prompt.provenance, sample: answer.answer.sample,
                        wave: side.job.wave, proof: followed.proof?.wholeText,
                        proofStyle: followed.proof?.style.rawValue, verdict: followed.result.verdict.word,
                        verdictDetail: holds ? nil : followed.reason, rung: followed.result.rung,
                        messages: followed.result.messagesJSON,
                        wallMilliseconds: followed.result.elapsed.milliseconds,
                        memoryBytes: followed.result.peakMemoryBytes,
                        followUp: holds ? StageName.verify.rawValue : nil))
                guard holds, let proof = followed.proof else { continue }
                outcome.decisions.append(
                    decision("glued", "a sketch of \(model) holds with all its holes proved", state))
                return side.found(proof, by: model, outcome, SearchCost())
            }
        }
        outcome.decisions.append(decision("notGlued", "no sketch could be filled", state))
        return plan.withoutProof(outcome, after: side.job.wave)
    }

    private func decision(_ verdict: String, _ reason: String, _ state: State) -> NewDecision {
        NewDecision(
            gate: "\(plan.stage.rawValue)-sketch", verdict: verdict, reason: reason,
            evidence: .object(["holes": .array(Array(state.notes.prefix(64)))]), modelCalls: state.cost.calls,
            tokens: state.cost.tokens)
    }

    private func sketches(
        of goal: LockedStatement, by model: String, _ prompt: PromptTemplate, in factory: FactoryContext
    ) async throws -> [ReadAnswer] {
        try await factory.ask(
            try factory.models[model], template: prompt,
            inputs: [
                "informal_statement": side.subject.problem.statement, "formal_statement": goal.withSorry(),
                "name": goal.name, "header": header.text,
            ],
            subject: goal.normalHash, job: side.job, samples: 0..<settings.samples,
            sampling: settings.sampling ?? plan.sampling, purpose: plan.stage)
    }

    // MARK: One sketch

    /// What became of a sketch.
    private struct Followed {
        /// The whole, or the skeleton when some hole stayed open.
        let proof: ProofBody?
        let result: CheckResult
        var reason: String { result.summary }
    }

    /// Follows one answer as a sketch of the goal; nil for one that says it has nothing.
    private func follow(
        _ answer: ReadAnswer, of goal: LockedStatement, depth: Int, by model: String, _ state: inout State,
        in factory: FactoryContext
    ) async throws -> Followed? {
        let text: String
        switch answer.reading {
        case .cannot: return nil
        case .missing(let reason): return refused(.failed, "no sketch in the answer: \(reason)", in: factory)
        case .found(let lean): text = lean
        }
        let body: ProofBody
        switch ProofReader.extract(from: text, for: goal, header: header.text) {
        case .none(let reason): return refused(.failed, "no sketch in the answer: \(reason)", in: factory)
        case .wrongStatement(let reason): return refused(.wrongStatement(reason), reason, in: factory)
        case .proof(let proof): body = (proof.inlined ?? proof).asTactics.normalized
        }
        let sketch: ProofSketch
        do {
            sketch = try ProofSketch(body, of: goal)
        } catch {
            // A sketch without holes is a proof like any other.
            let result = try await factory.checker.check(body, of: goal, header: header).decided()
            if result.verdict == .verified { return Followed(proof: body, result: result) }
            return refused(.failed, error.reason, body, in: factory)
        }
        guard sketch.holes.count <= settings.holes else {
            return refused(.failed, "The sketch has \(sketch.holes.count) holes, over the limit.", body, in: factory)
        }
        let skeleton = try await factory.checker.elaborate(sketch, of: goal, header: header).decided()
        guard skeleton.verdict == .verified else { return Followed(proof: body, result: skeleton) }
        var proofs: [ProofBody] = []
        for hole in sketch.holes {
            guard let proof = try await prove(hole.lemma, depth: depth - 1, &state, in: factory) else {
                let reason = "A hole stays open: \(hole.lemma.goal)"
                return refused(.incomplete, reason, body, in: factory)
            }
            proofs.append(proof)
        }
        let whole = sketch.glued(proofs).normalized
        return Followed(
            proof: whole, result: try await factory.checker.check(whole, of: goal, header: header).decided())
    }

    private func refused(
        _ verdict: Verdict, _ reason: String, _ body: ProofBody? = nil, in factory: FactoryContext
    ) -> Followed {
        Followed(proof: body, result: factory.refusal(verdict, reason))
    }

    // MARK: One hole

    /// A proof of a lemma: by the portfolio, by samples of the provers, by sketches of its own while there is depth.
    private func prove(
        _ lemma: LockedStatement, depth: Int, _ state: inout State, in factory: FactoryContext
    ) async throws -> ProofBody? {
        let key = "\(lemma.binders) : \(lemma.goal)"
        if let known = state.solved[key] { return known }
        guard state.budget > 0 else { return nil }
        state.budget -= 1
        let (proof, how) = try await search(lemma, depth: depth, &state, in: factory)
        state.solved[key] = .some(proof)
        state.notes.append(
            .object([
                "lemma": .string(lemma.signature), "by": .string(how), "depth": .integer(settings.depth - depth),
                "proof": proof.map { .string($0.wholeText) } ?? .null,
            ]))
        return proof
    }

    private func search(
        _ lemma: LockedStatement, depth: Int, _ state: inout State, in factory: FactoryContext
    ) async throws -> (ProofBody?, String) {
        let stated = try await factory.checker.elaborate(lemma, header: header).decided()
        guard stated.verdict == .verified else { return (nil, "no statement: \(stated.summary)") }
        let portfolio = plan.portfolio.map { [(model: $0, samples: 0..<1, isWhole: true)] } ?? []
        let provers = plan.models.map { (model: $0, samples: 0..<settings.lemmaSamples, isWhole: false) }
        for (model, samples, isWhole) in portfolio + provers where !samples.isEmpty {
            let step = ProofSearchStep(
                job: side.job, goal: lemma, header: header, model: model, template: plan.template, samples: samples,
                wholePortfolio: isWhole, sampling: plan.sampling, purpose: plan.stage, kind: .proof,
                wave: side.job.wave, side: plan.side)
            let found = try await step.run(problem: side.subject.problem, in: factory)
            state.cost += found.cost
            if let proof = found.proof.flatMap(Self.withoutHelpers) { return (proof, model) }
        }
        guard depth > 0 else { return (nil, "nobody") }
        let prompt = try factory.template(settings.template)
        for model in settings.models.isEmpty ? plan.models : settings.models {
            for answer in try await sketches(of: lemma, by: model, prompt, in: factory) {
                try Task.checkCancellation()
                state.cost += SearchCost(calls: 1, tokens: answer.tokens)
                let followed = try await follow(answer, of: lemma, depth: depth, by: model, &state, in: factory)
                if followed?.result.verdict == .verified, let proof = followed?.proof {
                    return (proof, "a sketch of \(model)")
                }
            }
        }
        return (nil, "nobody")
    }

    /// A proof that can stand in a hole: nothing can stand before it there.
    private static func withoutHelpers(_ proof: ProofBody) -> ProofBody? {
        proof.helpers.isEmpty ? proof : proof.inlined
    }
}
