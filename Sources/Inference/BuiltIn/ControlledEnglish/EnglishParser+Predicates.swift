/// What is said of a number: verbs, properties, comparisons.
extension EnglishParser {
    private static let verbs: Set<String> = [
        "is", "are", "divides", "divide", "equals", "equal", "exceeds", "exceed", "leaves", "leave", "has", "does",
        "do", "cannot", "satisfies", "satisfy", "differs", "differ", "=", "≠", "<", ">", "≤", "≥", "∣",
    ]

    /// "is even", "divides 12 and is odd", "is neither even nor odd".
    mutating func verbPhrase(of subject: FormalTerm) throws(EnglishRefusal) -> FormalProposition {
        let saved = (subject: state.subject, indefinites: state.indefinites)
        state.subject = subject
        state.indefinites = .refused
        state.openConnective = nil
        let first = try verbItem(of: subject)
        let claim = try coordinated(first, of: subject) { (parser) throws(EnglishRefusal) in
            try parser.continuation(of: subject, after: first)
        }
        (state.subject, state.indefinites) = saved
        return claim
    }

    /// Comparisons after a noun: "greater than 2 and not divisible by 3".
    mutating func postposed(of subject: FormalTerm) throws(EnglishRefusal) -> FormalProposition {
        state.openConnective = nil
        let first = VerbItem(claim: try signedComparison(of: subject), isCopula: true, isNegated: false, isBare: false)
        return try coordinated(first, of: subject) { (parser) throws(EnglishRefusal) in
            try parser.signedComparison(of: subject)
        }
    }

    private mutating func signedComparison(of subject: FormalTerm) throws(EnglishRefusal) -> FormalProposition {
        if accept("not") { return .not(try comparison(of: subject)) }
        return try comparison(of: subject)
    }

    /// One verb with what belongs to it, and what matters for a continuation.
    private struct VerbItem {
        let claim: FormalProposition
        let isCopula: Bool
        let isNegated: Bool
        let isBare: Bool
    }

    /// Further claims about the same subject after "and" or "or"; one kind of connective only.
    private mutating func coordinated(
        _ first: VerbItem, of subject: FormalTerm,
        next: (inout EnglishParser) throws(EnglishRefusal) -> FormalProposition
    ) throws(EnglishRefusal) -> FormalProposition {
        var claims = [first.claim]
        // "either even or odd and prime" leaves open where the pair ends.
        var connective = state.openConnective
        while true {
            let more = try attempt { (parser) throws(EnglishRefusal) -> (FormalConnective, FormalProposition) in
                let connective = try parser.connective()
                return (connective, try next(&parser))
            }
            guard let more else { break }
            if let connective, connective != more.0 {
                throw .final("\"and\" and \"or\" are mixed without brackets")
            }
            connective = more.0
            claims.append(more.1)
        }
        state.openConnective = nil
        state.openPhrase = connective
        return .joined(connective ?? .and, claims)
    }

    /// "and", "but", "or".
    mutating func connective() throws(EnglishRefusal) -> FormalConnective {
        if accept("and") || accept("but") { return .and }
        if accept("or") { return .or }
        throw fail()
    }

    private mutating func continuation(
        of subject: FormalTerm, after first: VerbItem
    ) throws(EnglishRefusal) -> FormalProposition {
        if let item = try attempt({ (parser) throws(EnglishRefusal) in try parser.verbItem(of: subject) }) {
            return item.claim
        }
        guard first.isCopula else { throw fail() }
        let isNegated = accept("not")
        if first.isBare, !isNegated {
            if let claim = try attempt({ (parser) throws(EnglishRefusal) in try parser.listedValue(of: subject) }) {
                if first.isNegated { throw .final("\"not\" before \"and\" or \"or\" is ambiguous") }
                return claim
            }
        }
        let claim = try property(of: subject)
        if sees(oneOf: Self.verbs) { throw fail() }
        if first.isNegated, !isNegated { throw .final("\"not\" before \"and\" or \"or\" is ambiguous") }
        return isNegated ? .not(claim) : claim
    }

    /// The "4" of "is 3 or 4".
    private mutating func listedValue(of subject: FormalTerm) throws(EnglishRefusal) -> FormalProposition {
        let value = try sum().term
        guard !sees(oneOf: Self.verbs) else { throw fail() }
        return .relation(.equal, subject, value)
    }

    private mutating func verbItem(of subject: FormalTerm) throws(EnglishRefusal) -> VerbItem {
        if accept("cannot", "be") || accept("can", "not", "be") || accept("can", "never", "be") {
            return VerbItem(claim: .not(try property(of: subject)), isCopula: true, isNegated: true, isBare: false)
        }
        if accept("is") || accept("are") {
            let isNegated = accept("not") || accept("never")
            _ = isNegated || accept("always")
            let (claim, isBare) = try complement(of: subject)
            return VerbItem(
                claim: isNegated ? .not(claim) : claim, isCopula: true, isNegated: isNegated, isBare: isBare)
        }
        let isNegated = accept("does", "not") || accept("do", "not")
        let claim = try fullVerb(of: subject)
        return VerbItem(claim: isNegated ? .not(claim) : claim, isCopula: false, isNegated: isNegated, isBare: false)
    }

