/// A proof without its statement: what stands after `:= by` or after `:=`.
package struct ProofBody: Hashable, Sendable, Codable {
    /// How the proof is written.
    package enum Style: String, Hashable, Sendable, Codable {
        /// A tactic block, without its `by`.
        case tactics
        /// A term, without its `:=`.
        case term
    }

    /// The text. Its lines count from 1 and its columns from 0, in code points, wherever a position is named.
    package let text: String
    /// Whether it is a tactic block or a term.
    package let style: Style

    /// A proof with that text.
    package init(text: String, style: Style) {
        self.text = text
        self.style = style
    }

    /// The same proof with tidy lines: no common indentation, a first line that lost its indentation set back in line
    /// with the others, blanks at the ends of lines and blank lines at both ends removed, line feeds alone.
    package var normalized: ProofBody {
        let lines = ProofLayout(self).lines(indentedBy: 0)
        return ProofBody(text: lines.map(\.text).joined(separator: "\n"), style: style)
    }

    /// Byte for byte; Swift's own comparison of strings takes different names for equal.
    package static func == (left: ProofBody, right: ProofBody) -> Bool {
        left.style == right.style && left.text.utf8.elementsEqual(right.text.utf8)
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(style)
        for byte in text.utf8 { hasher.combine(byte) }
    }
}
