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

    /// The text where a block tag that has a line to itself takes its indentation and its line end with it, so that the
    /// tags of a template leave no empty lines. (Stencil's own trimming also eats the space before a tag within a line.)
    static func joiningTagLines(_ text: String) -> String {
        var result: [UInt8] = []
        for line in Array(text.utf8).split(separator: 0x0A, omittingEmptySubsequences: false) {
            let content = line.drop { $0 == 0x20 }
            let end = content.reversed().prefix { $0 == 0x20 }.count
            let tag = content.dropLast(end)
            let closers = zip(tag, tag.dropFirst()).count { $0 == UInt8(ascii: "%") && $1 == UInt8(ascii: "}") }
            if tag.starts(with: "{%".utf8) && tag.suffix(2).elementsEqual("%}".utf8) && closers == 1 {
                result.append(contentsOf: tag)
            } else {
                result.append(contentsOf: line)
                result.append(0x0A)
            }
        }
        return String(decoding: result, as: UTF8.self)
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
