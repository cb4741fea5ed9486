internal import FakeModelServerKit
internal import Foundation
internal import Support

/// A call for a completion as a client sent it.
struct CompletionCall: Sendable {
    struct Message: Decodable, Sendable {
        let role: String
        let content: String

        private enum CodingKeys: String, CodingKey { case role, content }
        private struct Part: Decodable { let text: String? }

        init(from decoder: any Decoder) throws {
            let values = try decoder.container(keyedBy: CodingKeys.self)
            role = try values.decode(String.self, forKey: .role)
            if let text = try? values.decode(String.self, forKey: .content) {
                content = text
            } else {
                content = try values.decode([Part].self, forKey: .content).compactMap(\.text).joined()
            }
        }
    }

    private struct Body: Decodable {
        let model: String?
        let messages: [Message]
        let n: Int?
        let seed: UInt64?
        let temperature: Double?
        let topP: Double?
        let maxTokens: Int?
        let fields: Set<String>

        private struct Field: CodingKey {
            let stringValue: String
            let intValue: Int? = nil
            init(_ name: String) { stringValue = name }
            init?(stringValue: String) { self.stringValue = stringValue }
            init?(intValue: Int) { return nil }
        }

        init(from decoder: any Decoder) throws {
            let values = try decoder.container(keyedBy: Field.self)
            fields = Set(values.allKeys.map(\.stringValue))
            model = try values.decodeIfPresent(String.self, forKey: Field("model"))
            messages = try values.decode([Message].self, forKey: Field("messages"))
            n = try values.decodeIfPresent(Int.self, forKey: Field("n"))
            seed = try values.decodeIfPresent(UInt64.self, forKey: Field("seed"))
            temperature = try values.decodeIfPresent(Double.self, forKey: Field("temperature"))
            topP = try values.decodeIfPresent(Double.self, forKey: Field("top_p"))
            maxTokens =
                try values.decodeIfPresent(Int.self, forKey: Field("max_tokens"))
                ?? values.decodeIfPresent(Int.self, forKey: Field("max_completion_tokens"))
        }
    }

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

    /// - Throws: `DecodingError` for what is no chat request.
    init(body: Data, headers: CallHeaders) throws {
        let parsed = try JSONDecoder().decode(Body.self, from: body)
        // An Azure path names the deployment; the body need not.
        model = headers.deployment ?? parsed.model ?? ""
        messages = parsed.messages
        samples = max(1, parsed.n ?? 1)
        seed = parsed.seed
        temperature = parsed.temperature
        topP = parsed.topP
        maxTokens = parsed.maxTokens
        fields = parsed.fields
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
