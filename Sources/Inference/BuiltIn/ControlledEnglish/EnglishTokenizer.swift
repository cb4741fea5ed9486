/// Cuts a problem into tokens. Works on Unicode scalars and knows every character it lets through; anything else
/// (backticks, look-alike letters, control characters) is refused, so that no foreign text reaches a Lean file.
struct EnglishTokenizer {
    /// Longer problems are refused unread.
    static let maximumScalars = 4_000
    /// Problems with more tokens are refused.
    static let maximumTokens = 400
    /// Numerals with more digits are refused.
    static let maximumDigits = 40

    private let scalars: [Unicode.Scalar]
    private var position = 0
    private var tokens: [EnglishToken] = []
    /// The brackets that are open, in order: `(`, `[` or `{`.
    private var open: [Unicode.Scalar] = []
    private var dollars = 0

    private init(_ text: String) {
        scalars = Array(text.unicodeScalars.prefix(Self.maximumScalars + 1))
    }

    /// The tokens of the text.
    static func tokens(of text: String) throws(EnglishRefusal) -> [EnglishToken] {
        var tokenizer = EnglishTokenizer(text)
        guard tokenizer.scalars.count <= maximumScalars else {
            throw .final("the problem is longer than \(maximumScalars) characters")
        }
        while let scalar = tokenizer.peek() { try tokenizer.step(scalar) }
        guard !tokenizer.open.contains("{") else { throw .final("a { is never closed") }
        guard tokenizer.dollars.isMultiple(of: 2) else { throw .final("a $ is never closed") }
        return tokenizer.tokens
    }

    private func peek(_ offset: Int = 0) -> Unicode.Scalar? {
        let index = position + offset
        return index >= 0 && index < scalars.count ? scalars[index] : nil
    }

    private mutating func add(_ kind: EnglishToken.Kind, _ key: String, shown: String? = nil) throws(EnglishRefusal) {
        guard tokens.count < Self.maximumTokens else {
            throw .final("the problem has more than \(Self.maximumTokens) words and signs")
        }
        tokens.append(EnglishToken(kind: kind, key: key, shown: String((shown ?? key).prefix(40))))
    }

    private mutating func step(_ scalar: Unicode.Scalar) throws(EnglishRefusal) {
        switch scalar {
        case " ", "\n", "\r", "\t", "\u{A0}", "~": position += 1
        case "$":
            dollars += 1
            position += 1
        case "a"..."z", "A"..."Z": try word()
        case "0"..."9": try number()
        case "\\": try command()
        case "{", "}": try group(scalar)
        default: try sign(scalar)
        }
    }

    private mutating func sign(_ scalar: Unicode.Scalar) throws(EnglishRefusal) {
        if let pair = peek(1), let key = Self.pairs[String(scalar) + String(pair)] {
            // `<=>` and `<==` are not of the fragment: do not read a part of them.
            if let third = peek(2), "<>=!".unicodeScalars.contains(third) {
                throw .final("\"\(scalar)\(pair)\(third)\" is not in the fragment")
            }
            if scalar == "!", peek(-1) != " " {
                throw .final("\"!=\" may be a factorial; write a space before it or ≠")
            }
            position += 2
            return try add(.symbol, key)
        }
        if scalar == "!", let last = tokens.last, [.number, .letter].contains(last.kind) || last.key == ")" {
            throw .final("\"!\" may be a factorial; end the sentence with a full stop")
        }
        if ".,;:?!".unicodeScalars.contains(scalar) {
            position += 1
            return try add(.punctuation, String(scalar))
        }
        switch scalar {
        case "²", "³":
            position += 1
            try add(.symbol, "^")
            try add(.number, scalar == "²" ? "2" : "3")
        case "ℕ", "ℤ":
            position += 1
            try add(.word, scalar == "ℕ" ? "naturals" : "integers", shown: String(scalar))
        default:
            guard let key = Self.signs[scalar] else { throw unknown(scalar) }
            position += 1
            switch scalar {
            case "(", "[": open.append(scalar)
            case ")": try close("(", with: scalar)
            case "]": try close("[", with: scalar)
            default: break
            }
            try add(.symbol, key, shown: String(scalar))
        }
    }

    private func unknown(_ scalar: Unicode.Scalar) -> EnglishRefusal {
        let hexadecimal = String(scalar.value, radix: 16, uppercase: true)
        let code = String(repeating: "0", count: max(0, 4 - hexadecimal.count)) + hexadecimal
        return .final("the character U+\(code) is not in the fragment")
    }

    private static func isLetter(_ scalar: Unicode.Scalar?) -> Bool {
        switch scalar {
        case .some("a"..."z"), .some("A"..."Z"): true
        default: false
        }
    }

    private static func isDigit(_ scalar: Unicode.Scalar?) -> Bool {
        if case .some("0"..."9") = scalar { true } else { false }
    }

