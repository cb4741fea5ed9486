/// The text of a problem as a file has it.
enum ProblemText {
    /// The text without white space and control characters at its ends.
    static func trimmed(_ text: String) -> String {
        let scalars = text.unicodeScalars
        guard let first = scalars.firstIndex(where: isContent), let last = scalars.lastIndex(where: isContent) else {
            return ""
        }
        return String(scalars[first...last])
    }

    private static func isContent(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value > 0x20 && scalar.value != 0x7F
            && (scalar.value < 0x80
                || !(scalar.properties.isWhitespace || scalar.properties.generalCategory == .control
                    || scalar == "\u{200B}" || scalar == "\u{FEFF}"))
    }
}
