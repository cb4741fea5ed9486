internal import Foundation
package import Support

/// Where a model behind HTTP is and how it wants to be asked. Holds the name of the key's variable, never the key.
package struct EndpointSettings: Sendable, Hashable {
    /// How several samples of one prompt are asked for.
    package enum SampleMode: String, Sendable, Hashable, Codable, CaseIterable {
        /// In one call (`n`) where the dialect can, until the server shows that it ignores or refuses `n`.
        case auto
        /// In one call, always.
        case native
        /// Each in a call of its own.
        case split
    }

    /// Whether a shape that a stage wants of the answer is passed on.
    package enum ShapeMode: String, Sendable, Hashable, Codable, CaseIterable {
        /// In the dialect's own fields, until the server refuses them.
        case auto
        /// Never: answers are plain text.
        case off
        /// In the fields `guided_json` and `guided_regex` of vLLM before 0.12.
        case guided
    }

    /// Addresses up to and without `/chat/completions`, for example `http://localhost:8000/v1`; at least one. Queries are
    /// kept.
    package var baseURLs: [String]
    /// The provider's model id; for Azure the name of the deployment.
    package var model: String
    package var dialect: Dialect
    /// The `api-version` of Azure.
    package var apiVersion: String
    /// Environment variable that holds the key; nil for a server that wants none.
    package var apiKeyEnvironment: String?
    /// Header that carries the bare key, for example `api-key`; nil for the dialect's way.
    package var apiKeyHeader: String?
    /// Longest time until a connection stands.
    package var connectTimeout: Duration
    /// Longest time until the first byte of an answer; nil for the total limit alone.
    package var firstByteTimeout: Duration?
    /// Longest time for one try of a call.
    package var totalTimeout: Duration
    /// When failed calls are sent again.
    package var retryPolicy: RetryPolicy
    /// Most calls on the wire to each endpoint; the adaptive limit begins here and never goes over it.
    package var maxConcurrent: Int
    /// What the adaptive limit never goes under.
    package var minConcurrent: Int
    /// When the circuit breaker of an endpoint opens and for how long.
    package var breaker: CircuitBreaker.Policy
    /// Refusals (status 400 and the like) of different calls, without an answer between them, after which an endpoint is
    /// stopped; 0 for never.
    package var stopAfterRefusals: Int
    /// Rates per minute of each endpoint; nil for none.
    package var requestsPerMinute: Int?
    package var tokensPerMinute: Int?
    /// How several samples of one prompt are asked for.
    package var sampleMode: SampleMode
    /// Most samples in one call.
    package var samplesPerCall: Int
    /// Whether the server takes a `seed`; nil for what the dialect says.
    package var supportsSeed: Bool?
    /// The field for the token limit; nil for the dialect's.
    package var maxTokensField: String?
    /// Whether shapes of answers are passed on.
    package var shapes: ShapeMode
    package var httpVersion: HTTPRequest.Version
    /// A PEM file with the certificates to trust instead of the system's.
    package var certificateFile: String?
    /// Further header fields.
    package var extraHeaders: [String: String]
    /// Further fields of the request's body, for example `top_k`; they are part of the model's identity.
    package var extraBody: [String: JSONValue]

    /// Settings with the defaults.
    package init(baseURLs: [String], model: String, dialect: Dialect = .openai) {
        self.baseURLs = baseURLs
        self.model = model
        self.dialect = dialect
        apiVersion = "2024-10-21"
        connectTimeout = .seconds(10)
        totalTimeout = .seconds(600)
        retryPolicy = RetryPolicy()
        maxConcurrent = 64
        minConcurrent = 1
        stopAfterRefusals = 20
        breaker = CircuitBreaker.Policy()
        sampleMode = .auto
        samplesPerCall = 8
        shapes = .auto
        httpVersion = .auto
        extraHeaders = [:]
        extraBody = [:]
    }

    /// Settings of a model with one address.
    package init(
        baseURL: String, model: String, dialect: Dialect = .openai, apiKeyEnvironment: String? = nil,
        extraHeaders: [String: String] = [:], extraBody: [String: JSONValue] = [:]
    ) {
        self.init(baseURLs: [baseURL], model: model, dialect: dialect)
        self.apiKeyEnvironment = apiKeyEnvironment
        self.extraHeaders = extraHeaders
        self.extraBody = extraBody
    }

    /// What the dialect does differently.
    package var traits: DialectTraits { DialectTraits(dialect) }

    /// What each endpoint allows.
    package var limits: EndpointState.Limits {
        var limits = EndpointState.Limits()
        limits.floor = minConcurrent
        limits.ceiling = maxConcurrent
        limits.breaker = breaker
        limits.requestsPerMinute = requestsPerMinute
        limits.tokensPerMinute = tokensPerMinute
        return limits
    }

    /// What tells the model from others in the answer cache: its id, and a digest of `extraBody` when there is one.
    package var identity: String {
        guard !extraBody.isEmpty, let text = try? CanonicalJSON.string(extraBody) else { return model }
        return "\(model)+\(Digest.sha256(text).prefix(16))"
    }
}
