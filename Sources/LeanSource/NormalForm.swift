/// A statement in a form that shows what it says and not how it is written down. Two statements with equal forms are
/// equal up to
///
/// - the theorem's name, white space, comments, and whether binders are grouped: `(a b : ℕ)` or `(a : ℕ) (b : ℕ)`,
///   `∀ a b, p` or `∀ a, ∀ b, p`;
/// - the names of bound variables, in binders and in `∀ ∃ ∃! fun ∑ ∏ ∫ ⋃ ⋂ ⨆ ⨅ let` and set notation;
/// - other spellings of one sign: `ℕ` and `Nat`, `->` and `→`, `(x : A) → B` and `∀ x : A, B`;
/// - parentheses around the whole goal or the whole type of a binder.
///
/// Statements that are equal in a deeper sense (a hypothesis as a binder or before an arrow, `a + b` and `b + a`) have
/// different forms. Names bound by `match` patterns are kept as they are. It works on tokens, in linear time.
enum NormalForm {
    /// The form of a statement in parts.
    static func of(universes: String, binders: String, goal: String) -> String {
        var writer = NormalFormWriter(LexedSource(binders))
        writer.writeBinders()
        writer.switchSource(to: LexedSource(goal))
        writer.writeGoal()
        let prefix = universes.isEmpty ? "" : LexedSource(universes).words.map(\.text).joined(separator: " ") + " "
        return prefix + writer.output.map(\.text).joined(separator: " ")
    }

    /// One spelling for signs and names that have several.
    static func canonical(_ word: LeanWord) -> LeanWord { canonicalWords[word] ?? word }

    private static let canonicalWords: [LeanWord: LeanWord] = [
        "ℕ": "Nat", "ℤ": "Int", "ℚ": "Rat", "ℝ": "Real", "ℂ": "Complex", "->": "→", "<-": "←", "<=": "≤", ">=": "≥",
        "/\\": "∧", "\\/": "∨", "<->": "↔", "λ": "fun", "forall": "∀", "exists": "∃", "↦": "=>", "⇒": "=>",
    ]

    /// Signs and words that bind variables in what follows, and where the body of each ends.
    static let quantifiers: [LeanWord: Reach] = [
        "∀": .everything, "∃": .everything, "∃!": .everything, "fun": .everything, "Σ": .everything, "Σ'": .everything,
        "Π": .everything,
        "∑": .product, "∏": .product, "∑'": .product, "∏'": .product, "∐": .product,
        "∫": .sum, "⋃": .sum, "⋂": .sum, "⨆": .sum, "⨅": .sum, "∮": .sum,
    ]

    /// How far the body of a quantifier goes to the right, by the precedences of Lean and Mathlib.
    enum Reach {
        /// To the end of the bracket or list.
        case everything
        /// Up to an operator weaker than multiplication.
        case product
        /// Up to an operator weaker than addition.
        case sum
    }

    /// Operators weaker than addition; they end the body of an integral or a union.
    static let relations: Set<LeanWord> = LeanWord.set(
        "= ≠ == != < ≤ > ≥ ∈ ∉ ⊆ ⊂ ⊇ ⊃ ∣ ∤ ≡ ∧ ∨ → ↔ && || |> <| $ ∂ ▸ ≃ ≅ × ↪ ⟶ ≪ ≫ =ᶠ ≤ᶠ")
    /// Operators weaker than multiplication; they end the body of a sum or a product as well.
    static let sums: Set<LeanWord> = LeanWord.set("+ - ++ ∪ ⊕ ∆ :: ±")
}

extension LexedSource {
    /// The significant tokens' spellings.
    var words: [LeanWord] { (0..<count).map { word($0) } }
}
