package import Support

/// Why a model did not answer.
package struct InferenceError: UserFacingError, Hashable {
    /// The closed set of reasons, good for metric labels.
    package enum Reason: String, Codable, CodingKeyRepresentable, Sendable, Hashable, CaseIterable {
        /// 429: too many requests.
        case rateLimited = "rate-limited"
        /// 502, 503, 504, 529: the server, or the one behind it, is not there or has no room.
        case unavailable
        /// Other 5xx, 408, 409, 425: trouble on the server's side.
        case server
        /// The connection could not be made: nobody listens, no address for the name, no answer within the connect time
        /// limit.
        case unreachable
        /// The connection broke after it stood.
        case network
        /// No answer within the first-byte or total time limit.
        case timeout
        /// 401 or 403: the key is missing, wrong or not allowed to use the model.
        case unauthorized
        /// 404: no such model or no such path.
        case notFound = "not-found"
        /// 402, or 429 that says so: the account has no credit left. Waiting does not help.
        case quota
        /// The prompt, or prompt and answer together, are longer than the model takes.
        case tooLong = "too-long"
        /// Any other 4xx: the server will never take this request.
        case badRequest = "bad-request"
        /// Many different requests were refused in a row and none was answered: the settings do not fit the server.
        case refusesEverything = "refuses-everything"
        /// The server answered with something that is not a chat completion.
        case invalidAnswer = "invalid-answer"
        /// The server's certificate is not trusted.
        case untrusted
        /// The answer is longer than the limit of the client.
        case tooLarge = "too-large"
        /// The environment variable that should hold the key is not set.
        case missingKey = "missing-key"
        /// The settings of the model cannot be used.
        case settings
        /// The client was shut down.
        case shutdown
    }

    /// Why.
    package let reason: Reason
    package var message: String
    package let advice: String?
    /// The HTTP status, when there was an answer.
    package let status: Int?
    /// How long the server asked to wait.
    package let retryAfter: Duration?
    /// Why the tries before this last one failed, in order, so that error classes can be counted.
    package var failures: [Reason] = []
    /// Which field of the request a refusal is about, if the server says so.
    var refusedField: ServerLessons.Field?

    package var code: String { "inference.\(reason.rawValue)" }

    package var kind: ErrorKind {
        switch reason {
        case .settings: .input
        default: .environment
        }
    }

    /// Whether the same call may well succeed later.
    package var isTransient: Bool { reason.rule.consequence == .retried }

    /// An error; the message must name the model or endpoint and must not hold a secret.
    package init(
        _ reason: Reason, message: String, advice: String? = nil, status: Int? = nil, retryAfter: Duration? = nil
    ) {
        self.reason = reason
        self.message = message
        self.advice = advice
        self.status = status
        self.retryAfter = retryAfter
    }
}
