internal import Foundation
package import Support

/// Where a model behind HTTP is and how it wants to be asked. Holds the name of the key's variable, never the key.
package struct EndpointSettings: Sendable, Hashable {
    /// Address up to and without `/chat/completions`, for example `http://localhost:8000/v1`. A query is kept.
    package var baseURL: String
    /// The provider's model id.
    package var model: String
    /// Environment variable that holds the key; nil for a server that wants none.
    package var apiKeyEnvironment: String?
    /// Header that carries the bare key instead of `Authorization: Bearer`, for example `api-key`.
    package var apiKeyHeader: String?
    /// Longest time until a connection stands.
    package var connectTimeout: Duration
    /// Longest time for one try of a call.
    package var totalTimeout: Duration
    /// How often a failed call is repeated.
    package var maxRetries: Int
    /// Upper end of the delay before the first repetition.
    package var retryDelay: Duration
    /// Longest delay before a repetition.
    package var maxRetryDelay: Duration
    /// Most calls of this model on the wire or waiting for a repetition.
    package var maxConcurrent: Int
    /// Whether the server gives several samples in one answer (`n`).
    package var supportsN: Bool
    /// Most samples in one call when it does.
    package var samplesPerCall: Int
    /// Whether the server takes a `seed`.
    package var supportsSeed: Bool
    /// The field for the token limit; newer models of OpenAI want `max_completion_tokens`.
    package var maxTokensField: String
    /// Further header fields.
    package var extraHeaders: [String: String]
    /// Further fields of the request's body, for example `top_k`; they are part of the model's identity.
    package var extraBody: [String: JSONValue]

    /// Settings with the defaults.
    package init(
        baseURL: String, model: String, apiKeyEnvironment: String? = nil, apiKeyHeader: String? = nil,
        connectTimeout: Duration = .seconds(10), totalTimeout: Duration = .seconds(600), maxRetries: Int = 5,
        retryDelay: Duration = .seconds(1), maxRetryDelay: Duration = .seconds(60), maxConcurrent: Int = 64,
        supportsN: Bool = true, samplesPerCall: Int = 8, supportsSeed: Bool = true,
        maxTokensField: String = "max_tokens", extraHeaders: [String: String] = [:],
        extraBody: [String: JSONValue] = [:]
    ) {
        self.baseURL = baseURL
        self.model = model
        self.apiKeyEnvironment = apiKeyEnvironment
        self.apiKeyHeader = apiKeyHeader
        self.connectTimeout = connectTimeout
        self.totalTimeout = totalTimeout
        self.maxRetries = maxRetries
        self.retryDelay = retryDelay
        self.maxRetryDelay = maxRetryDelay
        self.maxConcurrent = maxConcurrent
        self.supportsN = supportsN
        self.samplesPerCall = samplesPerCall
        self.supportsSeed = supportsSeed
        self.maxTokensField = maxTokensField
        self.extraHeaders = extraHeaders
        self.extraBody = extraBody
    }

    /// The retries these settings ask for.
    package var retryPolicy: RetryPolicy {
        RetryPolicy(maximumRetries: maxRetries, firstDelay: retryDelay, maximumDelay: maxRetryDelay)
    }

    /// What tells the model from others in the answer cache: its id, and a digest of `extraBody` when there is one.
    package var identity: String {
        guard !extraBody.isEmpty, let text = try? CanonicalJSON.string(extraBody) else { return model }
        return "\(model)+\(Digest.sha256(text).prefix(16))"
    }
}
