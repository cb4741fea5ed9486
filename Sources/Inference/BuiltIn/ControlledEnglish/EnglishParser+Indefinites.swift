/// Noun phrases that stand for a number nobody has named: "an even number", "two consecutive integers".
extension EnglishParser {
    /// "an even number", "every multiple of 4", "a natural number n greater than 2" in the place of a term.
    mutating func indefiniteTerm() throws(EnglishRefusal) -> FormalTerm? {
        let isArticled = isArticle() || sees("an")
        guard isArticled || sees(oneOf: ["every", "each", "any"]) else { return nil }
        switch state.indefinites {
        case .refused: throw fail()
        case .universal(let allowingEvery): guard isArticled || allowingEvery else { throw fail() }
        case .existential: guard isArticled else { throw fail() }
        }
        state.position += 1
        if !isArticled { state.saidEvery = true }
        let head = try nounHead()
        guard !head.isProposition else { throw fail() }
        let binder = FormalBinder(name: try nameOrFresh(), sort: sort(of: head))
        try introduce([binder])
        let subject = FormalTerm.variable(binder.name)
        suppose(head.claims(about: subject, sort: binder.sort))
        suppose(try modifiers(of: [subject]))
        return subject
    }

    /// "two odd numbers", "any three consecutive integers", as the arguments of a sum or product.
    mutating func countedIndefinites() throws(EnglishRefusal) -> [FormalTerm]? {
        guard state.indefinites != .refused else { return nil }
        return try attempt { (parser) throws(EnglishRefusal) in
            _ = parser.accept("any")
            guard let count = parser.count() else { throw parser.fail() }
            if parser.accept("consecutive") { return try parser.consecutive(count) }
            let areDistinct = parser.accept("distinct") || parser.accept("different")
            let head = try parser.nounHead()
            guard !head.isProposition else { throw parser.fail() }
            let sort = parser.sort(of: head)
            var subjects: [FormalTerm] = []
            let names = try parser.attempt { (parser) throws(EnglishRefusal) in try parser.names() } ?? []
            guard names.isEmpty || names.count == count else { throw parser.fail() }
            for index in 0..<count {
                let name = names.isEmpty ? try parser.freshName() : names[index]
                try parser.introduce([FormalBinder(name: name, sort: sort)])
                subjects.append(.variable(name))
            }
            for subject in subjects { parser.suppose(head.claims(about: subject, sort: sort)) }
            if areDistinct {
                for (index, subject) in subjects.enumerated() {
                    for other in subjects[(index + 1)...] { parser.suppose([.relation(.unequal, subject, other)]) }
                }
            }
            parser.suppose(try parser.modifiers(of: subjects))
            return subjects
        }
    }

    /// "consecutive integers", "consecutive odd numbers": n, n + 1, … or n, n + 2, …
    private mutating func consecutive(_ count: Int) throws(EnglishRefusal) -> [FormalTerm] {
        let head = try nounHead()
        guard head.isNumber else { throw .final("\"consecutive\" is understood only of numbers and integers") }
        let sort = sort(of: head)
        let name = try freshName()
        try introduce([FormalBinder(name: name, sort: sort)])
        let first = FormalTerm.variable(name)
        let parities = head.conditions.filter { $0 == .property(.even) || $0 == .property(.odd) }
        guard !head.conditions.contains(.property(.prime)) else {
            throw .final("\"consecutive\" primes are not in the fragment")
        }
        let step = parities.isEmpty ? 1 : 2
        let terms = (0..<count).map { $0 == 0 ? first : first + .numeral(String($0 * step)) }
        for condition in head.conditions {
            // The parity of the first is that of all; everything else is said of each.
            for term in parities.contains(condition) ? [first] : terms {
                suppose([NounHead.claim(condition, about: term, sort: sort)])
            }
        }
        return terms
    }

    private mutating func nameOrFresh() throws(EnglishRefusal) -> String {
        guard let next = token(), next.kind == .letter, !isArticle() else { return try freshName() }
        state.position += 1
        return next.key
    }

    private mutating func introduce(_ binders: [FormalBinder]) throws(EnglishRefusal) {
        for binder in binders {
            if state.indefinites == .existential {
                try declareBound(binder, origin: .nounPhrase)
                state.existentials.append(binder)
            } else {
                try declareOuter(binder, origin: .nounPhrase)
            }
        }
    }

    private mutating func suppose(_ claims: [FormalProposition]) {
        if state.indefinites == .existential {
            state.existentialConditions += claims
        } else {
            state.hypotheses += claims
        }
    }

    /// What follows a noun or a name: "greater than 2", "that is divisible by 3", "with a < b", "≥ 2".
    mutating func modifiers(of subjects: [FormalTerm]) throws(EnglishRefusal) -> [FormalProposition] {
        let indefinites = state.indefinites
        state.indefinites = .refused
        defer { state.indefinites = indefinites }
        var claims: [FormalProposition] = []
        if let symbolic = try attempt({ (parser) throws(EnglishRefusal) in
            guard subjects.count == 1, let subject = subjects.first else { throw parser.fail() }
            return try parser.relationChain(from: subject)
        }) {
            claims.append(symbolic)
        }
        if let said = try attempt({ (parser) throws(EnglishRefusal) in
            let isClause = parser.accept("that") || parser.accept("which")
            return try parser.spoken(of: subjects, isClause: isClause)
        }) {
            claims += said
        }
        if let condition = try attempt({ (parser) throws(EnglishRefusal) in
            guard parser.acceptCondition() else { throw parser.fail() }
            return try parser.innerChain()
        }) {
            claims.append(condition)
        }
        return claims
    }

    /// Whether a condition begins here.
    func seesCondition() -> Bool {
        sees("such", "that") || sees("so", "that") || sees("for", "which") || sees("that", "satisfies")
            || sees("that", "satisfy") || sees(oneOf: ["with", "satisfying", "where"])
    }

    /// "such that", "with", "satisfying".
    mutating func acceptCondition() -> Bool {
        accept("such", "that") || accept("so", "that") || accept("for", "which") || accept("that", "satisfies")
            || accept("that", "satisfy") || accept(oneOf: ["with", "satisfying", "where"]) != nil
    }

    /// "greater than 2" of each of the subjects; after "that", a whole verb phrase.
    private mutating func spoken(
        of subjects: [FormalTerm], isClause: Bool
    ) throws(EnglishRefusal) -> [FormalProposition] {
        let start = state.position
        var claims: [FormalProposition] = []
        for subject in subjects {
            state.position = start
            claims.append(isClause ? try verbPhrase(of: subject) : try postposed(of: subject))
        }
        return claims
    }
}
