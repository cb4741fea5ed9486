/// Everything about one problem, in the order in which it happened.
package struct ProblemHistory: Sendable, Hashable, Codable {
    package let problem: Problem
    /// Further names under which it was imported.
    package let aliases: [String]
    package let statements: [StatementHistory]
    /// All decisions, oldest first; those about a statement name it.
    package let decisions: [Decision]
    /// Work that is still queued.
    package let jobs: [QueuedJob]
    package let events: [Event]
    /// What its calls cost, by statement and stage; calls about the problem itself come first.
    package let costs: [SubjectAccount]
}

/// One statement with its attempts.
package struct StatementHistory: Sendable, Hashable, Codable {
    package let statement: Statement
    /// The newest attempts up to the limit asked for, oldest first.
    package let attempts: [Attempt]
    /// How many attempts there are in all.
    package let attemptCount: Int
    /// The verifications of these attempts.
    package let verifications: [Verification]
    /// What speaks against it as training data.
    package let flags: [StatementFlag]
}

/// A job as the history shows it.
package struct QueuedJob: Sendable, Hashable, Codable {
    package let id: Int
    package let stage: String
    package let statementID: Int?
    package let attemptID: Int?
    package let wave: Int
    package let state: JobState
    package let tries: Int
    package let notBefore: Int?
    package let owner: String?
    package let lastError: String?
}
