internal import LeanSource

/// Finds the places of a proof in the answer that it was taken from, so that a message names the line that its author sees:
/// behind prose and fences, below the statement, with the indentation that the answer has.
///
/// A proof's lines stand in the answer one below the other, only their white space differs; the last such run counts,
/// because drafts come before the answer proper.
struct AnswerPlaces {
    /// Most bytes compared for one chunk: a text of many equal lines gets no places rather than taking forever.
    private static let budget = 1 << 18

    private let answer: [Line]

    init(_ answer: String) {
        self.answer = Self.lines(answer)
    }

    /// The messages with their places in the answer. What cannot be found there keeps its place in the proof alone.
    ///
    /// - Parameter statement: the statement when it was taken from the same text, so that its messages are moved too.
    func moved(_ messages: [LeanMessage], of proof: ProofBody, statement: LockedStatement? = nil) -> [LeanMessage] {
        guard !messages.isEmpty else { return messages }
        let chunks = Self.chunks(of: proof).map { (chunk: $0, found: find($0.lines)) }
        let signature = statement.map { Self.lines($0.signature) }
        let head = signature.flatMap { find($0) }
        return messages.map { message in
            if message.isInStatement {
                guard let signature, let head, let place = head.place(message.line - 1, message.column, signature)
                else {
                    return message
                }
                return message.placed(line: place.line, column: place.column, isInStatement: false)
            }
            for (chunk, found) in chunks {
                let index = message.line - chunk.firstLine
                guard let found, let place = found.place(index, message.column, chunk.lines) else { continue }
                return message.placed(line: place.line, column: place.column, isInStatement: false)
            }
            return message
        }
    }

    // MARK: Lines

    /// A line without the white space around it.
    private struct Line {
        let text: [UInt8]
        /// Code points before the text.
        let indent: Int
    }

    private static func lines(_ text: String) -> [Line] {
        text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).map { line in
            // Tabs inside a line are blanks in the proof.
            let bytes = line.map { $0 == 0x09 || $0 == 0x0D ? 0x20 : $0 }
            guard let first = bytes.firstIndex(where: { $0 != 0x20 }), let last = bytes.lastIndex(where: { $0 != 0x20 })
            else { return Line(text: [], indent: 0) }
            return Line(text: Array(bytes[first...last]), indent: first)
        }
    }

    /// Lines of the proof's whole text that stand together in the answer.
    private struct Chunk {
        /// Number of the first line in the whole text, from 1.
        let firstLine: Int
        let lines: [Line]
    }

    private static func chunks(of proof: ProofBody) -> [Chunk] {
        var chunks: [Chunk] = []
        var line = 1
        for helper in proof.helpers {
            let lines = lines(helper)
            chunks.append(Chunk(firstLine: line, lines: lines))
            // An empty line stands behind each helper.
            line += lines.count + 1
        }
        // And one that announces the proof behind the last.
        if !proof.helpers.isEmpty { line += 1 }
        chunks.append(Chunk(firstLine: line, lines: lines(proof.text)))
        return chunks
    }

    // MARK: Finding

    /// Where lines were found.
    private struct Found {
        /// Index of the answer's line that holds the first of them.
        let start: Int
        /// Code points before each line's text.
        let offsets: [Int]

        func place(_ index: Int, _ column: Int, _ lines: [Line]) -> (line: Int, column: Int)? {
            guard lines.indices.contains(index) else { return nil }
            return (start + index + 1, offsets[index] + max(0, column - lines[index].indent))
        }
    }

    private func find(_ lines: [Line]) -> Found? {
        guard let first = lines.first, !first.text.isEmpty, lines.count <= answer.count else { return nil }
        var left = Self.budget
        for start in stride(from: answer.count - lines.count, through: 0, by: -1) {
            guard left > 0 else { return nil }
            if let found = match(lines, at: start, &left) { return found }
        }
        return nil
    }

    private func match(_ lines: [Line], at start: Int, _ left: inout Int) -> Found? {
        var offsets: [Int] = []
        for (index, line) in lines.enumerated() {
            let isLast = index == lines.count - 1
            guard let offset = Self.offset(of: line.text, in: answer[start + index], index == 0, isLast, &left) else {
                return nil
            }
            offsets.append(offset)
        }
        return Found(start: start, offsets: offsets)
    }

    /// Code points before the text in the line. Something else may stand before it in the first line and behind it in the
    /// last one: the statement, a fence.
    private static func offset(
        of text: [UInt8], in line: Line, _ isFirst: Bool, _ isLast: Bool, _ left: inout Int
    ) -> Int? {
        let room = line.text.count - text.count
        guard room >= 0, isFirst || isLast || room == 0 else {
            left -= 1
            return nil
        }
        // The last occurrence: of what repeats itself before the proof, the statement has the first.
        var start = isFirst ? room : 0
        let end = isLast ? 0 : start
        while start >= end, left > 0 {
            left -= 1
            if text.isEmpty || line.text[start] == text[0] {
                left -= text.count
                if line.text[start..<start + text.count].elementsEqual(text) {
                    return line.indent + line.text[..<start].count { $0 & 0xC0 != 0x80 }
                }
            }
            start -= 1
        }
        return nil
    }
}
