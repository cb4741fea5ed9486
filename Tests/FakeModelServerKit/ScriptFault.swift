/// Something that goes wrong instead of an answer.
package struct ScriptFault: Codable, Sendable {
    /// What goes wrong.
    package enum Kind: String, Codable, Sendable, CaseIterable {
        /// A status with a body.
        case status
        /// The connection is reset before a byte of the answer.
        case resetBefore
        /// The connection is reset after half of the body.
        case resetDuring
        /// Nothing is ever sent.
        case stall
        /// Half of the body is sent, then nothing.
        case stallDuring
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
    /// The value of a `Retry-After` header.
    package var retryAfter: String?
    /// The length of a `huge` body.
    package var bytes: Int?

    /// A fault.
    package init(
        _ kind: Kind, times: Int? = nil, status: Int? = nil, body: String? = nil,
        bodyBase64: String? = nil, headers: [String: String]? = nil, retryAfter: String? = nil, bytes: Int? = nil
    ) {
        self.kind = kind
        self.times = times
        self.status = status
        self.body = body
        self.bodyBase64 = bodyBase64
        self.headers = headers
        self.retryAfter = retryAfter
        self.bytes = bytes
    }
}
