package import Foundation

/// Any JSON value: metadata that travels with a problem, evidence of a decision, request bodies.
package enum JSONValue: Sendable, Hashable, Codable {
    case null
    case bool(Bool)
    case integer(Int)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Int.self) {
            self = .integer(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode([JSONValue].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: JSONValue].self))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let value): try container.encode(value)
        case .integer(let value): try container.encode(value)
        case .number(let value): try container.encode(value)
        case .string(let value): try container.encode(value)
        case .array(let value): try container.encode(value)
        case .object(let value): try container.encode(value)
        }
    }

    /// The member of an object, or nil for a missing name or another kind of value.
    package subscript(_ name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members[name]
    }

    /// The text of a string value.
    package var string: String? {
        guard case .string(let value) = self else { return nil }
        return value
    }

    /// The value of an integer.
    package var integer: Int? {
        guard case .integer(let value) = self else { return nil }
        return value
    }

    /// The elements of an array.
    package var array: [JSONValue]? {
        guard case .array(let value) = self else { return nil }
        return value
    }

    /// The members of an object.
    package var object: [String: JSONValue]? {
        guard case .object(let value) = self else { return nil }
        return value
    }
}

/// JSON as dsprover writes it: one line, members sorted by name, slashes not escaped, so that equal values are equal bytes.
package enum CanonicalJSON {
    /// Encodes the value to one line without the line end.
    ///
    /// - Throws: `EncodingError` for a number that JSON cannot hold.
    package static func data(_ value: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(value)
    }

    /// As `data` for any value, several times as fast: request bodies and columns of the ledger are made of these.
    ///
    /// - Throws: `EncodingError` for a number that JSON cannot hold.
    package static func data(_ value: JSONValue) throws -> Data {
        Data(try JSONWriter.bytes(of: value))
    }

    /// As `data` for any value, behind what the bytes hold. When it throws, a part of the value may be there.
    ///
    /// - Throws: `EncodingError` for a number that JSON cannot hold.
    package static func append(_ value: JSONValue, to bytes: inout [UInt8]) throws {
        try JSONWriter.append(value, to: &bytes)
    }

    /// As `string` for any value, see there.
    ///
    /// - Throws: `EncodingError` for a number that JSON cannot hold.
    package static func string(_ value: JSONValue) throws -> String {
        String(decoding: try JSONWriter.bytes(of: value), as: UTF8.self)
    }

    /// As `data`, as text.
    ///
    /// - Throws: `EncodingError` for a number that JSON cannot hold.
    package static func string(_ value: some Encodable) throws -> String {
        String(decoding: try data(value), as: UTF8.self)
    }

    /// Decodes JSON text.
    ///
    /// - Throws: `DecodingError` with the place of the fault.
    package static func decode<Value: Decodable>(_ type: Value.Type, from text: String) throws -> Value {
        try JSONDecoder().decode(type, from: Data(text.utf8))
    }
}
