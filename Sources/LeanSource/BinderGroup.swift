/// One bracket of a theorem's binders: `(a b : ℕ)`, `{α : Type}`, `[Group α]`.
struct BinderGroup {
    /// The number of the opening bracket.
    let bracket: Int
    /// The names before the colon; empty for `[Group α]`.
    let names: [LeanWord]
    /// The significant tokens of the type, or of all that stands inside when there is no colon.
    let type: Range<Int>
    /// Whether a colon separates names from a type.
    let hasColon: Bool
    /// The whole group with its brackets.
    var all: Range<Int> { bracket..<type.upperBound + 1 }

    /// The groups of a text that holds nothing but binders, in order; names without brackets are passed over.
    static func all(in source: LexedSource) -> [BinderGroup] {
        let partners = source.brackets(in: 0..<source.count)
        var groups: [BinderGroup] = []
        var number = 0
        while number < source.count {
            guard let end = partners[number], end > number else {
                number += 1
                continue
            }
            groups.append(BinderGroup(number + 1..<end, source, partners))
            number = end + 1
        }
        return groups
    }

    private init(_ inner: Range<Int>, _ source: LexedSource, _ partners: BracketPairs) {
        let colon = Self.firstColon(in: inner, source, partners)
        bracket = inner.lowerBound - 1
        hasColon = colon != nil
        type = (colon.map { $0 + 1 } ?? inner.lowerBound)..<inner.upperBound
        names = (inner.lowerBound..<(colon ?? inner.lowerBound)).filter { source.kind($0) == .identifier }
            .map { source.word($0) }
    }

    /// Whether the type is a proposition as far as its words show: a relation or a connective stands in it.
    func isHypothesis(in source: LexedSource) -> Bool {
        hasColon && !names.isEmpty && type.contains { Self.propositional.contains(source.word($0)) }
    }

    private static let propositional: Set<LeanWord> = LeanWord.set(
        "= ≠ < ≤ <= > ≥ >= ∈ ∉ ⊆ ⊂ ∣ ∤ ≡ ∧ /\\ ∨ \\/ ↔ <-> ¬ ∀ forall ∃ exists ∃! False True")

    /// The first colon that no inner bracket encloses.
    private static func firstColon(in range: Range<Int>, _ source: LexedSource, _ partners: BracketPairs) -> Int? {
        var number = range.lowerBound
        while number < range.upperBound {
            if source.isSymbol(number, ":") { return number }
            number = max(number, partners[number] ?? number) + 1
        }
        return nil
    }
}
