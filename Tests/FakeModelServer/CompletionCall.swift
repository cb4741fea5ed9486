internal import FakeModelServerKit
internal import Foundation
internal import Support

/// A call for a completion as a client sent it.
struct CompletionCall: Sendable {
    struct Message: Decodable, Sendable {
        let role: String
        let content: String
    }

    private struct Body: Decodable {
        let model: String
        let messages: [Message]
        let n: Int?
        let seed: UInt64?
    }

    let model: String
    let messages: [Message]
    let samples: Int
    let seed: UInt64?
    let idempotency: String?
    let authorization: String?

    init(body: Data, idempotency: String?, authorization: String?) throws {
        let parsed = try JSONDecoder().decode(Body.self, from: body)
        model = parsed.model
        messages = parsed.messages
        samples = max(1, parsed.n ?? 1)
        seed = parsed.seed
        self.idempotency = idempotency
        self.authorization = authorization
    }

    /// The text that rules look at.
    var lastUserMessage: String {
        messages.last { $0.role == "user" }?.content ?? ""
    }

    /// Model and messages: what `times` of a fault counts by.
    var prompt: String {
        Digest.sha256(parts: [model] + messages.flatMap { [$0.role, $0.content] })
    }

    /// Model, messages, seed and n: what the log counts by.
    var key: String {
        Digest.sha256(parts: [prompt, seed.map { "\($0)" } ?? "-", "\(samples)"])
    }
}
