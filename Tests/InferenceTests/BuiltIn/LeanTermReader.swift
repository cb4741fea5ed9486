@testable import Inference

/// Reads Lean terms of the fragment back into trees, by the precedences of Lean's own notation files. Written against Lean,
/// not against the printer: the two must agree.
struct LeanTermReader {
    struct Unreadable: Error {
        let words: [String]
        let position: Int
    }

    private let words: [String]
    private var position = 0

    /// The claim that the text says; an ascription `(2 : ℕ)` is the number alone.
    static func claim(_ text: String) throws(Unreadable) -> FormalProposition {
        guard !text.contains("--"), !text.contains("/-") else { throw Unreadable(words: [text], position: 0) }
        var reader = LeanTermReader(words: StatementWords.cut(text))
        let claim = try reader.claim(minimum: 0)
        guard reader.position == reader.words.count else { throw reader.unreadable }
        return claim
    }

    static func term(_ text: String) throws(Unreadable) -> FormalTerm {
        guard !text.contains("--") else { throw Unreadable(words: [text], position: 0) }
        var reader = LeanTermReader(words: StatementWords.cut(text))
        let term = try reader.term(minimum: 0)
        guard reader.position == reader.words.count else { throw reader.unreadable }
        return term
    }

    private init(words: [String]) { self.words = words }

    private var unreadable: Unreadable { Unreadable(words: words, position: position) }
    private var next: String? { position < words.count ? words[position] : nil }

    private mutating func accept(_ word: String) -> Bool {
        guard next == word else { return false }
        position += 1
        return true
    }

    private mutating func expect(_ word: String) throws(Unreadable) {
        guard accept(word) else { throw unreadable }
    }

    // MARK: Claims

    /// (level, least level on the left, least level on the right) of `infixr:35 " ∧ "` and the others.
    private static let connectives: [String: (FormalConnective, Int, Int, Int)] = [
        "∧": (.and, 35, 36, 35), "∨": (.or, 30, 31, 30), "→": (.implies, 25, 26, 25), "↔": (.iff, 20, 21, 21),
    ]

    private mutating func claim(minimum: Int) throws(Unreadable) -> FormalProposition {
        var (left, level) = try head()
        while let word = next, let (connective, own, leftLeast, rightLeast) = Self.connectives[word] {
            guard own >= minimum else { break }
            guard level >= leftLeast else { throw unreadable }
            position += 1
            left = .binary(connective, left, try claim(minimum: rightLeast))
            level = own
        }
        return left
    }

    private mutating func head() throws(Unreadable) -> (FormalProposition, Int) {
        if accept("¬") { return (.not(try claim(minimum: 40)), 1_024) }
        if let quantifier = next.flatMap(FormalQuantifier.init(rawValue:)) {
            position += 1
            let binders = try binders()
            try expect(",")
            return (.quantified(quantifier, binders, try claim(minimum: 0)), 0)
        }
        if let property = next.flatMap(FormalProperty.init(rawValue:)) {
            position += 1
            return (.property(property, try primary()), 1_022)
        }
        let start = position
        if let comparison = try? comparison() { return (comparison, 50) }
        position = start
        if accept("(") {
            let inner = try claim(minimum: 0)
            try expect(")")
            return (inner, 1_024)
        }
        guard let name = next, name.count == 1, name.first?.isLetter == true else { throw unreadable }
        position += 1
        return (.variable(name), 1_024)
    }

    private mutating func comparison() throws(Unreadable) -> FormalProposition {
        let left = try term(minimum: 51)
        guard let relation = next.flatMap(FormalRelation.init(rawValue:)) else { throw unreadable }
        position += 1
        return .relation(relation, left, try term(minimum: 51))
    }

    private mutating func binders() throws(Unreadable) -> [FormalBinder] {
        var found: [FormalBinder] = []
        repeat {
            let isBracketed = accept("(")
            var names: [String] = []
            while let name = next, name != ":" {
                names.append(name)
                position += 1
            }
            try expect(":")
            guard let sort = next.flatMap(FormalSort.init(rawValue:)) else { throw unreadable }
            position += 1
            found += names.map { FormalBinder(name: $0, sort: sort) }
            if isBracketed { try expect(")") }
        } while next == "("
        return found
    }

    // MARK: Terms

    private static let operators: [String: (FormalOperator, Int, Int, Int)] = [
        "+": (.add, 65, 65, 66), "-": (.subtract, 65, 65, 66), "*": (.multiply, 70, 70, 71), "/": (.divide, 70, 70, 71),
        "%": (.remainder, 70, 70, 71), "^": (.power, 75, 76, 75),
    ]

    private mutating func term(minimum: Int) throws(Unreadable) -> FormalTerm {
        var level = 1_024
        var left: FormalTerm
        if accept("-") {
            left = .negated(try term(minimum: 75))
            level = 75
        } else {
            left = try primary()
        }
        while let word = next, let (operation, own, leftLeast, rightLeast) = Self.operators[word] {
            guard own >= minimum else { break }
            guard level >= leftLeast else { throw unreadable }
            position += 1
            left = .binary(operation, left, try term(minimum: rightLeast))
            level = own
        }
        return left
    }

    private mutating func primary() throws(Unreadable) -> FormalTerm {
        guard let word = next else { throw unreadable }
        position += 1
        if word == "(" {
            let inner = try term(minimum: 0)
            if accept(":") { position += 1 }
            try expect(")")
            return inner
        }
        if word.allSatisfy(\.isNumber) { return .numeral(word) }
        guard word.count == 1, word.first?.isLetter == true else { throw unreadable }
        return .variable(word)
    }
}

/// Lean text cut at spaces and brackets.
enum StatementWords {
    static func cut(_ text: String) -> [String] {
        var spaced = ""
        for character in text {
            switch character {
            case "(", ")", ",", "¬", "-": spaced += " \(character) "
            default: spaced.append(character)
            }
        }
        return spaced.split(separator: " ").map(String.init)
    }
}
