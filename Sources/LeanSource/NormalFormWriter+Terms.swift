extension NormalFormWriter {
    /// One step outside binders. Always moves on, or takes a frame away, or opens a quantifier that will move on.
    mutating func writeTerm() {
        endBinding()
        let raw = source.word(number)
        let word = source.kind(number) == .identifier ? raw : NormalForm.canonical(raw)
        endReach(word)
        if endTypeOrAlternatives(word) { return }
        switch source.kind(number) {
        case .identifier:
            writeName(raw)
        case .symbol, .keyword:
            writeSign(word)
        default:
            emit(raw)
            number += 1
        }
    }

    /// Ends the bodies of sums and integrals before an operator that is weaker than they are.
    private mutating func endReach(_ word: LeanWord) {
        while case .body(let reach, _) = frames.last, reach != .everything {
            let isRelation = NormalForm.relations.contains(word)
            let isSum = NormalForm.sums.contains(word) && (word != "-" || followsOperand)
            guard isRelation || (reach == .product && isSum) else { return }
            popFrame()
        }
    }

    /// Whether what stands before can be the left side of an operator, so that a minus is no sign of a number.
    private var followsOperand: Bool {
        guard number > 0 else { return false }
        switch source.kind(number - 1) {
        case .identifier, .number: return true
        case .symbol:
            return LeanVocabulary.closing[source.word(number - 1)] != nil || source.spells(number - 1, "⁻¹")
                || source.spells(number - 1, "!")
        default: return false
        }
    }

    /// Signs that end what is open: the type of a binder without brackets, a branch, an alternative. True when the
    /// token is left for the next step.
    private mutating func endTypeOrAlternatives(_ word: LeanWord) -> Bool {
        switch word {
        case ",", "=>", "|", "//":
            if case .type(let type) = boundary, type.end == nil, endsBareType(word) {
                popToBoundary()
                finishType()
                return true
            }
            if word == "," { popToBoundary() }
            if word == "|", let index = marker("with") { pop(above: index) }
        case "then":
            if let index = marker("if") { pop(above: index - 1) }
        case "else":
            if let index = marker("then") { pop(above: index - 1) }
        case ";":
            if let index = marker("let") {
                number += 1
                finishBinding(index)
                return true
            }
        case ":=":
            if let index = marker("let"), case .binding(let names, nil) = frames[index] {
                pop(above: index)
                frames[index] = .binding(names: names, valueStart: number + 1)
            }
        default: break
        }
        return false
    }

    private func endsBareType(_ word: LeanWord) -> Bool {
        switch boundaryQuantifier {
        case "{": word == "|" || word == "//"
        case "fun": word == "=>" || word == ","
        default: word == ","
        }
    }

    // MARK: Signs and words

    private mutating func writeSign(_ word: LeanWord) {
        if NormalForm.quantifiers[word] != nil {
            emit(word)
            push(.quantifier(Quantifier(word: word, height: scope.height)))
            number += 1
            return
        }
        if let partner = brackets.partner[number], partner > number {
            if isDependentArrow(number) {
                emit("∀")
                push(.quantifier(Quantifier(word: "∀", height: scope.height, isArrow: true)))
                return
            }
            emit(word)
            push(.bracket(end: partner, height: scope.height))
            if word == "{" { beginSet(partner) }
            number += 1
            return
        }
        emit(word)
        number += 1
        switch word {
        case "if", "with": push(.marker(word))
        case "then": push(.marker("then"))
        case "let", "have": beginBinding()
        default: break
        }
    }

    /// `{x | p}`, `{x : A // p}`, `{x ∈ s | p}`, `{(x, y) | p}`: what stands before the bar is a binder.
    private mutating func beginSet(_ partner: Int) {
        guard let bar = brackets.bar[number] else { return }
        let first = number + 1
        let isName = source.kind(first) == .identifier && !source.word(first).bytes.contains(0x2E)
        let isPattern = brackets.partner[first] == bar - 1
        let second = source.word(first + 1)
        guard isPattern || (isName && (first + 1 == bar || Self.setConditions.contains(second))) else { return }
        push(.quantifier(Quantifier(word: "{", height: scope.height)))
    }

    private static let setConditions: Set<LeanWord> = LeanWord.set(": ∈ < ≤ > ≥ ≠ ∉ ⊆ ∣")

    private mutating func writeName(_ word: LeanWord) {
        defer { number += 1 }
        guard !isFieldOrArgument else { return emit(word) }
        let first = firstComponent(of: word)
        if let bound = scope.number(of: plain(LeanWord(first))) {
            return emit(LeanWord(bound.bytes + word.bytes.dropFirst(first.count)))
        }
        emit(NormalForm.canonical(word))
    }

    /// Whether the name stands after a dot or before `:=` in brackets: then it is no variable.
    private var isFieldOrArgument: Bool {
        guard number > 0, source.kind(number - 1) == .symbol else { return false }
        if source.spells(number - 1, "."),
            source.token(number - 1).range.upperBound == source.token(number).range.lowerBound
        {
            return true
        }
        return source.isSymbol(number + 1, ":=")
            && ["(", "{", ","].contains(source.word(number - 1))
    }

    private func firstComponent(of word: LeanWord) -> ArraySlice<UInt8> {
        if word.bytes.starts(with: [0xC2, 0xAB]) {
            guard let close = word.bytes.firstIndex(of: 0xBB), word.bytes[close - 1] == 0xC2 else {
                return word.bytes[...]
            }
            return word.bytes[...close]
        }
        return word.bytes.prefix { $0 != 0x2E }
    }

    // MARK: let

    /// Behind `let`: the names up to the type or the value. They come into sight when the value has ended.
    private mutating func beginBinding() {
        var names: [LeanWord] = []
        let end = brackets.partner[number] ?? number
        if end > number {
            for inner in number...end where source.kind(inner) == .identifier {
                names.append(plain(source.word(inner)))
            }
            while number <= end {
                emit(source.kind(number) == .identifier ? "_" : source.word(number))
                number += 1
            }
        } else if number < limit, source.kind(number) == .identifier {
            names = [plain(source.word(number))]
            number += 1
        }
        push(.binding(names: names, valueStart: nil))
    }

    /// A line break behind the value of a `let` ends it, as a semicolon does.
    private mutating func endBinding() {
        guard let index = marker("let"), case .binding(_, let start?) = frames[index], number > start,
            source.beginsLine(number)
        else { return }
        finishBinding(index)
    }

    private mutating func finishBinding(_ index: Int) {
        pop(above: index)
        guard case .binding(let names, _) = popFrame() else { return }
        emit(";")
        push(.body(.everything, height: scope.height))
        for name in names { scope.bind(name == "_" ? "" : name) }
    }
}
