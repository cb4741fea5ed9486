/// A term and what its last words were, for telling an ambiguous continuation.
struct ReadTerm {
    /// How the term ends.
    enum End {
        /// Nothing that follows could belong inside.
        case closed
        /// It ends inside "the square of …": "plus 1" might belong inside or outside.
        case ofPhrase
        /// It is a product made of words ("three times n"): a sign that follows might belong inside or outside.
        case wordProduct
    }

    var term: FormalTerm
    var end = End.closed
}

/// Numbers: formulas, numerals, variables, and "times", "squared", "twice" around them.
extension EnglishParser {
    /// Words that say after a term that it goes on.
    private static let operators: Set<String> = ["plus", "minus", "times", "+", "-", "*", "/", "^", "squared", "cubed"]

    /// Letters that before a bracket are more likely functions than factors.
    private static let functionNames: Set<String> = ["f", "g", "h"]

    /// A term with everything that belongs to it.
    mutating func term() throws(EnglishRefusal) -> FormalTerm {
        try nested { (parser) throws(EnglishRefusal) in try parser.sum().term }
    }

    private func ambiguous() -> EnglishRefusal {
        .final("\"\(token()?.shown ?? "")\" after these words is ambiguous; use brackets")
    }

    /// A sum or difference.
    mutating func sum() throws(EnglishRefusal) -> ReadTerm {
        var left = try product()
        while let next = token() {
            let isWord = next.key == "plus" || next.key == "minus"
            guard isWord && state.wordOperators || next.key == "+" || next.key == "-" else { break }
            if left.end == .ofPhrase || (left.end == .wordProduct && !isWord) { throw ambiguous() }
            state.position += 1
            let right = try product()
            let isSum = next.key == "+" || next.key == "plus"
            left = ReadTerm(term: isSum ? left.term + right.term : left.term - right.term, end: right.end)
        }
        return left
    }

    /// A product; "2 n" and "n (n + 1)" are products too.
    private mutating func product() throws(EnglishRefusal) -> ReadTerm {
        var left = try signed()
        var divides = false
        while let next = token() {
            let isWord = next.key == "times"
            if isWord && state.wordOperators || next.key == "*" || next.key == "/" {
                if left.end == .ofPhrase { throw ambiguous() }
                if left.end == .wordProduct && !isWord { throw ambiguous() }
                state.position += 1
                divides = next.key == "/"
                let right = try signed()
                left.term = next.key == "/" ? .binary(.divide, left.term, right.term) : left.term * right.term
                left.end = right.end == .ofPhrase ? .ofPhrase : isWord ? .wordProduct : right.end
            } else if left.end == .closed, isJuxtaposed(next) {
                if let previous = token(-1), next.key == "(", Self.functionNames.contains(previous.key),
                    state.entry(previous.key)?.origin == .implicit
                {
                    throw .final("\"\(previous.key)(…)\" looks like a function; functions are not in the fragment")
                }
                // "12/2(3)", "2^3n", "2^n(n + 1)": the factor may belong to the divisor or the exponent.
                let isExponent = token(-2)?.key == "^" && (next.kind == .letter || token(-1)?.kind == .letter)
                guard !divides, !isExponent else { throw ambiguous() }
                let right = try powered()
                guard right.end == .closed else { throw ambiguous() }
                left.term = left.term * right.term
            } else if left.end == .ofPhrase, Self.operators.contains(next.key), state.wordOperators {
                throw ambiguous()
            } else {
                break
            }
        }
        return left
    }

    /// Whether the next token multiplies what stands directly before it: a letter after digits or a bracket, a bracket
    /// after anything. Two letters side by side are not read as a product.
    private func isJuxtaposed(_ next: EnglishToken) -> Bool {
        guard let previous = token(-1) else { return false }
        if next.key == "(" { return previous.kind == .number || previous.kind == .letter || previous.key == ")" }
        guard next.kind == .letter, previous.kind == .number || previous.key == ")" else { return false }
        return !isArticle()
    }

