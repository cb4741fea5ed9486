/// The second look at a statement that was read: are its numbers of one kind, and does Lean's arithmetic mean what
/// the English means? Lean's subtraction of natural numbers stops at zero and its division rounds, so both are refused
/// where English would mean something else.
struct StatementChecker {
    /// Exponents written as numerals are refused beyond this: they would only keep Lean busy.
    static let maximumExponent = 1_000

    private var sorts: [String: FormalSort]

    /// Throws when the statement mixes kinds of numbers or uses arithmetic that Lean would read differently.
    static func check(_ statement: FormalStatement) throws(EnglishRefusal) {
        var checker = StatementChecker(sorts: [:])
        for binder in statement.variables { checker.sorts[binder.name] = binder.sort }
        for claim in statement.hypotheses + [statement.goal] { try checker.check(claim) }
    }

    /// The kind of numbers that terms without variables are meant over: integers when there is a minus sign.
    static func closedSort(of terms: [FormalTerm]) -> FormalSort {
        terms.contains(where: hasMinus) ? .integer : .natural
    }

    private static func hasMinus(_ term: FormalTerm) -> Bool {
        switch term {
        case .numeral, .variable: false
        case .negated, .binary(.subtract, _, _): true
        case .binary(.power, let base, _): hasMinus(base)
        case .binary(_, let left, let right): hasMinus(left) || hasMinus(right)
        }
    }

    private func check(_ claim: FormalProposition) throws(EnglishRefusal) {
        switch claim {
        case .truth:
            throw .final("a claim that something is a natural number or an integer is not in the fragment")
        case .variable(let name):
            guard sorts[name] == .proposition else { throw .final("\"\(name)\" is a number, not a proposition") }
        case .relation(_, let left, let right): try check([left, right])
        case .property(let property, let subject):
            try check([subject])
            guard property != .prime || sort(of: subject) == .natural else {
                throw .final("\"prime\" is understood of natural numbers only, not of integers")
            }
        case .not(let body): try check(body)
        case .binary(_, let left, let right):
            try check(left)
            try check(right)
        case .quantified(_, let binders, let body):
            var inner = self
            for binder in binders {
                guard sorts[binder.name] == nil else {
                    throw .final("the variable \"\(binder.name)\" stands for two different things")
                }
                inner.sorts[binder.name] = binder.sort
            }
            for binder in binders where !Self.mentions(binder.name, body) {
                throw .final("the quantified variable \"\(binder.name)\" is not used")
            }
            try inner.check(body)
        }
    }

    /// Whether the variable is in the claim.
    static func mentions(_ name: String, _ claim: FormalProposition) -> Bool {
        switch claim {
        case .truth: false
        case .variable(let other): other == name
        case .relation(_, let left, let right): mentions(name, left) || mentions(name, right)
        case .property(_, let subject): mentions(name, subject)
        case .not(let body), .quantified(_, _, let body): mentions(name, body)
        case .binary(_, let left, let right): mentions(name, left) || mentions(name, right)
        }
    }

    private static func mentions(_ name: String, _ term: FormalTerm) -> Bool {
        switch term {
        case .numeral: false
        case .variable(let other): other == name
        case .negated(let inner): mentions(name, inner)
        case .binary(_, let left, let right): mentions(name, left) || mentions(name, right)
        }
    }

    /// The terms of one atomic claim: all over one kind of numbers.
    private func check(_ terms: [FormalTerm]) throws(EnglishRefusal) {
        var found: [String: FormalSort] = [:]
        for term in terms { try collect(term, into: &found) }
        let kinds = Set(found.values)
        guard kinds.count <= 1 else {
            let natural = found.keys.filter { found[$0] == .natural }.sorted().joined(separator: ", ")
            let integer = found.keys.filter { found[$0] == .integer }.sorted().joined(separator: ", ")
            throw .final("natural numbers (\(natural)) and integers (\(integer)) are mixed in one claim")
        }
        let sort = kinds.first ?? Self.closedSort(of: terms)
        for term in terms { try check(term, sort: sort) }
    }

