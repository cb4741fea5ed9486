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
    case practice, formalize, elaborate, lint, score, consistency, prove, verify

    /// Whether the stage waits for models rather than for Lean.
    var waitsForModels: Bool {
        switch self {
        case .practice, .formalize, .score, .prove: true
        case .elaborate, .lint, .consistency, .verify: false
        }
    }

    /// Whether the stage asks Lean.
    package var needsLean: Bool {
        switch self {
        case .practice, .elaborate, .lint, .consistency, .prove, .verify: true
        case .formalize, .score: false
        }
    }

    /// The stage that an admitted statement goes to from here; stages that are switched off are passed over.
    func next(_ stages: StagesSettings) -> StageName? {
        let later = Self.allCases.drop { $0 != self }.dropFirst()
        return later.first { stage in
            switch stage {
            case .lint: stages.lint.enabled
            case .score: stages.score.enabled
            case .consistency: stages.consistency.enabled
            case .formalize, .elaborate, .prove, .verify: true
            case .practice: false
            }
        }
    }
}
