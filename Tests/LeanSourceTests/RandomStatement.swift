import LeanSource
import Support

/// A statement made up at random: natural numbers as variables, clauses with or without a quantifier. It can be written
/// in many ways that say the same, and changed so that it says something else.
struct RandomStatement {
    private enum Piece {
        case sign(String)
        case number(Int)
        /// A variable by its number; the outer ones come first.
        case variable(Int)
        /// A quantifier that binds the variable.
        case quantifier(String, Int)
    }

    private static let operators = ["+", "-", "*", "^", "%"]
    private static let relations = ["=", "<", "≤", "≠", "∣"]
    private static let connectives = ["∧", "∨", "→", "↔"]
    private static let names = ["x", "y", "n", "h'", "α", "k₁", "foo", "x1", "m", "«my var»", "β'", "a_b"]

    private let outer: Int
    private var count: Int
    private var pieces: [Piece] = []

    init(using random: inout StableRandom) {
        outer = Int.random(in: 1...4, using: &random)
        count = outer
        for clause in 0..<Int.random(in: 1...3, using: &random) {
            if clause > 0 { pieces.append(.sign(Self.connectives.randomElement(using: &random) ?? "∧")) }
            pieces.append(.sign("("))
            var sight = Array(0..<outer)
            if Bool.random(using: &random) {
                pieces.append(.quantifier(["∀", "∃"].randomElement(using: &random) ?? "∀", count))
                sight.append(count)
                count += 1
            }
            addSum(of: sight, using: &random)
            pieces.append(.sign(Self.relations.randomElement(using: &random) ?? "="))
            addSum(of: sight, using: &random)
            pieces.append(.sign(")"))
        }
    }

    private mutating func addSum(of sight: [Int], using random: inout StableRandom) {
        pieces.append(.variable(sight.randomElement(using: &random) ?? 0))
        for _ in 0..<Int.random(in: 0...3, using: &random) {
            pieces.append(.sign(Self.operators.randomElement(using: &random) ?? "+"))
            if Bool.random(using: &random) {
                pieces.append(.variable(sight.randomElement(using: &random) ?? 0))
            } else {
                pieces.append(.number(Int.random(in: 0...99, using: &random)))
            }
        }
    }

    /// The statement with one operator, relation, connective, numeral, quantifier or variable exchanged for another.
    func changed(using random: inout StableRandom) -> RandomStatement {
        var copy = self
        while true {
            let index = Int.random(in: 0..<pieces.count, using: &random)
            switch pieces[index] {
            case .number(let number):
                copy.pieces[index] = .number(number + 1)
            case .quantifier(let word, let variable):
                copy.pieces[index] = .quantifier(word == "∀" ? "∃" : "∀", variable)
            case .variable(let variable):
                guard outer > 1, variable < outer else { continue }
                copy.pieces[index] = .variable((variable + 1) % outer)
            case .sign(let sign):
                let family = [Self.operators, Self.relations, Self.connectives].first { $0.contains(sign) }
                guard let other = family?.first(where: { $0 != sign }) else { continue }
                copy.pieces[index] = .sign(other)
            }
            return copy
        }
    }

    /// The statement with random names, white space, comments and grouping of binders.
    func text(using random: inout StableRandom) -> String {
        let names = Array(Self.names.shuffled(using: &random).prefix(count))
        var tokens = ["theorem", "t\(Int.random(in: 0...9, using: &random))"]
        var variable = 0
        while variable < outer {
            let end = Int.random(in: variable + 1...outer, using: &random)
            tokens += ["("] + names[variable..<end] + [":", number(using: &random), ")"]
            variable = end
        }
        tokens.append(":")
        for piece in pieces {
            switch piece {
            case .sign(let sign): tokens.append(sign)
            case .number(let number): tokens.append(String(number))
            case .variable(let variable): tokens.append(names[variable])
            case .quantifier(let word, let variable):
                tokens.append(word)
                let binder = [names[variable], ":", number(using: &random)]
                tokens += Bool.random(using: &random) ? binder : ["("] + binder + [")"]
                tokens.append(",")
            }
        }
        return tokens.map { $0 + gap(using: &random) }.joined()
    }

    private func number(using random: inout StableRandom) -> String {
        Bool.random(using: &random) ? "ℕ" : "Nat"
    }

    private func gap(using random: inout StableRandom) -> String {
        [" ", "  ", "\n  ", " /- := x y -/ ", " -- (a : ℤ) := by\n ", "\t", "\r\n", " /- /- n -/ -/\n"]
            .randomElement(using: &random) ?? " "
    }
}
