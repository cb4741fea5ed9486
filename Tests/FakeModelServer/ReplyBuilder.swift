internal import FakeModelServerKit
internal import Foundation
internal import Support

/// Builds completions.
struct ReplyBuilder {
    let call: CompletionCall
    let rule: ScriptRule
    /// The groups of the rule's expression by name.
    let groups: [String: String]
    let script: ModelScript

    /// What about a completion may be odd.
    struct Oddities {
        var hasContent = true
        var choices: Int?
        var repeatsChoices = false
        var shufflesChoices = false
        var hasUsage = true
    }

    private struct Sample {
        let content: String
        let reasoning: String?
        let finish: String
    }

    private var dialect: ServerDialect { script.dialect }

    /// The scripted completion.
    func completion(_ oddities: Oddities = Oddities()) throws -> Reply {
        let samples = samples(count: oddities.choices ?? expectedChoices)
        var choices = samples.enumerated().map { choice($0.element, index: $0.offset, hasContent: oddities.hasContent) }
        if oddities.repeatsChoices { choices = choices.flatMap { [$0, $0] } }
        // Odd ones first, then the even ones: no order a client could take for the right one.
        if oddities.shufflesChoices { choices = Self.everyOther(choices, from: 1) + Self.everyOther(choices, from: 0) }
        if rule.reversed { choices.reverse() }
        var object: [String: JSONValue] = [
            "id": "chatcmpl-fake", "object": "chat.completion", "created": 1_760_000_000, "model": .string(call.model),
            "choices": .array(choices),
        ]
        if oddities.hasUsage && rule.reportsUsage { object["usage"] = usage(samples) }
        var body = try CanonicalJSON.data(JSONValue.object(object.merging(extras) { own, _ in own }))
        // DeepSeek keeps a waiting connection alive with empty lines before the answer.
        if dialect == .deepseek { body = Data("\n\n".utf8) + body }
        var reply = Reply(body: body, delay: rule.delay, rule: rule.name)
        reply.isAnswer = true
        reply.contents = samples.map { Digest.sha256($0.content) }
        return reply
    }

    /// How many choices a proper answer has.
    var expectedChoices: Int {
        script.supportsN && dialect != .ollama ? call.samples : 1
    }

    /// Members of the answer that clients should not stumble over.
    private var extras: [String: JSONValue] {
        switch dialect {
        case .azure: ["prompt_filter_results": [["prompt_index": 0, "content_filter_results": [:]]]]
        case .ollama: ["system_fingerprint": "fp_ollama"]
        case .llamacpp: ["timings": ["predicted_per_second": 51.2], "system_fingerprint": "b4321-abcdef"]
        case .vllm: ["prompt_logprobs": .null, "kv_transfer_params": .null]
        case .together: ["prompt": []]
        default: [:]
        }
    }

    private func samples(count: Int) -> [Sample] {
        // Samples go by their seed, so that the same sample has the same answer in whatever call it is asked for.
        let first = call.seed.map { Int(truncatingIfNeeded: $0 &- script.baseSeed) } ?? 0
        let number = rule.answers.count
        return (0..<max(0, count)).map { index in
            let sample = first + index
            let answer = number == 0 ? ScriptAnswer("") : rule.answers[((sample % number) + number) % number]
            return Sample(
                content: filled(answer.content, sample: sample),
                reasoning: answer.reasoning.map { filled($0, sample: sample) },
                finish: answer.finish == "stop" ? dialect.stopWord : answer.finish)
        }
    }

    private func choice(_ sample: Sample, index: Int, hasContent: Bool) -> JSONValue {
        var message: [String: JSONValue] = [
            "role": "assistant", "content": hasContent ? .string(sample.content) : .null,
        ]
        if let reasoning = sample.reasoning {
            message[rule.reasoningField ?? dialect.reasoningField] = .string(reasoning)
        }
        var choice: [String: JSONValue] = [
            "index": .integer(index), "message": .object(message), "finish_reason": .string(sample.finish),
        ]
        switch dialect {
        case .vllm: choice["stop_reason"] = .null
        case .sglang: choice["matched_stop"] = .null
        case .azure: choice["content_filter_results"] = [:]
        case .together: choice["seed"] = .integer(Int(truncatingIfNeeded: call.seed ?? 0))
        default: break
        }
        return .object(choice)
    }

    private func usage(_ samples: [Sample]) -> JSONValue {
        let completion = samples.reduce(0) { $0 + $1.content.utf8.count / 4 + 1 }
        let prompt = call.promptTokens
        return [
            "prompt_tokens": .integer(prompt), "completion_tokens": .integer(completion),
            "total_tokens": .integer(prompt + completion),
        ]
    }

    private static func everyOther(_ choices: [JSONValue], from start: Int) -> [JSONValue] {
        stride(from: start, to: choices.count, by: 2).map { choices[$0] }
    }

    private func filled(_ text: String, sample: Int) -> String {
        guard text.utf8.contains(UInt8(ascii: "{")) else { return text }
        var result = text.replacing("{{model}}", with: call.model).replacing("{{sample}}", with: "\(sample)")
        for (name, value) in groups { result = result.replacing("{{\(name)}}", with: value) }
        return result
    }
}
