@testable import Inference

/// The truth of a formal statement over small numbers: what Lean's symbols mean, tried out.
struct StatementEvaluator {
    /// Quantifiers try the numbers up to this (and down to its opposite, for integers).
    let bound: Int
    private var values: [String: Int] = [:]

    init(bound: Int) { self.bound = bound }

    /// Hypotheses → goal, when the variables (in their order in the statement) have these values; 0 and 1 for propositions.
    func holds(_ statement: FormalStatement, _ arguments: [Int]) -> Bool {
        var inner = self
        for (binder, value) in zip(statement.variables, arguments) { inner.values[binder.name] = value }
        return !statement.hypotheses.allSatisfy(inner.holds) || inner.holds(statement.goal)
    }

    private func holds(_ claim: FormalProposition) -> Bool {
        switch claim {
        case .truth: return true
        case .variable(let name): return values[name] == 1
        case .relation(let relation, let left, let right):
            let (left, right) = (value(left), value(right))
            switch relation {
            case .equal: return left == right
            case .unequal: return left != right
            case .less: return left < right
            case .lessOrEqual: return left <= right
            case .greater: return left > right
            case .greaterOrEqual: return left >= right
            case .divides: return left == 0 ? right == 0 : right % left == 0
            }
        case .property(let property, let subject):
            let number = value(subject)
            switch property {
            case .even: return number % 2 == 0
            case .odd: return number % 2 != 0
            case .prime: return number > 1 && (2..<number).allSatisfy { number % $0 != 0 }
            }
        case .not(let body): return !holds(body)
        case .binary(let connective, let left, let right):
            switch connective {
            case .and: return holds(left) && holds(right)
            case .or: return holds(left) || holds(right)
            case .implies: return !holds(left) || holds(right)
            case .iff: return holds(left) == holds(right)
            }
        case .quantified(let quantifier, let binders, let body):
            let count = count(binders[...], body)
            switch quantifier {
            case .forAll: return count == binders.reduce(1) { $0 * range($1.sort).count }
            case .exists: return count > 0
            case .existsUnique: return count == 1
            }
        }
    }

    private func range(_ sort: FormalSort) -> ClosedRange<Int> {
        switch sort {
        case .natural: 0...bound
        case .integer: -bound...bound
        case .proposition: 0...1
        }
    }

    private func count(_ binders: ArraySlice<FormalBinder>, _ body: FormalProposition) -> Int {
        guard let first = binders.first else { return holds(body) ? 1 : 0 }
        var inner = self
        return range(first.sort).reduce(0) { total, value in
            inner.values[first.name] = value
            return total + inner.count(binders.dropFirst(), body)
        }
    }

    /// Lean's arithmetic: `%` is never negative. Subtraction of natural numbers and division that rounds are not needed,
    /// for no statement of the fragment has them.
    private func value(_ term: FormalTerm) -> Int {
        switch term {
        case .numeral(let digits): return Int(digits) ?? 0
        case .variable(let name): return values[name] ?? 0
        case .negated(let inner): return -value(inner)
        case .binary(let operation, let left, let right):
            let (left, right) = (value(left), value(right))
            switch operation {
            case .add: return left + right
            case .subtract: return left - right
            case .multiply: return left * right
            case .divide: return left / right
            case .remainder: return (left % right + right) % right
            case .power: return (0..<right).reduce(1) { power, _ in power * left }
            }
        }
    }

    /// The statement of a sentence.
    static func statement(of sentence: String) throws -> FormalStatement {
        var parser = EnglishParser(tokens: try EnglishTokenizer.tokens(of: sentence))
        let statement = try parser.problem()
        try StatementChecker.check(statement)
        return statement
    }

    /// All small values for the variables.
    static func assignments(_ sorts: [FormalSort], naturals: Int = 7, integers: Int = 5) -> [[Int]] {
        sorts.reduce([[]]) { tails, sort in
            let range =
                switch sort {
                case .natural: 0...naturals
                case .integer: -integers...integers
                case .proposition: 0...1
                }
            return tails.flatMap { tail in range.map { tail + [$0] } }
        }
    }
}
