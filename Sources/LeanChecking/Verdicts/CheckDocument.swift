/// The text that a warm worker gets for one check: header, our source, and our question about the theorem.
///
/// The question is `#print axioms _root_.NAME` on a line of our own; without `_root_` a theorem called `true` would be taken
/// for `Bool.true` as well. Only its answer, one message that begins exactly there, makes a
/// check positive: that no error was reported proves nothing, because whatever swallows the theorem swallows its errors too.
struct CheckDocument: Sendable, Hashable {
    let header: LeanHeader
    /// Statement and proof.
    let source: String
    /// Name of the theorem.
    let name: String

    /// The whole text.
    var text: String { header.prefix + source + Self.gap + "#print axioms _root_.\(name)\n" }

    /// Between source and question: ends an unfinished last line.
    static let gap = "\n\n"

    /// Column of the name in the question, where Lean complains when there is no such theorem.
    static let questionNameColumn = "#print axioms ".utf8.count

    /// What the worker holds between checks.
    static func idleText(_ header: LeanHeader) -> String { header.prefix }

    /// Line of the source's first character, from 0.
    var sourceLine: Int { Self.lineEnds(in: header.prefix) }

    /// Line of the question, from 0.
    var questionLine: Int { sourceLine + Self.lineEnds(in: source) + Self.lineEnds(in: Self.gap) }

    /// Line ends as Lean counts them: LF alone. Bytes, because CR LF is one `Character`.
    static func lineEnds(in text: String) -> Int {
        text.utf8.reduce(0) { $1 == 0x0A ? $0 + 1 : $0 }
    }
}

/// What the worker said about a document.
struct DocumentReading: Sendable, Hashable {
    /// All messages but the answer to the question, in the order of their places. Positions are those of the source:
    /// line from 1, column from 0 in code points.
    let messages: [LeanMessage]
    /// The messages that begin at the question.
    let answers: [LeanMessage]

    init(_ diagnostics: [Diagnostic], of document: CheckDocument) {
        let lines = document.text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
        let sourceLine = document.sourceLine
        let questionLine = document.questionLine
        var messages: [LeanMessage] = []
        var answers: [LeanMessage] = []
        for diagnostic in diagnostics {
            let placed = diagnostic.message(in: lines)
            let message = LeanMessage(
                severity: placed.severity, line: placed.line - sourceLine, column: placed.column, kind: placed.kind,
                text: placed.text)
            if placed.line - 1 == questionLine, placed.column == 0, message.severity == .information {
                answers.append(message)
            } else {
                messages.append(message)
            }
        }
        self.messages = messages.sorted { ($0.line, $0.column) < ($1.line, $1.column) }
        self.answers = answers
    }
}

extension Diagnostic {
    /// The diagnostic with its place in the document: line from 1, column from 0 in code points.
    func message(in lines: [Substring.UTF8View]) -> LeanMessage {
        let start = range.start
        let column = start.line < lines.count ? Self.column(start.character, in: lines[start.line]) : start.character
        return LeanMessage(
            severity: leanSeverity, line: start.line + 1, column: column, kind: code ?? "", text: message)
    }

    /// The code points before an UTF-16 offset in a line.
    private static func column(_ units: Int, in line: Substring.UTF8View) -> Int {
        var left = units
        var column = 0
        for scalar in Substring(line).unicodeScalars {
            guard left > 0 else { break }
            left -= scalar.value > 0xFFFF ? 2 : 1
            column += 1
        }
        return column
    }
}
