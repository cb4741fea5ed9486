internal import Foundation
internal import Support

/// Reads the answers of a server: completions, or why there are none. Pure.
///
/// What is tried again and what is not:
///
/// | answer | reason | again |
/// | --- | --- | --- |
/// | 200 with a completion | | |
/// | 200 with broken JSON, a web page, no choices, no content | `invalidAnswer` | yes |
/// | 200 with an error object | by the status in it, otherwise `invalidAnswer` | likewise |
/// | 200 with fewer choices than asked for | `tooFewSamples` | no |
/// | 408, 409, 425, 5xx | `server` | yes |
/// | 429 | `rateLimited` | yes |
/// | 402, 429 with `insufficient_quota` | `quota` | no |
/// | 401, 403 | `unauthorized` | no |
/// | 404 | `notFound` | no |
/// | 3xx, other 4xx | `badRequest` | no |
/// | no connection, connection lost, TLS handshake failed, garbled HTTP | `network` | yes |
/// | connect or total time limit passed | `timeout` | yes |
/// | certificate not trusted | `untrusted` | no |
/// | longer than the client takes | `tooLarge` | no |
struct CompletionReader: Sendable {
    /// The model's name in the configuration.
    let name: String
    /// The provider's model id.
    let model: String
    /// The base address as people may see it.
    let endpoint: String
    /// The variable that holds the key, for advice.
    let keyVariable: String?
    let secrets: Secrets

    /// The answers to the request, ordered by sample.
    ///
    /// - Throws: `InferenceError`.
    func answers(in response: HTTPResponse, to request: ChatRequest, now: Date) throws(InferenceError) -> [ChatAnswer] {
        guard (200..<300).contains(response.status) else {
            throw error(for: response, status: response.status, now: now)
        }
        guard let wire = try? JSONDecoder().decode(CompletionWire.self, from: response.body) else {
            throw error(forUnreadable: response)
        }
        if wire.hasError {
            let status = ServerMessage.status(inside: response.body)
            if let status { throw error(for: response, status: status, now: now) }
            throw invalid("answered with an error instead of a completion", saying: response)
        }
        guard let choices = wire.choices else { throw invalid("answered without choices", saying: response) }
        guard !choices.isEmpty else { throw invalid("answered with an empty list of choices") }
        let wanted = request.samples.count
        guard choices.count >= wanted else {
            throw InferenceError(
                .tooFewSamples,
                message: "\(subject) gave \(choices.count) of the \(wanted) samples it was asked for in one call.",
                advice: "Set supports_n to false for this model, if its server does not know `n`.",
                status: response.status)
        }
        let texts = try CompletionReader.inOrder(choices).prefix(wanted).map { choice throws(InferenceError) in
            guard let text = ChoiceText(choice) else {
                throw invalid("answered without content (finish reason \(choice.finishReason ?? "not said"))")
            }
            return text
        }
        let usages = UsageShares.shares(of: wire.usage, among: texts, request: request)
        return zip(request.samples, zip(texts, usages)).map { sample, part in
            ChatAnswer(
                sample: sample, content: secrets.scrub(part.0.content), reasoning: part.0.reasoning.map(secrets.scrub),
                finishReason: part.0.finishReason, usage: part.1,
                latencyMilliseconds: response.elapsed.milliseconds)
        }
    }

    /// By index where every choice has one of its own; some servers give all the same, then as they came.
    static func inOrder(_ choices: [CompletionWire.Choice]) -> [CompletionWire.Choice] {
        let indices = choices.compactMap(\.index)
        guard Set(indices).count == choices.count else { return choices }
        return choices.sorted { ($0.index ?? 0) < ($1.index ?? 0) }
    }

    /// What a failure of the transport means.
    func error(for failure: TransportError) -> InferenceError {
        let detail = secrets.scrub(failure.detail)
        let (reason, what, advice): (InferenceError.Reason, String, String?) =
            switch failure.reason {
            case .unknownHost:
                (.network, "The host of \(subject) is not known", "Check the base URL and the name service.")
            case .cannotConnect:
                (.network, "\(subject) cannot be reached", "Is the server running, and is the base URL right?")
            case .connectTimeout:
                (.timeout, "\(subject) did not take the connection in time", "Is the server running and reachable?")
            case .totalTimeout:
                (
                    .timeout, "\(subject) did not answer in time",
                    "Raise total_timeout_seconds, or lower max_tokens or max_concurrent."
                )
            case .connectionLost: (.network, "The connection to \(subject) broke", nil)
            case .handshake: (.network, "The TLS handshake with \(subject) failed", nil)
            case .untrustedCertificate:
                (
                    .untrusted, "The certificate of \(subject) is not trusted",
                    "For a private authority, put its PEM file into the environment variable SSL_CERT_FILE."
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
        let (reason, advice) = CompletionReader.verdict(
            status: status, code: ServerMessage.code(of: response.body), model: model, keyVariable: keyVariable)
        let place = (300..<400).contains(status) ? response.headers["location"].map { " to \(secrets.scrub($0))" } : nil
        return InferenceError(
            reason, message: "\(subject) answered with status \(status)\(place ?? "")\(said)", advice: advice,
            status: status, retryAfter: RetryAfter.delay(in: response.headers, now: now))
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
