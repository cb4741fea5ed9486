/// A proof without its statement: what stands after `:= by` or after `:=`, and the lemmas that it needs before it.
package struct ProofBody: Hashable, Sendable, Codable {
    /// How the proof is written.
    package enum Style: String, Hashable, Sendable, Codable {
        /// A tactic block, without its `by`.
        case tactics
        /// A term, without its `:=`.
        case term
    }

    /// The text. Without helpers its lines count from 1 and its columns from 0, in code points, wherever a position is
    /// named; with helpers those of `wholeText` do.
    package let text: String
    /// Whether it is a tactic block or a term.
    package let style: Style
    /// Sources of `theorem` or `private theorem` declarations, in order, that stand before the statement.
    package let helpers: [String]

    /// A proof with that text.
    package init(text: String, style: Style, helpers: [String] = []) {
        self.text = text
        self.style = style
        self.helpers = helpers
    }

    /// The same proof with tidy lines: no common indentation, a first line that lost its indentation set back in line
    /// with the others, blanks at the ends of lines and blank lines at both ends removed, line feeds alone.
    package var normalized: ProofBody {
        let lines = ProofLayout(self).lines(indentedBy: 0)
        return ProofBody(text: lines.map(\.text).joined(separator: "\n"), style: style, helpers: helpers)
    }

    /// Byte for byte; Swift's own comparison of strings takes different names for equal.
    package static func == (left: ProofBody, right: ProofBody) -> Bool {
        left.style == right.style && left.text.utf8.elementsEqual(right.text.utf8)
            && left.helpers.elementsEqual(right.helpers) { $0.utf8.elementsEqual($1.utf8) }
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(style)
        for part in helpers + [text] {
            for byte in part.utf8 { hasher.combine(byte) }
        }
    }

    private enum CodingKeys: String, CodingKey {
        case text, style, helpers
    }

    /// Reads what `encode` writes; proofs without helpers have no such key.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        text = try container.decode(String.self, forKey: .text)
        style = try container.decode(Style.self, forKey: .style)
        helpers = try container.decodeIfPresent([String].self, forKey: .helpers) ?? []
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(text, forKey: .text)
        try container.encode(style, forKey: .style)
        if !helpers.isEmpty { try container.encode(helpers, forKey: .helpers) }
    }
}

extension ProofBody {
    /// Helpers and proof in one text, each helper followed by an empty line, the proof after a line that says so. This is
    /// the text in which positions are counted, and the form in which a proof is kept in one column of a table. Without
    /// helpers it is `text`.
    package var wholeText: String {
        helpers.isEmpty ? text : helpers.map { $0 + "\n\n" }.joined() + Self.boundary + "\n" + text
    }

    /// The proof whose `wholeText` this is.
    package init(wholeText: String, style: Style) {
        let bytes = Array(wholeText.utf8)
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        let boundary = Array(Self.boundary.utf8)
        // Only a text that begins with a declaration has helpers; the line alone may be a comment of the proof's own.
        guard ["theorem", "private"].contains(LexedSource(Array(lines.first ?? [])).words.first),
            let end = lines.firstIndex(where: { $0.elementsEqual(boundary) })
        else {
            self.init(text: wholeText, style: style)
            return
        }
        let source = LexedSource(Array(lines[..<end].joined(separator: [0x0A])))
        let helpers = LeanCommand.all(in: source).map { command in
            let range = source.byteRange(command.numbers)
            let last = source.endOfComments(behind: command.numbers.upperBound - 1)
            return String(decoding: source.bytes[range.lowerBound..<last], as: UTF8.self)
        }
        let text = String(decoding: Array(lines[(end + 1)...].joined(separator: [0x0A])), as: UTF8.self)
        self.init(text: text, style: style, helpers: helpers)
    }

    private static let boundary = "-- proof of the statement:"
}
