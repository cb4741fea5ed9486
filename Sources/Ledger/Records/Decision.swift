package import Support

/// What a gate decided, why and at what cost. Decisions are only ever added.
package struct NewDecision: Sendable, Hashable {
    package var gate: String
    package var verdict: String
    /// A sentence for people.
    package var reason: String
    package var evidence: JSONValue
    package var modelCalls: Int
    package var tokens: Int
    package var wallMilliseconds: Int

    package init(
        gate: String, verdict: String, reason: String, evidence: JSONValue = .null, modelCalls: Int = 0,
        tokens: Int = 0,
        wallMilliseconds: Int = 0
    ) {
        self.gate = gate
        self.verdict = verdict
        self.reason = reason
        self.evidence = evidence
        self.modelCalls = modelCalls
        self.tokens = tokens
        self.wallMilliseconds = wallMilliseconds
    }
}

/// A decision as it is kept.
package struct Decision: Sendable, Hashable, Codable {
    package let id: Int
    package let problemID: Int
    /// Nil for a decision about the problem as a whole.
    package let statementID: Int?
    package let gate: String
    package let verdict: String
    package let reason: String
    package let evidence: JSONValue
    package let modelCalls: Int
    package let tokens: Int
    package let wallMilliseconds: Int
    /// Milliseconds since 1970.
    package let createdAt: Int
}

/// Something worth telling that is no decision: an alarm, a takeover, a parked job.
package struct NewEvent: Sendable, Hashable {
    package var level: EventLevel
    /// Stable word for filters.
    package var kind: String
    package var message: String
    package var data: JSONValue
    package var problemID: Int?
    package var statementID: Int?

    /// An event; inside a step it belongs to the job's problem and statement unless it names others.
    package init(
        level: EventLevel, kind: String, message: String, data: JSONValue = .null, problemID: Int? = nil,
        statementID: Int? = nil
    ) {
        self.level = level
        self.kind = kind
        self.message = message
        self.data = data
        self.problemID = problemID
        self.statementID = statementID
    }
}

/// An event as it is kept.
package struct Event: Sendable, Hashable, Codable {
    package let id: Int
    /// Milliseconds since 1970.
    package let at: Int
    package let level: EventLevel
    package let kind: String
    package let problemID: Int?
    package let statementID: Int?
    package let message: String
    package let data: JSONValue
}
