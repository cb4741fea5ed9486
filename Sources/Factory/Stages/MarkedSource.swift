internal import Support

/// A Lean text with Lean's messages where they belong, for a model to read: numbered lines, and under each line that a message
/// is about a caret at its column.
struct MarkedSource {
    /// What Lean said about a place.
    struct Mark: Hashable {
        /// Counted from 1.
        let line: Int
        /// Counted from 0, in Unicode code points.
        let column: Int
        let severity: String
        let text: String
    }

    /// Most characters of one message, and most lines.
    private static let longest = (characters: 600, lines: 8)

    let text: String

    /// - Parameter marks: those of places outside of the text stand at its end.
    init(_ source: String, marks: [Mark]) {
        var lines = source.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        while lines.last?.isEmpty == true { lines.removeLast() }
        let width = max(2, "\(lines.count)".count)
        var result: [String] = []
        for (index, line) in lines.enumerated() {
            let number = "\(index + 1)"
            result.append("\(String(repeating: " ", count: width - number.count))\(number) | \(line)")
            let length = line.unicodeScalars.count
            for mark in marks where mark.line == index + 1 {
                result += Self.lines(of: mark, at: min(mark.column, length), margin: width)
            }
        }
        for mark in marks where mark.line < 1 || mark.line > lines.count {
            result += Self.lines(of: mark, at: 0, margin: width)
        }
        text = result.joined(separator: "\n")
    }

    private static func lines(of mark: Mark, at column: Int, margin: Int) -> [String] {
        let blank = String(repeating: " ", count: margin) + " | "
        let indent = blank + String(repeating: " ", count: column)
        var words = mark.text.prefix(longest.characters).split(separator: "\n").map(String.init)
        if words.count > longest.lines { words = words.prefix(longest.lines) + ["…"] }
        let first = "\(indent)^ \(mark.severity): \(words.first ?? "")"
        return [first] + words.dropFirst().map { "\(blank)    \($0)" }
    }
}

extension MarkedSource.Mark {
    /// The errors among the messages that a decision keeps (`CheckResult.evidence`), in the order of their places.
    static func errors(in evidence: JSONValue, atMost limit: Int) -> [MarkedSource.Mark] {
        let marks = (evidence["messages"]?.array ?? []).compactMap { message -> MarkedSource.Mark? in
            guard message["severity"]?.string == "error", let text = message["text"]?.string else { return nil }
            return MarkedSource.Mark(
                line: message["line"]?.integer ?? 0, column: message["column"]?.integer ?? 0, severity: "error",
                text: text)
        }
        // The order of equal places is Lean's.
        return Array(
            marks.enumerated().sorted { ($0.1.line, $0.1.column, $0.0) < ($1.1.line, $1.1.column, $1.0) }
                .map(\.element).prefix(limit))
    }
}
