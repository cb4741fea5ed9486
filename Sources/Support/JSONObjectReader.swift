/// Reads a JSON Lines file object by object, in memory that one line bounds.
///
/// Blank lines are skipped; they count for line numbers. A byte order mark at the start of the file and CR before the line
/// ends are accepted.
package struct JSONObjectReader: ~Copyable {
    /// What stands on a line.
    package enum Line: Sendable, Hashable {
        /// The members of the object, and the bytes that they were read from.
        case object([String: JSONValue], source: ArraySlice<UInt8>)
        case bad(Fault)
    }

    /// A line that holds no object.
    package struct Fault: Sendable, Hashable {
        /// What is wrong; the words are stable.
        package enum Reason: String, Sendable, CaseIterable {
            /// The bytes are not UTF-8.
            case notUTF8 = "not-utf8"
            /// Not a JSON text.
            case notJSON = "not-json"
            /// JSON, but not an object.
            case notObject = "not-object"
            /// The line is longer than the limit.
            case tooLong = "too-long"
            /// The line holds nothing but NUL and other control characters: most often a file cut by a crash.
            case controlCharacters = "control-characters"
        }

        package let reason: Reason
        /// What is wrong, as a sentence without place.
        package let detail: String
        /// The start of the line, see `Excerpt`.
        package let excerpt: String
    }

    private var lines: LineReader
    private let maximumLength: Int

    /// Opens the file; `-` means standard input.
    ///
    /// - Parameter maximumLength: longest line in bytes that is read; longer ones are reported and skipped.
    /// - Throws: `LineReader.Failure` when it cannot be opened.
    package init(path: String, maximumLength: Int = 1 << 20) throws(LineReader.Failure) {
        lines = try LineReader(path: path, maximumLength: maximumLength)
        self.maximumLength = maximumLength
    }

    /// Number of the line returned last, counted from 1.
    package var lineNumber: Int { lines.lineNumber }

    /// The next line that is not blank, or nil at the end of the file.
    ///
    /// - Throws: `LineReader.Failure` when reading fails.
    package mutating func next() throws(LineReader.Failure) -> Line? {
        while let line = try lines.next() {
            switch line {
            case .tooLong(let length):
                let detail = "the line has \(length) bytes, more than \(maximumLength)"
                return .bad(Fault(reason: .tooLong, detail: detail, excerpt: ""))
            case .bytes(let bytes):
                let isMarked = lines.lineNumber == 1 && bytes.starts(with: [0xEF, 0xBB, 0xBF])
                if let line = Self.read(isMarked ? bytes[3...] : bytes[...]) { return line }
            }
        }
        return nil
    }

    private static func read(_ bytes: ArraySlice<UInt8>) -> Line? {
        guard bytes.contains(where: { $0 != 0x20 && $0 != 0x09 && $0 != 0x0D }) else { return nil }
        func bad(_ reason: Fault.Reason, _ detail: String) -> Line {
            .bad(Fault(reason: reason, detail: detail, excerpt: Excerpt.start(of: bytes)))
        }
        guard bytes.contains(where: { $0 > 0x20 && $0 != 0x7F }) else {
            return bad(.controlCharacters, "the line holds nothing but control characters")
        }
        guard bytes.allSatisfy({ $0 < 0x80 }) || String(validating: bytes, as: UTF8.self) != nil else {
            return bad(.notUTF8, "the line is not UTF-8")
        }
        do throws(JSONReader.Fault) {
            let value = try bytes.withUnsafeBufferPointer { buffer throws(JSONReader.Fault) in
                try JSONReader.value(of: buffer)
            }
            guard case .object(let members) = value else {
                return bad(.notObject, "the line is JSON but not an object")
            }
            return .object(members, source: bytes)
        } catch {
            return bad(.notJSON, "not JSON: \(error.detail) (byte \(error.offset + 1))")
        }
    }
}
