/// Writes a `JSONValue` as `CanonicalJSON` does, byte for byte what Foundation's encoder writes, without its detour over
/// containers of boxed values.
struct JSONWriter {
    private var bytes: [UInt8] = []

    /// The value on one line: members sorted by name, slashes not escaped.
    ///
    /// - Throws: `EncodingError` for a number that JSON cannot hold.
    static func bytes(of value: JSONValue) throws -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(256)
        try append(value, to: &bytes)
        return bytes
    }

    /// As above, behind what the bytes hold. Of a value that cannot be written, a part may be there afterwards.
    static func append(_ value: JSONValue, to bytes: inout [UInt8]) throws {
        // Moved in and out: a second owner would make the first change copy all of it.
        var writer = JSONWriter()
        swap(&writer.bytes, &bytes)
        defer { swap(&writer.bytes, &bytes) }
        try writer.write(value)
    }

    private mutating func write(_ value: JSONValue) throws {
        switch value {
        case .null: append("null")
        case .bool(let value): append(value ? "true" : "false")
        case .integer(let value): bytes.append(contentsOf: String(value).utf8)
        case .number(let value): try write(value)
        case .string(let text): write(text)
        case .array(let elements):
            bytes.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                try write(element)
            }
            bytes.append(UInt8(ascii: "]"))
        case .object(let members):
            bytes.append(UInt8(ascii: "{"))
            for (index, name) in members.keys.sorted(by: JSONWriter.precedes).enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                write(name)
                bytes.append(UInt8(ascii: ":"))
                try write(members[name] ?? .null)
            }
            bytes.append(UInt8(ascii: "}"))
        }
    }

    private static func precedes(_ left: String, _ right: String) -> Bool {
        left.utf8.lexicographicallyPrecedes(right.utf8)
    }

    private mutating func write(_ number: Double) throws {
        guard number.isFinite else {
            throw EncodingError.invalidValue(
                number, .init(codingPath: [], debugDescription: "\(number) is no number of JSON"))
        }
        let text = number.description
        bytes.append(contentsOf: (text.hasSuffix(".0") ? text.dropLast(2) : text[...]).utf8)
    }

    private mutating func write(_ text: String) {
        var text = text
        text.withUTF8 { JSONText.append(string: $0, to: &bytes) }
    }

    private mutating func append(_ text: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }
}
