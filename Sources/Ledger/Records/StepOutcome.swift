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
    /// Deletes every other job about the job's statement that was queued before: its fate is sealed. Whoever is at one of
    /// them gets `ledger.lease-lost` at its end.
    package var cancelsOtherWork = false

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
    /// False when `StatementMove.onlyIfAllowed` kept the statement where it was.
    package internal(set) var hasMoved = true
}
