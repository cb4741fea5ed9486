/// A source text with its tokens, and the questions that the readers ask about them.
struct LexedSource {
    let bytes: [UInt8]
    /// All tokens, white space and comments included.
    let tokens: [LeanToken]
    /// Indices into `tokens` of those that are neither white space nor plain comments.
    let significant: [Int]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        let tokens = LeanLexer.tokens(in: bytes)
        self.tokens = tokens
        significant = tokens.indices.filter { !tokens[$0].kind.isTrivia }
    }

    init(_ text: String) {
        self.init(Array(text.utf8))
    }

    /// How many significant tokens there are.
    var count: Int { significant.count }

    /// The significant token with that number.
    func token(_ number: Int) -> LeanToken { tokens[significant[number]] }

    /// The kind of a significant token.
    func kind(_ number: Int) -> LeanTokenKind { token(number).kind }

    /// The spelling of a significant token.
    func word(_ number: Int) -> LeanWord { LeanWord(bytes[token(number).range]) }

    /// Whether the significant token exists and is spelled like this. Asked of nearly every token, so it allocates nothing.
    func spells(_ number: Int, _ word: StaticString) -> Bool {
        guard number >= 0, number < count else { return false }
        let range = token(number).range
        guard range.count == word.utf8CodeUnitCount, bytes[range.lowerBound] == word.utf8Start[0] else { return false }
        for index in 1..<range.count where bytes[range.lowerBound + index] != word.utf8Start[index] { return false }
        return true
    }

    /// Whether the significant token is this name.
    func isName(_ number: Int, _ name: LeanWord) -> Bool {
        kind(number) == .identifier && bytes[token(number).range].elementsEqual(name.bytes)
    }

    /// Whether the significant token is an operator, bracket or other sign spelled like this.
    func isSymbol(_ number: Int, _ word: StaticString) -> Bool {
        spells(number, word) && kind(number) == .symbol
    }

    /// Whether only white space stands between the token and the beginning of its line.
    func beginsLine(_ number: Int) -> Bool {
        var offset = token(number).range.lowerBound
        while offset > 0, bytes[offset - 1] == 0x20 || bytes[offset - 1] == 0x09 { offset -= 1 }
        return offset == 0 || bytes[offset - 1] == 0x0A
    }

    /// Whether the next significant token follows without a blank.
    func isGlued(_ number: Int) -> Bool {
        number + 1 < count && token(number).range.upperBound == token(number + 1).range.lowerBound
    }

    /// Whether the token stands in column 0.
    func isFlush(_ number: Int) -> Bool {
        let offset = token(number).range.lowerBound
        return offset == 0 || bytes[offset - 1] == 0x0A
    }

    /// The first significant token that begins at the offset or behind it; `count` when there is none.
    func firstToken(from offset: Int) -> Int {
        significant.partition { tokens[$0].range.lowerBound >= offset }
    }

    /// The bytes from one significant token up to the end of another, as text. Empty for an empty range.
    func text(_ numbers: Range<Int>) -> String {
        String(decoding: bytes[byteRange(numbers)], as: UTF8.self)
    }

    /// The byte offsets of a range of significant tokens, with what stands between them.
    func byteRange(_ numbers: Range<Int>) -> Range<Int> {
        guard !numbers.isEmpty else { return 0..<0 }
        return token(numbers.lowerBound).range.lowerBound..<token(numbers.upperBound - 1).range.upperBound
    }

    /// Where the token ends, or the last of the comments that follow it and are indented: a comment in column 0 speaks
    /// about what comes next.
    func endOfComments(behind number: Int) -> Int {
        var end = token(number).range.upperBound
        var index = significant[number] + 1
        while index < tokens.count, tokens[index].kind.isTrivia {
            let range = tokens[index].range
            if tokens[index].kind != .whitespace {
                if bytes[range.lowerBound - 1] == 0x0A { return end }
                end = range.upperBound
            }
            index += 1
        }
        return end
    }

    /// For every significant token that is a bracket the number of its partner. A closing bracket without a partner of
    /// its kind is passed over, an opening one without a partner has none.
    func brackets(in numbers: Range<Int>) -> BracketPairs {
        var pairs = BracketPairs(numbers)
        var open: [(number: Int, word: LeanWord)] = []
        for number in numbers where kind(number) == .symbol && token(number).range.count <= 3 {
            let word = word(number)
            if LeanVocabulary.opening.contains(word) {
                open.append((number, word))
            } else if let opening = LeanVocabulary.closing[word], open.last?.word == opening {
                pairs.join(open.removeLast().number, number)
            }
        }
        return pairs
    }
}

extension Array {
    /// The first index from which on the condition holds, when it holds for no element before; binary search.
    func partition(_ condition: (Element) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if condition(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

/// Which brackets belong together, by the numbers of the significant tokens. Pairs never cross.
struct BracketPairs {
    private let first: Int
    private var partners: [Int]

    init(_ numbers: Range<Int>) {
        first = numbers.lowerBound
        partners = Array(repeating: -1, count: numbers.count)
    }

    /// The partner of the bracket; nil for a token that is none or has no partner.
    subscript(number: Int) -> Int? {
        guard partners.indices.contains(number - first), partners[number - first] >= 0 else { return nil }
        return partners[number - first]
    }

    mutating func join(_ opening: Int, _ closing: Int) {
        partners[opening - first] = closing
        partners[closing - first] = opening
    }
}
