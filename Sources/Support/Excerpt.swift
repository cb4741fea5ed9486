/// Foreign text in messages: bounded, on one line, without characters that a terminal would obey.
package enum Excerpt {
    /// Most characters shown.
    package static let limit = 120

    /// The start of the bytes as text; what is not UTF-8 appears as the replacement character.
    package static func start(of bytes: ArraySlice<UInt8>) -> String {
        // Four bytes per scalar at most, so the prefix holds enough of them.
        let text = String(decoding: bytes.prefix(limit * 4), as: UTF8.self)
        return shown(text) + (bytes.count > limit * 4 || text.unicodeScalars.count > limit ? "…" : "")
    }

    /// The text in quotation marks.
    package static func quoted(_ text: String) -> String {
        "'\(shown(text))'"
    }

    private static func shown(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars.prefix(limit) {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned:
                result.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
            default: result.append(scalar)
            }
        }
        return String(result)
    }
}
