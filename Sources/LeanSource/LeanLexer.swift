/// Cuts Lean 4 source into tokens. Total: it never fails, the ranges follow one another without a gap from the first
/// byte to the last, and the time is linear in the size of the input whatever it holds.
///
/// The rules are those of `Lean.Parser.tokenFn` and `Lean.Parser.whitespace` (Lean/Parser/Basic.lean).
package struct LeanLexer {
    let bytes: [UInt8]
    var position = 0
    var tokens: [LeanToken] = []
    /// The last token that is neither white space nor a plain comment.
    var previous: LeanToken?
    /// For every interpolated string that is open: how many braces of its code are open.
    var openInterpolations: [Int] = []

    private init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The tokens of the source.
    package static func tokens(in bytes: [UInt8]) -> [LeanToken] {
        var lexer = LeanLexer(bytes)
        lexer.tokens.reserveCapacity(bytes.count / 3)
        while lexer.position < bytes.count {
            lexer.next()
        }
        return lexer.tokens
    }

    private mutating func next() {
        let start = position
        let kind = scan()
        // A scanner that does not move would hang on hostile input.
        precondition(position > start && position <= bytes.count, "the lexer must move forward")
        let token = LeanToken(kind: kind, range: start..<position)
        tokens.append(token)
        if !kind.isTrivia { previous = token }
    }

    private mutating func scan() -> LeanTokenKind {
        let byte = bytes[position]
        switch byte {
        case 0x20, 0x09, 0x0A, 0x0D:
            skip { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }
            return .whitespace
        case 0x2D where peek(1) == 0x2D:
            skip { $0 != 0x0A }
            return .lineComment
        case 0x2F where peek(1) == 0x2D:
            return comment()
        case 0x22:
            return isInterpolated ? interpolated() : string()
        case 0x27:
            return character()
        case 0x30...0x39:
            return number()
        case 0x72 where isRawStringStart:
            return rawString()
        case 0x7B where !openInterpolations.isEmpty:
            openInterpolations[openInterpolations.count - 1] += 1
            position += 1
            return .symbol
        case 0x7D where !openInterpolations.isEmpty:
            return closingBrace()
        default:
            return nameOrSymbol()
        }
    }

    private mutating func nameOrSymbol() -> LeanTokenKind {
        guard let scalar = LeanCharacters.scalar(in: bytes, at: position) else {
            position += 1
            return .invalid
        }
        if LeanCharacters.isIdentifierStart(scalar.value) || scalar.value == 0xAB {
            return identifier()
        }
        if scalar.value < 0x20 || 0x7F...0x9F ~= scalar.value {
            position += scalar.length
            return .invalid
        }
        for candidate in LeanVocabulary.symbols[bytes[position]] ?? [] where startsHere(with: candidate) {
            position += candidate.count
            return .symbol
        }
        position += scalar.length
        return .symbol
    }

    /// A name: parts joined by dots, each plain or between guillemets.
    private mutating func identifier() -> LeanTokenKind {
        let start = position
        var isPlain = true
        while true {
            if startsHere(with: [0xC2, 0xAB]) {
                isPlain = false
                guard skipQuotedPart() else { return .unterminatedName }
            } else {
                skipScalars(while: LeanCharacters.isIdentifierPart)
            }
            guard peek(0) == 0x2E, position + 1 < bytes.count,
                let after = LeanCharacters.scalar(in: bytes, at: position + 1),
                LeanCharacters.isIdentifierStart(after.value) || after.value == 0xAB
            else { break }
            isPlain = false
            position += 1
        }
        let isReserved = isPlain && LeanVocabulary.reserved.contains(LeanWord(bytes[start..<position]))
        return isReserved ? .keyword : .identifier
    }

    private mutating func skipQuotedPart() -> Bool {
        position += 2
        while position < bytes.count {
            if startsHere(with: [0xC2, 0xBB]) {
                position += 2
                return true
            }
            position += 1
        }
        return false
    }

    /// A block comment. As in Lean, one character after `/-` is passed over unread, so that `/-/- -/` closes once;
    /// a lexer that counts two openings there would hide what Lean reads as code.
    private mutating func comment() -> LeanTokenKind {
        let kind: LeanTokenKind
        switch peek(2) {
        case 0x2D: kind = .docComment
        case 0x21: kind = .moduleDoc
        default: kind = .blockComment
        }
        position = min(position + 3, bytes.count)
        var depth = 1
        while position < bytes.count {
            if bytes[position] == 0x2D && peek(1) == 0x2F {
                position += 2
                depth -= 1
                if depth == 0 { return kind }
            } else if bytes[position] == 0x2F && peek(1) == 0x2D {
                position += 2
                depth += 1
            } else {
                position += 1
            }
        }
        return .unterminatedComment
    }

    /// Whether the string that begins here may be one with code between braces. Whether it is depends on what stands
    /// before it, and the list of words that take such strings is open; so a string with a brace is read that way behind
    /// everything that could take it as an argument. The guard refuses texts in which the two readings end apart.
    private var isInterpolated: Bool {
        guard let previous else { return false }
        let word = LeanWord(previous.range.count <= 15 ? bytes[previous.range] : [])
        switch previous.kind {
        case .identifier where LeanVocabulary.interpolators.contains(word): return true
        case .identifier, .keyword: return !LeanVocabulary.plainStringTakers.contains(word) && stringHoldsBrace
        case .symbol: return LeanVocabulary.closing[word] != nil && stringHoldsBrace
        default: return stringHoldsBrace
        }
    }

    private var stringHoldsBrace: Bool {
        var index = position + 1
        while index < bytes.count, bytes[index] != 0x22 {
            if bytes[index] == 0x7B { return true }
            index += bytes[index] == 0x5C ? 2 : 1
        }
        return false
    }

    /// The byte that many places ahead, or nil at the end.
    func peek(_ distance: Int) -> UInt8? {
        position + distance < bytes.count ? bytes[position + distance] : nil
    }

    /// Whether the rest of the source begins with these bytes.
    func startsHere(with expected: [UInt8]) -> Bool {
        guard position + expected.count <= bytes.count else { return false }
        for index in expected.indices where bytes[position + index] != expected[index] { return false }
        return true
    }

    /// Moves on while the bytes fulfil the condition.
    mutating func skip(while condition: (UInt8) -> Bool) {
        while position < bytes.count, condition(bytes[position]) { position += 1 }
    }

    /// Moves on while the scalars fulfil the condition.
    mutating func skipScalars(while condition: (UInt32) -> Bool) {
        while position < bytes.count, let scalar = LeanCharacters.scalar(in: bytes, at: position),
            condition(scalar.value)
        {
            position += scalar.length
        }
    }
}
