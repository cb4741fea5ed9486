/// A unit of stage work that its owner holds until the lease runs out.
package struct Job: Sendable, Hashable, Codable {
    package let id: Int
    package let stage: String
    package let problemID: Int
    package let statementID: Int?
    package let attemptID: Int?
    package let wave: Int
    package let priority: Int
    /// Which try this is, counted from 1. Neither a graceful return nor a vanished owner counts as a try.
    package let tries: Int
    /// How often it was claimed: with the owner it proves that the lease is still this one.
    package let claims: Int
    package let owner: String
}

/// The records that a job is about.
package struct JobSubject: Sendable, Hashable {
    package let problem: Problem
    package let statement: Statement?
    package let attempt: Attempt?
}

/// Work that a step asks for.
package struct NewJob: Sendable, Hashable {
    /// What the new job is about, as far as the present job knows it.
    package enum Subject: Sendable, Hashable {
        case problem, statement, attempt
    }

    package var stage: String
    package var subject: Subject
    package var wave: Int
    /// Larger comes first; nil: as the present job.
    package var priority: Int?
    /// Not before this long from now; nil: at once.
    package var delay: Duration?
    /// True: it is not queued when the statement has come to its end.
    package var unlessSettled: Bool

    package init(
        stage: String, subject: Subject = .statement, wave: Int = 0, priority: Int? = nil, delay: Duration? = nil,
        unlessSettled: Bool = false
    ) {
        self.stage = stage
        self.subject = subject
        self.wave = wave
        self.priority = priority
        self.delay = delay
        self.unlessSettled = unlessSettled
    }
}

/// What became of a job that failed.
package enum FailureOutcome: Sendable, Hashable {
    /// It comes again, not before this time (milliseconds since 1970).
    case retried(notBefore: Int)
    /// Its tries are spent; it waits for a person.
    case parked
}

/// A job that was given up.
package struct ParkedJob: Sendable, Hashable, Codable {
    package let id: Int
    package let stage: String
    package let problemID: Int
    package let externalID: String?
    package let statementID: Int?
    package let statementName: String?
    package let attemptID: Int?
    package let wave: Int
    package let tries: Int
    package let takeovers: Int
    package let lastError: String?
    /// When it was parked, milliseconds since 1970.
    package let parkedAt: Int?
    /// Whether it was set aside by hand and has not failed.
    package let isSetAside: Bool
}

/// What is left to do in some stages.
package struct PendingWork: Sendable, Hashable, Codable {
    package var ready = 0
    package var deferred = 0
    package var leased = 0
    package var parked = 0
    /// Waiting for a batch.
    package var awaiting = 0
    /// When, at the latest, there may be something to claim that is not ready now: the earliest time of a deferred job or
    /// end of a lease (milliseconds since 1970).
    package var nextDue: Int?

    /// True when nothing will ever become ready without a person or new work.
    package var isEmpty: Bool { ready + deferred + leased == 0 }
}
