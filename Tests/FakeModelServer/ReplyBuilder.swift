internal import FakeModelServerKit
internal import Foundation

/// Builds completions and faults.
struct ReplyBuilder {
    let call: CompletionCall
    let rule: ScriptRule
    /// The groups of the rule's expression by name.
    let groups: [String: String]
    let script: ModelScript

    private struct Completion: Encodable {
        struct Choice: Encodable {
            let index: Int
            let message: [String: String?]
            let finish_reason: String
        }

        struct Usage: Encodable {
            let prompt_tokens: Int
            let completion_tokens: Int
            let total_tokens: Int
        }

        let id = "chatcmpl-fake"
        let object = "chat.completion"
        let model: String
        let choices: [Choice]
        let usage: Usage?
    }

    /// The scripted completion.
    func completion() throws -> Reply {
        Reply(body: try body(count: script.supportsN ? call.samples : 1), delay: rule.delay, rule: rule.name)
    }

    /// The fault.
    func reply(to fault: ScriptFault) throws -> Reply {
        var reply = try completion()
        reply.fault = fault.kind.rawValue
        reply.status = fault.status ?? 200
        switch fault.kind {
        case .status:
            reply.status = fault.status ?? 500
            reply.body = Data(#"{"error":{"message":"scripted fault","type":"scripted"}}"#.utf8)
        case .resetBefore, .resetDuring, .stall, .stallDuring: break
        case .truncatedJSON: reply.body = reply.body.prefix(reply.body.count / 2)
        case .html:
            reply.status = fault.status ?? 502
            reply.headers = [("Content-Type", "text/html")]
            reply.body = Data("<html><head><title>502 Bad Gateway</title></head><body>…</body></html>".utf8)
        case .emptyChoices: reply.body = try body(count: 0)
        case .nullContent: reply.body = try body(count: call.samples, hasContent: false)
        case .fewerChoices: reply.body = try body(count: call.samples - 1)
        case .errorObject: reply.body = Data(#"{"error":{"message":"scripted error object"}}"#.utf8)
        case .plainText:
            reply.headers = [("Content-Type", "text/plain")]
            reply.body = Data("scripted plain text".utf8)
        case .huge: reply.body = Data(repeating: 0x20, count: fault.bytes ?? 100 << 20)
        }
        if let text = fault.body {
            reply.body = Data(text.replacing("{{authorization}}", with: call.authorization ?? "").utf8)
        }
        if let data = fault.bodyBase64.flatMap({ Data(base64Encoded: $0) }) { reply.body = data }
        for (name, value) in fault.headers ?? [:] { reply.headers.append((name, value)) }
        switch fault.kind {
        case .resetBefore: reply.ending = .reset(after: nil)
        case .resetDuring: reply.ending = .reset(after: reply.body.count / 2)
        case .stall: reply.ending = .stall(after: nil)
        case .stallDuring: reply.ending = .stall(after: reply.body.count / 2)
        default: break
        }
        if let wait = fault.retryAfter { reply.headers.append(("Retry-After", wait)) }
        return reply
    }

    private func body(count: Int, hasContent: Bool = true) throws -> Data {
        // Samples go by their seed, so that the same sample has the same answer in whatever call it is asked for.
        let first = call.seed.map { Int(truncatingIfNeeded: $0 &- script.baseSeed) } ?? 0
        let number = rule.answers.count
        var tokens = 0
        var choices = (0..<count).map { index in
            let sample = first + index
            let answer = number == 0 ? ScriptAnswer("") : rule.answers[((sample % number) + number) % number]
            let content = filled(answer.content, sample: sample)
            tokens += content.utf8.count / 4 + 1
            var message: [String: String?] = ["role": "assistant", "content": hasContent ? content : nil]
            if let reasoning = answer.reasoning { message[rule.reasoningField] = filled(reasoning, sample: sample) }
            return Completion.Choice(index: index, message: message, finish_reason: answer.finish)
        }
        if rule.reversed { choices.reverse() }
        let prompt = call.messages.reduce(0) { $0 + $1.content.utf8.count / 4 + 1 }
        let usage = Completion.Usage(
            prompt_tokens: prompt, completion_tokens: tokens, total_tokens: prompt + tokens)
        return try JSONEncoder().encode(
            Completion(model: call.model, choices: choices, usage: rule.reportsUsage ? usage : nil))
    }

    private func filled(_ text: String, sample: Int) -> String {
        guard text.utf8.contains(UInt8(ascii: "{")) else { return text }
        var result = text.replacing("{{model}}", with: call.model).replacing("{{sample}}", with: "\(sample)")
        for (name, value) in groups { result = result.replacing("{{\(name)}}", with: value) }
        return result
    }
}
