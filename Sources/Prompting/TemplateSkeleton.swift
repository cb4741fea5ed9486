internal import Stencil

/// What a template renders to when its lists are its own: fixed text with gaps for the texts that are given.
///
/// Examples are most of a prompt and the same in all of them, and Stencil takes a millisecond to put them there. So it
/// renders a template once with marks in place of the texts, and again only when another text is empty (`{% if header %}`).
struct TemplateSkeleton: Sendable {
    private enum Piece: Sendable {
        case fixed(String)
        case gap(String)
    }

    private let pieces: [Piece]

    // Private-use characters around the number of a name; text that holds them is rendered the long way.
    private static let open: Unicode.Scalar = "\u{F0000}"
    private static let close: Unicode.Scalar = "\u{F0001}"

    /// Whether a text with these tokens depends on its text variables only through `{{ name }}`, `{% if name %}` and
    /// `{% if not name %}`: no filter, no comparison.
    static func fits(_ tokens: [Token]) -> Bool {
        tokens.allSatisfy { token in
            switch token.kind {
            case .text: !hasMark(token.contents)
            case .comment: true
            case .variable: isPath(token.contents)
            case .block:
                switch token.components.first {
                case "else", "endif", "endfor": token.components.count == 1
                case "for": token.components.count == 4 && token.components[2] == "in"
                case "if":
                    token.components.count == 2 && isPath(token.components[1])
                        || token.components.count == 3 && token.components[1] == "not" && isPath(token.components[2])
                default: false
                }
            }
        }
    }

    /// The texts as marks; an empty one stays empty.
    static func marked(_ texts: [String: String]) -> [String: String] {
        var marked: [String: String] = [:]
        for (number, name) in texts.keys.sorted().enumerated() {
            let mark = "\(Character(open))\(number)\(Character(close))"
            marked[name] = texts[name].map { $0.isEmpty ? "" : mark }
        }
        return marked
    }

    /// Cuts what was rendered from marked texts.
    ///
    /// - Returns: nil when there are marks of somebody else in it.
    init?(rendered: String, names: [String]) {
        var pieces: [Piece] = []
        var rest = rendered.unicodeScalars[...]
        while let start = rest.firstIndex(of: Self.open) {
            pieces.append(.fixed(String(rest[..<start])))
            let after = rest[start...].dropFirst()
            guard let end = after.firstIndex(of: Self.close), let number = Int(String(after[..<end])),
                names.indices.contains(number)
            else { return nil }
            pieces.append(.gap(names[number]))
            rest = after[end...].dropFirst()
        }
        pieces.append(.fixed(String(rest)))
        self.pieces = pieces
    }

    /// The text with the gaps filled.
    func filled(_ texts: [String: String]) -> String {
        var result = ""
        for piece in pieces {
            switch piece {
            case .fixed(let text): result += text
            case .gap(let name): result += texts[name] ?? ""
            }
        }
        return result
    }

    static func hasMark(_ text: String) -> Bool {
        text.unicodeScalars.contains { $0 == open || $0 == close }
    }

    private static func isPath(_ text: String) -> Bool {
        let trimmed = text.drop { $0 == " " }
        return !trimmed.isEmpty
            && trimmed.utf8.allSatisfy {
                $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: " ")
                    || (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
            }
    }
}
