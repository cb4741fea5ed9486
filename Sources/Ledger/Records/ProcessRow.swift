package import Support

/// What a process at work said of itself last.
package struct ProcessRow: Sendable, Hashable, Codable {
    /// As in leases, see `LeaseOwner`.
    package let owner: String
    /// Milliseconds since 1970.
    package let startedAt: Int
    /// When it said so, milliseconds since 1970.
    package let seenAt: Int
    /// What it said; the ledger does not read it.
    package let facts: JSONValue

    package init(owner: String, startedAt: Int, seenAt: Int, facts: JSONValue) {
        self.owner = owner
        self.startedAt = startedAt
        self.seenAt = seenAt
        self.facts = facts
    }
}

/// How much of a stage waits.
package struct QueueHead: Sendable, Hashable, Codable {
    package let stage: String
    /// When the longest waiting job that could be claimed was made, milliseconds since 1970; nil when none waits.
    package let oldest: Int?
}
