/// How many columns of a terminal a text takes. An approximation of wcwidth(3) that needs no locale: marks that combine take
/// none, East Asian wide and emoji blocks two.
enum TerminalWidth {
    static func of(_ text: String) -> Int {
        text.unicodeScalars.reduce(0) { $0 + of($1) }
    }

    static func of(_ scalar: Unicode.Scalar) -> Int {
        if scalar.value < 0x300 { return 1 }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: break
        }
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
            0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1FAFF,
            0x20000...0x3FFFD:
            return 2
        default: return 1
        }
    }

    /// The text, or its start with `…` when it is wider.
    static func cut(_ text: String, to columns: Int) -> String {
        if of(text) <= columns { return text }
        var result = String.UnicodeScalarView()
        var width = 0
        for scalar in text.unicodeScalars {
            let next = of(scalar)
            if width + next > columns - 1 { break }
            width += next
            result.append(scalar)
        }
        return columns > 0 ? String(result) + "…" : ""
    }
}
