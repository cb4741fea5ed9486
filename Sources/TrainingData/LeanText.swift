/// The small forms of Lean text that training formats prescribe, worked out on bytes and appended to what a row is made of.
enum LeanText {
    /// The text as a doc comment `/-- … -/` with a line end.
    ///
    /// Lean's comments nest, so neither `-/` nor `/-` may appear in the text: a space is put between the two characters.
    static func docComment(_ text: String, to result: inout [UInt8]) {
        result.append(contentsOf: "/-- ".utf8)
        var text = text
        text.withUTF8 { bytes in
            // The opening ends in a blank, so the text's first byte is no second half.
            var previous: UInt8 = 0x20
            var start = 0
            for (index, byte) in bytes.enumerated() {
                if (byte == UInt8(ascii: "/") && previous == UInt8(ascii: "-"))
                    || (byte == UInt8(ascii: "-") && previous == UInt8(ascii: "/"))
                {
                    result.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start..<index]))
                    result.append(0x20)
                    start = index
                }
                previous = byte
            }
            result.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start...]))
        }
        result.append(contentsOf: " -/\n".utf8)
    }

    /// The statement with exactly ` := by` (for a term ` :=`) and a line end behind it, whatever it ended with before.
    static func openStatement(_ statement: String, forTerm: Bool = false, to result: inout [UInt8]) {
        var statement = statement
        statement.withUTF8 { whole in
            var bytes = trimmedEnd(whole[...])
            for ending: StaticString in ["sorry", "by", ":="] {
                let isAssignment = ending.utf8CodeUnitCount == 2 && ending.utf8Start[0] == UInt8(ascii: ":")
                guard ends(bytes, with: ending) else { continue }
                let rest = bytes.dropLast(ending.utf8CodeUnitCount)
                // A word only counts as the open proof when it stands alone, as in `:= by`, not at the end of a name.
                if !isAssignment, let last = rest.last, last != 0x20, last != 0x0A, last != UInt8(ascii: "=") {
                    continue
                }
                let trimmed = trimmedEnd(rest)
                guard isAssignment || ends(trimmed, with: ":=") || ends(trimmed, with: "by") else { continue }
                bytes = trimmed
            }
            result.append(contentsOf: UnsafeBufferPointer(rebasing: bytes))
        }
        result.append(contentsOf: forTerm ? " :=\n".utf8 : " := by\n".utf8)
    }

    /// The tactic block so that it can stand behind `:= by` and a line end: indented, with one line end at its end.
    ///
    /// A block whose first line is indented already is left as it is, for its other lines are aligned with that one. A
    /// leading `by` gives way to two spaces for the same reason.
    static func tacticBlock(_ proof: String, to result: inout [UInt8]) {
        var proof = proof
        proof.withUTF8 { whole in
            let bytes = trimmedEnd(whole[...])
            if starts(bytes, with: "by"), bytes.count == 2 || bytes[bytes.startIndex + 2] <= 0x20 {
                appendBlock(Array("  ".utf8) + bytes.dropFirst(2), to: &result)
            } else {
                appendBlock(bytes, to: &result)
            }
        }
    }

    private static func appendBlock<Bytes: BidirectionalCollection<UInt8>>(_ bytes: Bytes, to result: inout [UInt8]) {
        // Lines of blanks at the beginning go.
        var start = bytes.startIndex
        while let end = bytes[start...].firstIndex(of: 0x0A), bytes[start..<end].allSatisfy({ $0 == 0x20 }) {
            start = bytes.index(after: end)
        }
        var rest = bytes[start...]
        guard !rest.allSatisfy({ $0 == 0x20 }) else { return result.append(0x0A) }
        let indents = rest.first != 0x20
        while true {
            let end = rest.firstIndex(of: 0x0A) ?? rest.endIndex
            let line = rest[..<end]
            if indents && !line.isEmpty { result.append(contentsOf: "  ".utf8) }
            result.append(contentsOf: line)
            result.append(0x0A)
            guard end < rest.endIndex else { return }
            rest = rest[rest.index(after: end)...]
        }
    }

    /// The header with an empty line behind it, so that header, statement and proof make a file when put together; nothing
    /// for a header without words.
    static func closedHeader(_ header: String, to result: inout [UInt8]) {
        var header = header
        header.withUTF8 { bytes in
            guard let last = bytes.lastIndex(where: { $0 > 0x20 }) else { return }
            result.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[...last]))
            result.append(contentsOf: "\n\n".utf8)
        }
    }

    /// How many backticks make a fence that is longer than any run of them in the text: three or more.
    static func fenceLength(for text: [UInt8]) -> Int {
        var longest = 2
        var run = 0
        for byte in text {
            run = byte == UInt8(ascii: "`") ? run + 1 : 0
            longest = max(longest, run)
        }
        return longest + 1
    }

    private static func trimmedEnd(
        _ bytes: UnsafeBufferPointer<UInt8>.SubSequence
    ) -> UnsafeBufferPointer<UInt8>.SubSequence {
        var bytes = bytes
        while let last = bytes.last, last == 0x20 || (0x09...0x0D).contains(last) { bytes.removeLast() }
        return bytes
    }

    private static func ends(_ bytes: UnsafeBufferPointer<UInt8>.SubSequence, with ending: StaticString) -> Bool {
        bytes.count >= ending.utf8CodeUnitCount && starts(bytes.suffix(ending.utf8CodeUnitCount), with: ending)
    }

    private static func starts(_ bytes: UnsafeBufferPointer<UInt8>.SubSequence, with start: StaticString) -> Bool {
        guard bytes.count >= start.utf8CodeUnitCount else { return false }
        return zip(bytes, UnsafeBufferPointer(start: start.utf8Start, count: start.utf8CodeUnitCount)).allSatisfy(==)
    }
}
