/// Sets the lines of a proof to an indentation without changing what they say to Lean, where columns have meaning.
///
/// Models hand over proofs whose first line lost its indentation, lines with tabs (which Lean refuses), CRLF, and
/// strings that run over several lines (whose inside must not move).
struct ProofLayout {
    /// A line as it is put out, and what is needed to find a place of it in the original.
    struct Line: Sendable {
        /// The text without its line feed.
        let text: String
        /// The line of the original, counted from 1.
        let sourceLine: Int
        /// How many code points of white space the line begins with in the original and here.
        let sourceIndent: Int, indent: Int
    }

    private let lines: [SourceLine]
    /// The first line of what belongs to the declaration behind its proof: `where`, `termination_by`, `decreasing_by`.
    private let tail: Int
    private let bytes: [UInt8]
    private let source: LexedSource
    private let style: ProofBody.Style

    init(_ body: ProofBody) {
        source = LexedSource(body.text)
        style = body.style
        bytes = Self.withoutInnerTabs(source)
        var lines = SourceLine.all(in: source)
        while lines.last?.isBlank == true { lines.removeLast() }
        self.lines = Array(lines.drop { $0.isBlank })
        tail = Self.tail(self.lines, source)
    }

    /// The lines with so many blanks before those that stand furthest left.
    func lines(indentedBy margin: Int) -> [Line] {
        let base = base()
        var output: [Line] = []
        output.reserveCapacity(lines.count)
        for (index, line) in lines.enumerated() {
            var end = line.bytes.upperBound
            let runsOn = index + 1 < lines.count && lines[index + 1].isFrozen
            if !runsOn {
                while end > line.bytes.lowerBound, bytes[end - 1] == 0x20 || bytes[end - 1] == 0x09 { end -= 1 }
            }
            let isFixed = line.isFrozen || line.isBlank
            let edge = index == 0 ? base.first : index < tail ? base.rest : lines[tail].width
            let indent = isFixed ? 0 : max(0, line.width - edge) + margin
            let blanks = isFixed ? 0 : line.blanks
            let start = line.bytes.lowerBound + blanks
            let text = String(repeating: " ", count: indent) + String(decoding: bytes[start..<end], as: UTF8.self)
            output.append(Line(text: text, sourceLine: line.number, sourceIndent: blanks, indent: indent))
        }
        return output
    }

    /// The column that counts as the left edge, for the first line and for the others.
    private func base() -> (first: Int, rest: Int) {
        let measures = lines[..<tail].filter { $0.firstToken != nil }
        guard let first = measures.first else {
            let least = lines.filter { !$0.isBlank && !$0.isFrozen }.map(\.width).min() ?? 0
            return (least, least)
        }
        guard let least = measures.dropFirst().map(\.width).min() else { return (first.width, first.width) }
        guard first.number == lines[0].number else {
            // A comment comes first; the measure is then the first line of code, and it has its own column.
            return (min(first.width, least), min(first.width, least))
        }
        if first.width > least || (first.width < least && lostItsIndent(measures, least)) {
            return (first.width, least)
        }
        return (first.width, first.width)
    }

    /// The tail stands at the left edge of the declaration, which may be further left than the proof.
    private static func tail(_ lines: [SourceLine], _ source: LexedSource) -> Int {
        lines.indices.dropFirst().first { index in
            lines[index].firstToken.map { tailWords.contains(source.word($0)) } ?? false
        } ?? lines.count
    }

    private static let tailWords: Set<LeanWord> = LeanWord.set("where termination_by decreasing_by")

    /// Whether the first line stands further left than the others only because it was cut out of its place. When the
    /// first line opens a block, or no line at the left edge of the rest begins a tactic, the others continue it.
    private func lostItsIndent(_ measures: [SourceLine], _ least: Int) -> Bool {
        guard style == .tactics, measures.count > 1, let nextToken = measures[1].firstToken, nextToken > 0 else {
            return false
        }
        if measures[1].width == least, LeanVocabulary.blockOpeners.contains(source.word(nextToken - 1)) {
            return false
        }
        return measures.dropFirst().contains { line in
            guard line.width == least, let token = line.firstToken else { return false }
            return LeanVocabulary.tactics.contains(source.word(token))
        }
    }

    /// The bytes with every tab between two tokens of a line replaced by one blank, so that columns stay as they were.
    private static func withoutInnerTabs(_ source: LexedSource) -> [UInt8] {
        var bytes = source.bytes
        for token in source.tokens where token.kind == .whitespace && token.range.lowerBound > 0 {
            guard !bytes[token.range].contains(0x0A) else { continue }
            for index in token.range where bytes[index] == 0x09 { bytes[index] = 0x20 }
        }
        return bytes
    }
}

/// A line of a proof as it came.
private struct SourceLine {
    /// Counted from 1.
    let number: Int
    /// The bytes without the line feed and the carriage return before it.
    let bytes: Range<Int>
    /// The width of the leading white space in columns, with tabs reaching to the next multiple of four.
    var width = 0
    /// The leading white space in bytes.
    var blanks = 0
    /// Whether the line begins inside a string literal, so that its blanks are part of the string.
    var isFrozen = false
    /// The significant token that begins the line, when its column may say where a block begins: not inside a bracket.
    var firstToken: Int?
    /// Whether there is nothing on the line.
    var isBlank: Bool { blanks == bytes.count && !isFrozen }

    static func all(in source: LexedSource) -> [SourceLine] {
        var lines = split(source.bytes)
        var line = 0
        for token in source.tokens where !token.kind.isTrivia && token.kind != .symbol {
            while lines[line].bytes.upperBound < token.range.lowerBound { line += 1 }
            var inner = line + 1
            while inner < lines.count, lines[inner].bytes.lowerBound < token.range.upperBound {
                lines[inner].isFrozen = true
                inner += 1
            }
        }
        markFirstTokens(of: &lines, in: source)
        return lines
    }

    private static func markFirstTokens(of lines: inout [SourceLine], in source: LexedSource) {
        var line = 0
        var lastLine = -1
        var depth = 0
        for number in 0..<source.count {
            let range = source.token(number).range
            while lines[line].bytes.upperBound < range.lowerBound { line += 1 }
            if line != lastLine, !lines[line].isFrozen, depth == 0,
                range.lowerBound == lines[line].bytes.lowerBound + lines[line].blanks
            {
                lines[line].firstToken = number
            }
            lastLine = line
            guard source.kind(number) == .symbol, range.count <= 3 else { continue }
            let word = source.word(number)
            if LeanVocabulary.opening.contains(word) { depth += 1 }
            if LeanVocabulary.closing[word] != nil { depth = max(0, depth - 1) }
        }
    }

    private static func split(_ bytes: [UInt8]) -> [SourceLine] {
        var lines: [SourceLine] = []
        var start = 0
        while true {
            let feed = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
            let end = feed > start && feed < bytes.count && bytes[feed - 1] == 0x0D ? feed - 1 : feed
            var line = SourceLine(number: lines.count + 1, bytes: start..<end)
            while line.blanks < line.bytes.count {
                let byte = bytes[start + line.blanks]
                guard byte == 0x20 || byte == 0x09 else { break }
                line.width = byte == 0x20 ? line.width + 1 : (line.width / 4 + 1) * 4
                line.blanks += 1
            }
            lines.append(line)
            if feed == bytes.count { return lines }
            start = feed + 1
        }
    }
}
