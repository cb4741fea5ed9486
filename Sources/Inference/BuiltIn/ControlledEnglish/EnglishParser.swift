/// Recursive descent over the tokens of one problem. A method that cannot read what it expects throws a refusal; the
/// caller may put the state back and try another construction, unless the refusal is final. Work and depth are bounded.
struct EnglishParser {
    /// Brackets and clauses may nest this deep.
    static let maximumDepth = 16
    /// Attempts in total; an honest problem needs a few thousand.
    static let maximumSteps = 60_000

    let tokens: [EnglishToken]
    var state = EnglishParserState()
    /// All single letters of the problem: names that a fresh variable must not take.
    let usedLetters: Set<String>
    private var steps = 0
    private var furthest = 0

    init(tokens: [EnglishToken]) {
        self.tokens = tokens
        usedLetters = Set(tokens.filter { $0.kind == .letter }.map(\.key))
    }

    // MARK: Looking

    /// The token `offset` after the next one.
    func token(_ offset: Int = 0) -> EnglishToken? {
        let index = state.position + offset
        return index >= 0 && index < tokens.count ? tokens[index] : nil
    }

    /// Whether the tokens ahead are these.
    func sees(_ keys: String...) -> Bool { sees(keys) }

    /// Whether the tokens ahead are these.
    func sees(_ keys: [String]) -> Bool {
        for (offset, key) in keys.enumerated() {
            guard let token = token(offset), matches(token, key) else { return false }
        }
        return true
    }

    /// "A" at the beginning of a sentence is the article too; other letters keep their case.
    private func matches(_ token: EnglishToken, _ key: String) -> Bool {
        token.key == key || (key == "a" && token.key == "A")
    }

    /// Whether the next token is one of these.
    func sees(oneOf keys: Set<String>) -> Bool { token().map { keys.contains($0.key) } ?? false }

    // MARK: Taking

    /// Takes the words when they are all there.
    mutating func accept(_ keys: String...) -> Bool {
        guard sees(keys) else { return false }
        state.position += keys.count
        return true
    }

    /// Takes the next token when it is one of these.
    mutating func accept(oneOf keys: Set<String>) -> EnglishToken? {
        guard let token = token(), keys.contains(token.key) else { return nil }
        state.position += 1
        return token
    }

    /// Takes the words or gives this reading up.
    mutating func expect(_ keys: String...) throws(EnglishRefusal) {
        guard sees(keys) else { throw fail() }
        state.position += keys.count
    }

    /// The refusal for "the next token does not fit". Remembers how far any reading came.
    mutating func fail() -> EnglishRefusal {
        furthest = max(furthest, state.position)
        return EnglishRefusal(reason: "not understood", isFinal: false)
    }

    /// Tries a reading; puts everything back and returns nil when it does not fit.
    mutating func attempt<Result>(
        _ reading: (inout EnglishParser) throws(EnglishRefusal) -> Result
    ) throws(EnglishRefusal) -> Result? {
        steps += 1
        guard steps <= Self.maximumSteps else { throw .final("the sentence has too many possible readings") }
        let saved = state
        do {
            return try reading(&self)
        } catch {
            if error.isFinal { throw error }
            state = saved
            return nil
        }
    }

    /// Reads something nested, and refuses to go deeper than the limit.
    mutating func nested<Result>(
        _ reading: (inout EnglishParser) throws(EnglishRefusal) -> Result
    ) throws(EnglishRefusal) -> Result {
        steps += 1
        guard steps <= Self.maximumSteps else { throw .final("the sentence has too many possible readings") }
        guard state.depth < Self.maximumDepth else {
            throw .final("brackets or clauses nest deeper than \(Self.maximumDepth)")
        }
        state.depth += 1
        let result = try reading(&self)
        state.depth -= 1
        return result
    }

    // MARK: Messages

    /// Names the first word that no reading could take.
    func explanation() -> String {
        guard furthest < tokens.count else { return "the problem ends in the middle of a sentence" }
        let before = tokens[max(0, furthest - 3)..<furthest].map(\.shown).joined(separator: " ")
        let word = "\"\(tokens[furthest].shown)\" is not understood"
        return before.isEmpty ? word + " at the beginning of the problem" : word + " after \"\(before)\""
    }

    // MARK: Variables

    /// A letter that neither the problem nor a variable uses.
    mutating func freshName() throws(EnglishRefusal) -> String {
        for name in ["n", "m", "k", "a", "b", "c", "d", "u", "v", "w", "x", "y", "z"]
        where !usedLetters.contains(name) && state.entry(name) == nil && !state.innerNames.contains(name) {
            return name
        }
        throw .final("the problem needs too many variables")
    }

    /// Makes a variable known to the whole theorem.
    mutating func declareOuter(_ binder: FormalBinder, origin: ScopeEntry.Origin) throws(EnglishRefusal) {
        try refuseTwice(binder)
        state.outer.append(ScopeEntry(binder: binder, origin: origin))
    }

    /// Makes a variable known inside a quantifier. The caller removes it with `leaveQuantifier`.
    mutating func declareBound(_ binder: FormalBinder, origin: ScopeEntry.Origin) throws(EnglishRefusal) {
        try refuseTwice(binder)
        state.bound.append(ScopeEntry(binder: binder, origin: origin))
        state.innerNames.insert(binder.name)
    }

    /// Forgets the innermost variables of quantifiers.
    mutating func leaveQuantifier(_ count: Int) { state.bound.removeLast(count) }

    private func refuseTwice(_ binder: FormalBinder) throws(EnglishRefusal) {
        guard state.entry(binder.name) == nil else {
            throw .final("the variable \"\(binder.name)\" is introduced twice")
        }
    }
}
