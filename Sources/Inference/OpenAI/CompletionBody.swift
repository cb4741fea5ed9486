internal import Foundation
internal import Support

/// The body of a request to `/chat/completions`.
enum CompletionBody {
    /// The body as JSON with sorted members. What the parameters leave open is left out, `n` when it is 1.
    ///
    /// - Throws: `EncodingError` for a number that JSON cannot hold, such as a temperature of infinity.
    static func data(for request: ChatRequest, settings: EndpointSettings) throws -> Data {
        var body = settings.extraBody
        body["model"] = .string(settings.model)
        body["messages"] = .array(
            request.messages.map { message in
                .object(["role": .string(message.role.rawValue), "content": .string(message.content)])
            })
        let parameters = request.parameters
        if request.samples.count > 1 { body["n"] = .integer(request.samples.count) }
        if let temperature = parameters.temperature { body["temperature"] = .number(temperature) }
        if let topP = parameters.topP { body["top_p"] = .number(topP) }
        if let maxTokens = parameters.maxTokens { body[settings.maxTokensField] = .integer(maxTokens) }
        if settings.supportsSeed, let seed = parameters.seed(forSample: request.samples.lowerBound) {
            body["seed"] = .integer(Int(seed))
        }
        if !parameters.stop.isEmpty { body["stop"] = .array(parameters.stop.map { .string($0) }) }
        return try CanonicalJSON.data(body)
    }
}
