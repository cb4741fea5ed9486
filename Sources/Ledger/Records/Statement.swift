/// A formal candidate that a step found.
package struct NewStatement: Sendable, Hashable {
    package var name: String
    /// The locked signature.
    package var source: String
    /// What stands before it in the file that Lean checks.
    package var header: String
    /// Hash of the normal form; equal hashes under equal headers are the same statement.
    package var normalHash: String
    package var model: String
    package var template: String
    package var sample: Int
    package var round: Int
    /// How many repairs lie behind it; one that was repaired comes from the statement of the job. 0 for a first candidate.
    package var repairRound: Int
    /// The stage of the job that is queued for it, unless it is a duplicate.
    package var followUp: String?
    /// The decision that is recorded about it.
    package var decision: NewDecision?

    package init(
        name: String, source: String, header: String, normalHash: String, model: String, template: String, sample: Int,
        round: Int = 1, repairRound: Int = 0, followUp: String? = nil, decision: NewDecision? = nil
    ) {
        self.name = name
        self.source = source
        self.header = header
        self.normalHash = normalHash
        self.model = model
        self.template = template
        self.sample = sample
        self.round = round
        self.repairRound = repairRound
        self.followUp = followUp
        self.decision = decision
    }
}

/// A move of the job's statement along its life cycle. What is nil stays as it is.
package struct StatementMove: Sendable, Hashable {
    package var to: StatementState
    package var reason: String?
    package var scoreClass: String?
    /// The rung of the trust ladder that was reached.
    package var rung: Int?
    /// The original, for a move to `duplicate`.
    package var duplicateOf: Int?
    /// True: if the statement has gone elsewhere meanwhile and the move is not allowed from there, it stays where it is and
    /// the rest of the step is recorded. False: then the step fails with `ledger.forbidden-move`.
    package var onlyIfAllowed: Bool
    /// True: the statement stays where it is as long as the ledger has another job about it, a parked or waiting one too.
    /// Of two searches the one that ends last moves it.
    package var onlyAsLastWork: Bool
    /// The state that says that the other side was verified. A statement that stands there goes to quarantine instead, its
    /// header with it, and an alarm is raised: the checker itself is in doubt.
    package var contradicts: StatementState?

    package init(
        to: StatementState, reason: String? = nil, scoreClass: String? = nil, rung: Int? = nil, duplicateOf: Int? = nil,
        onlyIfAllowed: Bool = false, onlyAsLastWork: Bool = false, contradicts: StatementState? = nil
    ) {
        self.to = to
        self.reason = reason
        self.scoreClass = scoreClass
        self.rung = rung
        self.duplicateOf = duplicateOf
        self.onlyIfAllowed = onlyIfAllowed
        self.onlyAsLastWork = onlyAsLastWork
        self.contradicts = contradicts
    }
}

/// A formal statement as it is kept.
package struct Statement: Sendable, Hashable, Codable {
    package let id: Int
    package let problemID: Int
    package let name: String
    package let source: String
    package let header: String
    package let normalHash: String
    package let state: StatementState
    package let stateReason: String?
    package let scoreClass: String?
    package let model: String
    package let template: String
    package let sample: Int
    package let round: Int
    /// The statement that it was repaired from.
    package let repairedFrom: Int?
    /// How many repairs lie behind it.
    package let repairRound: Int
    package let rung: Int
    package let duplicateOf: Int?
    /// Milliseconds since 1970.
    package let createdAt: Int
    package let updatedAt: Int
}
