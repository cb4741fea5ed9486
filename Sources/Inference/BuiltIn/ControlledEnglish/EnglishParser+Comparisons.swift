/// Comparisons in words and in signs.
extension EnglishParser {
    private static let signs: [String: FormalRelation] = [
        "=": .equal, "≠": .unequal, "<": .less, ">": .greater, "≤": .lessOrEqual, "≥": .greaterOrEqual, "∣": .divides,
    ]
    private static let smaller: Set<String> = ["less", "smaller"]
    private static let larger: Set<String> = ["greater", "larger", "bigger", "more"]

    /// `left < b`, `left ≤ b < c`: every link of the chain is claimed.
    mutating func relationChain(from left: FormalTerm) throws(EnglishRefusal) -> FormalProposition {
        var claims: [FormalProposition] = []
        var left = left
        var bars = 0
        while let next = token(), let relation = Self.signs[next.key] {
            if next.shown == "|" { bars += 1 }
            if bars > 1 { throw .final("two | in a row may be an absolute value; write ∣ for \"divides\"") }
            state.position += 1
            let right = try signTerm()
            claims.append(.relation(relation, left, right))
            left = right
        }
        guard !claims.isEmpty else { throw fail() }
        return .joined(.and, claims)
    }

    /// A term beside a sign; an indefinite phrase there ("n = an even number") is not read.
    private mutating func signTerm() throws(EnglishRefusal) -> FormalTerm {
        let saved = state.indefinites
        state.indefinites = .refused
        let right = try term()
        state.indefinites = saved
        return right
    }

    /// "less than 3", "at least n", "between 1 and 10", "divisible by 2 and 3", "congruent to 1 modulo 4".
    mutating func comparison(of subject: FormalTerm) throws(EnglishRefusal) -> FormalProposition {
        if accept("divisible", "by") { return try divisibility(of: subject) }
        if accept("at", "least") { return .relation(.greaterOrEqual, subject, try term()) }
        if accept("at", "most") { return .relation(.lessOrEqual, subject, try term()) }
        if accept("different", "from") || accept("distinct", "from") {
            return .relation(.unequal, subject, try term())
        }
        if accept("equal", "to") { return .relation(.equal, subject, try term()) }
        if accept("congruent", "to") { return try congruence(of: subject) }
        if accept("no") {
            guard let word = token(), token(1)?.key == "than" else { throw fail() }
            state.position += 2
            if Self.smaller.contains(word.key) { return .relation(.greaterOrEqual, subject, try term()) }
            if Self.larger.contains(word.key) { return .relation(.lessOrEqual, subject, try term()) }
            state.position -= 2
            throw fail()
        }
        let isStrict = accept("strictly")
        if accept("between") { return try between(subject, isStrict: isStrict) }
        guard let word = token(), Self.smaller.contains(word.key) || Self.larger.contains(word.key) else {
            throw fail()
        }
        state.position += 1
        try expect("than")
        let orEqual = accept("or", "equal", "to")
        if orEqual && isStrict { throw .final("\"strictly\" and \"or equal to\" contradict each other") }
        let right = try term()
        let relation: FormalRelation =
            Self.smaller.contains(word.key) ? (orEqual ? .lessOrEqual : .less) : (orEqual ? .greaterOrEqual : .greater)
        return .relation(relation, subject, right)
    }

    /// "by 2", "by both 2 and 3", "by 2 or by 3".
    private mutating func divisibility(of subject: FormalTerm) throws(EnglishRefusal) -> FormalProposition {
        if accept("both") {
            let first = try term()
            try expect("and")
            _ = accept("by")
            return .binary(.and, .relation(.divides, first, subject), .relation(.divides, try term(), subject))
        }
        var divisors = [try term()]
        var connective = FormalConnective.and
        if let more = try attempt({ (parser) throws(EnglishRefusal) -> (FormalConnective, FormalTerm) in
            let connective = try parser.connective()
            let says = parser.accept("by")
            let divisor = try parser.term()
            // "… and 3 is odd" begins another claim.
            guard says || !parser.startsClaim() else { throw parser.fail() }
            return (connective, divisor)
        }) {
            connective = more.0
            divisors.append(more.1)
            state.openConnective = more.0
        }
        return .joined(connective, divisors.map { .relation(.divides, $0, subject) })
    }

    /// Whether a verb or a sign comes next, so that the term just read was a subject.
    private func startsClaim() -> Bool {
        sees(oneOf: Set(Self.signs.keys))
            || sees(oneOf: [
                "is", "are", "divides", "divide", "equals", "exceeds", "leaves", "has", "does", "do", "cannot",
                "differs",
                "implies", "holds", "and",
            ])
    }

    private mutating func between(_ subject: FormalTerm, isStrict: Bool) throws(EnglishRefusal) -> FormalProposition {
        let numeralAnd = state.numeralAnd
        state.numeralAnd = false
        let low = try term()
        try expect("and")
        let high = try term()
        state.numeralAnd = numeralAnd
        let isInclusive = accept("inclusive")
        if isStrict && isInclusive { throw .final("\"strictly\" and \"inclusive\" contradict each other") }
        let relation: FormalRelation = isStrict ? .less : .lessOrEqual
        return .binary(.and, .relation(relation, low, subject), .relation(relation, subject, high))
    }

    private mutating func congruence(of subject: FormalTerm) throws(EnglishRefusal) -> FormalProposition {
        let other = try term()
        guard accept("modulo") || accept("mod") else { throw fail() }
        let modulus = try divisor()
        return .relation(.equal, .remainder(subject, modulus), .remainder(other, modulus))
    }
}
