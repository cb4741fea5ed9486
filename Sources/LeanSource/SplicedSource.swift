/// A locked statement with a proof under it, ready for Lean, and the way back from Lean's positions.
package struct SplicedSource: Sendable {
    /// The text: the statement, `:= by` or `:=`, the proof, a line feed.
    package let text: String
    /// Where the proof begins in `text`: line from 1, column from 0 in code points.
    package let proofStart: (line: Int, column: Int)
    private let lines: [ProofLayout.Line]

    init(_ statement: LockedStatement, _ proof: ProofBody) {
        let head = statement.signature + (proof.style == .tactics ? " := by\n" : " :=\n")
        lines = ProofLayout(proof).lines(indentedBy: 2)
        text = head + lines.map { $0.text + "\n" }.joined()
        proofStart = (line: 1 + head.utf8.count { $0 == 0x0A }, column: 2)
    }

    /// The place in the proof's own text (`ProofBody.text`; line from 1, column from 0 in code points) that belongs to
    /// a place of the spliced text; nil when it lies in the statement or behind the proof.
    package func proofPosition(line: Int, column: Int) -> (line: Int, column: Int)? {
        let index = line - proofStart.line
        guard lines.indices.contains(index), column >= 0 else { return nil }
        let line = lines[index]
        if column < line.indent { return (line.sourceLine, min(column, line.sourceIndent)) }
        return (line.sourceLine, line.sourceIndent + column - line.indent)
    }
}
