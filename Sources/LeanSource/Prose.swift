/// Tells sentences around a proof from the proof, by lines: models explain what they write.
enum Prose {
    /// The first token behind an introduction such as `The proof is by induction:`; the first token asked about when the
    /// text begins like Lean, or when nothing after it does.
    static func end(from first: Int, in source: LexedSource) -> Int {
        guard first < source.count, isSentence(first, source) else { return first }
        for number in first + 1..<max(first + 1, source.count) where source.beginsLine(number) {
            if source.spells(number, "by") || source.isSymbol(number, ":=") { return number }
            let word = source.word(number)
            if followsGap(number, source) || source.isSymbol(number - 1, ":"), LeanVocabulary.tactics.contains(word) {
                return number
            }
        }
        return first
    }

    /// Where in the tokens of a proof, the first of which may be `by`, the sentences after it begin; their end when
    /// there are none.
    ///
    /// A line that stands at the left edge below an indented block belongs to no proof, unless it begins with one of the
    /// words that go on with a declaration. Otherwise a proof ends before a line that follows an empty one and begins
    /// with a capitalized word.
    static func start(in numbers: Range<Int>, of source: LexedSource) -> Int {
        var depth = 0
        guard !numbers.isEmpty else { return numbers.upperBound }
        // A proof whose first line stands at the left edge may have all its lines there.
        var isIndented: Bool? = source.beginsLine(numbers.lowerBound) ? !source.isFlush(numbers.lowerBound) : nil
        for number in numbers {
            if source.kind(number) == .symbol {
                if LeanVocabulary.opening.contains(source.word(number)) { depth += 1 }
                if LeanVocabulary.closing[source.word(number)] != nil { depth = max(0, depth - 1) }
            }
            guard number > numbers.lowerBound, source.beginsLine(number) else { continue }
            if isIndented == nil { isIndented = !source.isFlush(number) }
            guard source.isFlush(number), depth == 0, isPlain(source.kind(number)) else { continue }
            let isEnd = isIndented == true && !goesOn(number, source)
            if isEnd || followsGap(number, source) && isSentence(number, source) { return number }
        }
        return numbers.upperBound
    }

    /// A comment that never closes is no prose: it would have swallowed what follows.
    private static func isPlain(_ kind: LeanTokenKind) -> Bool {
        kind == .identifier || kind == .keyword || kind == .symbol || kind == .number
    }

    private static func goesOn(_ number: Int, _ source: LexedSource) -> Bool {
        continuations.contains(source.word(number))
    }

    private static let continuations: Set<LeanWord> = LeanWord.set(
        "where termination_by decreasing_by | ) ] } ⟩ ; <;> <|> ∧ ∨ → ↔ + - * / = ≤ < ▸")

    /// A capitalized word without a dot, or a sign of Markdown.
    private static func isSentence(_ number: Int, _ source: LexedSource) -> Bool {
        guard let first = source.bytes[source.token(number).range].first else { return false }
        if source.kind(number) == .identifier {
            return 0x41...0x5A ~= first && !source.bytes[source.token(number).range].contains(0x2E)
        }
        return source.isSymbol(number, "**") || source.isSymbol(number, "#")
    }

    /// Whether an empty line stands before the token's line.
    private static func followsGap(_ number: Int, _ source: LexedSource) -> Bool {
        let start = source.lineStart(number)
        var feeds = 0
        for byte in source.bytes[..<start].reversed() {
            if byte == 0x0A { feeds += 1 } else if byte != 0x20 && byte != 0x09 && byte != 0x0D { break }
            if feeds == 2 { return true }
        }
        return false
    }
}

extension LexedSource {
    /// The offset at which the token's line begins.
    func lineStart(_ number: Int) -> Int {
        var offset = token(number).range.lowerBound
        while offset > 0, bytes[offset - 1] != 0x0A { offset -= 1 }
        return offset
    }
}

extension LeanDeclaration {
    /// The declaration without sentences behind its proof.
    func withoutProse(in source: LexedSource) -> LeanDeclaration {
        guard let body, !body.range.isEmpty else { return self }
        let first = source.firstToken(from: body.range.lowerBound)
        let last = source.firstToken(from: body.range.upperBound)
        let cut = Prose.start(in: first..<max(first, last), of: source)
        return cut < last && cut > first ? ended(at: source.endOfComments(behind: cut - 1)) : self
    }
}
