/// Clauses and sentences: "if … then …", "Let …", "Suppose …", "Show that …".
extension EnglishParser {
    /// Words that carry no mathematics; they may begin a sentence or a claim, with or without a comma.
    static let politeWords: Set<String> = [
        "please", "kindly", "clearly", "obviously", "hence", "therefore", "thus", "so", "now", "also", "moreover",
        "furthermore",
    ]

    // MARK: Clauses

    /// A claim of any form.
    mutating func clause() throws(EnglishRefusal) -> FormalProposition {
        skipPoliteWords()
        if let prefixed = try prefixedClause() { return prefixed }
        return try trailingQuantifier { (parser) throws(EnglishRefusal) in try parser.equivalence() }
    }

    /// "if … then …" and "for all …, …".
    mutating func prefixedClause() throws(EnglishRefusal) -> FormalProposition? {
        if let quantified = try quantifiedClause() { return quantified }
        guard sees("if") || sees("whenever") else { return nil }
        // "If n is even then n + 1 is odd for all natural numbers n": the quantifier governs all of it.
        return try trailingQuantifier { (parser) throws(EnglishRefusal) in try parser.conditional() }
    }

    private mutating func conditional() throws(EnglishRefusal) -> FormalProposition {
        guard accept("if") || accept("whenever") else { throw fail() }
        let saved = (indefinites: state.indefinites, declares: state.declaresTypes)
        let isOuter = saved.indefinites != .refused
        state.indefinites = isOuter ? .universal(allowingEvery: false) : .refused
        state.declaresTypes = isOuter
        let premise = try nested { (parser) throws(EnglishRefusal) in
            try parser.equivalence(allowsTrailingIf: false)
        }
        state.declaresTypes = false
        let hasComma = accept(",")
        let hasThen = accept("then")
        guard hasComma || hasThen else { throw fail() }
        _ = accept(",")
        if isOuter { _ = acceptGoalWords() }
        state.indefinites = saved.indefinites
        let conclusion = try nested { (parser) throws(EnglishRefusal) in
            parser.skipPoliteWords()
            if let prefixed = try parser.prefixedClause() { return prefixed }
            return try parser.conclusion()
        }
        if sees(",", "and") || sees(",", "or") || sees(",", "but") {
            throw .final("how far \"if … then\" reaches is ambiguous before \", \(token(1)?.shown ?? "")\"")
        }
        state.declaresTypes = saved.declares
        return conclusion.under(premise.conjuncts)
    }

    /// The part after "then", up to a comma. "for all n" after it belongs to the whole sentence.
    private mutating func conclusion() throws(EnglishRefusal) -> FormalProposition {
        let left = try innerChain()
        if try acceptImplies() {
            return .binary(.implies, left, try innerChain())
        }
        guard accept("if", "and", "only", "if") || accept("iff") else { return left }
        return .binary(.iff, left, try innerChain())
    }

    mutating func skipPoliteWords() {
        while accept(oneOf: Self.politeWords) != nil { _ = accept(",") }
    }

    // MARK: Sentences

    /// The whole problem: sentences that set up, then one that claims.
    mutating func problem() throws(EnglishRefusal) -> FormalStatement {
        guard !tokens.isEmpty else { throw .final("the problem is empty") }
        var needsStarter = false
        while true {
            skipPoliteWords()
            guard let end = try setup() else { break }
            needsStarter = end
        }
        guard token() != nil else { throw .final("the problem claims nothing") }
        let hasStarter = acceptGoalWords()
        // "Suppose A, B." would be read as a claim B by accident.
        guard hasStarter || !needsStarter else { throw fail() }
        state.indefinites = .universal(allowingEvery: true)
        let goal = try clause()
        _ = accept(oneOf: [".", "!", "?", ";"])
        guard token() == nil else { throw fail() }
        let statement = FormalStatement(
            variables: state.outer.map(\.binder), hypotheses: state.hypotheses, goal: goal)
        try checkImplicit(in: statement)
        return statement
    }

    /// Letters that nothing introduces are taken for natural numbers only where no number is introduced by name and no
    /// quantifier uses the same letter; otherwise one was forgotten.
    private func checkImplicit(in statement: FormalStatement) throws(EnglishRefusal) {
        let implicit = state.outer.filter { $0.origin == .implicit }.map(\.binder)
        for binder in implicit where state.innerNames.contains(binder.name) {
            throw .final("\"\(binder.name)\" stands both inside and outside of a quantifier")
        }
        let unnamed = Set(state.outer.filter { $0.origin != .named }.map(\.binder.name))
        let named = statement.variables.first {
            $0.sort != .proposition && !unnamed.contains($0.name) && usedLetters.contains($0.name)
        }
        guard let named, let forgotten = implicit.first(where: { $0.sort != .proposition }) else { return }
        throw .final("the variable \"\(forgotten.name)\" is not introduced, although \"\(named.name)\" is")
    }

