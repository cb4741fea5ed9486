/// Something that goes wrong with a call, or is at least odd about its answer.
package struct ScriptFault: Codable, Sendable, Hashable {
    /// What goes wrong.
    package enum Kind: String, Codable, Sendable, CaseIterable {
        /// A status with a body.
        case status
        /// The connection is reset before a byte of the answer.
        case resetBefore
        /// The connection is reset after half of the body.
        case resetDuring
        /// The connection is closed in good order after half of the body that was announced.
        case closeDuring
        /// Nothing is ever sent.
        case stall
        /// Half of the body is sent, then nothing.
        case stallDuring
        /// The head comes byte by byte, `every` milliseconds apart, and never ends.
        case slowHeaders
        /// Something that is not HTTP.
        case garbage
        /// A 200 with the first half of the JSON as the whole body.
        case truncatedJSON
        /// A web page.
        case html
        /// A completion without choices.
        case emptyChoices
        /// A completion whose content is null.
        case nullContent
        /// A completion with one choice too few.
        case fewerChoices
        /// A 200 with an error object.
        case errorObject
        /// Plain text instead of JSON.
        case plainText
        /// A body of so many bytes.
        case huge
        /// A body that claims to be gzip and is not.
        case brokenGzip
        /// A page that repeats every header field of the request, the key among them.
        case keyEcho

        // What follows is odd, but an answer.

        /// The whole answer, then the connection is reset.
        case resetAfter
        /// The whole answer twice, although it was asked for once.
        case answerTwice
        /// Every choice twice.
        case choicesTwice
        /// The choices in an order of their own.
        case choicesShuffled
        /// The answer as `text/plain`.
        case wrongType
        /// The answer without `usage`.
        case noUsage
        /// The answer in gzip.
        case gzip
        /// The body in small pieces, `every` milliseconds apart.
        case slowBody

        /// Whether the client gets its answer all the same.
        package var isAnswer: Bool {
            switch self {
            case .resetAfter, .answerTwice, .choicesTwice, .choicesShuffled, .wrongType, .noUsage, .gzip, .slowBody:
                true
            default: false
            }
        }

        /// Those that leave the client without an answer.
        package static var failures: [Kind] { allCases.filter { !$0.isAnswer } }
    }

    package var kind: Kind
    /// How often, for each different prompt; nil for always.
    package var times: Int?
    /// The status; the default is 500, for `html` 502, otherwise 200.
    package var status: Int?
    /// The body instead of the usual one. `{{authorization}}` is what the request carried.
    package var body: String?
    /// The body in Base64, for bytes that are no text.
    package var bodyBase64: String?
    /// Further header fields.
    package var headers: [String: String]?
    /// The value of a `Retry-After` header; `date+N` stands for the date N seconds from the answer.
    package var retryAfter: String?
    /// The length of a `huge` body.
    package var bytes: Int?
    /// Milliseconds between the pieces of `slowHeaders` and `slowBody`, 20 when nil; before the second answer of `answerTwice`,
    /// 0 when nil.
    package var every: Int?

    /// A fault.
    package init(
        _ kind: Kind, times: Int? = nil, status: Int? = nil, body: String? = nil, bodyBase64: String? = nil,
        headers: [String: String]? = nil, retryAfter: String? = nil, bytes: Int? = nil, every: Int? = nil
    ) {
        self.kind = kind
        self.times = times
        self.status = status
        self.body = body
        self.bodyBase64 = bodyBase64
        self.headers = headers
        self.retryAfter = retryAfter
        self.bytes = bytes
        self.every = every
    }
}

/// A time in which faults befall calls whatever they ask: a storm.
package struct FaultWindow: Codable, Sendable, Hashable {
    /// From and until so many milliseconds after the first call, or after the windows were set over the wire.
    package var from: Int
    /// nil for without end.
    package var until: Int?
    /// How many calls of a hundred are hit.
    package var percent: Int
    /// Taken in turn, one for each call that is hit. `times` does not count here.
    package var faults: [ScriptFault]

    /// A window.
    package init(from: Int = 0, until: Int? = nil, percent: Int = 100, faults: [ScriptFault]) {
        self.from = from
        self.until = until
        self.percent = percent
        self.faults = faults
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            from: try values.decodeIfPresent(Int.self, forKey: .from) ?? 0,
            until: try values.decodeIfPresent(Int.self, forKey: .until),
            percent: try values.decodeIfPresent(Int.self, forKey: .percent) ?? 100,
            faults: try values.decode([ScriptFault].self, forKey: .faults))
    }
}
