/// What the answers of a server teach about it, so that no call makes the same mistake twice. Pure.
struct ServerLessons: Sendable, Hashable {
    /// A field of the request that a server may not know.
    enum Field: String, Sendable, Hashable, CaseIterable {
        /// Several samples in one call.
        case samples
        /// The shape of the answer.
        case shape
        /// `max_tokens`, where `max_completion_tokens` is wanted, or the other way round.
        case tokenLimit
        case seed
    }

    /// The fields that are not sent any more; the token limit goes by its other name.
    private(set) var learned: Set<Field> = []

    /// The server gave fewer samples than it was asked for in one call.
    mutating func gave(_ count: Int, of wanted: Int) {
        // One of many is a server that does not know `n`; anything else is an accident of this call.
        if wanted > 1, count == 1 { learned.insert(.samples) }
    }

    /// The server refused a field.
    ///
    /// - Returns: whether that is new.
    mutating func refused(_ field: Field) -> Bool {
        learned.insert(field).inserted
    }

    /// Which field a refusal is about.
    ///
    /// - Parameters:
    ///   - parameter: what the server names as the culprit (`error.param`), if it does.
    ///   - message: its words.
    static func field(parameter: String?, message: String) -> Field? {
        let names: [(Field, [String])] = [
            (.shape, ["response_format", "structured_outputs", "guided_json", "guided_regex", "json_schema", "regex"]),
            (.tokenLimit, ["max_tokens", "max_completion_tokens"]), (.seed, ["seed"]), (.samples, ["n"]),
        ]
        if let parameter {
            let first = parameter.prefix { $0 != "." && $0 != "[" }
            if let found = names.first(where: { $0.1.contains(String(first)) }) { return found.0 }
        }
        let words = message.lowercased().split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init)
        if words.contains("completion"), words.contains("choice") { return .samples }
        // The letter alone says nothing; as a quoted name it does.
        if ["'n'", "\"n\"", "`n`"].contains(where: message.contains) { return .samples }
        return names.dropLast().first { $0.1.contains(where: words.contains) }?.0
    }
}
