internal import Inference
internal import Support

/// The five classes as a JSON schema, for servers that hold a model to one. The fields follow the layout of the prompt, so
/// that the model thinks before it judges; a server that cannot answers in that layout, and the template reads it.
enum ScoreShape {
    static let shape = AnswerShape.schema(
        name: "assessment",
        .object([
            "type": .string("object"),
            "properties": .object([
                "natural_language": .object(["type": .string("string")]),
                "analysis": .object(["type": .string("string")]),
                "assessment": .object([
                    "type": .string("string"), "enum": .array(ScoreSettings.classes.map { .string($0) }),
                ]),
            ]),
            "required": .array(["natural_language", "analysis", "assessment"].map { .string($0) }),
            "additionalProperties": .bool(false),
        ]))

    /// The class in an answer of that shape; nil for any other text, also for JSON that was cut off.
    static func read(_ text: String) -> String? {
        // Most answers are plain text, and finding that out by an error costs more than all the rest of the reading.
        guard text.utf8.first(where: { $0 > 0x20 }) == UInt8(ascii: "{") else { return nil }
        let value = try? CanonicalJSON.decode(JSONValue.self, from: text)
        guard let word = value?["assessment"]?.string?.lowercased(), ScoreSettings.classes.contains(word) else {
            return nil
        }
        return word
    }
}