    /// "show that", "prove that", "then", "we have": says that a claim follows.
    mutating func acceptGoalWords() -> Bool {
        let start = state.position
        while true {
            let before = state.position
            skipPoliteWords()
            if accept("then") { _ = accept(",") }
            if accept(oneOf: ["show", "prove", "verify", "demonstrate", "deduce", "conclude", "establish"]) != nil {
                if accept("the", "following") || accept("this") { _ = accept(":") }
                _ = accept("that") || accept(":")
            }
            _ =
                accept("we", "have", "that") || accept("we", "have") || accept("it", "follows", "that")
                || accept("it", "holds", "that") || accept("it", "is", "true", "that") || accept("we", "claim", "that")
                || accept("we", "know", "that") || accept("is", "it", "true", "that") || accept("claim", ":")
            if state.position == before { break }
        }
        return state.position > start
    }

    /// One setting-up sentence or part of one.
    ///
    /// - Returns: nil when none begins here; otherwise whether the claim must begin with "then" or "show that".
    private mutating func setup() throws(EnglishRefusal) -> Bool? {
        let isPremise: Bool
        if accept("let") {
            isPremise = false
            try declaration()
        } else if accept("suppose", "that") || accept("suppose") || accept("assume", "that") || accept("assume") {
            isPremise = false
            try premise()
        } else if accept("given", "that") {
            isPremise = true
            try premise()
        } else if accept("given") || accept("consider") || accept("fix") {
            isPremise = false
            state.hypotheses += try variables(isOuter: true).conditions
        } else {
            return nil
        }
        if accept(oneOf: [".", ";"]) != nil { return false }
        let hasComma = accept(",")
        let hasAnd = accept("and")
        if hasAnd || hasComma, sees(oneOf: ["let", "suppose", "assume", "given", "consider", "fix"]) { return true }
        guard hasComma, !hasAnd else { throw fail() }
        return !isPremise
    }

    /// After "let": "n be a natural number", "a, b ∈ ℤ", "n be even", "x = 3", and more of it after "and".
    private mutating func declaration() throws(EnglishRefusal) {
        try oneDeclaration(isFirst: true)
        var hasMore = true
        while hasMore {
            let more = try attempt { (parser) throws(EnglishRefusal) -> Bool in
                let hasComma = parser.accept(",")
                let hasAnd = parser.accept("and")
                guard hasComma || hasAnd else { throw parser.fail() }
                _ = parser.accept("let")
                try parser.oneDeclaration(isFirst: false)
                return true
            }
            hasMore = more ?? false
        }
    }

    private mutating func oneDeclaration(isFirst: Bool) throws(EnglishRefusal) {
        if let symbolic = try attempt({ (parser) throws(EnglishRefusal) in
            guard let name = try parser.numberVariable() else { throw parser.fail() }
            return try parser.relationChain(from: name)
        }) {
            return state.hypotheses.append(symbolic)
        }
        let known = try knownName()
        let names = if let known { [known] } else { try names() }
        if accept("∈") || accept("in") {
            guard let set = accept(oneOf: ["naturals", "integers"]) else { throw fail() }
            var head = NounHead()
            head.sort = set.key == "naturals" ? .natural : .integer
            state.hypotheses += try declare(names, as: head, isOuter: true).conditions
        } else {
            // "Let a be even and b an odd number": only the first needs its verb.
            guard accept("be") || !isFirst && (isArticle() || sees("an")) else { throw fail() }
            skipArticle()
            if names.count > 1 { _ = count() }
            if let head = try attempt({ (parser) throws(EnglishRefusal) in try parser.nounHead() }) {
                guard known == nil else { throw .final("the variable \"\(names[0])\" is introduced twice") }
                state.hypotheses += try declare(names, as: head, isOuter: true).conditions
            } else {
                // "Let n be even": a natural number unless it is known already.
                if known == nil { _ = try declare(names, as: NounHead(), isOuter: true) }
                let start = state.position
                for name in names {
                    state.position = start
                    state.hypotheses.append(try property(of: .variable(name)))
                }
            }
        }
        let numbers = names.filter { state.entry($0)?.binder.sort != .proposition }
        state.hypotheses += try modifiers(of: numbers.map { .variable($0) })
    }

    /// A name that is in scope already, as in "Let n be odd" after "Let n be a natural number".
    private mutating func knownName() throws(EnglishRefusal) -> String? {
        guard let next = token(), next.kind == .letter, !isArticle(), state.entry(next.key) != nil,
            token(1)?.key == "be"
        else { return nil }
        state.position += 1
        return next.key
    }

    /// After "suppose that".
    private mutating func premise() throws(EnglishRefusal) {
        try onePremise()
        // "Suppose that p, and that p implies q": the second "that" begins a claim of its own.
        while accept("and", "that") || accept(",", "and", "that") { try onePremise() }
    }

    private mutating func onePremise() throws(EnglishRefusal) {
        state.indefinites = .universal(allowingEvery: false)
        state.declaresTypes = true
        let claim: FormalProposition
        if sees("if") || sees("for") || sees("whenever") {
            // Inside of a quantified hypothesis nothing may leak out to the theorem.
            state.indefinites = .refused
            state.declaresTypes = false
            claim = try clause()
        } else {
            claim = try trailingQuantifier { (parser) throws(EnglishRefusal) in try parser.equivalence() }
        }
        state.indefinites = .refused
        state.declaresTypes = false
        state.hypotheses += claim.conjuncts
    }
}
