internal import LeanSource

/// The proof of an export row, with tidy lines: at once for the texts that are tidy already, as most are.
enum ExportProof {
    /// The text of the proof without its helpers, see `ProofBody.normalized`.
    static func text(_ wholeText: String, style: ProofBody.Style) -> String {
        if isTidy(wholeText) { return wholeText }
        return ProofBody(wholeText: wholeText, style: style).normalized.text
    }

    /// The file of a plain statement and a tidy proof: every line of the proof goes in by two columns.
    static func code(_ signature: String, _ tidy: String, style: ProofBody.Style) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(signature.utf8.count + tidy.utf8.count * 2 + 16)
        bytes.append(contentsOf: signature.utf8)
        bytes.append(contentsOf: style == .tactics ? " := by\n".utf8 : " :=\n".utf8)
        bytes.append(contentsOf: "  ".utf8)
        for byte in tidy.utf8 {
            bytes.append(byte)
            if byte == 0x0A { bytes.append(contentsOf: "  ".utf8) }
        }
        bytes.append(0x0A)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Whether nothing has to be moved: the first line stands at the left edge, brackets end in the line in which they begin,
    /// further lines stand at the edge as well or behind one that does, and there is nothing in which columns mean something else.
    static func isTidy(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            guard let first = bytes.first, let last = bytes.last, first > 0x20, last > 0x20 else { return false }
            if bytes.starts(with: "theorem".utf8) || bytes.starts(with: "private".utf8) { return false }
            return linesAreTidy(bytes)
        }
    }

    private static func linesAreTidy(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var previous: UInt8 = 0
        var depth = 0
        var lines = 1
        var hasEdge = false
        var inComment = false
        for (index, byte) in bytes.enumerated() {
            switch byte {
            case 0x0A:
                // A blank line, a blank at the end of one, a bracket that is open.
                guard previous > 0x20, depth == 0 else { return false }
                lines += 1
                inComment = false
                let next = bytes[(index + 1)...]
                if next.first != 0x20 {
                    // A comment may stand anywhere; only code says where the edge is.
                    hasEdge = hasEdge || !next.starts(with: "--".utf8)
                    if isTail(next) { return false }
                }
            case 0..<0x20: return false
            case _ where inComment: break
            case 0x7F, UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"): return false
            case UInt8(ascii: "-") where previous == UInt8(ascii: "-"):
                // Behind white space these two begin a comment, whatever follows.
                guard index == 1 || bytes[index - 2] <= 0x20 else { return false }
                inComment = true
            case UInt8(ascii: "-") where previous == UInt8(ascii: "/"): return false
            case UInt8(ascii: "("), UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: ")"), UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            // The brackets ⟨ ⟩ ⦃ ⦄, and white space and quotes beyond ASCII.
            case 0xC2: return false
            case 0x9F, 0xA6, 0x80: if previous == 0xE2 { return false }
            default: break
            }
            previous = byte
        }
        return depth == 0 && (lines == 1 || hasEdge)
    }

    /// What belongs to the declaration behind its proof has an edge of its own.
    private static func isTail(_ line: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        ["where", "termination_by", "decreasing_by"].contains { line.starts(with: $0.utf8) }
    }
}