    private mutating func signed() throws(EnglishRefusal) -> ReadTerm {
        let isSign = sees("-")
        if accept("-") || accept("minus") || accept("negative") {
            let start = state.position
            let inner = try nested { (parser) throws(EnglishRefusal) in try parser.signed() }
            if inner.end == .ofPhrase { throw ambiguous() }
            // "-3^2" has a convention, "minus three squared" has none.
            if case .binary(.power, _, _) = inner.term, tokens[start].key != "(",
                !isSign || !tokens[start..<state.position].contains(where: { $0.key == "^" })
            {
                throw .final("whether the minus sign belongs to the base of the power is ambiguous; use brackets")
            }
            return ReadTerm(term: .negated(inner.term), end: inner.end)
        }
        return try powered()
    }

    /// A base with at most one exponent.
    mutating func powered() throws(EnglishRefusal) -> ReadTerm {
        let base = try primary()
        let exponent: FormalTerm
        if accept("squared") {
            exponent = .numeral("2")
        } else if accept("cubed") {
            exponent = .numeral("3")
        } else if accept("^") || accept("to", "the", "power", "of") || accept("to", "the", "power") {
            exponent = try exponentTerm()
        } else {
            return base
        }
        if base.end != .closed {
            state.position -= 1
            throw ambiguous()
        }
        if sees(oneOf: ["^", "squared", "cubed"]) { throw .final("a power of a power needs brackets") }
        return ReadTerm(term: .power(base.term, exponent))
    }

    /// What "twice", "one more than" and "the square of" are said of: counted, for they may be repeated.
    mutating func nestedPower() throws(EnglishRefusal) -> ReadTerm {
        try nested { (parser) throws(EnglishRefusal) in try parser.powered() }
    }

    private mutating func exponentTerm() throws(EnglishRefusal) -> FormalTerm {
        if let bracketed = try bracketedTerm() { return bracketed }
        if let number = try numeral() { return .numeral(number) }
        if let variable = try numberVariable() { return variable }
        throw fail()
    }

    private mutating func bracketedTerm() throws(EnglishRefusal) -> FormalTerm? {
        guard accept("(") else { return nil }
        let words = state.wordOperators
        state.wordOperators = true
        let inner = try term()
        state.wordOperators = words
        try expect(")")
        return inner
    }

    private mutating func primary() throws(EnglishRefusal) -> ReadTerm {
        if let number = try numeral() {
            if accept("more", "than") { return try shifted(by: number, adding: true) }
            if accept("less", "than") || accept("fewer", "than") { return try shifted(by: number, adding: false) }
            return ReadTerm(term: .numeral(number))
        }
        if let bracketed = try bracketedTerm() { return ReadTerm(term: bracketed) }
        if let multiple = accept(oneOf: ["twice", "double", "thrice", "triple"]) {
            let factor = multiple.key == "twice" || multiple.key == "double" ? "2" : "3"
            let operand = try nestedPower()
            // "twice n plus one" is one more than twice n; "twice n + 1" is left open.
            return ReadTerm(
                term: .numeral(factor) * operand.term, end: operand.end == .closed ? .wordProduct : operand.end)
        }
        if let phrase = try ofPhrase() { return phrase }
        if let referent = try pronoun() { return referent }
        if let indefinite = try indefiniteTerm() { return ReadTerm(term: indefinite) }
        if let variable = try numberVariable() { return ReadTerm(term: variable) }
        throw fail()
    }

    /// "one more than n" is n + 1, "three less than x" is x - 3.
    private mutating func shifted(by number: String, adding: Bool) throws(EnglishRefusal) -> ReadTerm {
        let base = try nestedPower()
        let term = adding ? base.term + .numeral(number) : base.term - .numeral(number)
        return ReadTerm(term: term, end: .ofPhrase)
    }

