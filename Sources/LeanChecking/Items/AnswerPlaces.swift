internal import LeanSource

/// Finds the places of a proof in the answer that it was taken from, so that a message names the line that its author sees:
/// behind prose and fences, below the statement, with the indentation and the names that the answer has.
///
/// A proof's lines stand in the answer one below the other; only their white space differs, and names where the answer
/// calls a hypothesis otherwise than the statement. The last such run of lines counts, because drafts come before the
/// answer proper.
struct AnswerPlaces {
    /// Most signs compared for one chunk: a text of many equal lines gets no places rather than taking forever.
    private static let budget = 1 << 18

    private let answer: String

    init(_ answer: String) {
        self.answer = answer
    }

    /// The messages with their places in the answer. What cannot be found there keeps its place in the proof alone.
    ///
    /// - Parameter statement: the statement when it was taken from the same text, so that its messages are moved too.
    func moved(_ messages: [LeanMessage], of proof: ProofBody, statement: LockedStatement? = nil) -> [LeanMessage] {
        guard !messages.isEmpty else { return messages }
        let chunks = Self.chunks(of: proof).map { (firstLine: $0.firstLine, found: find($0.text)) }
        let head = statement.flatMap { find($0.signature) }
        return messages.map { message in
            if message.isInStatement {
                guard let place = head?.place(message.line - 1, message.column) else { return message }
                return message.placed(line: place.line, column: place.column, isInStatement: false)
            }
            for (firstLine, found) in chunks {
                guard let place = found?.place(message.line - firstLine, message.column) else { continue }
                return message.placed(line: place.line, column: place.column, isInStatement: false)
            }
            return message
        }
    }

    /// Parts of the proof's whole text that stand together in the answer, with the number of their first line in it.
    private static func chunks(of proof: ProofBody) -> [(firstLine: Int, text: String)] {
        var chunks: [(firstLine: Int, text: String)] = []
        var line = 1
        for helper in proof.helpers {
            chunks.append((line, helper))
            // An empty line stands behind each helper.
            line += helper.utf8.count { $0 == 0x0A } + 2
        }
        // And one that announces the proof behind the last.
        if !proof.helpers.isEmpty { line += 1 }
        return chunks + [(line, proof.text)]
    }

    // MARK: Finding

    /// Where lines were found.
    private struct Found {
        let lines: [SignLine]
        /// The answer's lines from the one that holds the first of them.
        let answer: ArraySlice<SignLine>
        /// The sign of the answer's line at which each line begins.
        let offsets: [Int]

        func place(_ index: Int, _ column: Int) -> (line: Int, column: Int)? {
            guard lines.indices.contains(index) else { return nil }
            let (sign, rest) = lines[index].sign(at: column)
            let theirs = answer[answer.startIndex + index]
            return (answer.startIndex + index + 1, theirs.column(of: offsets[index] + sign) + rest)
        }
    }

    private func find(_ text: String) -> Found? {
        find(text, anyNames: false) ?? find(text, anyNames: true)
    }

    private func find(_ text: String, anyNames: Bool) -> Found? {
        let lines = SignLine.all(in: text, anyNames: anyNames)
        let answer = SignLine.all(in: answer, anyNames: anyNames)
        guard let first = lines.first, !first.signs.isEmpty, lines.count <= answer.count else { return nil }
        var left = Self.budget
        for start in stride(from: answer.count - lines.count, through: 0, by: -1) {
            guard left > 0 else { return nil }
            if let offsets = Self.match(lines, answer[start...], &left) {
                return Found(lines: lines, answer: answer[start...], offsets: offsets)
            }
        }
        return nil
    }

    private static func match(_ lines: [SignLine], _ answer: ArraySlice<SignLine>, _ left: inout Int) -> [Int]? {
        var offsets: [Int] = []
        for (index, line) in lines.enumerated() {
            let theirs = answer[answer.startIndex + index]
            guard let offset = offset(of: line, in: theirs, index == 0, index == lines.count - 1, &left) else {
                return nil
            }
            offsets.append(offset)
        }
        return offsets
    }

    /// Signs before the line's own in the answer's line. Something else may stand before it in the first line and behind it
    /// in the last one: the statement, a fence.
    private static func offset(
        of line: SignLine, in theirs: SignLine, _ isFirst: Bool, _ isLast: Bool, _ left: inout Int
    ) -> Int? {
        let count = line.signs.count
        let room = theirs.signs.count - count
        guard room >= 0, isFirst || isLast || room == 0 else {
            left -= 1
            return nil
        }
        // The last occurrence: of what repeats itself before the proof, the statement has the first.
        var start = isFirst ? room : 0
        let end = isLast ? 0 : start
        while start >= end, left > 0 {
            left -= 1
            if count == 0 || theirs.signs[start] == line.signs[0] {
                left -= count
                if theirs.signs[start..<start + count].elementsEqual(line.signs) { return start }
            }
            start -= 1
        }
        return nil
    }
}

/// A line as the signs that are compared: its bytes without the white space around them, or the same with every name as
/// one sign.
private struct SignLine {
    private(set) var signs: [UInt8] = []
    /// The column of each sign, in code points.
    private var columns: [Int] = []
    /// The column behind the last sign.
    private var end = 0

    static func all(in text: String, anyNames: Bool) -> [SignLine] {
        text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).map { SignLine($0, anyNames: anyNames) }
    }

    private init(_ bytes: Substring.UTF8View, anyNames: Bool) {
        var column = 0
        var isInName = false
        for byte in bytes {
            // Tabs inside a line are blanks in the proof.
            let sign = byte == 0x09 || byte == 0x0D ? 0x20 : byte
            let isName = anyNames && Self.belongsToName(sign)
            let isSkipped = isName && isInName || signs.isEmpty && sign == 0x20
            isInName = isName
            if !isSkipped {
                signs.append(isName ? 0x78 : sign)
                // All bytes of a code point have its column.
                columns.append(sign & 0xC0 == 0x80 ? column - 1 : column)
            }
            if sign & 0xC0 != 0x80 { column += 1 }
        }
        while signs.last == 0x20 {
            signs.removeLast()
            columns.removeLast()
        }
        end = column
    }

    private static func belongsToName(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F, 0x27: true
        default: false
        }
    }

    /// The column of a sign.
    func column(of sign: Int) -> Int { columns.indices.contains(sign) ? columns[sign] : end }

    /// The sign at a column, and how far behind its beginning the column is; a column before the first sign is its own.
    func sign(at column: Int) -> (sign: Int, rest: Int) {
        guard let sign = columns.lastIndex(where: { $0 <= column }) else { return (0, 0) }
        let first = columns.firstIndex(of: columns[sign]) ?? sign
        return (first, column - columns[sign])
    }
}
