/// What a fake model server has seen; the body of `GET /stats`.
package struct ServerStats: Codable, Sendable, Hashable {
    /// Calls for a completion.
    package var requests = 0
    /// Completions written to the last byte.
    package var answered = 0
    /// Scripted faults, storms and refusals.
    package var faults = 0
    /// Calls whose connection the client closed before the answer was written.
    package var abandoned = 0
    /// Calls that equal an earlier, answered call.
    package var repeated = 0
    /// Second answers to one call, written to the last byte.
    package var unasked = 0
    /// Calls being answered now.
    package var inFlight = 0
    /// Most calls at once.
    package var peakInFlight = 0
    /// Connections accepted so far.
    package var connections = 0
    /// Connections open now.
    package var open = 0
    /// Connections that spoke HTTP/2.
    package var http2 = 0

    package init() {}

    /// One of the counters by its name.
    package subscript(_ name: String) -> Int? {
        switch name {
        case "requests": requests
        case "answered": answered
        case "faults": faults
        case "abandoned": abandoned
        case "repeated": repeated
        case "unasked": unasked
        case "inFlight": inFlight
        case "peakInFlight": peakInFlight
        case "connections": connections
        case "open": open
        case "http2": http2
        case "idle": inFlight == 0 ? 1 : 0
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
    /// The first sample asked for, by the seed.
    package var first: Int?
    /// SHA-256 of model and messages.
    package var prompt: String?
    /// SHA-256 of the content of each choice, in the order of the samples; only of what was answered.
    package var contents: [String]?

    package init(
        event: String, key: String, idempotency: String?, model: String, rule: String?, fault: String?, samples: Int,
        at: Int, first: Int? = nil, prompt: String? = nil, contents: [String]? = nil
    ) {
        self.event = event
        self.key = key
        self.idempotency = idempotency
        self.model = model
        self.rule = rule
        self.fault = fault
        self.samples = samples
        self.at = at
        self.first = first
        self.prompt = prompt
        self.contents = contents
    }
}

/// What was answered, for setting against what the client kept.
///
/// An answer counts from the moment its last byte went to the system. A client that is killed or loses the connection in
/// the next instant never saw it; every other one must have it, once.
package struct AnswerAudit: Sendable, Equatable {
    /// How often each sample of each prompt was answered in full.
    package private(set) var timesAnswered: [String: Int] = [:]
    /// How often each content went out, by its SHA-256.
    package private(set) var contents: [String: Int] = [:]

    /// Counts the lines `answered`.
    package init(_ lines: [JournalLine]) {
        for line in lines where line.event == "answered" {
            let digests = line.contents ?? []
            for (offset, digest) in digests.prefix(line.samples).enumerated() {
                timesAnswered["\(line.prompt ?? line.key) \((line.first ?? 0) + offset)", default: 0] += 1
                contents[digest, default: 0] += 1
            }
        }
    }

    /// Samples that were answered more than once: paid for twice.
    package var repeated: Int { timesAnswered.values.reduce(0) { $0 + $1 - 1 } }

    /// All samples that were answered, each counted as often as it was.
    package var samples: Int { timesAnswered.values.reduce(0, +) }
}
