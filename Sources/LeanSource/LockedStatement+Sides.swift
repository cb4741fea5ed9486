extension LockedStatement {
    /// The other side, ¬P: `theorem …_neg : ¬ (∀ binders, goal)`.
    ///
    /// It is text, and Lean may read a binder of a theorem and one of `∀` differently (numerals whose type is found late).
    /// So it counts only when `refutation` elaborates too: then Lean itself says that the one denies the other.
    package func negated() -> LockedStatement {
        let claim = binders.isEmpty ? goal : "∀ \(binders), \(goal)"
        return LockedStatement(
            name: Self.plainName(name + "_neg"), universes: universes, binders: "", goal: "¬ (\(claim))")
    }

    /// The name of the theorem in `refutation(by:)`.
    package var clashName: String { Self.plainName(name + "_clash") }

    /// A source text that elaborates, `sorry` apart, only when the other side denies exactly this statement: both are stated,
    /// and `False` follows by applying the one to the other.
    package func refutation(by other: LockedStatement) -> String {
        """
        \(withSorry())
        \(other.withSorry())
        theorem \(clashName)\(universes) : False := \(other.name)\(universes) @\(name)\(universes)

        """
    }

    /// The statement with `False` in place of its conclusion, everything before that kept: who proves it has shown that
    /// hypotheses and antecedents contradict each other. Nil when nothing stands before the conclusion that could
    /// contradict itself, and when the conclusion is `False`: to claim an impossibility is no fault.
    ///
    /// The goal is cut at its outermost `∀ …,` and `… →`, by brackets and precedences; where that is not plain to see, the
    /// cut comes earlier. A statement must not be thrown away on the word of a cut alone: `withGoal` and the cut are text.
    package func withoutConclusion() -> LockedStatement? {
        let source = LexedSource(goal)
        let cut = GoalCut(source)
        guard !cut.isImpossibility else { return nil }
        guard cut.hasAntecedents || !bindsOnlyVariables else { return nil }
        let prefix = cut.conclusion > 0 ? source.text(0..<cut.conclusion) + " " : ""
        return withGoal("\(prefix)False", name: name + "_vacuous")
    }

    /// A proof of this statement that uses nothing but what contradicts itself in it: the variant without its conclusion,
    /// proved, stands before it as a helper. When Lean accepts it, the cut of `withoutConclusion` was right.
    package func proof(from variant: LockedStatement, _ proof: ProofBody) -> ProofBody {
        let helper = variant.spliced(with: ProofBody(text: proof.text, style: proof.style)).text
        // By name, because an instance is found only when its type is known.
        let names = BinderGroup.all(in: LexedSource(binders)).flatMap(\.names).filter { $0 != "_" }
        let arguments = names.map { " (\($0.text) := \($0.text))" }.joined()
        return ProofBody(
            text: "intros\nexact False.elim (by apply \(variant.name)\(arguments) <;> assumption)", style: .tactics,
            helpers: proof.helpers + [String(helper.dropLast())])
    }
}

extension LockedStatement {
    /// For every hypothesis among the binders the claim that it is false, under the binders before it; with the hypothesis
    /// as it is written. A binder whose type holds no relation or connective is taken for a variable.
    package func deniedHypotheses() -> [(hypothesis: String, denial: LockedStatement)] {
        let source = LexedSource(binders)
        return BinderGroup.all(in: source).compactMap { group in
            guard group.isHypothesis(in: source), let name = group.names.first else { return nil }
            let type = source.text(group.type)
            let before = source.text(0..<group.bracket)
            let denial = LockedStatement(
                name: Self.plainName(self.name + "_denied"), universes: universes, binders: before, goal: "¬ (\(type))")
            return ("\(name.text) : \(type)", denial)
        }
    }
}

/// Where the conclusion of a goal begins.
struct GoalCut {
    /// The number of the conclusion's first token.
    private(set) var conclusion = 0
    /// Whether something before the conclusion is more than a variable of a type that is known to have elements.
    private(set) var hasAntecedents = false
    /// Whether the conclusion is `False`.
    let isImpossibility: Bool

    init(_ source: LexedSource) {
        let partners = source.brackets(in: 0..<source.count)
        var number = 0
        var hasAntecedents = false
        while let next = Self.step(from: number, source, partners) {
            hasAntecedents = hasAntecedents || next.isAntecedent
            number = next.end
        }
        conclusion = number
        self.hasAntecedents = hasAntecedents
        isImpossibility = number + 1 == source.count && source.isName(number, "False")
    }

    /// Words whose body goes on to the right as far as it can: an arrow behind them is theirs.
    private static let greedy: Set<LeanWord> = LeanWord.set(
        "∀ forall ∃ exists ∃! fun λ let have show if match Σ Π Σ' suffices from by do")
    /// Operators weaker than the arrow: where one stands, the arrow beside it does not reach the whole goal.
    private static let weaker: Set<LeanWord> = LeanWord.set("↔ <-> <| |> |>. $ ⟶ ; :=")

    /// The next `∀ …,` or `… →` from there; nil when the conclusion begins there.
    private static func step(
        from start: Int, _ source: LexedSource, _ partners: BracketPairs
    ) -> (end: Int, isAntecedent: Bool)? {
        guard start < source.count else { return nil }
        let isQuantified = source.word(start) == "∀" || source.word(start) == "forall"
        var arrow: Int?
        var number = isQuantified ? start + 1 : start
        while number < source.count {
            let word = source.word(number)
            if isQuantified {
                // A type with an arrow in it, or a condition: everything up to the comma belongs to the quantifier.
                if word == "," {
                    return (number + 1, !isVariables(start + 1..<number, source))
                }
            } else if greedy.contains(word) {
                break
            } else if weaker.contains(word) {
                return nil
            } else if word == "→" || word == "->" {
                arrow = arrow ?? number
            }
            number = max(number, partners[number] ?? number) + 1
        }
        guard let arrow else { return nil }
        // A weaker operator behind a greedy word may still belong to what stands before it.
        let rest = source.words[arrow...]
        guard !rest.contains(where: { weaker.contains($0) }) else { return nil }
        return (arrow + 1, true)
    }

    /// Whether binders bring in nothing but variables of types with elements: `x y : ℕ`, `(n : ℤ) (k : ℕ)`.
    private static func isVariables(_ numbers: Range<Int>, _ source: LexedSource) -> Bool {
        let text = source.text(numbers)
        let isBare = numbers.allSatisfy { source.word($0) != "(" && source.word($0) != "{" }
        let statement = LockedStatement(name: "t", universes: "", binders: isBare ? "(\(text))" : text, goal: "True")
        return statement.bindsOnlyVariables
    }
}
