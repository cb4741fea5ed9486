/// What a fake model server has seen; the body of `GET /stats`.
package struct ServerStats: Codable, Sendable, Hashable {
    /// Calls for a completion.
    package var requests = 0
    /// Completions written to the last byte.
    package var answered = 0
    /// Scripted faults.
    package var faults = 0
    /// Calls whose connection the client closed before the answer was written.
    package var abandoned = 0
    /// Calls that equal an earlier, answered call.
    package var repeated = 0
    /// Calls being answered now.
    package var inFlight = 0
    /// Most calls at once.
    package var peakInFlight = 0
    /// Connections accepted so far.
    package var connections = 0
    /// Connections open now.
    package var open = 0

    package init() {}

    /// One of the counters by its name.
    package subscript(_ name: String) -> Int? {
        switch name {
        case "requests": requests
        case "answered": answered
        case "faults": faults
        case "abandoned": abandoned
        case "repeated": repeated
        case "inFlight": inFlight
        case "peakInFlight": peakInFlight
        case "connections": connections
        case "open": open
        default: nil
        }
    }
}

/// One line of the log of a fake model server.
package struct JournalLine: Codable, Sendable, Hashable {
    /// `request` when it was read, `answered` when its completion was written to the last byte, `fault`, `abandoned`.
    package var event: String
    /// SHA-256 of model, messages, seed and n.
    package var key: String
    /// The `Idempotency-Key` header.
    package var idempotency: String?
    package var model: String
    /// The name of the rule, and the kind of fault.
    package var rule: String?
    package var fault: String?
    /// Samples asked for.
    package var samples: Int
    /// Milliseconds since 1970.
    package var at: Int

    package init(
        event: String, key: String, idempotency: String?, model: String, rule: String?, fault: String?, samples: Int,
        at: Int
    ) {
        self.event = event
        self.key = key
        self.idempotency = idempotency
        self.model = model
        self.rule = rule
        self.fault = fault
        self.samples = samples
        self.at = at
    }
}
