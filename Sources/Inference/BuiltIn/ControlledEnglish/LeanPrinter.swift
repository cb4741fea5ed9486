/// Writes a formal statement as Lean 4, with no more brackets than Lean's precedences ask for; only exponents and inner quantifiers have theirs
/// for the reader's sake.
enum LeanPrinter {
    /// `theorem name (n : ℕ) (h₁ : Even n) : Even (n + 2) := by sorry`
    static func theorem(_ statement: FormalStatement, name: String) -> String {
        let parts = [name] + binders(statement.variables, bracketed: true) + hypotheses(statement.hypotheses)
        return "theorem \(parts.joined(separator: " ")) : \(text(statement.goal)) := by sorry"
    }

    private static func hypotheses(_ claims: [FormalProposition]) -> [String] {
        claims.enumerated().map { "(\(hypothesisName($0.offset + 1)) : \(text($0.element)))" }
    }

    /// h₁, h₂, … h₁₀.
    static func hypothesisName(_ number: Int) -> String {
        let subscripts: [Character] = ["₀", "₁", "₂", "₃", "₄", "₅", "₆", "₇", "₈", "₉"]
        return "h" + String(String(number).compactMap { $0.wholeNumberValue.map { subscripts[$0] } })
    }

    /// Neighbours of one sort share a group: `(a b : ℕ) (x : ℤ)`.
    private static func binders(_ binders: [FormalBinder], bracketed: Bool) -> [String] {
        var groups: [(names: [String], sort: FormalSort)] = []
        for binder in binders {
            if groups.last?.sort == binder.sort {
                groups[groups.count - 1].names.append(binder.name)
            } else {
                groups.append(([binder.name], binder.sort))
            }
        }
        return groups.map {
            let text = "\($0.names.joined(separator: " ")) : \($0.sort.rawValue)"
            return bracketed || groups.count > 1 ? "(\(text))" : text
        }
    }

    // MARK: Propositions

    /// How tightly Lean binds a connective; an operand of a looser one needs brackets.
    private static func level(_ claim: FormalProposition) -> Int {
        switch claim {
        case .quantified: 10
        case .binary(.iff, _, _): 20
        case .binary(.implies, _, _): 25
        case .binary(.or, _, _): 30
        case .binary(.and, _, _): 35
        case .not: 40
        case .relation: 50
        case .property: 90
        case .variable, .truth: 100
        }
    }

    /// The claim as Lean text.
    static func text(_ claim: FormalProposition) -> String {
        switch claim {
        case .truth: return "True"
        case .variable(let name): return name
        case .relation(let relation, let left, let right):
            let (left, right) = ascribed(left, right)
            return "\(left) \(relation.rawValue) \(right)"
        case .property(let property, let subject):
            let isOpen = !mentionsVariable(subject) && property != .prime
            return "\(property.rawValue) \(text(subject, ascribing: isOpen, above: 1_000))"
        case .not(let body): return "¬" + bracketed(body, above: 39)
        case .binary(let connective, let left, let right):
            let level = level(claim)
            // → ∧ ∨ take their own kind on the right; ↔ takes it on neither side.
            let rightLevel = connective == .iff ? level : level - 1
            return "\(bracketed(left, above: level)) \(connective.rawValue) \(bracketed(right, above: rightLevel))"
        case .quantified(let quantifier, let binders, let body):
            return
                "\(quantifier.rawValue) \(Self.binders(binders, bracketed: false).joined(separator: " ")), \(text(body))"
        }
    }

    private static func bracketed(_ claim: FormalProposition, above level: Int) -> String {
        let inner = text(claim)
        return Self.level(claim) > level ? inner : "(\(inner))"
    }

    // MARK: Terms

    /// The two sides; when neither has a variable, the first numeral says over which numbers the relation is meant.
    private static func ascribed(_ left: FormalTerm, _ right: FormalTerm) -> (String, String) {
        if mentionsVariable(left) || mentionsVariable(right) { return (text(left, above: 50), text(right, above: 50)) }
        let sort = StatementChecker.closedSort(of: [left, right])
        return (text(left, ascribing: true, sort: sort, above: 50), text(right, above: 50))
    }

    private static func mentionsVariable(_ term: FormalTerm) -> Bool {
        switch term {
        case .numeral: false
        case .variable: true
        case .negated(let inner): mentionsVariable(inner)
        // The exponent does not say over which numbers the base is meant.
        case .binary(.power, let base, _): mentionsVariable(base)
        case .binary(_, let left, let right): mentionsVariable(left) || mentionsVariable(right)
        }
    }

    private static func level(_ term: FormalTerm) -> Int {
        switch term {
        case .numeral, .variable: 1_024
        case .binary(.power, _, _), .negated: 75
        case .binary(.multiply, _, _), .binary(.divide, _, _), .binary(.remainder, _, _): 70
        case .binary: 65
        }
    }

    /// The term as Lean text, in brackets unless it binds tighter than the level.
    static func text(
        _ term: FormalTerm, ascribing: Bool = false, sort: FormalSort? = nil, above level: Int = 0
    ) -> String {
        let sort = sort ?? StatementChecker.closedSort(of: [term])
        var isAscribed = false
        let inner: String
        switch term {
        case .numeral(let digits):
            isAscribed = ascribing
            inner = ascribing ? "(\(digits) : \(sort.rawValue))" : digits
        case .variable(let name): inner = name
        case .negated(.numeral(let digits)) where ascribing:
            isAscribed = true
            inner = "(-\(digits) : \(sort.rawValue))"
        case .negated(let body):
            let operand = text(body, ascribing: ascribing, sort: sort, above: 74)
            // Two minus signs side by side would begin a comment.
            inner = operand.unicodeScalars.first == "-" ? "-(\(operand))" : "-" + operand
        case .binary(.power, let base, let exponent):
            inner =
                text(base, ascribing: ascribing, sort: sort, above: 75) + " ^ "
                + text(exponent, above: 75)
        case .binary(let operation, let left, let right):
            let own = Self.level(term)
            inner =
                text(left, ascribing: ascribing, sort: sort, above: own - 1) + " \(operation.rawValue) "
                + text(right, above: own)
        }
        return isAscribed || Self.level(term) > level ? inner : "(\(inner))"
    }
}
