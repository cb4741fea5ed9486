/// Claims: the smallest ones, and how "and", "or", "implies" and "if and only if" join them.
extension EnglishParser {
    // MARK: Joined claims

    /// A claim with every connective.
    mutating func equivalence(allowsTrailingIf: Bool = true) throws(EnglishRefusal) -> FormalProposition {
        let left = try implication(allowsTrailingIf: allowsTrailingIf)
        guard acceptIff() else { return left }
        let right = try operand { (parser) throws(EnglishRefusal) in
            try parser.implication(allowsTrailingIf: false)
        }
        guard !acceptIff() else { throw .final("two \"if and only if\" in a row need brackets") }
        return .binary(.iff, left, right)
    }

    private mutating func acceptIff() -> Bool {
        accept("if", "and", "only", "if") || accept(",", "if", "and", "only", "if") || accept("iff")
            || accept("exactly", "when") || accept("precisely", "when") || accept("exactly", "if")
            || accept("is", "equivalent", "to")
    }

    /// A further operand, where an indefinite phrase would have an unclear scope.
    private mutating func operand(
        _ reading: (inout EnglishParser) throws(EnglishRefusal) -> FormalProposition
    ) throws(EnglishRefusal) -> FormalProposition {
        if state.saidEvery { throw .final("\"every\" before \"if and only if\" or \"implies\" is ambiguous") }
        let saved = state.indefinites
        state.indefinites = .refused
        let claim = try reading(&self)
        state.indefinites = saved
        return claim
    }

    private mutating func implication(allowsTrailingIf: Bool) throws(EnglishRefusal) -> FormalProposition {
        if let list = try attempt({ (parser) throws(EnglishRefusal) in try parser.listedImplications() }) {
            return list
        }
        let left = try chain()
        if try acceptImplies() {
            let right = try operand { (parser) throws(EnglishRefusal) in try parser.chain() }
            if sees("implies") || sees("only", "if") { throw .final("two \"implies\" in a row need brackets") }
            return .binary(.implies, left, right)
        }
        if allowsTrailingIf, !sees("if", "and", "only", "if"), !sees(",", "if", "and", "only", "if") {
            let start = state.position
            _ = accept(",")
            if accept("if") || accept("whenever") || accept("provided", "that") {
                try refuseJoined("if")
                let premise = try operand { (parser) throws(EnglishRefusal) in try parser.chain() }
                if acceptIff() { throw .final("\"if\" before \"if and only if\" needs brackets") }
                return .binary(.implies, premise, left)
            }
            state.position = start
        }
        return left
    }

    /// "implies" or "only if"; after "p and q" it would be open whether p belongs to it.
    mutating func acceptImplies() throws(EnglishRefusal) -> Bool {
        guard accept("implies", "that") || accept("implies") || accept("only", "if") else { return false }
        try refuseJoined("implies")
        return true
    }

    private func refuseJoined(_ word: String) throws(EnglishRefusal) {
        guard state.isJoined else { return }
        throw .final("how much before \"\(word)\" belongs to it is ambiguous; use brackets or \"if … then\"")
    }

    /// "p implies q and q implies r": with "implies" on both sides of the "and" there is one reading only.
    private mutating func listedImplications() throws(EnglishRefusal) -> FormalProposition {
        var claims: [FormalProposition] = []
        repeat {
            let premise = try atom()
            try expect("implies")
            claims.append(.binary(.implies, premise, try atom()))
        } while accept("and")
        guard claims.count > 1, !sees(oneOf: ["implies", "or", "but"]) else { throw fail() }
        return .joined(.and, claims)
    }

    /// Claims joined by ", and" or ", or", which bind looser than "and" and "or" without a comma.
    mutating func chain() throws(EnglishRefusal) -> FormalProposition {
        try joined(withComma: true) { (parser) throws(EnglishRefusal) in try parser.innerChain() }
    }

    /// Claims joined by "and" or "or" without commas.
    mutating func innerChain() throws(EnglishRefusal) -> FormalProposition {
        try joined(withComma: false) { (parser) throws(EnglishRefusal) in try parser.atom() }
    }

    private mutating func joined(
        withComma: Bool, _ operand: (inout EnglishParser) throws(EnglishRefusal) -> FormalProposition
    ) throws(EnglishRefusal) -> FormalProposition {
        var claims = [try operand(&self)]
        var connective: FormalConnective?
        let indefinites = state.indefinites
        while true {
            let open = state.openConnective ?? (withComma ? nil : state.openPhrase)
            let more = try attempt { (parser) throws(EnglishRefusal) -> (FormalConnective, FormalProposition) in
                if withComma { try parser.expect(",") }
                let connective = try parser.connective()
                if !(connective == .and && parser.state.declaresTypes) { parser.state.indefinites = .refused }
                return (connective, try operand(&parser))
            }
            guard let more else { break }
            if connective.map({ $0 != more.0 }) ?? false || (open.map { $0 != more.0 } ?? false) {
                throw .final("\"and\" and \"or\" are mixed without brackets or commas that tell them apart")
            }
            if !withComma, let inside = state.openPhrase, inside != more.0 {
                throw .final("\"and\" and \"or\" are mixed without brackets or commas that tell them apart")
            }
            connective = more.0
            claims.append(more.1)
        }
        state.indefinites = indefinites
        if claims.count > 1 { state.isJoined = true }
        return .joined(connective ?? .and, claims)
    }

    // MARK: Single claims

