internal import Support

/// Reads one mapping of the configuration: every key that is not asked for is an error, every missing key has a default.
///
/// A misspelt key that is silently ignored costs a night of GPU time; so `finish()` must be the last call of every
/// `init(from:)` that uses this reader.
struct SettingsReader {
    private let container: KeyedDecodingContainer<AnyKey>
    private var known: Set<String> = []

    struct AnyKey: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { return nil }
    }

    init(_ decoder: any Decoder) throws {
        container = try decoder.container(keyedBy: AnyKey.self)
    }

    mutating func value<Value: Decodable>(_ name: String, default fallback: Value) throws -> Value {
        try optional(name, Value.self) ?? fallback
    }

    mutating func optional<Value: Decodable>(_ name: String, _ type: Value.Type = Value.self) throws -> Value? {
        known.insert(name)
        return try container.decodeIfPresent(type, forKey: AnyKey(stringValue: name))
    }

    mutating func required<Value: Decodable>(_ name: String, _ type: Value.Type = Value.self) throws -> Value {
        known.insert(name)
        return try container.decode(type, forKey: AnyKey(stringValue: name))
    }

    /// A number that must lie in the range.
    mutating func number<Number: Decodable & Comparable & Sendable>(
        _ name: String, in range: ClosedRange<Number>, default fallback: Number
    ) throws -> Number {
        let value: Number = try value(name, default: fallback)
        guard range.contains(value) else {
            throw fault(name, "must be between \(range.lowerBound) and \(range.upperBound), but is \(value)")
        }
        return value
    }

    /// A number that must lie in the range, if it is given.
    mutating func optionalNumber<Number: Decodable & Comparable & Sendable>(
        _ name: String, in range: ClosedRange<Number>
    ) throws -> Number? {
        guard let value: Number = try optional(name) else { return nil }
        guard range.contains(value) else {
            throw fault(name, "must be between \(range.lowerBound) and \(range.upperBound), but is \(value)")
        }
        return value
    }

    /// A length of time in seconds that must lie in the range.
    mutating func seconds(
        _ name: String, in range: ClosedRange<Double>, default fallback: Duration
    ) throws -> Duration {
        .seconds(try number(name, in: range, default: fallback.seconds))
    }

    /// One of the words of a closed set. `off` and `on` are words here, although YAML takes them for truth values.
    mutating func word<Word: RawRepresentable & CaseIterable>(
        _ name: String, default fallback: Word
    ) throws -> Word where Word.RawValue == String {
        guard let text: String = try optional(name) else { return fallback }
        guard let word = Word(rawValue: text) else {
            let words = Word.allCases.map(\.rawValue).joined(separator: ", ")
            throw fault(name, "is \"\(text)\"; it must be one of \(words)")
        }
        return word
    }

    /// An error about one key, with its place in the file.
    func fault(_ name: String, _ text: String) -> DecodingError {
        DecodingError.dataCorrupted(
            .init(codingPath: container.codingPath + [AnyKey(stringValue: name)], debugDescription: text))
    }

    func finish() throws {
        let unknown = container.allKeys.map(\.stringValue).filter { !known.contains($0) }.sorted()
        guard let first = unknown.first else { return }
        throw fault(first, "is not a known setting; known here: \(known.sorted().joined(separator: ", "))")
    }
}
