/// Terms that begin with "the": sums, products, squares, remainders.
extension EnglishParser {
    private static let manyArguments: [String: FormalOperator] = [
        "sum": .add, "product": .multiply, "difference": .subtract,
    ]

    /// "the sum of a and b", "the square of n", "half of 10", "the remainder when n is divided by 3".
    mutating func ofPhrase() throws(EnglishRefusal) -> ReadTerm? {
        let start = state.position
        let isDefinite = accept("the")
        if isDefinite, let name = accept(oneOf: Set(Self.oneArgument.keys)), let function = Self.oneArgument[name.key] {
            try expect("of")
            return ReadTerm(term: function(try nestedPower().term), end: .ofPhrase)
        }
        if isDefinite, let name = accept(oneOf: Set(Self.manyArguments.keys)),
            let operation = Self.manyArguments[name.key]
        {
            if !(name.key == "difference" && accept("between")) { try expect("of") }
            let terms = try arguments()
            guard let first = terms.first, terms.count == 2 || operation != .subtract else {
                throw .final("a difference has two numbers")
            }
            return ReadTerm(term: terms.dropFirst().reduce(first) { .binary(operation, $0, $1) }, end: .ofPhrase)
        }
        if isDefinite, accept("remainder") { return ReadTerm(term: try remainder(), end: .ofPhrase) }
        if accept("half", "of") {
            guard let number = try numeral() else {
                throw .final("\"half\" is understood only of an even numeral, for division rounds in Lean")
            }
            return ReadTerm(term: .binary(.divide, .numeral(number), .numeral("2")))
        }
        state.position = start
        return nil
    }

    /// "of n when (it is) divided by 3", "when n is divided by 3", "of n modulo 3".
    private mutating func remainder() throws(EnglishRefusal) -> FormalTerm {
        let dividend: FormalTerm
        if accept("of") {
            dividend = try withoutWordOperators { (parser) throws(EnglishRefusal) in try parser.sum().term }
            if !accept("modulo") {
                guard
                    accept("when", "divided", "by") || accept("when", "it", "is", "divided", "by")
                        || accept("on", "division", "by") || accept("after", "division", "by")
                else { throw fail() }
            }
        } else {
            guard accept("when") || accept("obtained", "when") else { throw fail() }
            dividend = try withoutWordOperators { (parser) throws(EnglishRefusal) in try parser.sum().term }
            try expect("is", "divided", "by")
        }
        return .remainder(dividend, try divisor())
    }

    /// The numeral after "divided by".
    mutating func divisor() throws(EnglishRefusal) -> FormalTerm {
        guard let digits = try numeral() else {
            throw .final("a remainder is understood only for a division by a numeral")
        }
        return .numeral(digits)
    }

    private mutating func withoutWordOperators<Result>(
        _ reading: (inout EnglishParser) throws(EnglishRefusal) -> Result
    ) throws(EnglishRefusal) -> Result {
        let before = state.wordOperators
        state.wordOperators = false
        let result = try reading(&self)
        state.wordOperators = before
        return result
    }

    /// "a and b"; "a, b and c"; "two odd numbers"; "three consecutive integers".
    private mutating func arguments() throws(EnglishRefusal) -> [FormalTerm] {
        if let counted = try countedIndefinites() { return counted }
        // "the sum of one hundred and five" is 100 + 5 when there is no second argument otherwise.
        let greedy = try attempt { (parser) throws(EnglishRefusal) in try parser.listedArguments() }
        if let greedy { return greedy }
        let before = state.numeralAnd
        state.numeralAnd = false
        let terms = try listedArguments()
        state.numeralAnd = before
        return terms
    }

    private mutating func listedArguments() throws(EnglishRefusal) -> [FormalTerm] {
        let powers: Set<String> = ["squared", "cubed"]
        let outside = state.argument
        var terms = [try argument()]
        state.argument = terms.last
        let firstIsPower = token(-1).map { powers.contains($0.key) } ?? false
        while accept(",") {
            if sees("and") { break }
            terms.append(try argument())
            state.argument = terms.last
        }
        try expect("and")
        terms.append(try argument())
        state.argument = outside
        if let last = token(-1), powers.contains(last.key), !firstIsPower {
            throw .final("\"\(last.shown)\" may belong to the last number or to all of them; use brackets")
        }
        return terms
    }

    /// A formula, with its own signs but without "plus" and "times": those would leave open where the argument ends.
    private mutating func argument() throws(EnglishRefusal) -> FormalTerm {
        try withoutWordOperators { (parser) throws(EnglishRefusal) in
            try parser.nested { (parser) throws(EnglishRefusal) in try parser.sum().term }
        }
    }
}
