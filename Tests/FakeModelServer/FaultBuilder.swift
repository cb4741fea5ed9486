internal import FakeModelServerKit
internal import Foundation

/// Builds what goes out instead of a plain completion.
struct FaultBuilder {
    let fault: ScriptFault
    let call: CompletionCall
    let rules: DialectRules

    /// The reply, made from the completion that was due, nil when no rule answers the call.
    func reply(_ builder: ReplyBuilder?) throws -> Reply {
        var reply = try builder?.completion(oddities(builder)) ?? Reply(body: Data(#"{"choices":[]}"#.utf8))
        reply.fault = fault.kind.rawValue
        // One choice too few is an answer, too, as long as one is left.
        let holdsAnswer = fault.kind.isAnswer || fault.kind == .fewerChoices && call.samples > 1
        reply.isAnswer = holdsAnswer && builder != nil && fault.body == nil && fault.bodyBase64 == nil
        reply.status = fault.status ?? 200
        change(&reply)
        if let text = fault.body {
            reply.body = Data(text.replacing("{{authorization}}", with: call.headers.authorization ?? "").utf8)
        }
        if let data = fault.bodyBase64.flatMap({ Data(base64Encoded: $0) }) { reply.body = data }
        if fault.kind == .gzip, call.headers.acceptsGzip {
            reply.body = Gzip.wrap(reply.body)
            reply.headers.append(("Content-Encoding", "gzip"))
        }
        for (name, value) in fault.headers ?? [:] { reply.headers.append((name, value)) }
        if let wait = fault.retryAfter { reply.headers.append(("Retry-After", retryAfter(wait))) }
        reply.ending = ending(bytes: reply.body.count)
        return reply
    }

    private func oddities(_ builder: ReplyBuilder?) -> ReplyBuilder.Oddities {
        var odd = ReplyBuilder.Oddities()
        switch fault.kind {
        case .emptyChoices: odd.choices = 0
        case .nullContent: odd.hasContent = false
        case .fewerChoices: odd.choices = (builder?.expectedChoices ?? 1) - 1
        case .choicesTwice: odd.repeatsChoices = true
        case .choicesShuffled: odd.shufflesChoices = true
        case .noUsage: odd.hasUsage = false
        default: break
        }
        return odd
    }

    private func change(_ reply: inout Reply) {
        switch fault.kind {
        case .status:
            let status = fault.status ?? 500
            let code = status == 429 ? "rate_limit_exceeded" : nil
            let error = rules.error(status, "scripted fault", type: "scripted", code: code)
            (reply.status, reply.body) = (status, error.body)
        case .truncatedJSON: reply.body = reply.body.prefix(reply.body.count / 2)
        case .html:
            reply.status = fault.status ?? 502
            reply.headers = [("Content-Type", "text/html")]
            reply.body = Data("<html><head><title>502 Bad Gateway</title></head><body>…</body></html>".utf8)
        case .keyEcho:
            reply.status = fault.status ?? 500
            reply.headers = [("Content-Type", "text/html")]
            let lines = call.headers.all.map { "\($0.name): \($0.value)" }.joined(separator: "\n")
            reply.body = Data("<html><body><h1>Trouble with your request</h1><pre>\(lines)</pre></body></html>".utf8)
        case .errorObject: reply.body = Data(#"{"error":{"message":"scripted error object"}}"#.utf8)
        case .plainText:
            reply.headers = [("Content-Type", "text/plain")]
            reply.body = Data("scripted plain text".utf8)
        case .wrongType: reply.headers = [("Content-Type", "text/plain; charset=latin1")]
        case .brokenGzip:
            reply.headers.append(("Content-Encoding", "gzip"))
            reply.body = Data([0x1F, 0x8B, 8, 0]) + reply.body
        case .garbage: reply.body = Data("\u{16}\u{3}\u{1} this is no HTTP at all\r\n\r\n".utf8)
        case .huge: reply.body = Data(repeating: 0x20, count: fault.bytes ?? 100 << 20)
        default: break
        }
    }

    private func ending(bytes: Int) -> Reply.Ending {
        let every = fault.every ?? 20
        return switch fault.kind {
        case .resetBefore: .reset(after: nil)
        case .resetDuring: .reset(after: bytes / 2)
        case .closeDuring: .close(after: bytes / 2)
        case .stall: .stall(after: nil)
        case .stallDuring: .stall(after: bytes / 2)
        case .slowHeaders: .slowHead(every: every)
        case .slowBody: .slow(every: every)
        case .garbage: .raw
        case .resetAfter: .resetAfterAll
        case .answerTwice: .twice(after: fault.every ?? 0)
        default: .complete
        }
    }

    /// `date+N` becomes an HTTP date.
    private func retryAfter(_ text: String) -> String {
        guard text.hasPrefix("date+"), let seconds = Double(text.dropFirst(5)) else { return text }
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(identifier: "GMT")
        formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
        return formatter.string(from: Date(timeIntervalSinceNow: seconds))
    }
}
