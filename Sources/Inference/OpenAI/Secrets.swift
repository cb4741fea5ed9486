internal import Foundation

/// What must never be seen: the key of a server, and header values that look like one. It prints as three dots.
struct Secrets: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The key, for the header alone.
    let key: String?
    private let hidden: [[UInt8]]

    /// A part of a secret of this many bytes is treated as the secret: servers echo keys cut short.
    private static let shortestPart = 8

    /// The key and further secret texts; what is under four bytes long is no secret.
    init(key: String?, others: [String] = []) {
        self.key = key
        hidden = ([key].compactMap(\.self) + others).map { Array($0.utf8) }.filter { $0.count >= 4 }
            .sorted { $0.count > $1.count }
    }

    var description: String { "•••" }
    var debugDescription: String { "•••" }
    var customMirror: Mirror { Mirror(self, children: []) }

    /// The text with every secret, and every beginning of one from eight bytes on, replaced by `[key]`.
    func scrub(_ text: String) -> String {
        guard !hidden.isEmpty else { return text }
        let bytes = Array(text.utf8)
        var kept: [UInt8] = []
        kept.reserveCapacity(bytes.count)
        var position = 0
        while position < bytes.count {
            let length = hidden.lazy.map { secretLength(of: $0, in: bytes, at: position) }.max() ?? 0
            if length > 0 {
                kept.append(contentsOf: "[key]".utf8)
                position += length
            } else {
                kept.append(bytes[position])
                position += 1
            }
        }
        return String(decoding: kept, as: UTF8.self)
    }

    private func secretLength(of secret: [UInt8], in bytes: [UInt8], at position: Int) -> Int {
        var length = 0
        while length < secret.count, position + length < bytes.count, secret[length] == bytes[position + length] {
            length += 1
        }
        return length == secret.count || length >= Secrets.shortestPart ? length : 0
    }
}

extension Secrets {
    /// Reads the key from the environment.
    ///
    /// - Throws: `InferenceError` with reason `missingKey` or `settings`; no message holds a value.
    init(settings: EndpointSettings, name: String, environment: [String: String]) throws(InferenceError) {
        for (header, value) in settings.extraHeaders where !Secrets.isField(header, value) {
            throw InferenceError(
                .settings, message: "Model \(name): the extra header \(header.debugDescription) cannot be sent.",
                advice: "A header name is one word, and neither name nor value holds a line end.")
        }
        let telling = ["key", "token", "auth", "secret", "cookie"]
        let others = settings.extraHeaders.filter { field in
            telling.contains { field.key.lowercased().contains($0) }
        }
        let hidden = Array(others.values) + Secrets.queryValues(in: settings.baseURLs)
        guard let variable = settings.apiKeyEnvironment else {
            self.init(key: nil, others: hidden)
            return
        }
        // A key read from a file often ends with a line end.
        let key = environment[variable]?.trimmingCharacters(in: .whitespacesAndNewlines) ?? ""
        guard !key.isEmpty else {
            throw InferenceError(
                .missingKey, message: "Model \(name) needs a key, and the environment variable \(variable) is not set.",
                advice: "Type: export \(variable)=…")
        }
        guard Secrets.isField(settings.apiKeyHeader ?? "Authorization", key) else {
            throw InferenceError(
                .settings,
                message:
                    "Model \(name): the key in \(variable) cannot be sent in a header: it holds a control character.",
                advice: "Set \(variable) again, in one line.")
        }
        self.init(key: key, others: hidden)
    }

    /// The values in the queries of addresses, except short ones: a server may echo the address it was asked at.
    static func queryValues(in addresses: [String]) -> [String] {
        addresses.flatMap { address in
            let items = URLComponents(string: address)?.percentEncodedQueryItems ?? []
            let values = items.compactMap(\.value).filter { $0.utf8.count >= shortestPart }
            return values + values.compactMap(\.removingPercentEncoding)
        }
    }

    /// Whether name and value may stand in a header (RFC 9110 §5).
    static func isField(_ name: String, _ value: String) -> Bool {
        let marks = Set("!#$%&'*+-.^_`|~".utf8)
        let isName =
            !name.isEmpty
            && name.utf8.allSatisfy { byte in
                marks.contains(byte) || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
                    || (0x61...0x7A).contains(byte)
            }
        return isName && value.utf8.allSatisfy { $0 == 0x09 || ($0 >= 0x20 && $0 != 0x7F) }
    }
}
