extension LockedStatement {
    /// Types that are known to have elements, by the single word that names them.
    private static let inhabited: Set<LeanWord> = ["ℕ", "Nat", "ℤ", "Int", "ℚ", "ℝ", "ℂ", "Prop", "Bool"]

    /// Whether every binder is a variable of a type that is known to have elements: then there is no hypothesis, and
    /// nothing that could contradict itself. False whenever that is not plain to see.
    package var bindsOnlyVariables: Bool {
        let source = LexedSource(binders)
        let groups = BinderGroup.all(in: source)
        // Names without a bracket are no groups: then the groups are not everything.
        let covered = groups.reduce(0) { $0 + $1.all.count }
        return covered == source.count
            && groups.allSatisfy { group in
                let bracket = source.word(group.bracket)
                // A pattern or a bracket among the names is no plain variable.
                return (bracket == "(" || bracket == "{") && group.hasColon
                    && group.names.count == group.type.lowerBound - 1 - (group.bracket + 1)
                    && group.type.count == 1 && Self.inhabited.contains(source.word(group.type.lowerBound))
            }
    }

    /// Hypotheses and goal in the layout of Lean's goal view, in the words of the statement: what training formats call
    /// the goal. Lean's own view may print the same terms otherwise.
    package var goalView: String {
        let source = LexedSource(binders)
        let lines = BinderGroup.all(in: source).compactMap { group -> String? in
            let type = source.text(group.type)
            guard group.hasColon else { return group.type.isEmpty ? nil : "inst✝ : \(type)" }
            return "\(source.text(group.bracket + 1..<group.type.lowerBound - 1)) : \(type)"
        }
        return (lines + ["⊢ \(goal)"]).joined(separator: "\n")
    }
}
