package import Inference
internal import Support

/// One entry under `models:`: a built-in model or a model behind OpenAI-compatible endpoints.
package struct ModelSettings: Codable, Sendable, Equatable {
    /// What stands behind the name.
    package enum Kind: String, Codable, Sendable, CaseIterable {
        /// Built-in formalizer for a fragment of English.
        case controlledEnglish = "controlled-english"
        /// Built-in list of closing tactics.
        case tacticPortfolio = "tactic-portfolio"
        /// Built-in scorer by rules.
        case heuristic
        /// Built-in formalizer for problems that bring their statement.
        case given
        /// Any server with the OpenAI chat completions interface.
        case openai
    }

    package var kind: Kind
    /// Where the servers are and how they want to be asked; only for `openai`. Addresses, model, certificate file and header
    /// values may hold `${NAME}`.
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

    /// At most so many calls on the wire to each endpoint, at least 1.
    package mutating func limitCalls(to limit: Int) {
        guard var own = endpoint else { return }
        own.maxConcurrent = max(1, limit)
        own.minConcurrent = min(own.minConcurrent, own.maxConcurrent)
        endpoint = own
    }

    private static func endpoint(_ reader: inout SettingsReader) throws -> EndpointSettings {
        let one: String? = try reader.optional("base_url")
        let several: [String]? = try reader.optional("base_urls")
        if one != nil && several != nil { throw reader.fault("base_urls", "and base_url cannot stand together") }
        guard let baseURLs = several ?? one.map({ [$0] }), !baseURLs.isEmpty else {
            throw reader.fault("base_url", "is needed for kind openai (or base_urls, a list)")
        }
        guard let model: String = try reader.optional("model") else {
            throw reader.fault("model", "is needed for kind openai")
        }
        let dialect: Dialect = try reader.word("dialect", default: .openai)
        var endpoint = EndpointSettings(baseURLs: baseURLs, model: model, dialect: dialect)
        endpoint.apiVersion = try reader.value("api_version", default: endpoint.apiVersion)
        endpoint.apiKeyEnvironment = try reader.optional("api_key_env")
        endpoint.apiKeyHeader = try reader.optional("api_key_header")
        endpoint.extraHeaders = try reader.value("extra_headers", default: endpoint.extraHeaders)
        endpoint.extraBody = try reader.value("extra_body", default: endpoint.extraBody)
        endpoint.sampleMode = try reader.word("n", default: endpoint.sampleMode)
        endpoint.samplesPerCall = try reader.number("samples_per_call", in: 1...1024, default: endpoint.samplesPerCall)
        endpoint.supportsSeed = try reader.optional("supports_seed")
        endpoint.maxTokensField = try reader.optional("max_tokens_field")
        endpoint.shapes = try reader.word("structured_answers", default: endpoint.shapes)
        if endpoint.shapes == .guided && dialect != .vllm {
            throw reader.fault("structured_answers", "is guided, which only the dialect vllm knows")
        }
        endpoint.httpVersion = try reader.word("http2", default: endpoint.httpVersion)
        endpoint.certificateFile = try reader.optional("ca_file")
        try limits(&reader, &endpoint)
        return endpoint
    }

    /// What bounds the calls: places, rates, times, repetitions.
    private static func limits(_ reader: inout SettingsReader, _ endpoint: inout EndpointSettings) throws {
        endpoint.maxConcurrent = try reader.number("max_concurrent", in: 1...10_000, default: endpoint.maxConcurrent)
        endpoint.minConcurrent = try reader.number("min_concurrent", in: 1...10_000, default: endpoint.minConcurrent)
        if endpoint.minConcurrent > endpoint.maxConcurrent {
            throw reader.fault("min_concurrent", "must not be more than max_concurrent")
        }
        endpoint.stopAfterRefusals = try reader.number(
            "stop_after_refusals", in: 0...10_000, default: endpoint.stopAfterRefusals)
        endpoint.requestsPerMinute = try reader.optionalNumber("requests_per_minute", in: 1...10_000_000)
        endpoint.tokensPerMinute = try reader.optionalNumber("tokens_per_minute", in: 1...10_000_000_000)
        endpoint.connectTimeout = try reader.seconds(
            "connect_timeout_seconds", in: 0.1...600, default: endpoint.connectTimeout)
        endpoint.firstByteTimeout = try reader.optionalNumber("first_byte_timeout_seconds", in: 0.1...86_400)
            .map { .seconds($0) }
        endpoint.totalTimeout = try reader.seconds(
            "total_timeout_seconds", in: 0.1...86_400, default: endpoint.totalTimeout)
        var retry = endpoint.retryPolicy
        retry.maximumRetries = try reader.number("max_retries", in: 0...100, default: retry.maximumRetries)
        retry.firstDelay = try reader.seconds("retry_delay_seconds", in: 0.001...600, default: retry.firstDelay)
        retry.maximumDelay = try reader.seconds(
            "max_retry_delay_seconds", in: 0.001...3600, default: retry.maximumDelay)
        retry.maximumTime = try reader.seconds("max_retry_seconds", in: 0...86_400, default: retry.maximumTime)
        retry.longestServerDelay = try reader.seconds(
            "max_retry_after_seconds", in: 0...86_400, default: retry.longestServerDelay)
        endpoint.retryPolicy = retry
    }

    private enum CodingKeys: String, CodingKey {
        case kind, model, dialect, n, http2, price, offline
        case baseURL = "base_url"
        case baseURLs = "base_urls"
        case apiVersion = "api_version"
        case apiKeyEnvironment = "api_key_env"
        case apiKeyHeader = "api_key_header"
        case maxConcurrent = "max_concurrent"
        case minConcurrent = "min_concurrent"
        case stopAfterRefusals = "stop_after_refusals"
        case requestsPerMinute = "requests_per_minute"
        case tokensPerMinute = "tokens_per_minute"
        case samplesPerCall = "samples_per_call"
        case supportsSeed = "supports_seed"
        case maxTokensField = "max_tokens_field"
        case structuredAnswers = "structured_answers"
        case certificateFile = "ca_file"
        case extraHeaders = "extra_headers"
        case extraBody = "extra_body"
        case maxRetries = "max_retries"
        case connectTimeout = "connect_timeout_seconds"
        case firstByteTimeout = "first_byte_timeout_seconds"
        case totalTimeout = "total_timeout_seconds"
        case retryDelay = "retry_delay_seconds"
        case maxRetryDelay = "max_retry_delay_seconds"
        case maxRetryTime = "max_retry_seconds"
        case maxRetryAfter = "max_retry_after_seconds"
    }

    /// Encodes for people and scripts to read: clear secrets are hidden, see `SecretMask`.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(kind, forKey: .kind)
        guard let endpoint else { return }
        let addresses = endpoint.baseURLs.map(SecretMask.address)
        if addresses.count == 1 {
            try container.encode(addresses[0], forKey: .baseURL)
        } else {
            try container.encode(addresses, forKey: .baseURLs)
        }
        try container.encode(endpoint.model, forKey: .model)
        try container.encode(endpoint.dialect, forKey: .dialect)
        if endpoint.dialect == .azure { try container.encode(endpoint.apiVersion, forKey: .apiVersion) }
        try container.encodeIfPresent(endpoint.apiKeyEnvironment, forKey: .apiKeyEnvironment)
        try container.encodeIfPresent(endpoint.apiKeyHeader, forKey: .apiKeyHeader)
        try container.encode(endpoint.sampleMode, forKey: .n)
        try container.encode(endpoint.samplesPerCall, forKey: .samplesPerCall)
        try container.encodeIfPresent(endpoint.supportsSeed, forKey: .supportsSeed)
        try container.encodeIfPresent(endpoint.maxTokensField, forKey: .maxTokensField)
        try container.encode(endpoint.shapes, forKey: .structuredAnswers)
        try container.encode(endpoint.httpVersion, forKey: .http2)
        try container.encodeIfPresent(endpoint.certificateFile, forKey: .certificateFile)
        if !endpoint.extraHeaders.isEmpty {
            try container.encode(SecretMask.headers(endpoint.extraHeaders), forKey: .extraHeaders)
        }
        if !endpoint.extraBody.isEmpty { try container.encode(SecretMask.body(endpoint.extraBody), forKey: .extraBody) }
        try encodeLimits(of: endpoint, to: &container)
        try container.encodeIfPresent(price, forKey: .price)
        if isOffline { try container.encode(true, forKey: .offline) }
    }

    private func encodeLimits(
        of endpoint: EndpointSettings, to container: inout KeyedEncodingContainer<CodingKeys>
    ) throws {
        try container.encode(endpoint.maxConcurrent, forKey: .maxConcurrent)
        try container.encode(endpoint.minConcurrent, forKey: .minConcurrent)
        try container.encode(endpoint.stopAfterRefusals, forKey: .stopAfterRefusals)
        try container.encodeIfPresent(endpoint.requestsPerMinute, forKey: .requestsPerMinute)
        try container.encodeIfPresent(endpoint.tokensPerMinute, forKey: .tokensPerMinute)
        try container.encode(endpoint.connectTimeout.seconds, forKey: .connectTimeout)
        try container.encodeIfPresent(endpoint.firstByteTimeout?.seconds, forKey: .firstByteTimeout)
        try container.encode(endpoint.totalTimeout.seconds, forKey: .totalTimeout)
        let retry = endpoint.retryPolicy
        try container.encode(retry.maximumRetries, forKey: .maxRetries)
        try container.encode(retry.firstDelay.seconds, forKey: .retryDelay)
        try container.encode(retry.maximumDelay.seconds, forKey: .maxRetryDelay)
        try container.encode(retry.maximumTime.seconds, forKey: .maxRetryTime)
        try container.encode(retry.longestServerDelay.seconds, forKey: .maxRetryAfter)
    }
}