    private mutating func fullVerb(of subject: FormalTerm) throws(EnglishRefusal) -> FormalProposition {
        if accept("divides") || accept("divide") { return .relation(.divides, subject, try object()) }
        if accept("exceeds") || accept("exceed") { return .relation(.greater, subject, try object()) }
        if accept("differs", "from") || accept("differ", "from") { return .relation(.unequal, subject, try object()) }
        if accept("equals") || accept("equal") { return try equality(of: subject) }
        if accept("satisfies") || accept("satisfy") { return try atom() }
        let early = accept("divided", "by") ? try divisor() : nil
        guard accept(oneOf: ["leaves", "leave", "has", "gives"]) != nil else { throw fail() }
        _ = accept("a") || accept("the")
        try expect("remainder")
        _ = accept("of")
        let remainder = try object()
        if let early { return .relation(.equal, .remainder(subject, early), remainder) }
        guard
            accept("when", "divided", "by") || accept("when", "it", "is", "divided", "by")
                || accept("on", "division", "by") || accept("upon", "division", "by")
                || accept("after", "division", "by")
        else { throw fail() }
        return .relation(.equal, .remainder(subject, try divisor()), remainder)
    }

    /// A term where "an even number" would be ambiguous.
    private mutating func object() throws(EnglishRefusal) -> FormalTerm { try term() }

    /// What follows "is": a property, or a number that the subject is.
    private mutating func complement(of subject: FormalTerm) throws(EnglishRefusal) -> (FormalProposition, isBare: Bool)
    {
        if let claim = try attempt({ (parser) throws(EnglishRefusal) in try parser.property(of: subject) }) {
            return (claim, false)
        }
        return (try equality(of: subject), true)
    }

    /// "= T"; an indefinite in T is existential: "is the sum of two odd numbers".
    private mutating func equality(of subject: FormalTerm) throws(EnglishRefusal) -> FormalProposition {
        let saved = state
        state.indefinites = .existential
        state.existentials = []
        state.existentialConditions = []
        let value = try term()
        let binders = state.existentials
        let conditions = state.existentialConditions
        leaveQuantifier(binders.count)
        state.indefinites = saved.indefinites
        state.existentials = saved.existentials
        state.existentialConditions = saved.existentialConditions
        let claim = FormalProposition.relation(.equal, subject, value)
        return binders.isEmpty ? claim : .quantified(.exists, binders, .joined(.and, conditions + [claim]))
    }

    /// A property after "is": an adjective, a comparison, "a multiple of 4", "both even and positive".
    mutating func property(of subject: FormalTerm) throws(EnglishRefusal) -> FormalProposition {
        if accept("both") { return try pair(of: subject, "and", .and) }
        if accept("either") { return try pair(of: subject, "or", .or) }
        if accept("neither") {
            let first = try property(of: subject)
            try expect("nor")
            return .binary(.and, .not(first), .not(try property(of: subject)))
        }
        if let adjective = token().flatMap({ Self.adjectives[$0.key] }), token(1)?.kind != .number {
            if case .variable(let name) = subject, state.entry(name)?.origin == .implicit,
                adjective == .relation(.less, .numeral("0"))
            {
                throw .final("a negative number must be called an integer")
            }
            state.position += 1
            return NounHead.claim(adjective, about: subject, sort: sort(of: subject))
        }
        if isArticle() || sees("an") {
            if let claim = try attempt({ (parser) throws(EnglishRefusal) in try parser.nounProperty(of: subject) }) {
                return claim
            }
        }
        return try comparison(of: subject)
    }

    private mutating func pair(
        of subject: FormalTerm, _ word: String, _ connective: FormalConnective
    ) throws(EnglishRefusal) -> FormalProposition {
        let first = try property(of: subject)
        try expect(word)
        let second = try property(of: subject)
        state.openConnective = connective
        return .binary(connective, first, second)
    }

    /// "an even number", "a multiple of 4", "a perfect square" after "is".
    private mutating func nounProperty(of subject: FormalTerm) throws(EnglishRefusal) -> FormalProposition {
        state.position += 1
        let head = try nounHead()
        guard !head.isProposition else { throw fail() }
        let sort = sort(of: subject)
        if let said = head.sort, said != sort {
            throw .final("a claim that a number is of another kind (ℕ or ℤ) is not in the fragment")
        }
        let claims = head.claims(about: subject, sort: sort) + (try modifiers(of: [subject]))
        guard !claims.isEmpty else {
            throw .final("a claim that something is a natural number or an integer is not in the fragment")
        }
        return .joined(.and, claims)
    }
}