    /// A numeral in digits or words.
    mutating func numeral() throws(EnglishRefusal) -> String? {
        if let next = token(), next.kind == .number {
            state.position += 1
            if token()?.kind == .number { throw fail() }
            return next.key
        }
        guard let next = token(), next.kind == .word else { return nil }
        let words = tokens[state.position...].prefix(24).prefix { $0.kind == .word }.map(\.key)
        guard let read = NumeralWords.read(words, allowingAnd: state.numeralAnd) else { return nil }
        state.position += read.count
        return String(read.value)
    }

    /// A letter that is, or may become, a number. Letters that nothing introduces are natural numbers.
    mutating func numberVariable() throws(EnglishRefusal) -> FormalTerm? {
        guard let next = token(), next.kind == .letter, !isArticle() else { return nil }
        if let entry = state.entry(next.key) {
            guard entry.binder.sort != .proposition else { return nil }
        } else {
            guard next.key.unicodeScalars.allSatisfy({ ("a"..."z").contains($0) }) else { return nil }
            try declareOuter(FormalBinder(name: next.key, sort: .natural), origin: .implicit)
        }
        state.position += 1
        return .variable(next.key)
    }

    /// Whether the next token is the article "a" ("an" is a word of its own), not a variable of that name.
    func isArticle() -> Bool {
        guard let next = token(), next.key == "a" || next.key == "A", let after = token(1) else { return false }
        return after.kind == .word && Self.wordsAfterArticle.contains(after.key)
    }

    /// Steps over "a" or "an".
    mutating func skipArticle() {
        if isArticle() || sees("an") { state.position += 1 }
    }

    static let wordsAfterArticle: Set<String> = [
        "natural", "whole", "number", "integer", "even", "odd", "positive", "negative", "nonnegative", "nonzero",
        "multiple", "divisor", "factor", "perfect", "unique", "proposition", "statement", "remainder", "square", "cube",
        "prime", "real", "rational", "composite", "set", "function", "triangle", "group", "complex", "finite",
        "factors",
        "given", "single", "common", "sum", "product", "power", "different", "third", "second", "large", "small",
    ]

    /// "it", "itself", "its square".
    private mutating func pronoun() throws(EnglishRefusal) -> ReadTerm? {
        if accept("itself") { return ReadTerm(term: try antecedent()) }
        if accept("it") { return ReadTerm(term: try referent()) }
        guard accept("its") else { return nil }
        guard let name = accept(oneOf: Set(Self.oneArgument.keys)), let function = Self.oneArgument[name.key] else {
            throw fail()
        }
        return ReadTerm(term: function(try antecedent()))
    }

    /// What "itself" and "its" mean: the subject of the claim, or else what "it" means.
    private func antecedent() throws(EnglishRefusal) -> FormalTerm {
        let meant = if let subject = state.subject { subject } else { try referent() }
        // "n is the sum of m and its square", "the sum of 2n and its square": whose?
        guard state.argument == nil || state.argument == meant else { throw unclearReferent() }
        return meant
    }

    private func unclearReferent() -> EnglishRefusal {
        .final("what \"\(token(-1)?.shown ?? "it")\" refers to is not clear")
    }

    /// The one thing that "it" can mean.
    private func referent() throws(EnglishRefusal) -> FormalTerm {
        let numbers = (state.outer + state.bound).filter { $0.binder.sort != .proposition }
        let phrases = numbers.filter { $0.origin == .nounPhrase }
        guard
            let only = phrases.count == 1 ? phrases.first : phrases.isEmpty && numbers.count == 1 ? numbers.first : nil
        else { throw unclearReferent() }
        return .variable(only.binder.name)
    }

    /// Functions of one number that have a name.
    static let oneArgument: [String: @Sendable (FormalTerm) -> FormalTerm] = [
        "square": { .power($0, .numeral("2")) },
        "cube": { .power($0, .numeral("3")) },
        "double": { .numeral("2") * $0 },
        "triple": { .numeral("3") * $0 },
        "successor": { $0 + .numeral("1") },
        "predecessor": { $0 - .numeral("1") },
        "opposite": { .negated($0) },
        "negation": { .negated($0) },
    ]
}
