/// A `{{ … }}`, `{% … %}` or `{# … #}` of a template text with its line, found in the way Stencil finds it.
///
/// Stencil's own places cannot be used: it looks a line up by its content, so the second of two equal lines has none. And
/// it drops the rest of the text without a word after a tag that is not closed.
struct TemplateTag: Equatable {
    enum Kind {
        case variable, block, comment
    }

    let kind: Kind
    /// Line in the template text, counted from 1.
    let line: Int

    /// A tag is opened on this line (counted from 1) and never closed.
    struct Unclosed: Error, Equatable {
        let line: Int
    }

    /// The tags of the text in order.
    ///
    /// - Throws: `Unclosed`.
    static func tags(in text: String) throws(Unclosed) -> [TemplateTag] {
        let bytes = Array(text.utf8)
        var tags: [TemplateTag] = []
        var line = 1
        var index = 0
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "\n") { line += 1 }
            guard bytes[index] == UInt8(ascii: "{"), index + 1 < bytes.count,
                let (kind, closer) = opening(bytes[index + 1])
            else {
                index += 1
                continue
            }
            let opened = line
            index += 1
            while true {
                index += 1
                guard index + 1 < bytes.count else { throw Unclosed(line: opened) }
                if bytes[index] == UInt8(ascii: "\n") { line += 1 }
                if bytes[index] == closer && bytes[index + 1] == UInt8(ascii: "}") { break }
            }
            index += 2
            tags.append(TemplateTag(kind: kind, line: opened))
        }
        return tags
    }

    private static func opening(_ byte: UInt8) -> (Kind, UInt8)? {
        switch byte {
        case UInt8(ascii: "{"): (.variable, UInt8(ascii: "}"))
        case UInt8(ascii: "%"): (.block, byte)
        case UInt8(ascii: "#"): (.comment, byte)
        default: nil
        }
    }
}
