/// Writes a `JSONValue` as `CanonicalJSON` does, byte for byte what Foundation's encoder writes, without its detour over
/// containers of boxed values.
struct JSONWriter {
    private var bytes: [UInt8] = []

    /// The value on one line: members sorted by name, slashes not escaped.
    ///
    /// - Throws: `EncodingError` for a number that JSON cannot hold.
    static func bytes(of value: JSONValue) throws -> [UInt8] {
        var writer = JSONWriter()
        writer.bytes.reserveCapacity(256)
        try writer.write(value)
        return writer.bytes
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
        bytes.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { source in
            // Stretches without escapes go over in one piece.
            var start = 0
            while true {
                let position = JSONWriter.nextEscape(in: source, from: start)
                bytes.append(contentsOf: UnsafeBufferPointer(rebasing: source[start..<position]))
                guard position < source.count else { break }
                escape(source[position])
                start = position + 1
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// The first byte from there on that cannot stand in a string of JSON as it is, or the end. Eight bytes at a time as one
    /// number, in which a byte that is zero, or smaller than another, is found by its borrow (Warren, Hacker's Delight, 6-1).
    private static func nextEscape(in source: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let tops: UInt64 = 0x8080_8080_8080_8080
        let raw = UnsafeRawBufferPointer(source)
        var position = start
        while position + 8 <= source.count {
            let word = raw.loadUnaligned(fromByteOffset: position, as: UInt64.self)
            let quotes = word ^ (ones &* 0x22)
            let slashes = word ^ (ones &* 0x5C)
            let control = (word &- ones &* 0x20) & ~word
            // A borrow may mark bytes behind the first that is meant, so the bytes of a marked word are looked at one by one.
            if (control | (quotes &- ones) & ~quotes | (slashes &- ones) & ~slashes) & tops != 0 { break }
            position += 8
        }
        while position < source.count {
            let byte = source[position]
            if byte < 0x20 || byte == 0x22 || byte == 0x5C { break }
            position += 1
        }
        return position
    }

    private mutating func escape(_ byte: UInt8) {
        switch byte {
        case 0x22: append("\\\"")
        case 0x5C: append("\\\\")
        case 0x08: append("\\b")
        case 0x09: append("\\t")
        case 0x0A: append("\\n")
        case 0x0C: append("\\f")
        case 0x0D: append("\\r")
        default:
            append("\\u00")
            let digits = Array("0123456789abcdef".utf8)
            bytes.append(digits[Int(byte >> 4)])
            bytes.append(digits[Int(byte & 15)])
        }
    }

    private mutating func append(_ text: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }
}
