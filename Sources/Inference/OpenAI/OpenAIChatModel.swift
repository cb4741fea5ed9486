internal import Foundation
package import Logging
internal import Support

/// A model behind OpenAI-compatible servers: vLLM, SGLang, llama.cpp, Ollama, OpenAI, DeepSeek and others.
///
/// Every request carries an `Idempotency-Key` made of the question, the same for every repetition, so that a server that
/// honours it does not bill a repetition twice. The key of the server is held here and in the header alone.
package struct OpenAIChatModel: ChatModel, CustomStringConvertible, CustomReflectable {
    package let name: String
    private let settings: EndpointSettings
    private let servers: [Server]
    private let headers: [(name: String, value: String)]
    private let transport: any HTTPTransport
    private let pool: EndpointPool
    private let lessons = Locked(ServerLessons())
    private let costs = Locked(TokenEstimate())
    /// One for each endpoint.
    private let refusals: [Locked<RefusalWatch>]
    private let sleep: @Sendable (Duration) async throws -> Void
    private let logger: Logger
    private let jitterSeed: UInt64

    /// One of the endpoints.
    private struct Server {
        let address: EndpointAddress
        let reader: CompletionReader
    }

    package var identity: String { settings.identity }
    package var readsInputs: Bool { false }
    package var samplesPerCall: Int { splits ? 1 : max(1, settings.samplesPerCall) }
    package var sampleCount: Int? { nil }
    package var endpoints: [EndpointSnapshot] { pool.snapshots }
    /// Name, model id and addresses: nothing secret.
    package var description: String {
        "\(name) (\(settings.model) at \(servers.map(\.address.display).joined(separator: ", ")))"
    }
    /// Empty, so that no dump shows the headers.
    package var customMirror: Mirror { Mirror(self, children: []) }

    /// Prepares a model; nothing is sent yet.
    ///
    /// - Parameters:
    ///   - name: the name in the configuration.
    ///   - clock: measures all waits: for a place, for a rate, between repetitions.
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
        let secrets = try Secrets(settings: settings, name: name, environment: environment)
        let deployment = settings.traits.usesDeployments ? (settings.model, settings.apiVersion) : nil
        var servers: [Server] = []
        for url in settings.baseURLs {
            let address = try EndpointAddress(baseURL: url, model: name, deployment: deployment)
            let reader = CompletionReader(
                name: name, model: settings.model, endpoint: address.display, host: address.host,
                keyVariable: settings.apiKeyEnvironment, secrets: secrets)
            servers.append(Server(address: address, reader: reader))
        }
        guard !servers.isEmpty else { throw InferenceError(.settings, message: "Model \(name) has no base URL.") }
        self.servers = servers
        refusals = servers.map { _ in Locked(RefusalWatch(limit: settings.stopAfterRefusals)) }
        headers = OpenAIChatModel.headers(settings: settings, secrets: secrets)
        transport = client
        let limits = settings.limits
        let states = servers.map { EndpointState(name: $0.address.host, limits: limits) }
        func makePool(_ clock: some Clock<Duration>) -> EndpointPool { EndpointPool(endpoints: states, clock: clock) }
        pool = makePool(clock)
        sleep = { try await clock.sleep(for: $0) }
        self.logger = logger
        self.jitterSeed = jitterSeed
    }

    /// Other limits for all endpoints from now on; calls in flight go on.
    package func change(to limits: EndpointState.Limits) {
        pool.change(to: limits)
    }

    /// Calls that wait for a place at an endpoint.
    package var waiting: Int { pool.waiting }

    /// Asks the servers, in one call when they take so many samples at once. Of several calls those that were answered
    /// count, although others failed.
    ///
    /// - Throws: `InferenceError` when no call was answered, or `CancellationError`.
    package func answers(to request: ChatRequest) async throws -> [ChatAnswer] {
        let ranges = SampleRanges.contiguous(Array(request.samples), atMost: samplesPerCall)
        guard ranges.count > 1 else {
            return request.samples.isEmpty ? [] : try await call(request)
        }
        let results = await withTaskGroup(of: Result<[ChatAnswer], any Error>.self) { group in
            for range in ranges {
                group.addTask {
                    do { return .success(try await call(request.asking(for: range))) } catch { return .failure(error) }
                }
            }
            var results: [Result<[ChatAnswer], any Error>] = []
            for await result in group { results.append(result) }
            return results
        }
        try Task.checkCancellation()
        let answers = results.flatMap { (try? $0.get()) ?? [] }.sorted { $0.sample < $1.sample }
        if answers.isEmpty, let first = results.first { return try first.get() }
        return answers
    }

    /// One call with its repetitions.
    private func call(_ request: ChatRequest) async throws -> [ChatAnswer] {
        let key = request.callKey ?? CallKey.callKey(for: request, identity: identity)
        let seed = key.utf8.reduce(jitterSeed) { ($0 &* 0x100_0000_01B3) ^ UInt64($1) }
        var retry = RetryState(policy: settings.retryPolicy, random: StableRandom(seed: seed))
        var ticket = pool.ticket()
        var avoiding: Set<Int> = []
        var last: InferenceError?
        while true {
            let cost = costs.withLock { $0.cost(of: request) }
            guard
                let place = try await pool.enter(
                    ticket: ticket, cost: cost, avoiding: avoiding, deadline: retry.deadline)
            else { throw final(last, retry) }
            let known = lessons.withLock { $0 }
            do {
                return try await attempt(request, key: key, at: place, known: known, retry: retry)
            } catch var error as InferenceError {
                if let field = lesson(of: error, request, known: known) {
                    leave(place, .failed(error.reason, retryAfter: nil), error)
                    if field == .samples { return try await answers(to: request) }
                    continue
                }
                error = judged(error, key: key, at: place)
                last = error
                let stops = error.reason.rule.consequence == .stopsEndpoint
                leave(place, .failed(error.reason, retryAfter: error.retryAfter), error)
                avoiding.insert(place.endpoint)
                let hasAnother = stops ? pool.stopped == nil : pool.hasAnother(than: avoiding)
                let action = retry.failed(
                    error.reason, retryAfter: error.retryAfter, at: pool.now, hasAnother: hasAnother)
                guard case .retry(let delay) = action else { throw final(error, retry) }
                note(error, purpose: request.purpose, failures: retry.failures.count, delay: delay)
                // The next trial of a half-open endpoint is another call's: one bad call must not keep it closed.
                if place.isTrial { ticket = pool.ticket() }
                if delay > .zero {
                    avoiding = [place.endpoint]
                    try await sleep(delay)
                }
            }
        }
    }

    /// One try; the place is given back here when it ends well or is cancelled.
    private func attempt(
        _ request: ChatRequest, key: String, at place: EndpointPool.Place, known: ServerLessons, retry: RetryState
    ) async throws -> [ChatAnswer] {
        let server = servers[place.endpoint]
        do {
            let wire = HTTPRequest(
                .post(body: try body(for: request, known: known)), url: server.address.completions,
                headers: headers + [("Idempotency-Key", key)], connectTimeout: settings.connectTimeout,
                firstByteTimeout: settings.firstByteTimeout, totalTimeout: settings.totalTimeout,
                version: settings.httpVersion, certificateFile: settings.certificateFile)
            let response = try await transport.send(wire)
            var answers = try server.reader.answers(in: response, to: request, now: Date())
            let tokens = answers.reduce(0) { $0 + $1.usage.promptTokens + $1.usage.completionTokens }
            lessons.withLock { $0.gave(answers.count, of: request.samples.count) }
            costs.withLock { $0.learn(from: answers) }
            for index in answers.indices { answers[index].tries = retry.failures.count + 1 }
            if !answers.isEmpty { answers[0].failures = retry.failures }
            refusals[place.endpoint].withLock { $0.answered() }
            leave(place, .answered(tokens: tokens), nil)
            return answers
        } catch let error as TransportError {
            throw server.reader.error(for: error)
        } catch let error as InferenceError {
            throw error
        } catch {
            leave(place, .withdrawn, nil)
            throw error
        }
    }

    /// The refusal of one request, or what it means after many others.
    private func judged(_ error: InferenceError, key: String, at place: EndpointPool.Place) -> InferenceError {
        guard error.reason == .badRequest,
            let count = refusals[place.endpoint].withLock({ $0.refused(key) })
        else { return error }
        return InferenceError(
            .refusesEverything,
            message:
                "Model \(name) at \(servers[place.endpoint].address.host) refused \(count) different requests in a "
                + "row and answered none, so it is asked no more. The last refusal: \(error.message)",
            advice:
                "Make the settings of the model fit the server (model, dialect, extra_body, max_tokens), then start "
                + "again: the jobs are kept. stop_after_refusals says after how many refusals a model is stopped.",
            status: error.status)
    }

    private var splits: Bool {
        switch settings.sampleMode {
        case .native: false
        case .split: true
        case .auto: !settings.traits.takesN || lessons.withLock { $0.learned.contains(.samples) }
        }
    }

    /// Gives the place back and tells people what they should know.
    private func leave(_ place: EndpointPool.Place, _ outcome: EndpointState.Outcome, _ error: InferenceError?) {
        let stops = error.map { $0.reason.rule.consequence == .stopsEndpoint } ?? false
        let news = pool.leave(place, outcome, stopping: stops ? error : nil)
        let metadata: Logger.Metadata = ["model": "\(name)", "endpoint": "\(servers[place.endpoint].address.host)"]
        if stops, let error, pool.stopped == nil {
            logger.warning("endpoint is asked no more; others go on: \(error.message)", metadata: metadata)
        }
        switch news {
        case .opened:
            logger.warning(
                "endpoint does not work; its calls wait and it is tried every few seconds: \(error?.message ?? "")",
                metadata: metadata)
        case .closed: logger.notice("endpoint works again", metadata: metadata)
        case nil: break
        }
    }

    /// The field that a refusal is about, when the call can be sent again at once without it: it was in the request, and
    /// this model can do without.
    private func lesson(of error: InferenceError, _ request: ChatRequest, known: ServerLessons) -> ServerLessons.Field?
    {
        guard error.reason == .badRequest, let field = error.refusedField, !known.learned.contains(field),
            CompletionBody.holds(field, request, settings: settings)
        else { return nil }
        if lessons.withLock({ $0.refused(field) }) {
            logger.notice(
                "the server refuses a field, which is left out from now on: \(field.rawValue)",
                metadata: ["model": "\(name)", "said": "\(error.message)"])
        }
        return field
    }

    private func note(_ error: InferenceError, purpose: String, failures: Int, delay: Duration) {
        logger.debug(
            "call failed, trying again",
            metadata: [
                "model": "\(name)", "purpose": "\(purpose)", "error": "\(error.code)",
                "status": "\(error.status.map(String.init) ?? "-")", "failures": "\(failures)",
                "delay_ms": "\(delay.milliseconds)",
            ])
    }

    private func final(_ error: InferenceError?, _ retry: RetryState) -> InferenceError {
        var error = error ?? InferenceError(.unavailable, message: "Model \(name) has no endpoint that answers.")
        error.failures = Array(retry.failures.dropLast())
        return error
    }

    private func body(for request: ChatRequest, known: ServerLessons) throws(InferenceError) -> Data {
        do {
            return try CompletionBody.data(for: request, settings: settings, lessons: known)
        } catch {
            throw InferenceError(
                .settings, message: "A request to model \(name) cannot be written as JSON.",
                advice: "Temperature and top_p must be ordinary numbers.")
        }
    }

    private static func headers(settings: EndpointSettings, secrets: Secrets) -> [(name: String, value: String)] {
        var fields = [("Content-Type", "application/json"), ("Accept", "application/json")]
        if let key = secrets.key {
            let header = settings.apiKeyHeader ?? settings.traits.keyHeader
            fields.append(header.map { ($0, key) } ?? ("Authorization", "Bearer \(key)"))
        }
        fields += settings.extraHeaders.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        return fields.map { (name: $0.0, value: $0.1) }
    }
}
