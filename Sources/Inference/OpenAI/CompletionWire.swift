/// The answer of `/chat/completions` as servers send it. Only what is used; everything may be missing.
struct CompletionWire: Decodable {
    struct Choice: Decodable {
        let index: Int?
        let message: Message?
        /// Some servers answer with the form of `/completions`.
        let text: String?
        let finishReason: String?

        private enum CodingKeys: String, CodingKey {
            case index, message, text
            case finishReason = "finish_reason"
        }

        init(from decoder: any Decoder) throws {
            let values = try decoder.container(keyedBy: CodingKeys.self)
            index = try? values.decodeIfPresent(Int.self, forKey: .index)
            message = try values.decodeIfPresent(Message.self, forKey: .message)
            text = try values.decodeIfPresent(String.self, forKey: .text)
            finishReason = try? values.decodeIfPresent(String.self, forKey: .finishReason)
        }
    }

    struct Message: Decodable {
        let content: String?
        let reasoning: String?
        let refusal: String?

        private enum CodingKeys: String, CodingKey {
            case content, reasoning, refusal
            case reasoningContent = "reasoning_content"
        }

        private struct Part: Decodable {
            let text: String?
        }

        init(from decoder: any Decoder) throws {
            let values = try decoder.container(keyedBy: CodingKeys.self)
            if let parts = try? values.decodeIfPresent([Part].self, forKey: .content) {
                content = parts.compactMap(\.text).joined()
            } else {
                content = try values.decodeIfPresent(String.self, forKey: .content)
            }
            let fields = [CodingKeys.reasoningContent, .reasoning].compactMap { key in
                try? values.decodeIfPresent(String.self, forKey: key)
            }
            reasoning = fields.first { !$0.isEmpty }
            refusal = try? values.decodeIfPresent(String.self, forKey: .refusal)
        }
    }

    struct Usage: Decodable {
        let promptTokens: Int
        let completionTokens: Int
        /// Prompt tokens that the server had in its cache: `prompt_tokens_details.cached_tokens` (OpenAI, vLLM, SGLang) or
        /// `prompt_cache_hit_tokens` (DeepSeek).
        let cachedPromptTokens: Int

        private struct Details: Decodable {
            let cached_tokens: Int?
        }

        private enum CodingKeys: String, CodingKey {
            case promptTokens = "prompt_tokens"
            case completionTokens = "completion_tokens"
            case promptDetails = "prompt_tokens_details"
            case cacheHits = "prompt_cache_hit_tokens"
        }

        init(from decoder: any Decoder) throws {
            let values = try decoder.container(keyedBy: CodingKeys.self)
            promptTokens = try values.decode(Int.self, forKey: .promptTokens)
            completionTokens = try values.decode(Int.self, forKey: .completionTokens)
            let details = try? values.decodeIfPresent(Details.self, forKey: .promptDetails)
            let hits = try? values.decodeIfPresent(Int.self, forKey: .cacheHits)
            cachedPromptTokens = min(promptTokens, max(0, details?.cached_tokens ?? hits ?? 0))
        }
    }

    let choices: [Choice]?
    let usage: Usage?
    /// Whether there is an `error` member that says something.
    let hasError: Bool

    private enum CodingKeys: String, CodingKey {
        case choices, usage, error
    }

    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        hasError = try values.contains(.error) && !values.decodeNil(forKey: .error)
        choices = try values.decodeIfPresent([Choice].self, forKey: .choices)
        usage = try? values.decodeIfPresent(Usage.self, forKey: .usage)
    }
}

extension FinishReason {
    /// What the server's word means; the words of OpenAI, vLLM, SGLang, Mistral and Anthropic-like gateways.
    init(wire: String?) {
        switch wire {
        case "stop", "eos", "eos_token", "end_turn", "stop_sequence": self = .stop
        case "length", "max_tokens", "model_length": self = .length
        case "content_filter", "refusal", "safety": self = .contentFilter
        default: self = .other
        }
    }
}