    /// One claim without an open connective.
    mutating func atom() throws(EnglishRefusal) -> FormalProposition {
        state.openConnective = nil
        state.openPhrase = nil
        state.isJoined = false
        return try nested { (parser) throws(EnglishRefusal) in
            if let claim = try parser.negatedAtom() { return claim }
            if let claim = try parser.bracketedClaim() { return claim }
            if let claim = try parser.pairedClaim() { return claim }
            if let claim = try parser.existenceClaim() { return claim }
            if let claim = try parser.quantifiedSubject() { return claim }
            if let claim = try parser.typeDeclaration() { return claim }
            if let claim = try parser.listClaim() { return claim }
            if let claim = try parser.propositionClaim() { return claim }
            return try parser.trailingQuantifier(only: .exists) { (parser) throws(EnglishRefusal) in
                try parser.numberClaim()
            }
        }
    }

    /// "not p", "it is not the case that p": of one claim only.
    private mutating func negatedAtom() throws(EnglishRefusal) -> FormalProposition? {
        let isLong =
            accept("it", "is", "not", "the", "case", "that") || accept("it", "is", "not", "true", "that")
            || accept("it", "is", "false", "that")
        guard isLong || (!sees("not", "every") && !sees("not", "all") && accept("not")) else { return nil }
        let saved = (indefinites: state.indefinites, declares: state.declaresTypes)
        state.indefinites = .refused
        state.declaresTypes = false
        let body = try atom()
        (state.indefinites, state.declaresTypes) = saved
        if isLong, sees(oneOf: ["and", "or", "but", "implies"]) {
            throw .final("how far \"it is not the case that\" reaches is ambiguous; use brackets")
        }
        return .not(body)
    }

    private mutating func bracketedClaim() throws(EnglishRefusal) -> FormalProposition? {
        guard sees("(") else { return nil }
        // "(n + 1) * n is even" begins with a bracket too.
        if let claim = try attempt({ (parser) throws(EnglishRefusal) in try parser.numberClaim() }) { return claim }
        state.position += 1
        let saved = (indefinites: state.indefinites, declares: state.declaresTypes)
        state.indefinites = .refused
        state.declaresTypes = false
        let body = try nested { (parser) throws(EnglishRefusal) in try parser.clause() }
        try expect(")")
        (state.indefinites, state.declaresTypes) = saved
        state.openConnective = nil
        state.openPhrase = nil
        state.isJoined = false
        return body
    }

    /// "either p or q", "both p and q", "neither p nor q", "at least one of n and m is even".
    private mutating func pairedClaim() throws(EnglishRefusal) -> FormalProposition? {
        if accept("at", "least", "one", "of") { return try alternative(joining: ["and", "or"]) }
        if accept("either") {
            if let claim = try attempt({ (parser) throws(EnglishRefusal) in try parser.alternative(joining: ["or"]) }) {
                return claim
            }
            let first = try atom()
            try expect("or")
            return closed(.or, first, try atom())
        }
        if accept("both") {
            let first = try atom()
            try expect("and")
            return closed(.and, first, try atom())
        }
        guard accept("neither") else { return nil }
        let saved = (indefinites: state.indefinites, declares: state.declaresTypes)
        state.indefinites = .refused
        state.declaresTypes = false
        let first = try atom()
        try expect("nor")
        let second = try atom()
        (state.indefinites, state.declaresTypes) = saved
        return .binary(.and, .not(first), .not(second))
    }

    /// A pair whose second part might go on: "either p or q and r" stays refused.
    private mutating func closed(
        _ connective: FormalConnective, _ first: FormalProposition, _ second: FormalProposition
    ) -> FormalProposition {
        state.openConnective = connective
        return .binary(connective, first, second)
    }

    /// "n or m is even": the verb phrase of either.
    private mutating func alternative(joining words: Set<String>) throws(EnglishRefusal) -> FormalProposition {
        let first = try term()
        guard accept(oneOf: words) != nil else { throw fail() }
        let second = try term()
        let start = state.position
        let left = try verbPhrase(of: first)
        let end = state.position
        state.position = start
        let right = try verbPhrase(of: second)
        guard state.position == end else { throw fail() }
        return .binary(.or, left, right)
    }

    /// A proposition variable, with "is true", "holds" and the like.
    private mutating func propositionClaim() throws(EnglishRefusal) -> FormalProposition? {
        try attempt { (parser) throws(EnglishRefusal) in
            let variable = try parser.propositionVariable()
            if parser.accept("is", "true") || parser.accept("holds") { return variable }
            if parser.accept("is", "false") || parser.accept("is", "not", "true")
                || parser.accept("does", "not", "hold")
            {
                return .not(variable)
            }
            if parser.sees("is", "equivalent", "to") { return variable }
            if parser.sees(oneOf: [
                "is", "=", "<", ">", "≤", "≥", "≠", "∣", "+", "-", "*", "^", "(", "are", "plus", "times",
            ]) {
                throw parser.fail()
            }
            return variable
        }
    }

    /// A letter that is a proposition; of the letters that nothing introduces only p, q, r, s may be one.
    mutating func propositionVariable() throws(EnglishRefusal) -> FormalProposition {
        guard let next = token(), next.kind == .letter else { throw fail() }
        if let entry = state.entry(next.key) {
            guard entry.binder.sort == .proposition else { throw fail() }
        } else {
            guard ["p", "q", "r", "s", "P", "Q", "R", "S"].contains(next.key) else { throw fail() }
            try declareOuter(FormalBinder(name: next.key, sort: .proposition), origin: .implicit)
        }
        state.position += 1
        return .variable(next.key)
    }

    /// A number with a sign or a verb.
    private mutating func numberClaim() throws(EnglishRefusal) -> FormalProposition {
        let subject = try term()
        if token().map({ ["=", "≠", "<", ">", "≤", "≥", "∣"].contains($0.key) }) ?? false {
            return try relationChain(from: subject)
        }
        return try verbPhrase(of: subject)
    }
}