    private mutating func letters() -> String {
        var text = String.UnicodeScalarView()
        while let scalar = peek(), Self.isLetter(scalar) {
            text.append(scalar)
            position += 1
        }
        return String(text)
    }

    private mutating func word() throws(EnglishRefusal) {
        let text = letters()
        if Self.isDigit(peek()) || peek() == "_" || peek() == "'" || peek() == "’" {
            let sign = String(peek().map(Character.init) ?? " ")
            throw .final(
                "names with digits, underscores or primes (\"\(text.prefix(40))\(sign)…\") are not in the fragment")
        }
        guard text.unicodeScalars.count > 1 else { return try add(.letter, text) }
        // "non-negative" is one word, "twenty-one" is two; "n-m" is a subtraction because n and m are single letters.
        if peek() == "-", Self.isLetter(peek(1)), Self.isLetter(peek(2)) {
            if text.lowercased() == "non" {
                position += 1
                let rest = letters()
                return try add(.word, "non" + rest.lowercased(), shown: text + "-" + rest)
            }
            position += 1
        }
        try add(.word, text.lowercased(), shown: text)
    }

    private mutating func number() throws(EnglishRefusal) {
        var digits = takeDigits()
        // 1,000,000: groups of exactly three digits after a first group of at most three.
        if digits.unicodeScalars.count <= 3 {
            while peek() == ",", (1...3).allSatisfy({ Self.isDigit(peek($0)) }), !Self.isDigit(peek(4)) {
                position += 1
                digits += takeDigits()
            }
        }
        if peek() == ".", Self.isDigit(peek(1)) { throw .final("decimal numbers are not in the fragment") }
        guard digits.unicodeScalars.count <= Self.maximumDigits else {
            throw .final("numerals of more than \(Self.maximumDigits) digits are not in the fragment")
        }
        guard digits.unicodeScalars.count == 1 || digits.unicodeScalars.first != "0" else {
            throw .final("a numeral must not begin with 0 (\"\(digits)\")")
        }
        try add(.number, digits)
    }

    private mutating func takeDigits() -> String {
        var digits = String.UnicodeScalarView()
        while let scalar = peek(), Self.isDigit(scalar) {
            digits.append(scalar)
            position += 1
        }
        return String(digits)
    }

    /// `{` and `}` of LaTeX: brackets after `^`, refused elsewhere.
    private mutating func group(_ scalar: Unicode.Scalar) throws(EnglishRefusal) {
        position += 1
        if scalar == "{" {
            guard tokens.last?.key == "^" else { throw .final("{ is understood only after ^") }
            open.append(scalar)
            try add(.symbol, "(", shown: "{")
        } else {
            guard open.contains("{") else { throw .final("a } has no {") }
            try close("{", with: scalar)
            try add(.symbol, ")", shown: "}")
        }
    }

    /// A bracket closes only one of its own kind: "[0, 1)" is no pair of brackets.
    private mutating func close(_ opening: Unicode.Scalar, with closing: Unicode.Scalar) throws(EnglishRefusal) {
        // One too many is for the grammar to find, which says where.
        guard let last = open.popLast() else { return }
        guard last == opening else { throw .final("\(last) is closed by \(closing)") }
    }

    private mutating func command() throws(EnglishRefusal) {
        position += 1
        if let next = peek(), "()[],;".unicodeScalars.contains(next) {
            position += 1
            return
        }
        let name = letters()
        switch name {
        case "left", "right", "quad": return
        case "mathbb":
            guard peek() == "{", peek(2) == "}", let set = peek(1), set == "N" || set == "Z" else {
                throw .final("of the number sets only \\mathbb{N} and \\mathbb{Z} are in the fragment")
            }
            position += 3
            return try add(.word, set == "N" ? "naturals" : "integers", shown: "\\mathbb{\(set)}")
        default:
            guard let key = Self.commands[name] else {
                throw .final("the LaTeX command \"\\\(name.prefix(40))\" is not in the fragment")
            }
            try add(.symbol, key, shown: "\\" + name)
        }
    }

    private static let pairs = ["<=": "≤", ">=": "≥", "!=": "≠", "=<": "≤"]
    private static let signs: [Unicode.Scalar: String] = [
        "+": "+", "-": "-", "−": "-", "*": "*", "·": "*", "×": "*", "/": "/", "^": "^", "=": "=", "≠": "≠", "<": "<",
        ">": ">", "≤": "≤", "≥": "≥", "|": "∣", "∣": "∣", "(": "(", ")": ")", "∈": "∈", "[": "(", "]": ")",
    ]
    private static let commands = [
        "le": "≤", "leq": "≤", "ge": "≥", "geq": "≥", "ne": "≠", "neq": "≠", "lt": "<", "gt": ">", "cdot": "*",
        "times": "*", "mid": "∣", "in": "∈",
    ]
}
