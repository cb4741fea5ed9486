/// Lean's own classes of characters (`Lean.isIdFirst`, `Lean.isIdRest`, `Lean.isLetterLike`,
/// `Lean.isSubScriptAlnum` in Init/Meta/Defs.lean), over unicode scalars. Never over `Character`: to Swift a quote
/// followed by U+0301 is one character, to Lean it is a quote.
enum LeanCharacters {
    /// Whether the scalar may begin an identifier.
    static func isIdentifierStart(_ scalar: UInt32) -> Bool {
        isASCIILetter(scalar) || scalar == 0x5F || (scalar > 0x7F && isLetterLike(scalar))
    }

    /// Whether the scalar may stand inside an identifier.
    static func isIdentifierPart(_ scalar: UInt32) -> Bool {
        if scalar < 0x80 {
            // Letters, digits, underscore, prime, exclamation and question mark.
            return isASCIILetter(scalar) || isDigit(scalar) || scalar == 0x5F || scalar == 0x27 || scalar == 0x21
                || scalar == 0x3F
        }
        return isLetterLike(scalar) || isSubscript(scalar)
    }

    /// Whether the scalar is one of the letters outside ASCII that Lean takes for letters.
    static func isLetterLike(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x3B1...0x3C9: scalar != 0x3BB  // Greek without lambda
        case 0x391...0x3A9: scalar != 0x3A0 && scalar != 0x3A3  // Greek without Pi and Sigma
        case 0x3CA...0x3FB: true  // Coptic
        case 0x1F00...0x1FFE: true  // polytonic Greek
        case 0x2100...0x214F: true  // letter-like block
        case 0x1D49C...0x1D59F: true  // script, double-struck, fraktur
        default: isAccentedLatin(scalar)
        }
    }

    /// Latin-1 and Latin Extended-A letters: letters for newer Lean versions only.
    static func isAccentedLatin(_ scalar: UInt32) -> Bool {
        (0xC0...0xFF ~= scalar && scalar != 0xD7 && scalar != 0xF7) || 0x100...0x17F ~= scalar
    }

    /// Whether the scalar is a subscript digit or letter that may stand inside an identifier.
    static func isSubscript(_ scalar: UInt32) -> Bool {
        0x2080...0x2089 ~= scalar || 0x2090...0x209C ~= scalar || 0x1D62...0x1D6A ~= scalar || scalar == 0x2C7C
    }

    static func isASCIILetter(_ scalar: UInt32) -> Bool {
        0x41...0x5A ~= scalar || 0x61...0x7A ~= scalar
    }

    static func isDigit(_ scalar: UInt32) -> Bool {
        0x30...0x39 ~= scalar
    }

    static func isHexadecimalDigit(_ scalar: UInt32) -> Bool {
        isDigit(scalar) || 0x41...0x46 ~= scalar || 0x61...0x66 ~= scalar
    }

    /// The scalar that begins at the byte offset and its length in bytes; nil where the bytes are not valid UTF-8
    /// (overlong forms and surrogates are not valid).
    static func scalar(in bytes: [UInt8], at offset: Int) -> (value: UInt32, length: Int)? {
        let first = bytes[offset]
        if first < 0x80 { return (UInt32(first), 1) }
        let length: Int
        var value: UInt32
        let least: UInt32
        switch first {
        case 0xC2...0xDF: (length, value, least) = (2, UInt32(first & 0x1F), 0x80)
        case 0xE0...0xEF: (length, value, least) = (3, UInt32(first & 0x0F), 0x800)
        case 0xF0...0xF4: (length, value, least) = (4, UInt32(first & 0x07), 0x10000)
        default: return nil
        }
        guard offset + length <= bytes.count else { return nil }
        for next in offset + 1..<offset + length {
            guard bytes[next] & 0xC0 == 0x80 else { return nil }
            value = value << 6 | UInt32(bytes[next] & 0x3F)
        }
        guard value >= least, value <= 0x10FFFF, !(0xD800...0xDFFF ~= value) else { return nil }
        return (value, length)
    }

    /// Whether every backslash in a string literal begins something that Lean knows. At any other one Lean gives the
    /// string up and reads on in the middle of it.
    static func escapesAreValid(_ literal: ArraySlice<UInt8>) -> Bool {
        var index = literal.startIndex
        while index < literal.endIndex {
            guard literal[index] == 0x5C else {
                index += 1
                continue
            }
            guard index + 1 < literal.endIndex else { return false }
            let digits: Int
            switch literal[index + 1] {
            case 0x5C, 0x22, 0x27, 0x72, 0x6E, 0x74, 0x7B, 0x0A, 0x0D: digits = 0  // \\ \" \' \r \n \t \{ and gaps
            case 0x78: digits = 2  // \x41
            case 0x75: digits = 4  // \u03b1
            default: return false
            }
            let end = index + 2 + digits
            guard end <= literal.endIndex else { return false }
            for byte in literal[index + 2..<end] where !isHexadecimalDigit(UInt32(byte)) { return false }
            index = end
        }
        return true
    }
}
