/// A locked statement with a proof under it and the proof's helpers above it, ready for Lean, and the way back from
/// Lean's positions.
package struct SplicedSource: Sendable {
    /// The text: the helpers, the statement, `:= by` or `:=`, the proof, a line feed.
    package let text: String
    /// Where the proof begins in `text`: line from 1, column from 0 in code points.
    package let proofStart: (line: Int, column: Int)
    /// Where in the text's UTF-8 the `by` stands; nil when the proof is a term.
    package let tactics: Int?
    private let lines: [ProofLayout.Line]
    /// How many lines the helpers take, in `text` and in the proof's whole text. Both begin with them, line by line.
    private let helperLines: Int
    /// How many lines stand before the proof's own text in its whole text.
    private let linesBeforeProof: Int

    init(_ statement: LockedStatement, _ proof: ProofBody) {
        let helpers = proof.helpers.map { $0 + "\n\n" }.joined()
        let head = helpers + statement.signature + (proof.style == .tactics ? " := by\n" : " :=\n")
        lines = ProofLayout(proof).lines(indentedBy: 2)
        text = head + lines.map { $0.text + "\n" }.joined()
        tactics = proof.style == .tactics ? head.utf8.count - "by\n".utf8.count : nil
        proofStart = (line: 1 + Self.lineEnds(head), column: 2)
        helperLines = Self.lineEnds(helpers)
        linesBeforeProof = proof.helpers.isEmpty ? 0 : helperLines + 1
    }

    /// The place in the proof's own text (`ProofBody.wholeText`, which is `text` when there are no helpers; line from 1,
    /// column from 0 in code points) that belongs to a place of the spliced text; nil when it lies in the statement or
    /// behind the proof.
    package func proofPosition(line: Int, column: Int) -> (line: Int, column: Int)? {
        guard column >= 0 else { return nil }
        if (1...max(1, helperLines)).contains(line), helperLines > 0 { return (line, column) }
        let index = line - proofStart.line
        guard lines.indices.contains(index) else { return nil }
        let line = lines[index]
        let number = linesBeforeProof + line.sourceLine
        if column < line.indent { return (number, min(column, line.sourceIndent)) }
        return (number, line.sourceIndent + column - line.indent)
    }

    private static func lineEnds(_ text: String) -> Int {
        text.utf8.count { $0 == 0x0A }
    }
}
