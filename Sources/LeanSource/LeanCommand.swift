/// One command of a Lean file, found without parsing: from its first word up to the next command.
struct LeanCommand {
    /// The word that says what it does: `theorem`, `open`, `#eval`, `@[` for an attribute without a declaration.
    let word: LeanWord
    /// Its significant tokens.
    let numbers: Range<Int>
    /// The significant tokens from the word on, without doc comment, attributes and modifiers.
    let core: Range<Int>

    /// The commands of a source text in order. What stands before the first one belongs to none.
    ///
    /// A word such as `theorem` begins a command wherever it stands, because it can stand nowhere else; a word such as
    /// `open` does so only in column 0, because tactics know it too.
    static func all(in source: LexedSource) -> [LeanCommand] {
        var commands: [LeanCommand] = []
        var start: Int?
        var core: Int?
        var number = 0
        func close(at end: Int) {
            guard let start else { return }
            let first = core ?? start
            commands.append(LeanCommand(word: commandWord(first, source), numbers: start..<end, core: first..<end))
        }
        while number < source.count {
            guard let opening = opening(number, source, inPrefix: start != nil && core == nil) else {
                // A prefix that anything else follows is a command by itself.
                if start != nil, core == nil { core = start }
                number += 1
                continue
            }
            if core != nil || start == nil {
                close(at: number)
                start = number
                core = nil
            }
            switch opening {
            case .command: core = number
            case .modifier: break
            case .attribute(let end): number = end
            }
            number += 1
        }
        close(at: source.count)
        return commands
    }

    private enum Opening {
        case command
        case modifier
        /// An attribute list; the number of its last token.
        case attribute(end: Int)
    }

    private static func opening(_ number: Int, _ source: LexedSource, inPrefix: Bool) -> Opening? {
        let isFlush = inPrefix || source.isFlush(number)
        switch source.kind(number) {
        case .docComment:
            return source.beginsLine(number) ? .modifier : nil
        case .moduleDoc:
            return source.beginsLine(number) ? .command : nil
        case .keyword, .identifier:
            let word = source.word(number)
            if LeanVocabulary.declarations.contains(word) { return .command }
            guard isFlush else { return nil }
            if LeanVocabulary.modifiers.contains(word) { return .modifier }
            return LeanVocabulary.commands.contains(word) ? .command : nil
        case .symbol where isFlush:
            if source.spells(number, "@"), source.isSymbol(number + 1, "["), isGlued(number, source) {
                return .attribute(end: endOfBracket(number + 1, source))
            }
            if source.spells(number, "#"), isGlued(number, source), isName(number + 1, source) { return .command }
            return nil
        default:
            return nil
        }
    }

    private static func isGlued(_ number: Int, _ source: LexedSource) -> Bool {
        number + 1 < source.count
            && source.token(number).range.upperBound == source.token(number + 1).range.lowerBound
    }

    private static func isName(_ number: Int, _ source: LexedSource) -> Bool {
        source.kind(number) == .identifier || source.kind(number) == .keyword
    }

    private static func endOfBracket(_ number: Int, _ source: LexedSource) -> Int {
        var depth = 0
        for index in number..<source.count where source.kind(index) == .symbol {
            if source.spells(index, "[") { depth += 1 }
            if source.spells(index, "]") { depth -= 1 }
            if depth == 0 { return index }
        }
        return source.count - 1
    }

    private static func commandWord(_ number: Int, _ source: LexedSource) -> LeanWord {
        guard source.isSymbol(number, "#"), number + 1 < source.count else { return source.word(number) }
        return LeanWord(source.word(number).bytes + source.word(number + 1).bytes)
    }
}
