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
