internal import Foundation
internal import Support

/// The body of a request to `/chat/completions`.
enum CompletionBody {
    /// The body as JSON with sorted members. What the parameters leave open is left out, `n` when it is 1.
    ///
    /// - Throws: `EncodingError` for a number that JSON cannot hold, such as a temperature of infinity.
    static func data(
        for request: ChatRequest, settings: EndpointSettings, lessons: ServerLessons = ServerLessons()
    ) throws -> Data {
        var body = settings.extraBody
        if let shape = request.shape, !lessons.learned.contains(.shape) {
            body.merge(ShapeFields.fields(for: shape, settings: settings)) { _, own in own }
        }
        body["model"] = .string(settings.model)
        body["messages"] = .array(
            request.messages.map { message in
                .object(["role": .string(message.role.rawValue), "content": .string(message.content)])
            })
        let parameters = request.parameters
        if request.samples.count > 1 { body["n"] = .integer(request.samples.count) }
        if let temperature = parameters.temperature { body["temperature"] = .number(temperature) }
        if let topP = parameters.topP { body["top_p"] = .number(topP) }
        if let maxTokens = parameters.maxTokens {
            body[tokenField(settings, lessons)] = .integer(maxTokens)
        }
        if settings.supportsSeed ?? settings.traits.takesSeed, !lessons.learned.contains(.seed),
            let seed = parameters.seed(forSample: request.samples.lowerBound)
        {
            body["seed"] = .integer(Int(seed))
        }
        if !parameters.stop.isEmpty { body["stop"] = .array(parameters.stop.map { .string($0) }) }
        return try CanonicalJSON.data(JSONValue.object(body))
    }

    /// Which of the fields above a body holds, so that a refusal can be told from a refusal of something else.
    static func holds(_ field: ServerLessons.Field, _ request: ChatRequest, settings: EndpointSettings) -> Bool {
        switch field {
        case .samples: request.samples.count > 1 && settings.sampleMode == .auto
        case .shape: request.shape.map { !ShapeFields.fields(for: $0, settings: settings).isEmpty } ?? false
        case .tokenLimit: request.parameters.maxTokens != nil && settings.maxTokensField == nil
        case .seed: request.parameters.seed != nil && settings.supportsSeed == nil && settings.traits.takesSeed
        }
    }

    private static func tokenField(_ settings: EndpointSettings, _ lessons: ServerLessons) -> String {
        if let field = settings.maxTokensField { return field }
        let field = settings.traits.tokenField
        guard lessons.learned.contains(.tokenLimit) else { return field }
        return field == "max_tokens" ? "max_completion_tokens" : "max_tokens"
    }
}
