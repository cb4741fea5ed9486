/// Follows the nesting of a proof token by token: brackets, and chains that Lean parses by recursion although no
/// bracket opens, such as `by exact by exact` or `¬¬¬`. Such texts cost Lean its stack or its memory.
struct GuardShape {
    private let limits: GuardLimits
    private var open: [(number: Int, word: LeanWord)] = []
    private var prefixes = 0
    private var gap = 0
    private var operators = 0
    private var sinceOperator = 0
    private var bars = 0
    private var previousIsPrefix = false

    init(limits: GuardLimits) {
        self.limits = limits
    }

    /// The first bracket that is still open; ask at the end.
    var unclosed: Int? { open.last?.number }

    /// Takes the next token; says what is wrong with the shape so far, once for each fault.
    mutating func next(_ number: Int, _ source: LexedSource) -> (word: String, reason: String)? {
        let kind = source.kind(number)
        if kind == .interpolatedString { return interpolation(number, source) }
        let word = source.token(number).range.count <= 16 ? source.word(number) : ""
        if kind == .symbol, let fault = bracket(word, number) { return fault }
        if kind == .symbol, word == "|" {
            bars += 1
            if bars == limits.operators + 1 { return ("|", "stands here for the \(bars)th time") }
        }
        return chain(word, number, source) ?? operatorRun(word, kind)
    }

    private mutating func bracket(_ word: LeanWord, _ number: Int) -> (word: String, reason: String)? {
        if LeanVocabulary.opening.contains(word) {
            open.append((number, word))
            return open.count == limits.depth + 1 ? (word.text, "nests deeper than \(limits.depth)") : nil
        }
        guard let opening = LeanVocabulary.closing[word] else { return nil }
        guard open.last?.word == opening else { return (word.text, "closes a bracket that is not open") }
        open.removeLast()
        return nil
    }

    /// The brace at the end of a stretch of an interpolated string opens, the one at its beginning closes.
    private mutating func interpolation(_ number: Int, _ source: LexedSource) -> (word: String, reason: String)? {
        let bytes = source.bytes[source.token(number).range]
        var fault: (word: String, reason: String)?
        if bytes.first == 0x7D { fault = bracket("}", number) }
        if bytes.last == 0x7B { fault = bracket("{", number) ?? fault }
        return fault
    }

    /// Prefix words with no more than two other tokens between them, in one line or with the line ending in one.
    private mutating func chain(
        _ word: LeanWord, _ number: Int, _ source: LexedSource
    ) -> (word: String, reason: String)? {
        if !previousIsPrefix, source.beginsLine(number) { prefixes = 0 }
        previousIsPrefix = Self.prefixWords.contains(word)
        guard previousIsPrefix else {
            gap += 1
            if gap > 2 { prefixes = 0 }
            return nil
        }
        gap = 0
        prefixes += 1
        return prefixes == limits.depth + 1 ? (word.text, "nests deeper than \(limits.depth)") : nil
    }

    private mutating func operatorRun(_ word: LeanWord, _ kind: LeanTokenKind) -> (word: String, reason: String)? {
        guard kind == .symbol, Self.infixOperators.contains(word) else {
            sinceOperator += 1
            if sinceOperator > 3 { operators = 0 }
            return nil
        }
        sinceOperator = 0
        operators += 1
        return operators == limits.operators + 1 ? (word.text, "stands in a run of \(operators) operators") : nil
    }

    private static let prefixWords: Set<LeanWord> = LeanWord.set(
        """
        by fun λ ¬ ! - @ ↑ ⇑ √ ∀ ∃ ∃! exact refine show from have let suffices => ↦ first repeat try all_goals any_goals
        focus calc conv if then else match
        """)
    private static let infixOperators: Set<LeanWord> = LeanWord.set(
        "+ - * / ^ ∧ ∨ → ↔ $ ∘ <| |> :: ++ ▸ <;> • ∪ ∩ = ≤ < && || ; % ∣ × ⊕ .")
}
