internal import Foundation
internal import Support

/// What a server says went wrong, made fit for an error message.
enum ServerMessage {
    /// Longest text that goes into an error, in unicode scalars.
    static let maximumLength = 300
    /// How much of a body is looked at, in bytes.
    private static let window = 1 << 16

    /// The server's words: of the usual JSON forms the message, of HTML the title, otherwise the beginning of the text.
    ///
    /// - Returns: one line of at most `maximumLength` scalars, without secrets; nil when the body says nothing.
    static func text(of body: Data, hiding secrets: Secrets) -> String? {
        let raw = String(decoding: body.prefix(window), as: UTF8.self)
        let value = try? JSONDecoder().decode(JSONValue.self, from: body.prefix(window))
        let said = value.flatMap { words(in: $0, depth: 0) } ?? title(of: raw) ?? raw
        return line(said, hiding: secrets)
    }

    /// The code a provider gives for the error, for example `insufficient_quota`.
    static func code(of body: Data) -> String? {
        guard let value = try? JSONDecoder().decode(JSONValue.self, from: body.prefix(window)) else { return nil }
        let error = value["error"] ?? value
        return error["code"]?.string ?? error["type"]?.string
    }

    /// The parameter that the provider names as the culprit, for example `response_format`.
    static func parameter(of body: Data) -> String? {
        guard let value = try? JSONDecoder().decode(JSONValue.self, from: body.prefix(window)) else { return nil }
        return (value["error"] ?? value)["param"]?.string
    }

    /// Whether a refusal says that prompt, or prompt and answer together, are too long: by the codes of OpenAI and llama.cpp, or the words
    /// of OpenAI, vLLM, SGLang, llama.cpp and gateways.
    static func isAboutLength(_ body: Data) -> Bool {
        let code = code(of: body)
        if code == "context_length_exceeded" || code == "exceed_context_size_error" { return true }
        let said = (text(of: body, hiding: Secrets(key: nil)) ?? "").lowercased()
        return [
            "context length", "context size", "context window", "maximum model length", "max_model_len",
            "prompt is too long", "prompt too long", "input is too long", "too many tokens", "longer than the maximum",
            "exceeds the maximum number of tokens",
        ].contains(where: said.contains)
    }

    /// The HTTP status inside an error object, which some gateways put into a 200.
    static func status(inside body: Data) -> Int? {
        guard let value = try? JSONDecoder().decode(JSONValue.self, from: body.prefix(window)) else { return nil }
        let code = value["error"]?["code"] ?? value["error"]?["status"]
        guard let status = code?.integer ?? code?.string.flatMap({ Int($0) }), (400..<600).contains(status) else {
            return nil
        }
        return status
    }

    /// Whether the body is a web page.
    static func isHTML(_ response: HTTPResponse) -> Bool {
        if response.headers["content-type"]?.lowercased().contains("html") == true { return true }
        let start = response.body.prefix(256).drop { $0 == 0x20 || (0x09...0x0D).contains($0) }
        return String(decoding: start.prefix(14), as: UTF8.self).lowercased().hasPrefix("<!doctype html")
            || String(decoding: start.prefix(5), as: UTF8.self).lowercased() == "<html"
    }

    private static func words(in value: JSONValue, depth: Int) -> String? {
        guard depth < 4 else { return nil }
        if let text = value.string { return text.isEmpty ? nil : text }
        if let first = value.array?.first { return words(in: first, depth: depth + 1) }
        for name in ["error", "message", "detail", "msg", "error_description"] {
            if let inner = value[name], let found = words(in: inner, depth: depth + 1) { return found }
        }
        return nil
    }

    private static func title(of text: String) -> String? {
        guard let start = text.range(of: "<title>", options: .caseInsensitive),
            let end = text.range(of: "</title>", options: .caseInsensitive, range: start.upperBound..<text.endIndex)
        else { return nil }
        return String(text[start.upperBound..<end.lowerBound])
    }

    /// One line without control characters; secrets go before the cut, which could leave half of one.
    private static func line(_ text: String, hiding secrets: Secrets) -> String? {
        var scalars = String.UnicodeScalarView()
        var length = 0
        var pendingSpace = false
        for scalar in secrets.scrub(text).unicodeScalars {
            if scalar.properties.isWhitespace || scalar.properties.generalCategory == .control {
                pendingSpace = length > 0
                continue
            }
            if length + (pendingSpace ? 2 : 1) >= maximumLength { return String(scalars) + "…" }
            if pendingSpace { scalars.append(" ") }
            scalars.append(scalar)
            length += pendingSpace ? 2 : 1
            pendingSpace = false
        }
        return length == 0 ? nil : String(scalars)
    }
}
