package import Foundation

/// Reads one JSON text (RFC 8259) from bytes into a `JSONValue`.
///
/// A reader of our own because an import must be fast and must say what is wrong with a line: Foundation's decoder needs a
/// throw per guessed type to decode a value of unknown shape. Integers that do not fit 64 bits and numbers beyond
/// `Double` are kept as strings of their digits, so that no value is changed on its way to the export.
package struct JSONReader {
    /// What is wrong and where.
    package struct Fault: Error, Equatable {
        /// Byte offset, counted from 0.
        package let offset: Int
        /// The fault as a sentence without place.
        package let detail: String
    }

    /// Deepest nesting of arrays and objects that is read.
    package static let maximumDepth = 128

    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0

    private init(bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    /// Reads the whole text; the bytes must be valid UTF-8.
    ///
    /// - Throws: `Fault` for anything but one JSON value between white space.
    package static func value(of bytes: UnsafeBufferPointer<UInt8>) throws(Fault) -> JSONValue {
        var reader = JSONReader(bytes: bytes)
        reader.skipWhiteSpace()
        let value = try reader.value(depth: 0)
        reader.skipWhiteSpace()
        guard reader.position == bytes.count else { throw reader.fault("there is something behind the JSON value") }
        return value
    }

    /// As above, for bytes from outside: a byte order mark is passed over.
    ///
    /// - Throws: `Fault` also for what is not UTF-8.
    package static func value(ofUTF8 data: Data) throws(Fault) -> JSONValue {
        var bytes = [UInt8](data)[...]
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
        guard bytes.allSatisfy({ $0 < 0x80 }) || String(validating: bytes, as: UTF8.self) != nil else {
            throw Fault(offset: 0, detail: "this is not UTF-8")
        }
        return try bytes.withUnsafeBufferPointer { buffer throws(Fault) in try value(of: buffer) }
    }

    private func fault(_ detail: String) -> Fault {
        Fault(offset: position, detail: detail)
    }

    private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipWhiteSpace() {
        while let byte = current, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { position += 1 }
    }

    private mutating func value(depth: Int) throws(Fault) -> JSONValue {
        guard let byte = current else { throw fault("the text ends where a value should be") }
        switch byte {
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "{"): return .object(try object(depth: depth))
        case UInt8(ascii: "["): return .array(try array(depth: depth))
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "-"), 0x30...0x39: return try number()
        case UInt8(ascii: "N"), UInt8(ascii: "I"): throw fault("NaN and Infinity are not JSON")
        default: throw fault("a value cannot start here")
        }
    }

    private mutating func word(_ word: StaticString, _ value: JSONValue) throws(Fault) -> JSONValue {
        let count = word.utf8CodeUnitCount
        guard position + count <= bytes.count,
            (0..<count).allSatisfy({ bytes[position + $0] == word.utf8Start[$0] })
        else { throw fault("this is none of true, false, null") }
        position += count
        return value
    }

    private mutating func object(depth: Int) throws(Fault) -> [String: JSONValue] {
        guard depth < Self.maximumDepth else { throw fault("nested deeper than \(Self.maximumDepth) levels") }
        var members: [String: JSONValue] = [:]
        position += 1
        skipWhiteSpace()
        if current == UInt8(ascii: "}") {
            position += 1
            return members
        }
        while true {
            guard current == UInt8(ascii: "\"") else { throw fault("a member name in quotation marks is missing") }
            let name = try string()
            skipWhiteSpace()
            guard current == UInt8(ascii: ":") else { throw fault("a colon is missing") }
            position += 1
            skipWhiteSpace()
            members[name] = try value(depth: depth + 1)
            skipWhiteSpace()
            if try ended(by: UInt8(ascii: "}")) { return members }
        }
    }

    private mutating func array(depth: Int) throws(Fault) -> [JSONValue] {
        guard depth < Self.maximumDepth else { throw fault("nested deeper than \(Self.maximumDepth) levels") }
        var elements: [JSONValue] = []
        position += 1
        skipWhiteSpace()
        if current == UInt8(ascii: "]") {
            position += 1
            return elements
        }
        while true {
            elements.append(try value(depth: depth + 1))
            skipWhiteSpace()
            if try ended(by: UInt8(ascii: "]")) { return elements }
        }
    }

    /// Whether the closing bracket stands here; otherwise goes on behind a comma.
    private mutating func ended(by closer: UInt8) throws(Fault) -> Bool {
        guard let byte = current, byte == closer || byte == UInt8(ascii: ",") else {
            throw fault(current == nil ? "the text ends in the middle" : "a comma or a closing bracket is missing")
        }
        position += 1
        if byte == closer { return true }
        skipWhiteSpace()
        return false
    }

    private mutating func number() throws(Fault) -> JSONValue {
        let start = position
        if current == UInt8(ascii: "-") { position += 1 }
        let leadingZero = current == 0x30
        guard skipDigits() > 0, !leadingZero || position - start <= (bytes[start] == 0x2D ? 2 : 1) else {
            throw fault("this is not a number as JSON writes it")
        }
        var isInteger = true
        if current == UInt8(ascii: ".") {
            isInteger = false
            position += 1
            guard skipDigits() > 0 else { throw fault("digits are missing behind the decimal point") }
        }
        if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
            isInteger = false
            position += 1
            if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { position += 1 }
            guard skipDigits() > 0 else { throw fault("digits are missing in the exponent") }
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if isInteger { return Int(text).map { .integer($0) } ?? .string(text) }
        guard let double = Double(text), double.isFinite else { return .string(text) }
        // `1.0` and `1e3` are integers to Foundation's decoder and are written without a point by its encoder.
        return Int(exactly: double).map { .integer($0) } ?? .number(double)
    }

    private mutating func skipDigits() -> Int {
        let start = position
        while let byte = current, (0x30...0x39).contains(byte) { position += 1 }
        return position - start
    }

    private mutating func string() throws(Fault) -> String {
        position += 1
        let start = position
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                let text = String(decoding: bytes[start..<position], as: UTF8.self)
                position += 1
                return text
            case UInt8(ascii: "\\"):
                return try escapedString(from: start)
            case 0..<0x20:
                throw fault("a control character stands unescaped in a string")
            default:
                position += 1
            }
        }
        throw fault("a string is not closed")
    }

    /// The slow way for strings with escapes; `position` is at the first backslash.
    private mutating func escapedString(from start: Int) throws(Fault) -> String {
        var text = Array(bytes[start..<position])
        // Stretches without escapes go over in one piece.
        var plain = position
        while let byte = current {
            switch byte {
            case UInt8(ascii: "\""):
                text.append(contentsOf: bytes[plain..<position])
                position += 1
                return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"):
                text.append(contentsOf: bytes[plain..<position])
                position += 1
                try appendEscape(to: &text)
                plain = position
            case 0..<0x20:
                throw fault("a control character stands unescaped in a string")
            default:
                position += 1
            }
        }
        throw fault("a string is not closed")
    }

    private mutating func appendEscape(to text: inout [UInt8]) throws(Fault) {
        guard let byte = current else { throw fault("a string is not closed") }
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"):
            position += 1
            text.append(contentsOf: UTF8.encode(try escapedScalar())!)
            return
        default: throw fault("this escape does not exist in JSON")
        }
        position += 1
    }

    private mutating func escapedScalar() throws(Fault) -> Unicode.Scalar {
        let unit = try hexadecimal()
        if let scalar = Unicode.Scalar(unit) { return scalar }
        guard unit < 0xDC00, current == UInt8(ascii: "\\"), position + 1 < bytes.count,
            bytes[position + 1] == UInt8(ascii: "u")
        else { throw fault("half of a surrogate pair stands alone") }
        position += 2
        let low = try hexadecimal()
        guard (0xDC00..<0xE000).contains(low) else { throw fault("half of a surrogate pair stands alone") }
        return Unicode.Scalar(0x10000 + (UInt32(unit) - 0xD800) << 10 + (UInt32(low) - 0xDC00))!
    }

    private mutating func hexadecimal() throws(Fault) -> UInt16 {
        var value: UInt16 = 0
        for _ in 0..<4 {
            guard let byte = current, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw fault("four hexadecimal digits are missing behind \\u")
            }
            value = value << 4 | UInt16(digit)
            position += 1
        }
        return value
    }
}
