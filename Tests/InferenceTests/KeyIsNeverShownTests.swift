internal import FakeModelServerKit
internal import Foundation
internal import Inference
internal import Logging
internal import Support
internal import Synchronization
internal import Testing

/// Keeps every log line as text.
private final class LogLines: Sendable {
    private let state = Mutex<[String]>([])

    var lines: [String] { state.withLock { $0 } }

    func append(_ line: String) {
        state.withLock { $0.append(line) }
    }
}

private struct KeepingHandler: LogHandler {
    let kept: LogLines
    var logLevel = Logger.Level.trace
    var metadata: Logger.Metadata = [:]

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        kept.append("\(event.level) \(event.message) \(event.metadata ?? [:])")
    }
}

@Suite struct KeyIsNeverShownTests {
    @Test func `whatever goes wrong, the key is in no error, no log, no cache`() async throws {
        let key = "sk-live-0123456789abcdef"
        let echo = #"{"error":{"message":"you sent {{authorization}}, cut: sk-live-0123456"}}"#
        let rules = ScriptFault.Kind.allCases.map { kind in
            ScriptRule(
                contains: "<\(kind.rawValue)>",
                faults: [ScriptFault(kind, status: kind == .status ? 503 : nil, body: echo)])
        }
        let server = try await FakeModelServer.start(
            script: ModelScript(requiredKey: key, rules: rules + [ScriptRule(answers: ["fine"])]))
        defer { server.stop() }
        let log = LogLines()
        let logger = Logger(label: "test") { _ in KeepingHandler(kept: log) }
        let client = CurlMultiClient()
        var settings = EndpointSettings(
            baseURL: server.baseURL, model: "m", apiKeyEnvironment: "K", extraHeaders: ["X-Auth-Token": key])
        settings.totalTimeout = .seconds(1)
        settings.retryPolicy = RetryPolicy(
            maximumRetries: 1, firstDelay: .milliseconds(1), maximumTime: .milliseconds(1))
        settings.breaker.threshold = 1000
        let model = try OpenAIChatModel(
            name: "prover", settings: settings, client: client, environment: ["K": key], logger: logger)
        let cache = MemoryCache()
        let cached = CachedChatModel(model, cache: cache)
        var seen: [String] = []
        for kind in ScriptFault.Kind.allCases {
            let error = await #expect(throws: InferenceError.self, "\(kind)") {
                try await cached.answers(to: .user("<\(kind.rawValue)>"))
            }
            if let error { seen += ["\(error)", String(reflecting: error), error.localizedDescription] }
        }
        _ = try await cached.answers(to: .user("q"))
        await client.shutdown()
        seen += log.lines + cache.stored.map { "\($0)" } + ["\(model)", String(reflecting: cached)]
        // The echo did reach the errors, and something was logged: the test looks where a key could be.
        #expect(seen.contains { $0.contains("you sent Bearer [key], cut: [key]") })
        #expect(log.lines.count >= 5 && cache.stored.count == 1)
        for text in seen { #expect(!text.contains("0123456"), "\(text)") }
    }
}
