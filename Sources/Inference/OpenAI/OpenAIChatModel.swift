internal import Foundation
package import Logging
internal import Support

/// A model behind an OpenAI-compatible server: vLLM, SGLang, llama.cpp, Ollama, OpenAI, DeepSeek and others.
///
/// Every request carries an `Idempotency-Key` made of the question, the same for every repetition, so that a server that
/// honours it does not bill a repetition twice. The key of the server is held here and in the header alone.
package struct OpenAIChatModel: ChatModel, CustomStringConvertible, CustomReflectable {
    package let name: String
    private let settings: EndpointSettings
    private let address: EndpointAddress
    private let reader: CompletionReader
    private let headers: [(name: String, value: String)]
    private let transport: any HTTPTransport
    private let clock: any Clock<Duration>
    private let places: ConcurrencyLimiter
    private let logger: Logger
    private let jitterSeed: UInt64

    package var identity: String { settings.identity }
    package var readsInputs: Bool { false }
    package var samplesPerCall: Int { settings.supportsN ? max(1, settings.samplesPerCall) : 1 }
    package var sampleCount: Int? { nil }
    /// Name, model id and address: nothing secret.
    package var description: String { "\(name) (\(settings.model) at \(address.display))" }
    /// Empty, so that no dump shows the headers.
    package var customMirror: Mirror { Mirror(self, children: []) }

    /// Prepares a model; nothing is sent yet.
    ///
    /// - Parameters:
    ///   - name: the name in the configuration.
    ///   - clock: measures the waits between repetitions.
    ///   - environment: where the key is looked up.
    ///   - jitterSeed: makes the waits come out the same in a test.
    /// - Throws: `InferenceError` with reason `settings` for an unusable base URL or header, `missingKey` when the
    ///   variable of the key is not set.
    package init(
        name: String, settings: EndpointSettings, client: any HTTPTransport,
        clock: any Clock<Duration> = ContinuousClock(),
        environment: [String: String] = ProcessInfo.processInfo.environment,
        logger: Logger = Logger(label: "dsprover.inference"), jitterSeed: UInt64 = .random(in: .min ... .max)
    ) throws(InferenceError) {
        self.name = name
        self.settings = settings
        address = try EndpointAddress(baseURL: settings.baseURL, model: name)
        let secrets = try Secrets(settings: settings, name: name, environment: environment)
        reader = CompletionReader(
            name: name, model: settings.model, endpoint: address.display, keyVariable: settings.apiKeyEnvironment,
            secrets: secrets)
        headers = OpenAIChatModel.headers(settings: settings, secrets: secrets)
        transport = client
        self.clock = clock
        places = ConcurrencyLimiter(limit: settings.maxConcurrent)
        self.logger = logger
        self.jitterSeed = jitterSeed
    }

    /// Asks the server, in one call when it takes so many samples at once.
    ///
    /// - Throws: `InferenceError` after the last repetition, or `CancellationError`.
    package func answers(to request: ChatRequest) async throws -> [ChatAnswer] {
        guard !request.samples.isEmpty else { return [] }
        guard request.samples.count > samplesPerCall else { return try await call(request) }
        let ranges = SampleRanges.contiguous(Array(request.samples), atMost: samplesPerCall)
        return try await withThrowingTaskGroup(of: [ChatAnswer].self) { group in
            for range in ranges { group.addTask { try await call(request.asking(for: range)) } }
            return try await group.reduce(into: []) { $0 += $1 }.sorted { $0.sample < $1.sample }
        }
    }

    /// One call with its repetitions. The place is held while waiting for a repetition: when a server is overloaded, the
    /// calls behind must not take the turn of those it has put off.
    private func call(_ request: ChatRequest) async throws -> [ChatAnswer] {
        let key = CallKey.callKey(for: request, identity: identity)
        let wire = HTTPRequest(
            .post(body: try body(for: request)), url: address.completions,
            headers: headers + [("Idempotency-Key", key)], connectTimeout: settings.connectTimeout,
            totalTimeout: settings.totalTimeout)
        let seed = key.utf8.reduce(jitterSeed) { ($0 &* 0x100_0000_01B3) ^ UInt64($1) }
        return try await places.withPlace {
            var retry = RetryState(policy: settings.retryPolicy, random: StableRandom(seed: seed))
            while true {
                do {
                    return try await attempt(wire, for: request)
                } catch let error as InferenceError {
                    guard
                        case .retry(let delay) = retry.failed(
                            isTransient: error.isTransient, retryAfter: error.retryAfter)
                    else { throw error }
                    logger.info(
                        "call failed, trying again",
                        metadata: [
                            "model": "\(name)", "purpose": "\(request.purpose)", "error": "\(error.code)",
                            "status": "\(error.status.map(String.init) ?? "-")", "retry": "\(retry.retries)",
                            "delay_ms": "\(delay.milliseconds)",
                        ])
                    try await clock.sleep(for: delay)
                }
            }
        }
    }

    private func attempt(_ wire: HTTPRequest, for request: ChatRequest) async throws -> [ChatAnswer] {
        do {
            let response = try await transport.send(wire)
            return try reader.answers(in: response, to: request, now: Date())
        } catch let error as TransportError {
            throw reader.error(for: error)
        }
    }

    private func body(for request: ChatRequest) throws(InferenceError) -> Data {
        do {
            return try CompletionBody.data(for: request, settings: settings)
        } catch {
            throw InferenceError(
                .settings, message: "A request to model \(name) cannot be written as JSON.",
                advice: "Temperature and top_p must be ordinary numbers.")
        }
    }

    private static func headers(settings: EndpointSettings, secrets: Secrets) -> [(name: String, value: String)] {
        var fields = [("Content-Type", "application/json"), ("Accept", "application/json")]
        if let key = secrets.key {
            fields.append(settings.apiKeyHeader.map { ($0, key) } ?? ("Authorization", "Bearer \(key)"))
        }
        fields += settings.extraHeaders.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        return fields.map { (name: $0.0, value: $0.1) }
    }
}
