/// Quantifiers in words: "for all natural numbers n", "there is an integer x such that", "every even number".
extension EnglishParser {
    /// Variables with the claims that restrict them.
    struct Quantified {
        var binders: [FormalBinder] = []
        var conditions: [FormalProposition] = []
    }

    /// What stands after "for all", "there exists", "let": "natural numbers n and m with n < m", "n ≥ 2", "n in ℕ".
    ///
    /// - Parameter isOuter: whether the variables belong to the whole theorem.
    mutating func variables(isOuter: Bool) throws(EnglishRefusal) -> Quantified {
        var result = Quantified()
        if let head = try attempt({ (parser) throws(EnglishRefusal) in
            parser.skipArticle()
            _ = parser.count()
            let head = try parser.nounHead()
            guard parser.token()?.kind == .letter else { throw parser.fail() }
            return head
        }) {
            let names = try names()
            result = try declare(names, as: head, isOuter: isOuter)
        } else {
            let names = try names()
            var head = NounHead()
            if accept("∈") || accept("in") {
                guard let set = accept(oneOf: ["naturals", "integers"]) else { throw fail() }
                head.sort = set.key == "naturals" ? .natural : .integer
            }
            result = try declare(names, as: head, isOuter: isOuter)
        }
        result.conditions += try modifiers(
            of: result.binders.filter { $0.sort != .proposition }.map { .variable($0.name) })
        return result
    }

    /// Introduces the names as numbers (or propositions) of the head's kind.
    mutating func declare(_ names: [String], as head: NounHead, isOuter: Bool) throws(EnglishRefusal) -> Quantified {
        var result = Quantified()
        let sort = sort(of: head)
        for name in names {
            let binder = FormalBinder(name: name, sort: sort)
            if isOuter {
                try declareOuter(binder, origin: .named)
            } else {
                try declareBound(binder, origin: .named)
            }
            result.binders.append(binder)
            if sort != .proposition { result.conditions += head.claims(about: .variable(name), sort: sort) }
        }
        return result
    }

    private static let universal: Set<String> = ["all", "every", "each", "any"]

    /// "for all … ," or "for some … ,": the quantifier and its variables.
    private mutating func prefix() throws(EnglishRefusal) -> (FormalQuantifier, Quantified)? {
        guard sees("for"), let determiner = token(1) else { return nil }
        let quantifier: FormalQuantifier
        if Self.universal.contains(determiner.key) {
            quantifier = .forAll
        } else if determiner.key == "some" {
            quantifier = .exists
        } else {
            return nil
        }
        state.position += 2
        var quantified = try variables(isOuter: false)
        while quantifier == .forAll, let next = token(1), sees("and"), Self.universal.contains(next.key) {
            state.position += 2
            let more = try variables(isOuter: false)
            quantified.binders += more.binders
            quantified.conditions += more.conditions
        }
        return (quantifier, quantified)
    }

    /// "for all n, …" with everything that it governs.
    mutating func quantifiedClause() throws(EnglishRefusal) -> FormalProposition? {
        let depth = state.bound.count
        let saved = state
        guard let (quantifier, quantified) = try prefix() else { return nil }
        if !accept(",") { _ = accept(":") }
        if quantifier == .exists { state.indefinites = .refused }
        _ = acceptGoalWords()
        let body = try nested { (parser) throws(EnglishRefusal) in try parser.clause() }
        leaveQuantifier(state.bound.count - depth)
        state.indefinites = saved.indefinites
        return Self.close(quantifier, quantified, over: body)
    }

    static func close(
        _ quantifier: FormalQuantifier, _ quantified: Quantified, over body: FormalProposition
    ) -> FormalProposition {
        let inner =
            quantifier == .forAll ? body.under(quantified.conditions) : .joined(.and, quantified.conditions + [body])
        return .quantified(quantifier, quantified.binders, inner)
    }

    /// A claim that may be followed by "for all n" (any claim) or "for some k" (a single one). When it is, the claim is read again with the
    /// variables known, for only then are they what the claim means.
    mutating func trailingQuantifier(
        only wanted: FormalQuantifier = .forAll,
        _ reading: (inout EnglishParser) throws(EnglishRefusal) -> FormalProposition
    ) throws(EnglishRefusal) -> FormalProposition {
        let before = state
        let claim = try reading(&self)
        let separator = wanted == .forAll && sees(",", "for") ? 1 : 0
        if token(separator + 1)?.key == "some", wanted == .forAll {
            throw .final("how far \"for some\" reaches is ambiguous; use brackets")
        }
        guard sees("for") || separator == 1 else { return claim }
        guard let determiner = token(separator + 1),
            wanted == .exists ? determiner.key == "some" : Self.universal.contains(determiner.key)
        else { return claim }
        if wanted == .forAll, claim.hasExistence {
            throw .final("\"for \(determiner.shown)\" after \"there is\" or \"for some\" is ambiguous; begin with it")
        }
        if wanted == .exists, claim.hasNegation {
            throw .final("\"for some\" after \"not\" is ambiguous; use brackets")
        }
        let after = state
        state = before
        state.position = after.position + separator
        guard let (quantifier, quantified) = try prefix() else { throw fail() }
        let end = state.position
        if quantifier == .exists { state.indefinites = .refused }
        state.position = before.position
        let body = try reading(&self)
        guard state.position == after.position else { throw fail() }
        state.position = end
        leaveQuantifier(state.bound.count - before.bound.count)
        state.indefinites = before.indefinites
        return Self.close(quantifier, quantified, over: body)
    }

