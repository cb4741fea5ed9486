extension LeanLexer {
    /// `"…"`: a backslash takes the next character with it, so that an escaped quote or a gap does not end the string.
    mutating func string() -> LeanTokenKind {
        position += 1
        while position < bytes.count {
            switch bytes[position] {
            case 0x22:
                position += 1
                return .string
            case 0x5C:
                position = min(position + 2, bytes.count)
            default:
                position += 1
            }
        }
        return .unterminatedString
    }

    /// A stretch of an interpolated string, from a quote or the brace that ends a piece of code, up to the closing
    /// quote or the brace that begins the next piece of code.
    mutating func interpolated() -> LeanTokenKind {
        position += 1
        while position < bytes.count {
            switch bytes[position] {
            case 0x22:
                position += 1
                return .interpolatedString
            case 0x7B:
                position += 1
                openInterpolations.append(0)
                return .interpolatedString
            case 0x5C:
                position = min(position + 2, bytes.count)
            default:
                position += 1
            }
        }
        return .unterminatedString
    }

    /// A brace inside the code of an interpolated string: ends the code or closes a brace of it.
    mutating func closingBrace() -> LeanTokenKind {
        if openInterpolations[openInterpolations.count - 1] > 0 {
            openInterpolations[openInterpolations.count - 1] -= 1
            position += 1
            return .symbol
        }
        openInterpolations.removeLast()
        return interpolated()
    }

    /// Whether `r` begins a raw string here and not a name: `r"` or `r#…#"`.
    var isRawStringStart: Bool {
        var ahead = 1
        while peek(ahead) == 0x23 { ahead += 1 }
        return peek(ahead) == 0x22
    }

    /// `r"…"` or `r#"…"#`: no escapes; ends at a quote with as many number signs as it began with.
    mutating func rawString() -> LeanTokenKind {
        position += 1
        var signs = 0
        while peek(0) == 0x23 {
            signs += 1
            position += 1
        }
        position += 1
        while position < bytes.count {
            guard bytes[position] == 0x22 else {
                position += 1
                continue
            }
            position += 1
            var closing = 0
            while closing < signs, peek(0) == 0x23 {
                closing += 1
                position += 1
            }
            if closing == signs { return .rawString }
        }
        return .unterminatedString
    }

    /// `'a'`, `'\n'`, `'\x41'`, `'\u03b1'`; otherwise the prime alone. Primes inside names never come here.
    mutating func character() -> LeanTokenKind {
        if startsHere(with: [0x27, 0x27]) {
            position += 2
            return .symbol
        }
        guard let end = characterEnd() else {
            position += 1
            return .unterminatedCharacter
        }
        position = end
        return .character
    }

    private func characterEnd() -> Int? {
        guard position + 1 < bytes.count, let first = LeanCharacters.scalar(in: bytes, at: position + 1) else {
            return nil
        }
        var end = position + 1 + first.length
        if first.value == 0x5C {
            guard end < bytes.count, let escape = LeanCharacters.scalar(in: bytes, at: end) else { return nil }
            end += escape.length
            let digits = escape.value == 0x78 ? 2 : escape.value == 0x75 ? 4 : 0
            guard end + digits <= bytes.count else { return nil }
            for index in end..<end + digits where !LeanCharacters.isHexadecimalDigit(UInt32(bytes[index])) {
                return nil
            }
            end += digits
        }
        guard end < bytes.count, bytes[end] == 0x27 else { return nil }
        return end + 1
    }

    /// Decimal numerals with an optional fraction and exponent, and `0x`, `0b`, `0o` ones; underscores may separate
    /// digits. After a dot that follows a name, as in `h.1.2`, the numeral is an index and has no fraction.
    mutating func number() -> LeanTokenKind {
        if peek(0) == 0x30, let marker = peek(1), let digit = peek(2) {
            let isDigit: ((UInt32) -> Bool)?
            switch marker | 0x20 {
            case 0x78: isDigit = LeanCharacters.isHexadecimalDigit
            case 0x62: isDigit = { $0 == 0x30 || $0 == 0x31 }
            case 0x6F: isDigit = { 0x30...0x37 ~= $0 }
            default: isDigit = nil
            }
            if let isDigit, isDigit(UInt32(digit)) {
                position += 2
                skip { isDigit(UInt32($0)) || $0 == 0x5F }
                return .number
            }
        }
        let isIndex = isProjection
        skipDigits()
        if isIndex { return .number }
        if peek(0) == 0x2E, let digit = peek(1), LeanCharacters.isDigit(UInt32(digit)) {
            position += 1
            skipDigits()
        }
        if let marker = peek(0), marker | 0x20 == 0x65 {
            let signed = peek(1) == 0x2B || peek(1) == 0x2D
            if let digit = peek(signed ? 2 : 1), LeanCharacters.isDigit(UInt32(digit)) {
                position += signed ? 2 : 1
                skipDigits()
            }
        }
        return .number
    }

    private var isProjection: Bool {
        guard let previous, previous.kind == .symbol, previous.range == position - 1..<position,
            bytes[position - 1] == 0x2E, position >= 2
        else { return false }
        // A blank before the dot makes it no projection.
        return bytes[position - 2] != 0x20 && bytes[position - 2] != 0x0A
    }

    private mutating func skipDigits() {
        skip { LeanCharacters.isDigit(UInt32($0)) || $0 == 0x5F }
    }
}
