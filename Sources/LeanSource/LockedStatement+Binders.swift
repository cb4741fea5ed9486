extension LockedStatement {
    /// Types that are known to have elements, by the single word that names them.
    private static let inhabited: Set<LeanWord> = ["ℕ", "Nat", "ℤ", "Int", "ℚ", "ℝ", "ℂ", "Prop", "Bool"]

    /// Whether every binder is a variable of a type that is known to have elements: then there is no hypothesis, and
    /// nothing that could contradict itself. False whenever that is not plain to see.
    package var bindsOnlyVariables: Bool {
        let source = LexedSource(binders)
        var number = 0
        while number < source.count {
            guard source.word(number) == "(" || source.word(number) == "{" else { return false }
            let close: LeanWord = source.word(number) == "(" ? ")" : "}"
            number += 1
            // The names stand before the colon; a pattern or a bracket among them is no plain variable.
            while number < source.count, source.word(number) != ":" {
                guard source.word(number) != close else { return false }
                number += 1
            }
            guard number + 2 < source.count, Self.inhabited.contains(source.word(number + 1)),
                source.word(number + 2) == close
            else { return false }
            number += 3
        }
        return true
    }
}

extension LockedStatement {
    /// Hypotheses and goal in the layout of Lean's goal view, in the words of the statement: what training formats call
    /// the goal. Lean's own view may print the same terms otherwise.
    package var goalView: String {
        let source = LexedSource(binders)
        var lines: [String] = []
        var number = 0
        while number < source.count {
            let start = number
            var depth = 0
            var colon: Int?
            repeat {
                if Self.opening.contains(source.word(number)) { depth += 1 }
                if Self.closing.contains(source.word(number)) { depth -= 1 }
                if depth == 1, colon == nil, source.isSymbol(number, ":") { colon = number }
                number += 1
            } while depth > 0 && number < source.count
            let end = number - 1
            if let colon {
                lines.append("\(source.text(start + 1..<colon)) : \(source.text(colon + 1..<end))")
            } else if end > start {
                lines.append("inst✝ : \(source.text(start + 1..<end))")
            }
        }
        return (lines + ["⊢ \(goal)"]).joined(separator: "\n")
    }

    private static let opening: Set<LeanWord> = ["(", "{", "[", "⦃", "⟨"]
    private static let closing: Set<LeanWord> = [")", "}", "]", "⦄", "⟩"]
}
