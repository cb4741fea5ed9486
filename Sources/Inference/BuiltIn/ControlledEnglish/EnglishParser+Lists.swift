/// Claims about several subjects at once, and the declarations hidden in hypotheses.
extension EnglishParser {
    /// "n and m are even", "a, b and c are positive", "p and q are equivalent".
    mutating func listClaim() throws(EnglishRefusal) -> FormalProposition? {
        if let claim = try attempt({ (parser) throws(EnglishRefusal) in try parser.propositionList() }) { return claim }
        return try attempt { (parser) throws(EnglishRefusal) in try parser.numberList() }
    }

    private mutating func propositionList() throws(EnglishRefusal) -> FormalProposition {
        let first = try propositionVariable()
        try expect("and")
        let second = try propositionVariable()
        try expect("are")
        if accept("equivalent") { return .binary(.iff, first, second) }
        _ = accept("both")
        if accept("true") { return .binary(.and, first, second) }
        guard accept("false") else { throw fail() }
        return .binary(.and, .not(first), .not(second))
    }

    private mutating func numberList() throws(EnglishRefusal) -> FormalProposition {
        var subjects = [try term()]
        while accept(",") {
            if sees("and") { break }
            subjects.append(try term())
        }
        try expect("and")
        subjects.append(try term())
        try expect("are")
        if accept("equal") {
            return .joined(.and, zip(subjects, subjects.dropFirst()).map { .relation(.equal, $0, $1) })
        }
        if accept("different") || accept("distinct") { return pairwiseDistinct(subjects) }
        if subjects.count == 2, accept("not", "equal") { return pairwiseDistinct(subjects) }
        if sees("not") {
            guard subjects.count == 2 && accept("not", "both") || accept("not", "all") else {
                throw .final("\"are not\" is ambiguous; say \"not both\", or \"neither … nor …\"")
            }
            return .not(try each(subjects))
        }
        _ = accept("both") || accept("all")
        return try each(subjects)
    }

    private func pairwiseDistinct(_ subjects: [FormalTerm]) -> FormalProposition {
        var claims: [FormalProposition] = []
        for (index, subject) in subjects.enumerated() {
            for other in subjects[(index + 1)...] { claims.append(.relation(.unequal, subject, other)) }
        }
        return .joined(.and, claims)
    }

    /// The property that is next, of every subject.
    private mutating func each(_ subjects: [FormalTerm]) throws(EnglishRefusal) -> FormalProposition {
        let start = state.position
        let saved = state.subject
        var claims: [FormalProposition] = []
        for subject in subjects {
            state.position = start
            state.subject = subject
            claims.append(try pluralProperty(of: subject))
        }
        state.subject = saved
        return .joined(.and, claims)
    }

    /// "even", "greater than 3", "odd numbers", "multiples of 3".
    private mutating func pluralProperty(of subject: FormalTerm) throws(EnglishRefusal) -> FormalProposition {
        if let claim = try attempt({ (parser) throws(EnglishRefusal) -> FormalProposition in
            let head = try parser.nounHead()
            let sort = parser.sort(of: subject)
            guard !head.isProposition, !head.conditions.isEmpty, head.sort == nil || head.sort == sort else {
                throw parser.fail()
            }
            return .joined(.and, head.claims(about: subject, sort: sort))
        }) {
            return claim
        }
        return try property(of: subject)
    }

    /// "n is a natural number", "a and b are even integers": introduces the letters, in a hypothesis only.
    mutating func typeDeclaration() throws(EnglishRefusal) -> FormalProposition? {
        guard state.declaresTypes else { return nil }
        return try attempt { (parser) throws(EnglishRefusal) in
            let names = try parser.declaredNames()
            if names.count == 1 {
                try parser.expect("is")
                guard parser.isArticle() || parser.sees("an") else { throw parser.fail() }
                parser.state.position += 1
            } else {
                try parser.expect("are")
            }
            let head = try parser.nounHead()
            // Only a kind of number introduces; "n is a multiple of 3" is an ordinary claim.
            guard head.isNumber || head.isProposition else { throw parser.fail() }
            var claims: [FormalProposition] = []
            for name in names {
                if let entry = parser.state.entry(name) {
                    guard head.sort == nil || entry.binder.sort == head.sort else {
                        throw .final("\"\(name)\" is used with two kinds of numbers")
                    }
                } else {
                    try parser.declareOuter(FormalBinder(name: name, sort: head.sort ?? .natural), origin: .named)
                }
                let subject = FormalTerm.variable(name)
                claims += head.claims(about: subject, sort: parser.sort(of: subject))
            }
            if !head.isProposition { claims += try parser.modifiers(of: names.map { .variable($0) }) }
            return .joined(.and, claims)
        }
    }

    /// Letters before "is" or "are", known or not.
    private mutating func declaredNames() throws(EnglishRefusal) -> [String] {
        var names: [String] = []
        while let next = token(), next.kind == .letter, !isArticle(), !names.contains(next.key) {
            names.append(next.key)
            state.position += 1
            let hasComma = accept(",")
            let hasAnd = accept("and")
            if !hasComma && !hasAnd { return names }
        }
        throw fail()
    }
}
