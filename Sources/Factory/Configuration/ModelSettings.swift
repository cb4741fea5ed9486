package import Inference
internal import Support

/// One entry under `models:`: a built-in model or an OpenAI-compatible endpoint.
package struct ModelSettings: Codable, Sendable, Equatable {
    /// What stands behind the name.
    package enum Kind: String, Codable, Sendable, CaseIterable {
        /// Built-in formalizer for a fragment of English.
        case controlledEnglish = "controlled-english"
        /// Built-in list of closing tactics.
        case tacticPortfolio = "tactic-portfolio"
        /// Built-in scorer by rules.
        case heuristic
        /// Any server with the OpenAI chat completions interface.
        case openai
    }

    package var kind: Kind
    /// Where the server is and how it wants to be asked; only for `openai`. Address, model and header values
    /// may hold `${NAME}`.
    package var endpoint: EndpointSettings?
    /// What its tokens cost; nil: nothing. Only for `openai`.
    package var price: PriceSettings?
    /// The answers come in batches (`dsprover batch`) and the server is never called. Only for `openai`.
    package var isOffline = false

    /// A built-in model.
    package init(builtIn kind: Kind) {
        self.kind = kind
    }

    package init(from decoder: any Decoder) throws {
        var reader = try SettingsReader(decoder)
        let word: String = try reader.required("kind")
        guard let known = Kind(rawValue: word) else {
            let kinds = Kind.allCases.map(\.rawValue).joined(separator: ", ")
            throw reader.fault("kind", "is \"\(word)\"; it must be one of \(kinds)")
        }
        kind = known
        if known == .openai {
            endpoint = try Self.endpoint(&reader)
            price = try reader.optional("price")
            isOffline = try reader.value("offline", default: false)
        }
        try reader.finish()
    }

    private static func endpoint(_ reader: inout SettingsReader) throws -> EndpointSettings {
        guard let baseURL: String = try reader.optional("base_url") else {
            throw reader.fault("base_url", "is needed for kind openai")
        }
        guard let model: String = try reader.optional("model") else {
            throw reader.fault("model", "is needed for kind openai")
        }
        var endpoint = EndpointSettings(baseURL: baseURL, model: model)
        endpoint.apiKeyEnvironment = try reader.optional("api_key_env")
        endpoint.apiKeyHeader = try reader.optional("api_key_header")
        endpoint.maxConcurrent = try reader.number("max_concurrent", in: 1...10_000, default: endpoint.maxConcurrent)
        endpoint.supportsN = try reader.value("supports_n", default: endpoint.supportsN)
        endpoint.samplesPerCall = try reader.number("samples_per_call", in: 1...1024, default: endpoint.samplesPerCall)
        endpoint.supportsSeed = try reader.value("supports_seed", default: endpoint.supportsSeed)
        endpoint.maxTokensField = try reader.value("max_tokens_field", default: endpoint.maxTokensField)
        endpoint.extraHeaders = try reader.value("extra_headers", default: endpoint.extraHeaders)
        endpoint.extraBody = try reader.value("extra_body", default: endpoint.extraBody)
        endpoint.maxRetries = try reader.number("max_retries", in: 0...100, default: endpoint.maxRetries)
        endpoint.connectTimeout = .seconds(
            try reader.number("connect_timeout_seconds", in: 0.1...600, default: endpoint.connectTimeout.seconds))
        endpoint.totalTimeout = .seconds(
            try reader.number("total_timeout_seconds", in: 0.1...86_400, default: endpoint.totalTimeout.seconds))
        endpoint.retryDelay = .seconds(
            try reader.number("retry_delay_seconds", in: 0.001...600, default: endpoint.retryDelay.seconds))
        endpoint.maxRetryDelay = .seconds(
            try reader.number("max_retry_delay_seconds", in: 0.001...3600, default: endpoint.maxRetryDelay.seconds))
        return endpoint
    }

    private enum CodingKeys: String, CodingKey {
        case kind, model, price, offline
        case baseURL = "base_url"
        case apiKeyEnvironment = "api_key_env"
        case apiKeyHeader = "api_key_header"
        case maxConcurrent = "max_concurrent"
        case supportsN = "supports_n"
        case samplesPerCall = "samples_per_call"
        case supportsSeed = "supports_seed"
        case maxTokensField = "max_tokens_field"
        case extraHeaders = "extra_headers"
        case extraBody = "extra_body"
        case maxRetries = "max_retries"
        case connectTimeout = "connect_timeout_seconds"
        case totalTimeout = "total_timeout_seconds"
        case retryDelay = "retry_delay_seconds"
        case maxRetryDelay = "max_retry_delay_seconds"
    }

    /// Encodes for people and scripts to read: clear secrets are hidden, see `SecretMask`.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(kind, forKey: .kind)
        guard let endpoint else { return }
        try container.encode(SecretMask.address(endpoint.baseURL), forKey: .baseURL)
        try container.encode(endpoint.model, forKey: .model)
        try container.encodeIfPresent(endpoint.apiKeyEnvironment, forKey: .apiKeyEnvironment)
        try container.encodeIfPresent(endpoint.apiKeyHeader, forKey: .apiKeyHeader)
        try container.encode(endpoint.maxConcurrent, forKey: .maxConcurrent)
        try container.encode(endpoint.supportsN, forKey: .supportsN)
        try container.encode(endpoint.samplesPerCall, forKey: .samplesPerCall)
        try container.encode(endpoint.supportsSeed, forKey: .supportsSeed)
        try container.encode(endpoint.maxTokensField, forKey: .maxTokensField)
        if !endpoint.extraHeaders.isEmpty {
            try container.encode(SecretMask.headers(endpoint.extraHeaders), forKey: .extraHeaders)
        }
        if !endpoint.extraBody.isEmpty { try container.encode(SecretMask.body(endpoint.extraBody), forKey: .extraBody) }
        try container.encode(endpoint.maxRetries, forKey: .maxRetries)
        try container.encode(endpoint.connectTimeout.seconds, forKey: .connectTimeout)
        try container.encode(endpoint.totalTimeout.seconds, forKey: .totalTimeout)
        try container.encode(endpoint.retryDelay.seconds, forKey: .retryDelay)
        try container.encode(endpoint.maxRetryDelay.seconds, forKey: .maxRetryDelay)
        try container.encodeIfPresent(price, forKey: .price)
        if isOffline { try container.encode(true, forKey: .offline) }
    }
}
