internal import Support

/// Writes the wish for a shape into the body of a request.
enum ShapeFields {
    /// The fields for the shape; empty when the server cannot be asked for it.
    static func fields(for shape: AnswerShape, settings: EndpointSettings) -> [String: JSONValue] {
        guard settings.shapes != .off else { return [:] }
        switch shape {
        case .schema(let name, let schema):
            let field = settings.shapes == .guided ? .guided : settings.traits.schema
            switch field {
            case .responseFormat:
                let description: JSONValue = .object([
                    "name": .string(name), "schema": schema, "strict": .bool(true),
                ])
                return ["response_format": .object(["type": .string("json_schema"), "json_schema": description])]
            case .structuredOutputs: return ["structured_outputs": .object(["json": schema])]
            case .guided: return ["guided_json": schema]
            case .jsonSchema: return ["json_schema": schema]
            case .responseFormatRegex, .regex, nil: return [:]
            }
        case .regex(let pattern):
            let field = settings.shapes == .guided ? .guided : settings.traits.regex
            switch field {
            case .responseFormatRegex:
                return ["response_format": .object(["type": .string("regex"), "pattern": .string(pattern)])]
            case .structuredOutputs: return ["structured_outputs": .object(["regex": .string(pattern)])]
            case .guided: return ["guided_regex": .string(pattern)]
            case .regex: return ["regex": .string(pattern)]
            case .responseFormat, .jsonSchema, nil: return [:]
            }
        }
    }
}
