internal import FakeModelServerKit
internal import Foundation

/// What a dialect refuses, in the words of the real server as far as they are known from its source, its documentation or
/// reports of its users.
struct DialectRules: Sendable {
    let script: ModelScript

    private var dialect: ServerDialect { script.dialect }

    /// Whether the dialect answers chat completions there.
    func takes(_ headers: CallHeaders) -> Bool {
        switch dialect {
        case .azure: headers.deployment != nil && headers.query.contains("api-version=")
        case .deepseek, .llamacpp: headers.path == "/v1/chat/completions" || headers.path == "/chat/completions"
        default: headers.path == "/v1/chat/completions"
        }
    }

    /// Why the call is refused, nil when it is taken.
    ///
    /// - Parameter hasExpired: whether the key is valid no more.
    func refusal(of call: CompletionCall, hasExpired: Bool) -> Reply? {
        keyRefusal(call, hasExpired: hasExpired) ?? modelRefusal(call) ?? fieldRefusal(call) ?? sampleRefusal(call)
            ?? lengthRefusal(call)
    }

    /// Nobody serves this path.
    func unknownPath() -> Reply {
        switch dialect {
        case .azure: error(404, "Resource not found", code: "404")
        case .vllm, .sglang: Reply(status: 404, body: Data(#"{"detail":"Not Found"}"#.utf8), fault: "path")
        default: error(404, "no such path", fault: "path")
        }
    }

    /// An error object in the form of the dialect.
    func error(
        _ status: Int, _ message: String, type: String = "invalid_request_error", code: String? = nil,
        param: String? = nil, fault: String = "refused"
    ) -> Reply {
        let full: [String: String?] = ["message": message, "type": type, "param": param, "code": code]
        let object: [String: Any] = full.mapValues { $0 ?? NSNull() as Any }
        let body: [String: Any] =
            switch dialect {
            case .azure: ["error": ["code": code ?? "\(status)", "message": message]]
            case .vllm: ["error": object.merging(["code": status]) { _, new in new }]
            case .sglang: object.merging(["object": "error", "code": status]) { _, new in new }
            case .llamacpp: ["error": ["code": status, "message": message, "type": type]]
            default: ["error": object]
            }
        let data = try? JSONSerialization.data(withJSONObject: body, options: [.sortedKeys, .withoutEscapingSlashes])
        return Reply(status: status, body: data ?? Data(), fault: fault)
    }

    private func keyRefusal(_ call: CompletionCall, hasExpired: Bool) -> Reply? {
        guard let key = script.requiredKey, dialect != .ollama else { return nil }
        let carried = dialect == .azure ? call.headers.apiKey : call.headers.authorization
        let wanted = dialect == .azure ? key : "Bearer \(key)"
        guard hasExpired || carried != wanted else { return nil }
        let echo = carried ?? "none"
        switch dialect {
        case .azure:
            return error(
                401,
                "Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a valid key "
                    + "for an active subscription and use a correct regional API endpoint for your resource.",
                code: "401", fault: "unauthorized")
        case .vllm, .sglang:
            return Reply(status: 401, body: Data(#"{"error":"Unauthorized"}"#.utf8), fault: "unauthorized")
        case .llamacpp: return error(401, "Invalid API Key", type: "authentication_error", fault: "unauthorized")
        case .deepseek:
            return error(
                401, "Authentication Fails, Your api key: ****\(echo.suffix(4)) is invalid",
                type: "authentication_error", code: "invalid_request_error", fault: "unauthorized")
        case .openai:
            return error(
                401, "Incorrect API key provided: \(echo.dropFirst(7).prefix(8))****\(echo.suffix(4)).",
                code: "invalid_api_key", fault: "unauthorized")
        case .together: return error(401, "Invalid API key provided.", code: "invalid_api_key", fault: "unauthorized")
        default:
            return error(401, "Incorrect API key provided: \(echo)", code: "invalid_api_key", fault: "unauthorized")
        }
    }

    private func modelRefusal(_ call: CompletionCall) -> Reply? {
        // These two serve the one model they have, whatever they are asked for.
        guard script.refusesOtherModels, dialect != .sglang, dialect != .llamacpp else { return nil }
        guard !script.models.contains(call.model) else { return nil }
        switch dialect {
        case .azure:
            return error(
                404, "The API deployment for this resource does not exist.", code: "DeploymentNotFound", fault: "model")
        case .vllm:
            return error(404, "The model `\(call.model)` does not exist.", type: "NotFoundError", fault: "model")
        case .ollama:
            return error(
                404, "model \"\(call.model)\" not found, try pulling it first", type: "not_found_error", fault: "model")
        case .deepseek: return error(400, "Model Not Exist", code: "invalid_request_error", fault: "model")
        case .together:
            return error(404, "Unable to access model \(call.model).", code: "model_not_available", fault: "model")
        default:
            return error(
                404, "The model `\(call.model)` does not exist or you do not have access to it.",
                code: "model_not_found", fault: "model")
        }
    }

    /// The members of a request that OpenAI knows and a client like ours could send.
    private static let openAIFields: Set<String> = [
        "model", "messages", "n", "seed", "temperature", "top_p", "max_tokens", "max_completion_tokens", "stop",
        "response_format", "frequency_penalty", "presence_penalty", "logit_bias", "logprobs", "top_logprobs", "user",
        "metadata", "store", "reasoning_effort", "stream", "stream_options", "service_tier", "tools", "tool_choice",
        "parallel_tool_calls", "prediction", "modalities", "verbosity",
    ]

    private func fieldRefusal(_ call: CompletionCall) -> Reply? {
        switch dialect {
        case .openai, .azure:
            if let unknown = call.fields.subtracting(Self.openAIFields).min() {
                return error(400, "Unrecognized request argument supplied: \(unknown)")
            }
            return Self.reasons(call.model) ? reasoningModelRefusal(call) : nil
        case .vllm:
            let guided = call.fields.intersection(["guided_json", "guided_regex", "guided_choice"])
            guard guided.count > 1 else { return nil }
            return error(
                400,
                "You can only use one kind of guided decoding ('guided_json', 'guided_regex' or 'guided_choice').",
                type: "BadRequestError")
        case .llamacpp:
            guard call.fields.isSuperset(of: ["json_schema", "grammar"]) else { return nil }
            return error(400, "Either \"json_schema\" or \"grammar\" can be specified, but not both")
        default: return nil
        }
    }

    /// The models that think before they answer, which take fewer parameters.
    private static func reasons(_ model: String) -> Bool {
        ["o1", "o3", "o4", "gpt-5"].contains { model.hasPrefix($0) }
    }

    private func reasoningModelRefusal(_ call: CompletionCall) -> Reply? {
        if call.fields.contains("max_tokens") {
            return error(
                400,
                "Unsupported parameter: 'max_tokens' is not supported with this model. "
                    + "Use 'max_completion_tokens' instead.", code: "unsupported_parameter", param: "max_tokens")
        }
        if let temperature = call.temperature, temperature != 1 {
            return error(
                400,
                "Unsupported value: 'temperature' does not support \(temperature) with this model. "
                    + "Only the default (1) value is supported.", code: "unsupported_value", param: "temperature")
        }
        guard call.fields.contains("top_p") || call.fields.contains("stop") else { return nil }
        let name = call.fields.contains("stop") ? "stop" : "top_p"
        return error(
            400, "Unsupported parameter: '\(name)' is not supported with this model.", code: "unsupported_parameter",
            param: name)
    }

    private func sampleRefusal(_ call: CompletionCall) -> Reply? {
        guard call.samples > 1 else { return nil }
        switch dialect {
        case .llamacpp: return error(500, "Only one completion choice is allowed", type: "server_error")
        case .deepseek:
            return error(
                400, "Invalid n value (currently only n = 1 is supported)", code: "invalid_request_error")
        case .vllm where call.temperature == 0:
            return error(
                400, "n must be 1 when using greedy sampling, got \(call.samples).", type: "BadRequestError")
        case .openai where call.samples > 128, .azure where call.samples > 128, .together where call.samples > 128:
            return error(400, "Invalid 'n': integer above maximum value.", code: "integer_above_max_value", param: "n")
        default: return nil
        }
    }

    private func lengthRefusal(_ call: CompletionCall) -> Reply? {
        if dialect == .deepseek, let wanted = call.maxTokens, !(1...8192).contains(wanted) {
            return error(
                400, "Invalid max_tokens value, the valid range of max_tokens is [1, 8192]",
                code: "invalid_request_error")
        }
        guard let limit = script.contextTokens else { return nil }
        let wanted = call.promptTokens + (call.maxTokens ?? 0)
        guard wanted > limit else { return nil }
        let said =
            "This model's maximum context length is \(limit) tokens. However, you requested \(wanted) tokens "
            + "(\(call.promptTokens) in the messages, \(call.maxTokens ?? 0) in the completion)."
        switch dialect {
        case .llamacpp:
            return error(
                400, "the request exceeds the available context size", type: "exceed_context_size_error",
                fault: "context")
        // Ollama cuts the prompt and says nothing.
        case .ollama: return nil
        case .vllm, .sglang: return error(400, said, type: "BadRequestError", fault: "context")
        default: return error(400, said, code: "context_length_exceeded", param: "messages", fault: "context")
        }
    }
}
