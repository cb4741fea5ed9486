internal import Foundation

/// A word or sign of a text that is compared with others: only its hash is kept.
package struct Token: Sendable, Hashable {
    package let hash: UInt64
    /// Whether it is a name without meaning of its own: in a gram it counts as the first, second, … such name there.
    package let isVariable: Bool

    package init(_ text: some Sequence<UInt8>, isVariable: Bool = false) {
        hash = Self.hash(of: text)
        self.isVariable = isVariable
    }

    /// FNV-1a with a finish that spreads the bits (the last step of splitmix64): the same on every machine.
    private static func hash(of bytes: some Sequence<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return mix(hash)
    }

    static func mix(_ value: UInt64) -> UInt64 {
        var z = value &+ 0x9E37_79B9_7F4A_7C15
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// Informal texts as tokens.
package enum WordTokens {
    /// Most bytes of a text that are looked at.
    package static let limit = 64 << 10

    /// Words of TeX that say how something looks and not what it is.
    private static let layout: Set<String> = [
        "left", "right", "big", "bigl", "bigr", "quad", "qquad", "displaystyle", "textstyle", "limits", "text",
        "mathrm", "mathbf", "mathbb", "mathcal", "textbf", "textit", "emph", "ldots", "dots", "cdots", "dfrac", "tfrac",
        "begin", "end", "align", "aligned", "equation",
    ]
    /// One spelling for signs that have several.
    private static let canonical: [String: String] = [
        "leq": "le", "geq": "ge", "≤": "le", "≥": "ge", "neq": "ne", "≠": "ne", "cdot": "*", "times": "*", "·": "*",
        "×": "*", "−": "-", "ℝ": "r", "ℕ": "n", "ℤ": "z", "ℚ": "q",
    ]

    /// Runs of letters and runs of digits, in lower case and without the differences of spelling that Unicode calls compatible.
    ///
    /// - Parameter signs: whether `+ - * / = < > ^ ! |` are tokens too.
    package static func tokens(of text: String, signs: Bool) -> [Token] {
        var tokens: [Token] = []
        var word = ""
        var isNumber = false
        func add(_ spelling: String) {
            let isSign = spelling.utf8.count == 1 && spelling.unicodeScalars.allSatisfy { !$0.properties.isAlphabetic }
            let isNumeral = spelling.unicodeScalars.allSatisfy { $0.properties.numericType != nil }
            if signs || !isSign || isNumeral { tokens.append(Token(spelling.utf8)) }
        }
        func flush() {
            defer { word = "" }
            guard !word.isEmpty else { return }
            if word == "dfrac" || word == "tfrac" { word = "frac" }
            guard !layout.contains(word) else { return }
            add(canonical[word] ?? word)
        }
        let bounded = text.utf8.count > limit ? String(decoding: text.utf8.prefix(limit), as: UTF8.self) : text
        for scalar in bounded.precomposedStringWithCompatibilityMapping.lowercased().unicodeScalars {
            let isDigit = scalar.properties.numericType != nil
            if isDigit || scalar.properties.isAlphabetic {
                if isDigit != isNumber { flush() }
                isNumber = isDigit
                word.unicodeScalars.append(scalar)
                continue
            }
            flush()
            let sign = canonical[String(scalar)] ?? String(scalar)
            if sign != String(scalar) || "+-*/=<>^!|".unicodeScalars.contains(scalar) { add(sign) }
        }
        flush()
        return tokens
    }
}