    private func sort(of term: FormalTerm) -> FormalSort {
        var found: [String: FormalSort] = [:]
        try? collect(term, into: &found)
        return found.values.first ?? Self.closedSort(of: [term])
    }

    private func collect(_ term: FormalTerm, into found: inout [String: FormalSort]) throws(EnglishRefusal) {
        switch term {
        case .numeral: break
        case .variable(let name):
            guard let sort = sorts[name] else { throw .final("the variable \"\(name)\" is not introduced") }
            guard sort != .proposition else { throw .final("\"\(name)\" is a proposition, not a number") }
            found[name] = sort
        case .negated(let inner): try collect(inner, into: &found)
        case .binary(.power, let base, let exponent):
            try collect(base, into: &found)
            var inExponent: [String: FormalSort] = [:]
            try collect(exponent, into: &inExponent)
            guard !inExponent.values.contains(.integer) else {
                throw .final("an integer in an exponent is not in the fragment; exponents are natural numbers")
            }
        case .binary(_, let left, let right):
            try collect(left, into: &found)
            try collect(right, into: &found)
        }
    }

    private func check(_ term: FormalTerm, sort: FormalSort) throws(EnglishRefusal) {
        switch term {
        case .numeral, .variable: break
        case .negated(let inner):
            guard sort == .integer else { throw .final("a negative number among natural numbers; say \"integer\"") }
            try check(inner, sort: sort)
        case .binary(.subtract, let left, let right):
            guard sort == .integer else {
                throw .final("subtraction of natural numbers (\(shown(term))) stops at 0 in Lean; say \"integer\"")
            }
            try check(left, sort: sort)
            try check(right, sort: sort)
        case .binary(.power, let base, let exponent):
            try check(base, sort: sort)
            try check(exponent, sort: .natural)
            guard Self.bound(exponentsOf: term) <= Self.maximumExponent else {
                throw .final("exponents over \(Self.maximumExponent) are not in the fragment")
            }
        case .binary(.divide, let left, let right):
            guard case .numeral(let dividend) = left, case .numeral(let divisor) = right,
                let dividend = Int(dividend), let divisor = Int(divisor), divisor != 0,
                dividend.isMultiple(of: divisor)
            else {
                throw .final(
                    "division (\(shown(term))) rounds in Lean; only numerals that divide exactly are understood")
            }
        case .binary(.remainder, let left, let right):
            guard case .numeral(let divisor) = right, divisor != "0" else {
                throw .final("a remainder is understood only for a division by a numeral other than 0")
            }
            try check(left, sort: sort)
        case .binary(_, let left, let right):
            try check(left, sort: sort)
            try check(right, sort: sort)
        }
    }

    /// The product of all the exponents that are on top of each other, as far as they are known; no more than a little
    /// over the limit, so that nothing overflows.
    private static func bound(exponentsOf term: FormalTerm) -> Int {
        switch term {
        case .numeral, .variable: 1
        case .negated(let inner): bound(exponentsOf: inner)
        case .binary(.power, let base, let exponent):
            min(bound(exponentsOf: base) * max(value(exponent), 1), maximumExponent + 1)
        case .binary(_, let left, let right): max(bound(exponentsOf: left), bound(exponentsOf: right))
        }
    }

    /// The value of an exponent, with 1 for its variables; no more than a little over the limit.
    private static func value(_ term: FormalTerm) -> Int {
        let limit = maximumExponent + 1
        switch term {
        case .numeral(let digits): return min(Int(digits) ?? limit, limit)
        case .variable: return 1
        case .negated(let inner): return value(inner)
        case .binary(let operation, let left, let right):
            let (left, right) = (value(left), value(right))
            switch operation {
            case .add: return min(left + right, limit)
            case .multiply: return min(left * right, limit)
            case .power:
                guard left > 1 else { return left }
                return right > 10 ? limit : (0..<right).reduce(1) { power, _ in min(power * left, limit) }
            case .subtract, .divide, .remainder: return left
            }
        }
    }

    private func shown(_ term: FormalTerm) -> String { String(LeanPrinter.text(term).prefix(60)) }
}
