/// What a noun phrase says about each number that it names: "positive even integer", "multiple of 4".
struct NounHead: Sendable {
    /// One thing that is said about a number.
    enum Condition: Hashable, Sendable {
        case property(FormalProperty)
        /// The number stands in the relation to the term.
        case relation(FormalRelation, FormalTerm)
        /// The term divides the number.
        case multiple(FormalTerm)
        /// The number is the square (or another power) of a number; the name is free for the quantifier.
        case power(exponent: String, name: String)
    }

    /// What the noun says, nil for "number" and "multiple", which leave it open.
    var sort: FormalSort?
    var conditions: [Condition] = []
    /// Whether the noun is a proposition.
    var isProposition: Bool { sort == .proposition }
    /// Whether the noun is one of the bare sorts that "x is an integer" may introduce.
    var isNumber = false

    /// The claims about a number of the sort.
    func claims(about subject: FormalTerm, sort: FormalSort) -> [FormalProposition] {
        conditions.map { Self.claim($0, about: subject, sort: sort) }
    }

    /// One claim about a number of the sort.
    static func claim(_ condition: Condition, about subject: FormalTerm, sort: FormalSort) -> FormalProposition {
        switch condition {
        case .property(let property): .property(property, subject)
        case .relation(let relation, let term): .relation(relation, subject, term)
        case .multiple(let divisor): .relation(.divides, divisor, subject)
        case .power(let exponent, let name):
            .quantified(
                .exists, [FormalBinder(name: name, sort: sort)],
                .relation(.equal, subject, .power(.variable(name), .numeral(exponent))))
        }
    }
}

/// Noun phrases: adjectives, nouns, names, and what may follow them.
extension EnglishParser {
    /// The condition that an adjective puts on a number.
    static let adjectives: [String: NounHead.Condition] = [
        "even": .property(.even),
        "odd": .property(.odd),
        "prime": .property(.prime),
        "positive": .relation(.greater, .numeral("0")),
        "negative": .relation(.less, .numeral("0")),
        "nonnegative": .relation(.greaterOrEqual, .numeral("0")),
        "nonzero": .relation(.unequal, .numeral("0")),
    ]

    /// Adjectives and noun, without article and names.
    mutating func nounHead() throws(EnglishRefusal) -> NounHead {
        var head = NounHead()
        while let next = token(), next.kind == .word {
            if let condition = Self.adjectives[next.key] {
                head.conditions.append(condition)
            } else if next.key == "natural" || next.key == "whole" {
                head.sort = .natural
            } else {
                break
            }
            state.position += 1
        }
        if accept(oneOf: ["number", "numbers"]) != nil {
            head.isNumber = true
        } else if accept(oneOf: ["integer", "integers"]) != nil {
            guard head.sort == nil else { throw fail() }
            head.sort = .integer
            head.isNumber = true
        } else if head.conditions.isEmpty, head.sort == nil, sees(oneOf: Self.propositionNouns) {
            state.position += 1
            head.sort = .proposition
        } else if accept("primes") {
            head.conditions.append(.property(.prime))
        } else if head.conditions.last != .property(.prime) {
            // "a prime" needs no noun; everything else does.
            head.conditions.append(try relationalNoun(sort: head.sort))
        }
        let isNegative = head.conditions.contains(.relation(.less, .numeral("0")))
        if isNegative, head.sort != .integer { throw .final("a negative number must be called an integer") }
        return head
    }

    private static let propositionNouns: Set<String> = ["proposition", "propositions", "statement", "statements"]

    /// "multiple of 4", "divisor of n", "perfect square".
    private mutating func relationalNoun(sort: FormalSort?) throws(EnglishRefusal) -> NounHead.Condition {
        if accept(oneOf: ["multiple", "multiples"]) != nil {
            try expect("of")
            return .multiple(try sum().term)
        }
        if accept(oneOf: ["divisor", "divisors", "factor", "factors"]) != nil {
            try expect("of")
            return .relation(.divides, try sum().term)
        }
        let isPerfect = accept("perfect")
        if accept("square") || (isPerfect && accept("squares")) { return try power("2") }
        if accept("cube") || (isPerfect && accept("cubes")) { return try power("3") }
        throw fail()
    }

    private mutating func power(_ exponent: String) throws(EnglishRefusal) -> NounHead.Condition {
        // "the square of n" is a term and is read elsewhere.
        guard !sees("of") else { throw fail() }
        let name = try freshName()
        // Taken from now on, although the quantifier is written only later.
        state.innerNames.insert(name)
        return .power(exponent: exponent, name: name)
    }

    /// The kind of number a term is, by its first variable.
    func sort(of term: FormalTerm) -> FormalSort {
        firstVariable(of: term).flatMap { state.entry($0)?.binder.sort } ?? StatementChecker.closedSort(of: [term])
    }

    private func firstVariable(of term: FormalTerm) -> String? {
        switch term {
        case .numeral: nil
        case .variable(let name): name
        case .negated(let inner), .binary(.power, let inner, _): firstVariable(of: inner)
        case .binary(_, let left, let right): firstVariable(of: left) ?? firstVariable(of: right)
        }
    }

    /// The kind of number a noun phrase ranges over: what it says, or that of a number it mentions, or natural.
    func sort(of head: NounHead) -> FormalSort {
        if let sort = head.sort { return sort }
        for condition in head.conditions {
            switch condition {
            case .multiple(let term), .relation(_, let term): if sort(of: term) == .integer { return .integer }
            case .property, .power: continue
            }
        }
        return .natural
    }

    /// Letters that name variables: "n", "n and m", "a, b and c".
    mutating func names() throws(EnglishRefusal) -> [String] {
        guard let first = token(), first.kind == .letter, !isArticle() else { throw fail() }
        var names = [first.key]
        state.position += 1
        while true {
            let before = state.position
            let hasComma = accept(",")
            let hasAnd = accept("and")
            guard hasComma || hasAnd, let next = token(), next.kind == .letter, !isArticle(),
                !names.contains(next.key), state.entry(next.key) == nil,
                hasAnd || token(1).map({ Self.afterListedName.contains($0.key) }) ?? false
            else {
                state.position = before
                return names
            }
            state.position += 1
            names.append(next.key)
            if hasAnd { return names }
        }
    }

    /// What may follow a name after a comma in a list of names; otherwise the comma ends the list.
    private static let afterListedName: Set<String> = [
        ",", "and", "be", "with", "such", "satisfying", "∈", "in", ":", ".", "there", "if", "we", "are",
    ]

    /// "two", "three", "four", "five" as the count of a noun phrase.
    mutating func count() -> Int? {
        let counts = ["two": 2, "three": 3, "four": 4, "five": 5, "2": 2, "3": 3, "4": 4, "5": 5]
        guard let next = token(), let count = counts[next.key] else { return nil }
        state.position += 1
        return count
    }
}
