/// Makes text from files, models and Lean harmless for a terminal, which would obey the control characters in it: move
/// the cursor over lines above, change the title, or show a proof in another order than it has.
enum TerminalText {
    /// The text with every control character but line feed and tab as visible text, for example `\u{1b}`.
    static func visible(_ text: String) -> String {
        replacing(in: text) { "\\u{\(String($0.value, radix: 16))}" }
    }

    /// The text as one line: `visible`, with line feeds and tabs as blanks.
    static func oneLine(_ text: String) -> String {
        var line = String.UnicodeScalarView()
        for scalar in visible(text).unicodeScalars {
            line.append(scalar == "\n" || scalar == "\t" ? " " : scalar)
        }
        return String(line)
    }

    /// JSON text with the control characters that JSON allows to stand for themselves written as escapes. They can stand
    /// only inside strings there, so the value stays the same.
    static func escapedJSON(_ text: String) -> String {
        replacing(in: text) { scalar in
            let digits = String(scalar.value, radix: 16)
            return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
    }

    private static func replacing(in text: String, by replacement: (Unicode.Scalar) -> String) -> String {
        guard text.unicodeScalars.contains(where: isControl) else { return text }
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if isControl(scalar) {
                result.append(contentsOf: replacement(scalar).unicodeScalars)
            } else {
                result.append(scalar)
            }
        }
        return String(result)
    }

    /// C0 without line feed and tab, DEL, C1, and the controls of writing direction that reorder what follows them.
    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A: false
        case 0x00...0x1F, 0x7F...0x9F, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
