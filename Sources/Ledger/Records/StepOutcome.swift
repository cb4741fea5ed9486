/// Everything that a finished step leaves behind; recorded as a whole or not at all.
package struct StepOutcome: Sendable, Hashable {
    /// The problem's new state, with a reason for people.
    package var problemState: ProblemState?
    package var problemReason: String?
    /// Formal candidates for the job's problem.
    package var newStatements: [NewStatement] = []
    /// The move of the job's statement.
    package var statementMove: StatementMove?
    /// Attempts at the job's statement.
    package var attempts: [NewAttempt] = []
    /// A verification of the job's attempt; the attempt takes over its verdict and rung.
    package var verification: NewVerification?
    /// Decisions about the job's statement, or its problem when it has none.
    package var decisions: [NewDecision] = []
    /// Work to queue.
    package var followUps: [NewJob] = []
    package var events: [NewEvent] = []
    /// What speaks against the job's statement as training data.
    package var flags: [StatementFlag] = []
    /// Compares the job's statement with all that came before; what is found changes the step, see `NoveltyCheck`.
    package var novelty: NoveltyCheck?
    /// Deletes every other job about the job's statement that was queued before: its fate is sealed. Whoever is at one of
    /// them gets `ledger.lease-lost` at its end.
    package var cancelsOtherWork = false
    /// Stages whose jobs `cancelsOtherWork` leaves alone.
    package var keptStages: Set<String> = []

    package init() {}
}

/// What a step left behind, with the numbers it was given.
package struct StepResult: Sendable, Hashable {
    /// A new statement's number and, if it is a duplicate, that of its original.
    package struct Inserted: Sendable, Hashable {
        package let id: Int
        package let duplicateOf: Int?
    }

    /// The new statements, in the order of the outcome; one that was there already keeps its number.
    package internal(set) var statements: [Inserted] = []
    /// The attempts, in the order of the outcome; one that was there already keeps its number.
    package internal(set) var attemptIDs: [Int] = []
    /// Whether some of the rows were there already, from an earlier try: they may differ from those of the outcome.
    package internal(set) var isRepeated = false
    /// False when `StatementMove.onlyIfAllowed` or `onlyAsLastWork` kept the statement where it was.
    package internal(set) var hasMoved = true
    /// The jobs that `cancelsOtherWork` took away from whoever was at them.
    package internal(set) var cancelled: [Int] = []
    /// The header that went to quarantine with this step.
    package internal(set) var quarantined: String?
    /// The jobs that follow and are leased to the owner of the step already, see `LeaseWish`.
    package internal(set) var leased: [Leased] = []
    /// The stages of the jobs that follow and wait for anybody.
    package internal(set) var queuedStages: Set<String> = []

    /// A job that was never queued.
    package struct Leased: Sendable, Hashable {
        package let job: Job
        /// Whether its statement was not tried to prove in the wave of the job; only where the wish asked for it.
        package let isUntried: Bool
    }
}

/// Which of the jobs that follow a step its owner takes at once, in the same transaction: it has room for them, and a claim
/// would find them there a moment later.
///
/// A job is taken only where a claim would have given it out next: nothing as urgent waits in its stage. In all else it is a
/// leased job like any other: it is renewed, given back and taken over by the same rules.
package struct LeaseWish: Sendable, Hashable {
    /// How many jobs of each stage there is room for.
    package var places: [String: Int] = [:]
    package var lease: Duration = .zero
    /// The stages whose jobs are to say whether their wave is untried.
    package var asksForTries: Set<String> = []

    package init() {}
}
