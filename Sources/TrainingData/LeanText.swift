/// The small forms of Lean text that training formats prescribe, worked out on bytes.
enum LeanText {
    /// The text as a doc comment `/-- … -/` with a line end.
    ///
    /// Lean's comments nest, so neither `-/` nor `/-` may appear in the text: a space is put between the two characters.
    static func docComment(_ text: String) -> [UInt8] {
        var result = Array("/-- ".utf8)
        for byte in text.utf8 {
            let previous = result.last
            if (byte == UInt8(ascii: "/") && previous == UInt8(ascii: "-"))
                || (byte == UInt8(ascii: "-") && previous == UInt8(ascii: "/"))
            {
                result.append(UInt8(ascii: " "))
            }
            result.append(byte)
        }
        result.append(contentsOf: " -/\n".utf8)
        return result
    }

    /// The statement with exactly ` := by` (for a term ` :=`) and a line end behind it, whatever it ended with before.
    static func openStatement(_ statement: String, forTerm: Bool = false) -> [UInt8] {
        var bytes = trimmedEnd(Array(statement.utf8)[...])
        for ending in ["sorry", "by", ":="] {
            guard bytes.count >= ending.utf8.count, bytes.suffix(ending.utf8.count).elementsEqual(ending.utf8) else {
                continue
            }
            let rest = bytes.dropLast(ending.utf8.count)
            // A word only counts as the open proof when it stands alone, as in `:= by`, not at the end of a name.
            if ending != ":=", let last = rest.last, last != 0x20, last != 0x0A, last != UInt8(ascii: "=") { continue }
            let trimmed = trimmedEnd(rest)
            guard
                ending == ":=" || trimmed.suffix(2).elementsEqual(":=".utf8)
                    || trimmed.suffix(2).elementsEqual("by".utf8)
            else { continue }
            bytes = trimmed
        }
        return Array(bytes) + Array((forTerm ? " :=\n" : " := by\n").utf8)
    }

    /// The tactic block so that it can stand behind `:= by` and a line end: indented, with one line end at its end.
    ///
    /// A block whose first line is indented already is left as it is, for its other lines are aligned with that one. A
    /// leading `by` gives way to two spaces for the same reason.
    static func tacticBlock(_ proof: String) -> [UInt8] {
        var bytes = Array(trimmedEnd(Array(proof.utf8)[...]))
        if bytes.starts(with: "by".utf8), bytes.count == 2 || bytes[2] <= 0x20 {
            bytes.replaceSubrange(0..<2, with: "  ".utf8)
        }
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).drop { $0.allSatisfy { $0 == 0x20 } }
        guard let first = lines.first else { return [0x0A] }
        let indents = first.first != 0x20
        var result: [UInt8] = []
        for line in lines {
            if indents && !line.isEmpty { result.append(contentsOf: "  ".utf8) }
            result.append(contentsOf: line)
            result.append(0x0A)
        }
        return result
    }

    /// A fence that is longer than any run of backticks in the text.
    static func fence(for text: [UInt8]) -> [UInt8] {
        var longest = 2
        var run = 0
        for byte in text {
            run = byte == UInt8(ascii: "`") ? run + 1 : 0
            longest = max(longest, run)
        }
        return [UInt8](repeating: UInt8(ascii: "`"), count: longest + 1)
    }

    private static func trimmedEnd(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        bytes.dropLast(bytes.reversed().prefix { $0 == 0x20 || (0x09...0x0D).contains($0) }.count)
    }
}
