internal import FakeModelServerKit
internal import Foundation
internal import Support

/// A call for a completion as a client sent it.
struct CompletionCall: Sendable {
    struct Message: Sendable {
        let role: String
        let content: String

        init(_ value: JSONValue) throws {
            guard let role = value["role"]?.string else { throw NoCall() }
            self.role = role
            if let text = value["content"]?.string {
                content = text
            } else {
                guard let parts = value["content"]?.array else { throw NoCall() }
                content = parts.compactMap { $0["text"]?.string }.joined()
            }
        }
    }

    /// The body is no chat request.
    struct NoCall: Error {}

    let model: String
    let messages: [Message]
    let samples: Int
    let seed: UInt64?
    let temperature: Double?
    let topP: Double?
    let maxTokens: Int?
    /// The names of the members of the body.
    let fields: Set<String>
    let headers: CallHeaders
    /// Model and messages: what `times` of a fault counts by.
    let prompt: String
    /// Model, messages, seed and n: what the log counts by.
    let key: String

    /// - Throws: what is wrong with something that is no chat request.
    init(body: Data, headers: CallHeaders) throws {
        guard case .object(let members) = try JSONReader.value(ofUTF8: body), let list = members["messages"]?.array
        else {
            throw NoCall()
        }
        func number<Value>(_ name: String, _ read: (JSONValue) -> Value?) throws -> Value? {
            guard let value = members[name], value != .null else { return nil }
            guard let number = read(value) else { throw NoCall() }
            return number
        }
        func integer(_ value: JSONValue) -> Int? { value.integer }
        func decimal(_ value: JSONValue) -> Double? {
            if case .number(let number) = value { number } else { value.integer.map(Double.init) }
        }
        // An Azure path names the deployment; the body need not.
        model = headers.deployment ?? members["model"]?.string ?? ""
        messages = try list.map(Message.init)
        samples = max(1, try number("n", integer) ?? 1)
        seed = try number("seed") { UInt64(exactly: $0.integer ?? -1) }
        temperature = try number("temperature", decimal)
        topP = try number("top_p", decimal)
        maxTokens = try number("max_tokens", integer) ?? number("max_completion_tokens", integer)
        fields = Set(members.keys)
        self.headers = headers
        prompt = Digest.sha256(parts: [model] + messages.flatMap { [$0.role, $0.content] })
        key = Digest.sha256(parts: [prompt, seed.map { "\($0)" } ?? "-", "\(samples)"])
    }

    /// The text that rules look at.
    var lastUserMessage: String {
        messages.last { $0.role == "user" }?.content ?? ""
    }

    /// The prompt's length as the server counts it.
    var promptTokens: Int {
        messages.reduce(0) { $0 + $1.content.utf8.count / 4 + 1 }
    }
}

/// What a call says above its body.
struct CallHeaders: Sendable {
    /// Without the query.
    let path: String
    let query: String
    let idempotency: String?
    let authorization: String?
    /// The `api-key` header of Azure.
    let apiKey: String?
    let acceptsGzip: Bool
    /// All fields as they came.
    let all: [(name: String, value: String)]

    init(uri: String, fields: [(name: String, value: String)]) {
        let parts = uri.split(separator: "?", maxSplits: 1).map(String.init)
        path = parts.first ?? ""
        query = parts.count > 1 ? parts[1] : ""
        all = fields
        func value(_ name: String) -> String? { fields.first { $0.name.lowercased() == name }?.value }
        idempotency = value("idempotency-key")
        authorization = value("authorization")
        apiKey = value("api-key")
        acceptsGzip = value("accept-encoding")?.contains("gzip") ?? false
    }

    /// The deployment in an Azure path.
    var deployment: String? {
        let parts = path.split(separator: "/")
        guard parts.count == 5, parts[0] == "openai", parts[1] == "deployments" else { return nil }
        return String(parts[2])
    }
}
