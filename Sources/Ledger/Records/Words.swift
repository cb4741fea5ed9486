/// Which of the two statements an attempt is about.
package enum Side: String, Sendable, Codable, CaseIterable, Hashable {
    /// The statement itself.
    case claim = "P"
    /// Its negation.
    case negation = "notP"

    /// Where a statement ends whose side is verified.
    package var end: StatementState {
        switch self {
        case .claim: .verified
        case .negation: .disproved
        }
    }

    /// The other one.
    package var other: Side { self == .claim ? .negation : .claim }
}

/// What an attempt tries to show.
package enum AttemptKind: String, Sendable, Codable, CaseIterable, Hashable {
    /// The goal of its side.
    case proof
    /// `False` from the hypotheses alone.
    case vacuity
}

/// Where a job stands. A finished job is not kept: its outcome is.
package enum JobState: String, Sendable, Codable, CaseIterable, Hashable {
    /// Waits for a worker.
    case ready
    /// Waits for its time, then for a worker.
    case deferred
    /// A worker holds it until the lease runs out.
    case leased
    /// Given up after its tries; waits for a person.
    case parked
    /// Waits for answers that come from outside, a batch; the next run, or their import, makes it ready again.
    case awaiting
}

/// How much an event matters.
package enum EventLevel: String, Sendable, Codable, CaseIterable, Hashable {
    case information
    case warning
    /// Somebody should look now: the checker itself may be wrong.
    case alarm
}
