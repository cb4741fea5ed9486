/// The servers that speak the interface of OpenAI, each a little differently.
package enum Dialect: String, Sendable, Hashable, Codable, CaseIterable {
    /// OpenAI, and every server that keeps to it.
    case openai
    case vllm
    case sglang
    /// The server of llama.cpp.
    case llamacpp
    case ollama
    case deepseek
    case together
    /// Azure OpenAI: one path per deployment, a version in the query, a key header of its own.
    case azure
}

/// What the dialects differ in. The one table of it; a setting of the model goes before what stands here.
package struct DialectTraits: Sendable, Hashable {
    /// How a shape that is wanted of the answer is asked for.
    package enum ShapeField: String, Sendable, Hashable, CaseIterable {
        /// `response_format: {type: json_schema, json_schema: {name, schema, strict}}`.
        case responseFormat
        /// `response_format: {type: regex, pattern}`, of Together.
        case responseFormatRegex
        /// `structured_outputs: {json}` or `{regex}`, of vLLM since 0.11.
        case structuredOutputs
        /// `guided_json` or `guided_regex`, of vLLM before 0.12.
        case guided
        /// `json_schema`, of llama.cpp.
        case jsonSchema
        /// `regex`, of SGLang.
        case regex
    }

    /// Whether the path names the deployment and the query a version.
    package var usesDeployments = false
    /// The header that carries the bare key; nil for `Authorization: Bearer`.
    package var keyHeader: String?
    /// The field for the token limit.
    package var tokenField = "max_tokens"
    /// Whether the server gives several samples in one answer.
    package var takesN = true
    /// Whether the server takes a `seed`.
    package var takesSeed = true
    /// How a JSON schema is asked for; nil when the server cannot.
    package var schema: ShapeField? = .responseFormat
    /// How a regular expression is asked for; nil when the server cannot.
    package var regex: ShapeField?

    /// The traits of the dialect.
    package init(_ dialect: Dialect) {
        switch dialect {
        case .openai: break
        case .vllm:
            schema = .structuredOutputs
            regex = .structuredOutputs
        case .sglang:
            regex = .regex
        case .llamacpp:
            // Its own grammars are no regular expressions; a schema it turns into a grammar itself.
            takesN = false
            schema = .jsonSchema
        case .ollama:
            // Its `format` belongs to `/api/chat`; at `/v1` it takes `response_format` and ignores `n`.
            takesN = false
        case .deepseek:
            // It only knows `json_object`, which holds no schema.
            takesN = false
            takesSeed = false
            schema = nil
        case .together:
            regex = .responseFormatRegex
        case .azure:
            usesDeployments = true
            keyHeader = "api-key"
            tokenField = "max_completion_tokens"
        }
    }
}
