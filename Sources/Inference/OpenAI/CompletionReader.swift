internal import Foundation
internal import Support

/// Reads the answers of a server: completions, or why there are none. Pure.
///
/// What each reason leads to stands in `FailureRule`, what brings it about here:
///
/// | answer | reason |
/// | --- | --- |
/// | 200 with a completion, also with fewer choices than asked for | |
/// | 200 with broken JSON, a web page, no choices, no content | `invalidAnswer` |
/// | 200 with an error object | by the status in it, otherwise `invalidAnswer` |
/// | 429 | `rateLimited` |
/// | 402, 429 with `insufficient_quota` | `quota` |
/// | 502, 503, 504, 529 | `unavailable` |
/// | 408, 409, 425, other 5xx | `server` |
/// | 401, 403 | `unauthorized` |
/// | 404 | `notFound` |
/// | 400, 413, 422 about the length of the prompt | `tooLong` |
/// | 3xx, other 4xx | `badRequest` |
/// | no address, nobody listens, connect time limit passed, TLS handshake failed | `unreachable` |
/// | connection lost, garbled HTTP | `network` |
/// | first-byte or total time limit passed | `timeout` |
/// | certificate not trusted | `untrusted` |
/// | longer than the client takes | `tooLarge` |
struct CompletionReader: Sendable {
    /// The model's name in the configuration.
    let name: String
    /// The provider's model id.
    let model: String
    /// The base address as people may see it.
    let endpoint: String
    /// Host and port of it.
    let host: String
    /// The variable that holds the key, for advice.
    let keyVariable: String?
    let secrets: Secrets

    /// The answers to the request, ordered by sample: to all of it, or to its first samples when the server gave fewer.
    ///
    /// - Throws: `InferenceError`.
    func answers(in response: HTTPResponse, to request: ChatRequest, now: Date) throws(InferenceError) -> [ChatAnswer] {
        guard (200..<300).contains(response.status) else {
            throw error(for: response, status: response.status, now: now)
        }
        guard let wire = CompletionWire(response.body) else {
            throw error(forUnreadable: response)
        }
        if wire.hasError {
            let status = ServerMessage.status(inside: response.body)
            if let status { throw error(for: response, status: status, now: now) }
            throw invalid("answered with an error instead of a completion", saying: response)
        }
        guard let choices = wire.choices else { throw invalid("answered without choices", saying: response) }
        guard !choices.isEmpty else { throw invalid("answered with an empty list of choices") }
        // What came is kept, also when one of many is empty: that one is asked for again.
        let placed = CompletionReader.places(of: choices, wanted: request.samples.count).compactMap { place in
            ChoiceText(place.choice).map { (sample: request.samples.lowerBound + place.offset, text: $0) }
        }
        guard !placed.isEmpty else {
            let reason = choices.first?.finishReason ?? "not said"
            throw invalid("answered without content (finish reason \(reason))")
        }
        let usages = UsageShares.shares(of: wire.usage, among: placed.map(\.text), request: request)
        return zip(placed, usages).map { place, usage in
            ChatAnswer(
                sample: place.sample, content: secrets.scrub(place.text.content),
                reasoning: place.text.reasoning.map(secrets.scrub), finishReason: place.text.finishReason, usage: usage,
                latencyMilliseconds: response.elapsed.milliseconds, endpoint: host)
        }
    }

    /// Which sample of the call each choice is: by index, and each index once, for a choice that comes twice must not take
    /// the place of another sample. Some servers give all choices the same index, or none, or count from 1; then as they
    /// came.
    static func places(
        of choices: [CompletionWire.Choice], wanted: Int
    ) -> [(offset: Int, choice: CompletionWire.Choice)] {
        let indices = choices.compactMap(\.index)
        guard indices.count == choices.count, wanted == 1 || Set(indices).count > 1 else {
            return Array(zip(0..<wanted, choices))
        }
        var seen: Set<Int> = []
        let once = zip(indices, choices).filter { seen.insert($0.0).inserted }.sorted { $0.0 < $1.0 }
        guard once.allSatisfy({ (0..<wanted).contains($0.0) }) else { return Array(zip(0..<wanted, once.map(\.1))) }
        return once.map { (offset: $0.0, choice: $0.1) }
    }

