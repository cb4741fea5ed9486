/// Keeps what a model thinks apart from what it answers.
package enum ReasoningText {
    private static let opening = Array("<think>".utf8)
    private static let closing = Array("</think>".utf8)

    /// Cuts a thinking block off the beginning of a text.
    ///
    /// The block may lack its opening tag, because some chat templates put that into the prompt; one that is never closed
    /// goes to the end: the model was cut off while it thought. A tag later in the text is part of the answer.
    ///
    /// - Returns: the thoughts without the tags, nil when there are none, and the rest; both without white space around
    ///   the cut.
    package static func split(_ text: String) -> (reasoning: String?, content: String) {
        let bytes = Array(text.utf8)
        let start = bytes.firstIndex { !isSpace($0) } ?? bytes.endIndex
        let isOpened = bytes[start...].starts(with: opening)
        let from = isOpened ? start + opening.count : start
        guard let end = find(closing, in: bytes, from: from) else {
            return isOpened ? (trimmed(bytes[from...]), "") : (nil, text)
        }
        // Without the opening tag at the front, a block that opens later belongs to the answer.
        if !isOpened, let later = find(opening, in: bytes, from: from), later < end { return (nil, text) }
        let rest = bytes[(end + closing.count)...].drop(while: isSpace)
        return (trimmed(bytes[from..<end]), String(decoding: rest, as: UTF8.self))
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> String? {
        var part = bytes.drop(while: isSpace)
        while let last = part.last, isSpace(last) { part.removeLast() }
        return part.isEmpty ? nil : String(decoding: part, as: UTF8.self)
    }

    private static func find(_ tag: [UInt8], in bytes: [UInt8], from: Int) -> Int? {
        bytes.withUnsafeBufferPointer { buffer -> Int? in
            var position = from
            while position + tag.count <= buffer.count {
                var length = 0
                while length < tag.count, buffer[position + length] == tag[length] { length += 1 }
                if length == tag.count { return position }
                position += 1
            }
            return nil
        }
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || (0x09...0x0D).contains(byte)
    }
}
