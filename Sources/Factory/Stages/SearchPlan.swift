internal import Ledger
internal import Support

/// How one side of a statement is searched: who is asked for what in which wave. Pure.
///
/// Wave 0 is the portfolio, waves 1…n are samples of the models, and a last one is of sketches.
struct SearchPlan: Sendable {
    let stage: StageName
    let side: Side
    let portfolio: String?
    let models: [String]
    let waves: [Int]
    let template: String
    let sampling: SamplingSettings
    let repair: ProofRepairSettings
    let sketch: SketchSettings?

    init(_ settings: ProveSettings) {
        (stage, side) = (.prove, .claim)
        (portfolio, models, waves) = (settings.portfolio, settings.models, settings.waves)
        (template, sampling, repair) = (settings.template, settings.sampling, settings.repair)
        sketch = settings.sketch.enabled ? settings.sketch : nil
    }

    init(_ settings: RefuteSettings) {
        (stage, side) = (.refute, .negation)
        (portfolio, models, waves) = (settings.portfolio, settings.models, settings.waves)
        (template, sampling, repair) = (settings.template, settings.sampling, settings.repair)
        sketch = nil
    }

    /// The wave of sketches.
    var sketchWave: Int { waves.count + 1 }

    /// Who is asked for which samples in a wave; the samples of later waves follow those of earlier ones.
    func searches(wave: Int) -> [(model: String, samples: Range<Int>)] {
        if wave == 0 { return portfolio.map { [($0, 0..<1)] } ?? [] }
        guard wave <= waves.count else { return [] }
        let start = waves.prefix(wave - 1).reduce(0, +)
        return models.map { ($0, start..<(start + waves[wave - 1])) }
    }

    /// The wave after this one; nil at the end of the budget.
    func wave(after wave: Int) -> Int? {
        if wave < waves.count, !models.isEmpty { return wave + 1 }
        return sketch != nil && wave < sketchWave ? sketchWave : nil
    }

    /// What follows a wave that found nothing: the next wave, or the end of the side's budget. The side that ends last moves the
    /// statement, as long as one is parked or waits it stays where it is.
    func withoutProof(_ outcome: StepOutcome, after wave: Int, cost: SearchCost = SearchCost()) -> StepOutcome {
        var outcome = outcome
        if let next = self.wave(after: wave) {
            outcome.followUps.append(NewJob(stage: stage.rawValue, wave: next))
        } else {
            outcome.statementMove = .exhausted
            outcome.decisions.append(
                NewDecision(
                    gate: stage.rawValue, verdict: "exhausted",
                    reason: "no proof\(side == .negation ? " of the negation" : "") found; wave \(wave) was the last",
                    evidence: .null, modelCalls: cost.calls, tokens: cost.tokens))
        }
        return outcome
    }
}

/// What a wave asked of models.
struct SearchCost: Sendable, Equatable {
    /// Answers that were looked at.
    var calls = 0
    /// Their tokens.
    var tokens = 0

    static func += (left: inout SearchCost, right: SearchCost) {
        left.calls += right.calls
        left.tokens += right.tokens
    }
}

extension StatementMove {
    /// The budget of one side is spent; that of the other may not be.
    static let exhausted = StatementMove(
        to: .exhausted, reason: "the budget of attempts is spent", onlyIfAllowed: true, onlyAsLastWork: true)
}
