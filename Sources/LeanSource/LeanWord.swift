/// A word of source text, compared byte by byte. `String` would take U+2126 for U+03A9 and a composed letter for its
/// parts; to Lean they are different names.
///
/// Every token is looked up in several vocabularies, so words of up to 15 bytes are kept in two integers.
package struct LeanWord: Hashable, Sendable, ExpressibleByStringLiteral {
    private var high: UInt64 = 0
    /// The last byte is the count of a short word, and 255 for a long one.
    private var low: UInt64 = 0
    private var long: [UInt8]?

    /// The word with these bytes.
    package init(_ bytes: some Collection<UInt8>) {
        let count = bytes.count
        guard count <= 15 else {
            low = 255
            long = Array(bytes)
            return
        }
        var position = 0
        for byte in bytes {
            if position < 8 {
                high |= UInt64(byte) << (56 - 8 * position)
            } else {
                low |= UInt64(byte) << (120 - 8 * position)
            }
            position += 1
        }
        low |= UInt64(count)
    }

    /// The word with the literal's UTF-8 bytes.
    package init(stringLiteral value: StaticString) {
        self.init(UnsafeBufferPointer(start: value.utf8Start, count: value.utf8CodeUnitCount))
    }

    /// How many bytes it has.
    var count: Int { long?.count ?? Int(low & 0xFF) }

    /// The UTF-8 bytes.
    package var bytes: [UInt8] {
        if let long { return long }
        return (0..<count).map { position in
            let half = position < 8 ? high >> (56 - 8 * position) : low >> (120 - 8 * position)
            return UInt8(truncatingIfNeeded: half)
        }
    }

    /// The word as text, for messages; invalid bytes are shown as replacement characters.
    package var text: String {
        String(decoding: bytes, as: UTF8.self)
    }

    /// Whether the word begins with these bytes.
    func hasPrefix(_ prefix: LeanWord) -> Bool {
        bytes.starts(with: prefix.bytes)
    }

    /// The words of a blank-separated list; vocabularies are written down this way.
    static func set(_ list: String) -> Set<LeanWord> {
        var words: Set<LeanWord> = []
        for word in list.utf8.split(whereSeparator: { $0 == 0x20 || $0 == 0x0A }) {
            words.insert(LeanWord(word))
        }
        return words
    }
}

/// The components of a name as Lean sees them: `Lean.«Elab».x` has three, and quotes do not count.
enum LeanName {
    /// The components of an identifier token, unquoted.
    static func components(of bytes: ArraySlice<UInt8>) -> [LeanWord] {
        var components: [LeanWord] = []
        var current: [UInt8] = []
        var index = bytes.startIndex
        var isQuoted = false
        while index < bytes.endIndex {
            let isGuillemet =
                bytes[index] == 0xC2 && index + 1 < bytes.endIndex
                && bytes[index + 1] == (isQuoted ? 0xBB : 0xAB)
            if isGuillemet {
                isQuoted.toggle()
                index += 2
            } else if bytes[index] == 0x2E && !isQuoted {
                components.append(LeanWord(current))
                current.removeAll(keepingCapacity: true)
                index += 1
            } else {
                current.append(bytes[index])
                index += 1
            }
        }
        components.append(LeanWord(current))
        return components
    }
}
