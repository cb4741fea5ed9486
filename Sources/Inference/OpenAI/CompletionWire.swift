internal import Foundation
internal import Support

/// The answer of `/chat/completions` as servers send it. Only what is used; everything may be missing.
struct CompletionWire {
    /// A member has another form than completions have.
    struct WrongForm: Error {}

    struct Choice {
        let index: Int?
        let message: Message?
        /// Some servers answer with the form of `/completions`.
        let text: String?
        let finishReason: String?

        init(_ value: JSONValue) throws(WrongForm) {
            guard case .object(let members) = value else { throw WrongForm() }
            index = members["index"]?.integer
            message = try members.present("message").map { value throws(WrongForm) in try Message(value) }
            text = try members.text("text")
            finishReason = members["finish_reason"]?.string
        }
    }

    struct Message {
        let content: String?
        let reasoning: String?
        let refusal: String?

        init(_ value: JSONValue) throws(WrongForm) {
            guard case .object(let members) = value else { throw WrongForm() }
            if case .array(let parts)? = members["content"] {
                content = try parts.map { part throws(WrongForm) in
                    guard case .object(let members) = part else { throw WrongForm() }
                    return try members.text("text") ?? ""
                }.joined()
            } else {
                content = try members.text("content")
            }
            let fields = ["reasoning_content", "reasoning"].compactMap { members[$0]?.string }
            reasoning = fields.first { !$0.isEmpty }
            refusal = members["refusal"]?.string
        }
    }

    struct Usage {
        let promptTokens: Int
        let completionTokens: Int
        /// Prompt tokens that the server had in its cache: `prompt_tokens_details.cached_tokens` (OpenAI, vLLM, SGLang) or
        /// `prompt_cache_hit_tokens` (DeepSeek).
        let cachedPromptTokens: Int

        init?(_ value: JSONValue) {
            guard let prompt = value["prompt_tokens"]?.integer, let completion = value["completion_tokens"]?.integer
            else { return nil }
            promptTokens = prompt
            completionTokens = completion
            let details = value["prompt_tokens_details"]?["cached_tokens"]?.integer
            let hits = value["prompt_cache_hit_tokens"]?.integer
            cachedPromptTokens = min(promptTokens, max(0, details ?? hits ?? 0))
        }
    }

    let choices: [Choice]?
    let usage: Usage?
    /// Whether there is an `error` member that says something.
    let hasError: Bool

    /// Reads an answer; nil for what has not the form of one.
    init?(_ body: Data) {
        do {
            let value = try JSONReader.value(ofUTF8: body)
            guard case .object(let members) = value else { return nil }
            hasError = members.present("error") != nil
            choices = try members.present("choices").map { value throws(WrongForm) in
                guard case .array(let choices) = value else { throw WrongForm() }
                return try choices.map { choice throws(WrongForm) in try Choice(choice) }
            }
            usage = members["usage"].flatMap(Usage.init)
        } catch {
            return nil
        }
    }
}

extension [String: JSONValue] {
    /// The member unless it is missing or `null`.
    fileprivate func present(_ name: String) -> JSONValue? {
        guard let value = self[name], value != .null else { return nil }
        return value
    }

    /// The text of a member; nil when it is missing or `null`.
    fileprivate func text(_ name: String) throws(CompletionWire.WrongForm) -> String? {
        guard let value = present(name) else { return nil }
        guard let text = value.string else { throw CompletionWire.WrongForm() }
        return text
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