    /// What a failure of the transport means.
    func error(for failure: TransportError) -> InferenceError {
        let detail = secrets.scrub(failure.detail)
        let (reason, what, advice): (InferenceError.Reason, String, String?) =
            switch failure.reason {
            case .unknownHost:
                (.unreachable, "The host of \(subject) is not known", "Check the base URL and the name service.")
            case .cannotConnect:
                (.unreachable, "\(subject) cannot be reached", "Is the server running, and is the base URL right?")
            case .connectTimeout:
                (.unreachable, "\(subject) did not take the connection in time", "Is the server running and reachable?")
            case .firstByteTimeout:
                (
                    .timeout, "\(subject) did not begin to answer in time",
                    "Raise first_byte_timeout_seconds, or lower max_tokens or max_concurrent."
                )
            case .totalTimeout:
                (
                    .timeout, "\(subject) did not answer in time",
                    "Raise total_timeout_seconds, or lower max_tokens or max_concurrent."
                )
            case .connectionLost: (.network, "The connection to \(subject) broke", nil)
            case .handshake: (.unreachable, "The TLS handshake with \(subject) failed", nil)
            case .untrustedCertificate:
                (
                    .untrusted, "The certificate of \(subject) is not trusted",
                    "For a private authority, name its PEM file in ca_file, or in the environment variable SSL_CERT_FILE."
                )
            case .tooLarge: (.tooLarge, "The answer of \(subject) is too long", nil)
            case .garbledAnswer: (.network, "\(subject) did not answer in HTTP", "Is the base URL right?")
            case .unusableRequest: (.settings, "A request to \(subject) cannot be sent", "Check the model's settings.")
            case .shutdown: (.shutdown, "\(subject) cannot be asked any more", nil)
            }
        return InferenceError(reason, message: "\(what): \(detail).", advice: advice)
    }

    private var subject: String { "Model \(name) at \(endpoint)" }

    private func error(for response: HTTPResponse, status: Int, now: Date) -> InferenceError {
        let said = ServerMessage.text(of: response.body, hiding: secrets).map { ": \($0)" } ?? ""
        var (reason, advice) = CompletionReader.verdict(
            status: status, code: ServerMessage.code(of: response.body), model: model, keyVariable: keyVariable)
        if reason == .badRequest, ServerMessage.isAboutLength(response.body) {
            reason = .tooLong
            advice = "Use a model with a longer context, or lower max_tokens."
        }
        let place = (300..<400).contains(status) ? response.headers["location"].map { " to \(secrets.scrub($0))" } : nil
        var error = InferenceError(
            reason, message: "\(subject) answered with status \(status)\(place ?? "")\(said)", advice: advice,
            status: status, retryAfter: RetryAfter.delay(in: response.headers, now: now))
        if reason == .badRequest {
            error.refusedField = ServerLessons.field(
                parameter: ServerMessage.parameter(of: response.body), message: said)
        }
        return error
    }

    /// What a status says: why there is no completion, and what a person can do.
    static func verdict(
        status: Int, code: String?, model: String, keyVariable: String?
    ) -> (reason: InferenceError.Reason, advice: String?) {
        switch status {
        case 402: (.quota, "The account has no credit left.")
        case 429 where code == "insufficient_quota": (.quota, "The account has no credit left.")
        case 429: (.rateLimited, "Lower max_concurrent for this model if this happens often.")
        case 401, 403:
            if let keyVariable {
                (.unauthorized, "Check the key in the environment variable \(keyVariable).")
            } else {
                (.unauthorized, "Name the environment variable that holds the key in api_key_env.")
            }
        case 404: (.notFound, "Check the base URL, and that the server has a model \(model).")
        case 502, 503, 504, 529: (.unavailable, nil)
        case 408, 409, 425, 500...599: (.server, nil)
        case 300..<400: (.badRequest, "Give the final address as the base URL; redirects are not followed.")
        default: (.badRequest, nil)
        }
    }

    private func error(forUnreadable response: HTTPResponse) -> InferenceError {
        if ServerMessage.isHTML(response) {
            return invalid("answered with a web page", saying: response, advice: "Is the base URL right?")
        }
        let type = response.headers["content-type"].map { " (\(secrets.scrub(String($0.prefix(60)))))" } ?? ""
        if response.body.isEmpty { return invalid("answered with an empty body") }
        return invalid("answered with something that is not a chat completion\(type)", saying: response)
    }

    private func invalid(_ what: String, saying response: HTTPResponse? = nil, advice: String? = nil) -> InferenceError
    {
        let said = response.flatMap { ServerMessage.text(of: $0.body, hiding: secrets) }.map { ": \($0)" } ?? "."
        return InferenceError(
            .invalidAnswer, message: "\(subject) \(what)\(said)", advice: advice, status: response?.status ?? 200)
    }
}