    /// "there is a natural number k such that …", "there is no …", "there is exactly one …".
    mutating func existenceClaim() throws(EnglishRefusal) -> FormalProposition? {
        guard sees("there") else { return nil }
        let depth = state.bound.count
        let saved = state.indefinites
        state.position += 1
        var isNegated = accept("do", "not", "exist") || accept("does", "not", "exist")
        if !isNegated {
            guard accept(oneOf: ["is", "are", "exists", "exist"]) != nil else { throw fail() }
            isNegated = accept("no") || accept("not", "any")
        }
        var quantifier = FormalQuantifier.exists
        if !isNegated, accept("exactly", "one") || accept("a", "unique") || accept("one", "and", "only", "one") {
            quantifier = .existsUnique
        } else if !accept("at", "least", "one") {
            _ = accept("any") || accept("some")
        }
        state.indefinites = .refused
        let quantified = try existenceVariables()
        guard quantifier == .exists || quantified.binders.count == 1 else {
            throw .final("\"exactly one\" is understood only of one variable")
        }
        var body: [FormalProposition] = []
        _ = accept(",")
        if acceptCondition() {
            let claim = try nested { (parser) throws(EnglishRefusal) in
                if let prefixed = try parser.prefixedClause() { return prefixed }
                return try parser.chain()
            }
            if isNegated || quantifier == .existsUnique { try refuseForeign(in: claim, quantified.binders) }
            body = [claim]
            if case .binary(let connective, _, _) = claim { state.openConnective = connective }
        }
        leaveQuantifier(state.bound.count - depth)
        state.indefinites = saved
        let claims = quantified.conditions + body
        guard !claims.isEmpty else { throw .final("a bare claim that a number exists is not in the fragment") }
        let claim = FormalProposition.quantified(quantifier, quantified.binders, .joined(.and, claims))
        return isNegated ? .not(claim) : claim
    }

    /// "There is no k such that k < 0, and 2 is even": does the condition go on, or does a second claim begin?
    private func refuseForeign(in claim: FormalProposition, _ binders: [FormalBinder]) throws(EnglishRefusal) {
        for connective in [FormalConnective.and, .or] {
            for part in claim.operands(of: connective)
            where !binders.contains(where: { StatementChecker.mentions($0.name, part) }) {
                throw .final("how far \"such that\" reaches is ambiguous; use brackets")
            }
        }
    }

    /// The variables of "there is …": with names, or one without a name ("an even number greater than 2").
    private mutating func existenceVariables() throws(EnglishRefusal) -> Quantified {
        if let named = try attempt({ (parser) throws(EnglishRefusal) -> Quantified in
            var result = try parser.namedOnly()
            let subjects = result.binders.map { FormalTerm.variable($0.name) }
            // The condition itself ("such that …") is read by the caller, for it may be a longer claim.
            if !parser.seesCondition() { result.conditions += try parser.modifiers(of: subjects) }
            return result
        }) {
            return named
        }
        skipArticle()
        let head = try nounHead()
        guard !head.isProposition else { throw fail() }
        var result = try declare([try freshName()], as: head, isOuter: false)
        result.conditions += try modifiers(of: result.binders.map { .variable($0.name) })
        return result
    }

    /// "natural numbers a and b", "an integer x", "k": variables without what may follow them.
    private mutating func namedOnly() throws(EnglishRefusal) -> Quantified {
        skipArticle()
        let head = try attempt { (parser) throws(EnglishRefusal) in try parser.nounHead() }
        return try declare(try names(), as: head ?? NounHead(), isOuter: false)
    }

    /// "every even number is …", "no natural number n satisfies …", "some integer is …", "not every …".
    mutating func quantifiedSubject() throws(EnglishRefusal) -> FormalProposition? {
        let isNegated = sees("not", "every") || sees("not", "all")
        let offset = isNegated ? 1 : 0
        guard let determiner = token(offset), ["every", "each", "all", "any", "no", "some"].contains(determiner.key)
        else { return nil }
        if determiner.key == "any", state.indefinites != .universal(allowingEvery: true) {
            throw .final("\"any\" is ambiguous here; say \"every\" or \"some\"")
        }
        return try attempt { (parser) throws(EnglishRefusal) in
            parser.state.position += offset + 1
            let depth = parser.state.bound.count
            let head = try parser.nounHead()
            guard !head.isProposition else { throw parser.fail() }
            let names = try parser.attempt { (parser) throws(EnglishRefusal) in try parser.names() }
            guard names.map({ $0.count == 1 }) ?? true else { throw parser.fail() }
            let name = if let given = names?.first { given } else { try parser.freshName() }
            let binder = FormalBinder(name: name, sort: parser.sort(of: head))
            try parser.declareBound(binder, origin: .nounPhrase)
            let subject = FormalTerm.variable(name)
            var quantified = Quantified(binders: [binder], conditions: head.claims(about: subject, sort: binder.sort))
            quantified.conditions += try parser.modifiers(of: [subject])
            let body = try parser.verbPhrase(of: subject)
            parser.leaveQuantifier(parser.state.bound.count - depth)
            switch determiner.key {
            case "no": return .not(Self.close(.exists, quantified, over: body))
            case "some": return Self.close(.exists, quantified, over: body)
            default:
                if body.conjuncts.contains(where: { if case .not = $0 { true } else { false } }) {
                    throw .final("\"\(determiner.shown) … not\" is ambiguous; say \"no …\" or \"not every …\"")
                }
                let claim = Self.close(.forAll, quantified, over: body)
                return isNegated ? .not(claim) : claim
            }
        }
    }
}
