package import Ledger

/// One step of the way of a problem. A stage decides; it writes nothing itself: what it returns becomes one transaction.
package protocol Stage: Sendable {
    /// The name under which its jobs stand in the ledger.
    var name: StageName { get }

    /// Does the work of one job.
    ///
    /// - Returns: the results and the follow-up work, recorded together.
    /// - Throws: `CancellationError` when the run stops, errors of models and of Lean, `LedgerError`. None of them is
    ///   taken for a decision about the statement: the job is tried again.
    func run(_ job: Job, in factory: FactoryContext) async throws -> StepOutcome
}

/// The stages in the order in which a problem passes them.
package enum StageName: String, CaseIterable, Sendable, Codable {
    // Practice comes first because earlier stages are served last.
    case practice
    case formalize, elaborate, repair, lint, novelty, score, judge, consistency, prove, refute, verify

    /// Whether the stage waits for models rather than for Lean.
    var waitsForModels: Bool {
        switch self {
        case .practice, .formalize, .repair, .score, .judge, .prove, .refute: true
        case .elaborate, .lint, .novelty, .consistency, .verify: false
        }
    }

    /// Whether the stage asks Lean.
    package var needsLean: Bool {
        switch self {
        case .practice, .elaborate, .lint, .consistency, .prove, .refute, .verify: true
        case .formalize, .repair, .novelty, .score, .judge: false
        }
    }

    /// The stage that an admitted statement goes to from here; stages that are switched off are passed over.
    func next(_ stages: StagesSettings) -> StageName? {
        let later = Self.allCases.drop { $0 != self }.dropFirst()
        return later.first { stage in
            switch stage {
            // Only what Lean refused goes there; what comes back is elaborated like any other.
            case .repair: false
            case .lint: stages.lint.enabled
            case .novelty: stages.novelty.enabled
            case .score: stages.score.enabled
            case .judge: stages.judge.enabled
            case .consistency: stages.consistency.enabled
            // Not a stage after another: it begins together with `prove`, see `followUps`.
            case .refute: false
            case .formalize, .elaborate, .prove, .verify: true
            case .practice: false
            }
        }
    }

    /// The jobs of an admitted statement that follow from here; both sides of it are searched at the same time.
    func followUps(_ stages: StagesSettings) -> [NewJob] {
        guard let next = next(stages) else { return [] }
        let sides: [StageName] = next == .prove && stages.refute.enabled ? [.prove, .refute] : [next]
        return sides.map { NewJob(stage: $0.rawValue) }
    }

    /// Whether the stage searches a side of a statement.
    var isSearch: Bool { self == .prove || self == .refute }

    /// Whether its jobs may become needless while they run.
    var isRevocable: Bool { isSearch || self == .verify }
}
