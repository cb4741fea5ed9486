extension NormalFormWriter {
    /// One step within the binders of a quantifier.
    mutating func readBinders(_ current: Quantifier) {
        var quantifier = current
        let word = NormalForm.canonical(source.word(number))
        if isSeparator(word, of: quantifier) {
            flush(&quantifier)
            return beginBody(quantifier, separator: word)
        }
        if source.kind(number) == .identifier, !source.word(number).bytes.contains(0x2E) {
            quantifier.pending.append(plain(source.word(number)))
            number += 1
            return replaceTop(quantifier)
        }
        if word == ":" {
            number += 1
            return beginBareType(quantifier)
        }
        if let partner = brackets.partner[number], partner > number {
            flush(&quantifier)
            replaceTop(quantifier)
            return readGroup(word, partner)
        }
        if !quantifier.pending.isEmpty {
            // A binder with a condition instead of a type: `∀ x ∈ s,`, `∃ n > 0,`.
            return beginBareType(quantifier)
        }
        if quantifier.word == "theorem" || (quantifier.lastGroup == nil && Self.quantifierSuffixes.contains(word)) {
            emit(word)
            number += 1
            quantifier.isPlain = false
            return replaceTop(quantifier)
        }
        // No binder at all, as in `fun | 0 => a | n => b`.
        popFrame()
        if word == "|" { push(.marker("with")) }
    }

    private static let quantifierSuffixes: Set<LeanWord> = LeanWord.set("ᶠ ᵐ ᵉ '")

    private func isSeparator(_ word: LeanWord, of quantifier: Quantifier) -> Bool {
        if quantifier.word == "{" { return word == "|" || word == "//" }
        if quantifier.isArrow { return word == "→" }
        return quantifier.word != "theorem" && (word == "," || word == "=>")
    }

    /// At the sign between binders and body. A quantifier of the same kind that follows directly goes on with the same
    /// list of binders.
    private mutating func beginBody(_ current: Quantifier, separator: LeanWord) {
        var quantifier = current
        number += 1
        if quantifier.isPlain, ["∀", "∃", "fun"].contains(quantifier.word), number < limit {
            let next = NormalForm.canonical(source.word(number))
            if next == quantifier.word, !isSuffix(number + 1) {
                number += 1
                quantifier.isArrow = false
                return replaceTop(quantifier)
            }
            if quantifier.word == "∀", isDependentArrow(number) {
                quantifier.isArrow = true
                return replaceTop(quantifier)
            }
        }
        popFrame()
        emit(separator == "//" || separator == "|" ? separator : ",")
        push(.body(NormalForm.quantifiers[quantifier.word] ?? .everything, height: quantifier.height))
    }

    private func isSuffix(_ number: Int) -> Bool {
        number < source.count && Self.quantifierSuffixes.contains(source.word(number))
    }

    private mutating func beginBareType(_ current: Quantifier) {
        var quantifier = current
        let names = quantifier.pending
        quantifier.pending = []
        replaceTop(quantifier)
        beginType(names, bracket: "(", end: nil, resume: number)
    }

    private mutating func beginType(_ names: [LeanWord], bracket: LeanWord, end: Int?, resume: Int) {
        let start = outputCount
        emit(bracket)
        scope.enterType()
        push(.type(BinderType(names: names, end: end, resume: resume, outputStart: start, height: scope.height)))
    }

    /// A bracket among binders: typed names, names alone, an instance without a name, or a pattern.
    private mutating func readGroup(_ bracket: LeanWord, _ partner: Int) {
        var names: [LeanWord] = []
        var next = number + 1
        while next < partner, source.kind(next) == .identifier, !source.word(next).bytes.contains(0x2E) {
            names.append(plain(source.word(next)))
            next += 1
        }
        let isTyped = !names.isEmpty && source.isSymbol(next, ":")
        if bracket == "[" && !isTyped {
            names = [""]
            next = number + 1
        } else if bracket == "⟨" || names.isEmpty || source.isSymbol(next, ",") {
            return readPattern(partner)
        } else if isTyped {
            next += 1
        }
        let range = brackets.stripped(next..<partner, in: source)
        beginType(names, bracket: bracket, end: range.upperBound, resume: partner + 1)
        number = range.lowerBound
    }

    /// `⟨x, y⟩` or `(x, y)` where a variable may stand: its names are bound, its shape is kept.
    mutating func readPattern(_ partner: Int) {
        while number <= partner {
            let word = source.word(number)
            if source.kind(number) == .identifier, !word.bytes.contains(0x2E) {
                let name = plain(word)
                scope.bind(name == "_" ? "" : name)
                emit(scope.number(of: name) ?? "_")
            } else {
                emit(word)
            }
            number += 1
        }
    }

    /// Whether a bracket begins `(x y : A) → B`, which says what `∀ (x y : A), B` says.
    func isDependentArrow(_ number: Int) -> Bool {
        guard source.kind(number) == .symbol, let partner = brackets.partner[number], partner > number,
            ["(", "{", "⦃", "["].contains(source.word(number)), partner + 1 < limit,
            source.isSymbol(partner + 1, "→") || source.isSymbol(partner + 1, "->")
        else { return false }
        var next = number + 1
        while next < partner, source.kind(next) == .identifier { next += 1 }
        return next > number + 1 && source.isSymbol(next, ":")
    }

    /// A name without guillemets.
    func plain(_ word: LeanWord) -> LeanWord {
        guard word.bytes.first == 0xC2 else { return word }
        return LeanName.components(of: word.bytes[...])[0]
    }
}
