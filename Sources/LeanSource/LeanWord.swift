/// A word of source text, compared byte by byte. `String` would take U+2126 for U+03A9 and a composed letter for its
/// parts; to Lean they are different names.
package struct LeanWord: Hashable, Sendable, ExpressibleByStringLiteral {
    /// The UTF-8 bytes.
    package let bytes: [UInt8]

    /// The word with these bytes.
    package init(_ bytes: some Sequence<UInt8>) {
        self.bytes = Array(bytes)
    }

    /// The word with the literal's UTF-8 bytes.
    package init(stringLiteral value: StaticString) {
        bytes = value.withUTF8Buffer { Array($0) }
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
