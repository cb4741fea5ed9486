/// Finds the joints of one declaration in its significant tokens. One pass; brackets are jumped over.
struct DeclarationSplitter {
    /// The parts as ranges of significant tokens.
    struct Split {
        var name = 0..<0
        var universes = 0..<0
        var binders = 0..<0
        var type = 0..<0
        var body = 0..<0
        var bodyForm: LeanDeclaration.BodyForm?
    }

    private let source: LexedSource
    private let numbers: Range<Int>
    private let partners: BracketPairs
    private var number: Int

    /// A splitter for the tokens of a declaration, the first of which is the declaration word.
    init(_ source: LexedSource, _ numbers: Range<Int>) {
        self.source = source
        self.numbers = numbers
        partners = source.brackets(in: numbers)
        number = numbers.lowerBound + 1
    }

    /// The parts of the declaration.
    mutating func split() -> Split {
        var split = Split()
        if number < numbers.upperBound, source.kind(number) == .identifier {
            split.name = number..<number + 1
            number += 1
        }
        if source.isSymbol(number, "."), source.isSymbol(number + 1, "{"), let end = partners[number + 1] {
            split.universes = number..<end + 1
            number = end + 1
        }
        let firstBinder = number
        while number < numbers.upperBound, !isSeparator(number) { advance() }
        split.binders = firstBinder..<number
        if number < numbers.upperBound, source.isSymbol(number, ":") {
            number += 1
            let firstOfType = number
            skipType()
            split.type = firstOfType..<number
        }
        readBody(into: &split)
        return split
    }

    private mutating func readBody(into split: inout Split) {
        guard number < numbers.upperBound else { return }
        if source.isSymbol(number, ":=") {
            split.bodyForm = .assignment
            split.body = number + 1..<numbers.upperBound
        } else {
            split.bodyForm = source.isSymbol(number, "|") ? .patterns : .structure
            split.body = number..<numbers.upperBound
        }
    }

    private func isSeparator(_ number: Int) -> Bool {
        source.isSymbol(number, ":") || source.isSymbol(number, ":=") || source.isSymbol(number, "|")
            || source.spells(number, "where")
    }

    private mutating func advance() {
        if let partner = partners[number], partner > number {
            number = partner + 1
        } else {
            number += 1
        }
    }

    /// Moves to the token that ends the type: the first `:=` that belongs to no `let` or `have`, a `where`, or the bar
    /// of the first pattern.
    private mutating func skipType() {
        var openBindings = 0
        var openFunctions = 0
        var openMatches = 0
        var bar: Int?
        while number < numbers.upperBound {
            if source.isSymbol(number, ":=") {
                if openBindings == 0 { return }
                openBindings -= 1
            } else if source.spells(number, "where"), source.kind(number) == .keyword {
                return
            } else if Self.bindings.contains(source.word(number)) {
                openBindings += 1
            } else if Self.functions.contains(source.word(number)) {
                openFunctions += 1
            } else if source.spells(number, "match") {
                openMatches += 1
            } else if source.isSymbol(number, "|") {
                if openMatches == 0, bar == nil || source.beginsLine(number) && !source.beginsLine(bar ?? number) {
                    bar = number
                }
            } else if source.isSymbol(number, "=>"), openFunctions > 0 {
                openFunctions -= 1
            } else if source.isSymbol(number, "=>"), openMatches == 0, let bar {
                // An arrow that no function owns: the bar before it began a pattern and was no absolute value.
                number = bar
                return
            }
            advance()
        }
    }

    private static let bindings: Set<LeanWord> = LeanWord.set("let have letI haveI let_fun")
    private static let functions: Set<LeanWord> = LeanWord.set("fun λ")
}
