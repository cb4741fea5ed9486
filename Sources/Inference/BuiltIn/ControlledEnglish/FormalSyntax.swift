/// What a variable ranges over.
enum FormalSort: String, Hashable, Sendable {
    case natural = "ℕ"
    case integer = "ℤ"
    case proposition = "Prop"
}

/// A variable and what it ranges over.
struct FormalBinder: Hashable, Sendable {
    let name: String
    let sort: FormalSort
}

/// An operation of two numbers; the raw value is Lean's symbol.
enum FormalOperator: String, Hashable, Sendable {
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"
    case remainder = "%"
    case power = "^"
}

/// A number.
indirect enum FormalTerm: Hashable, Sendable {
    /// Digits only.
    case numeral(String)
    case variable(String)
    case negated(FormalTerm)
    case binary(FormalOperator, FormalTerm, FormalTerm)

    static func + (left: FormalTerm, right: FormalTerm) -> FormalTerm { .binary(.add, left, right) }
    static func * (left: FormalTerm, right: FormalTerm) -> FormalTerm { .binary(.multiply, left, right) }
    static func - (left: FormalTerm, right: FormalTerm) -> FormalTerm { .binary(.subtract, left, right) }
    static func power(_ base: FormalTerm, _ exponent: FormalTerm) -> FormalTerm { .binary(.power, base, exponent) }
    static func remainder(_ left: FormalTerm, _ right: FormalTerm) -> FormalTerm { .binary(.remainder, left, right) }
}

/// A relation of two numbers; the raw value is Lean's symbol.
enum FormalRelation: String, Hashable, Sendable {
    case equal = "="
    case unequal = "≠"
    case less = "<"
    case lessOrEqual = "≤"
    case greater = ">"
    case greaterOrEqual = "≥"
    case divides = "∣"
}

/// A connective of two propositions; the raw value is Lean's symbol.
enum FormalConnective: String, Hashable, Sendable {
    case and = "∧"
    case or = "∨"
    case implies = "→"
    case iff = "↔"
}

/// A quantifier; the raw value is Lean's symbol.
enum FormalQuantifier: String, Hashable, Sendable {
    case forAll = "∀"
    case exists = "∃"
    case existsUnique = "∃!"
}

/// A property of one number for which Lean has a name.
enum FormalProperty: String, Hashable, Sendable {
    case even = "Even"
    case odd = "Odd"
    /// Of natural numbers only.
    case prime = "Nat.Prime"
}

/// A claim.
indirect enum FormalProposition: Hashable, Sendable {
    /// Nothing is claimed ("n is a natural number" of a natural number): left out of hypotheses.
    case truth
    case variable(String)
    case relation(FormalRelation, FormalTerm, FormalTerm)
    case property(FormalProperty, FormalTerm)
    case not(FormalProposition)
    case binary(FormalConnective, FormalProposition, FormalProposition)
    case quantified(FormalQuantifier, [FormalBinder], FormalProposition)

    /// The claims joined by `∧` or `∨`, to the right as Lean reads them; `truth` claims are dropped from an `∧`.
    static func joined(_ connective: FormalConnective, _ claims: [FormalProposition]) -> FormalProposition {
        let kept = connective == .and ? claims.filter { $0 != .truth } : claims
        guard let last = kept.last else { return .truth }
        return kept.dropLast().reversed().reduce(last) { .binary(connective, $1, $0) }
    }

    /// The claim under the conditions: the claim itself when there are none.
    func under(_ conditions: [FormalProposition]) -> FormalProposition {
        let condition = Self.joined(.and, conditions)
        return condition == .truth ? self : .binary(.implies, condition, self)
    }

    /// Whether a number is said to exist anywhere in the claim.
    var hasExistence: Bool {
        switch self {
        case .truth, .variable, .relation, .property: false
        case .not(let body): body.hasExistence
        case .binary(_, let left, let right): left.hasExistence || right.hasExistence
        case .quantified(let quantifier, _, let body): quantifier != .forAll || body.hasExistence
        }
    }

    /// Whether anything in the claim is denied.
    var hasNegation: Bool {
        switch self {
        case .truth, .variable, .relation, .property: false
        case .not: true
        case .binary(_, let left, let right): left.hasNegation || right.hasNegation
        case .quantified(_, _, let body): body.hasNegation
        }
    }

    /// The claims that the connective joins.
    func operands(of connective: FormalConnective) -> [FormalProposition] {
        guard case .binary(connective, let left, let right) = self else { return [self] }
        return left.operands(of: connective) + right.operands(of: connective)
    }

    /// The claims that an `∧` joins.
    var conjuncts: [FormalProposition] {
        switch self {
        case .truth: []
        case .binary(.and, let left, let right): left.conjuncts + right.conjuncts
        default: [self]
        }
    }
}

/// A whole theorem without its name: variables, hypotheses, goal.
struct FormalStatement: Hashable, Sendable {
    var variables: [FormalBinder]
    var hypotheses: [FormalProposition]
    var goal: FormalProposition

    /// A theorem; the outer universal quantifiers and premises of the goal become variables and hypotheses, so that
    /// hypotheses which contradict each other stand where a check can see them.
    init(variables: [FormalBinder], hypotheses: [FormalProposition], goal: FormalProposition) {
        var variables = variables
        var hypotheses = hypotheses.flatMap(\.conjuncts)
        var goal = goal
        hoisting: while true {
            switch goal {
            case .quantified(.forAll, let binders, let body):
                variables += binders
                goal = body
            case .binary(.implies, let premise, let conclusion):
                hypotheses += premise.conjuncts
                goal = conclusion
            default: break hoisting
            }
        }
        self.variables = variables
        self.hypotheses = hypotheses
        self.goal = goal
    }
}
