internal import Support

/// Writes JSON members in the order they come into a byte buffer, spelled as `CanonicalJSON` spells them.
///
/// An export of a million rows is bound by the encoder; this one writes a row without building a tree first. The callers
/// give the names of an object in sorted order, so that a line is the canonical one.
struct JSONLineWriter {
    /// The bytes so far.
    private(set) var bytes: [UInt8] = []
    private var needsComma = false

    init() { bytes.reserveCapacity(1 << 17) }

    /// Forgets the bytes and keeps the memory.
    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
    }

    /// Ends the line.
    mutating func endLine() {
        bytes.append(0x0A)
        needsComma = false
    }

    mutating func beginObject() { open(UInt8(ascii: "{")) }
    mutating func endObject() { close(UInt8(ascii: "}")) }
    mutating func beginArray() { open(UInt8(ascii: "[")) }
    mutating func endArray() { close(UInt8(ascii: "]")) }

    /// The name of the next member.
    mutating func name(_ name: StaticString) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        bytes.append(contentsOf: UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    mutating func value(_ text: String?) {
        guard var text else { return null() }
        text.withUTF8 { value(bytes: $0) }
    }

    mutating func value(_ texts: [String]) {
        beginArray()
        for text in texts { value(text) }
        endArray()
    }

    mutating func value(_ number: Int) {
        separate()
        bytes.append(contentsOf: String(number).utf8)
    }

    /// A value of any shape; object members are sorted by name.
    ///
    /// - Throws: `EncodingError` for a number that JSON cannot hold.
    mutating func value(_ value: JSONValue) throws {
        separate()
        try CanonicalJSON.append(value, to: &bytes)
    }

    /// A string from its UTF-8 bytes.
    mutating func value(bytes text: UnsafeBufferPointer<UInt8>) {
        separate()
        JSONText.append(string: text, to: &bytes)
    }

    private mutating func null() {
        separate()
        bytes.append(contentsOf: "null".utf8)
    }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = true
    }

    private mutating func open(_ bracket: UInt8) {
        separate()
        bytes.append(bracket)
        needsComma = false
    }

    private mutating func close(_ bracket: UInt8) {
        bytes.append(bracket)
        needsComma = true
    }
}
