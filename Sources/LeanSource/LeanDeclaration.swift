/// A declaration cut into its parts, by brackets and not by patterns: neither a `:=` in a binder's default nor one that
/// belongs to a `let` inside the type ends the statement.
package struct LeanDeclaration: Hashable, Sendable {
    /// What is declared, by its word; `lemma` is a theorem.
    package enum Kind: String, Sendable {
        case theorem, lemma, example, def, abbrev, instance, axiom, opaque, structure, inductive, `class`, coinductive
    }

    /// How a body begins.
    package enum BodyForm: Hashable, Sendable {
        /// `:= …`
        case assignment
        /// `| … => …`
        case patterns
        /// `where …`
        case structure
    }

    /// What follows the statement.
    package struct Body: Hashable, Sendable {
        /// How it begins.
        package let form: BodyForm
        /// Byte offsets of what follows the `:=`, or of everything from the first `|` or `where`; empty when nothing
        /// follows.
        package let range: Range<Int>
    }

    /// What is declared.
    package let kind: Kind
    /// Words before the declaration word: `private`, `noncomputable`; `@[…]` for a list of attributes.
    package let modifiers: [String]
    /// The name as written, without universe parameters; nil for `example` and anonymous instances.
    package let name: String?
    /// Explicit universe parameters as written, `.{u, v}`; empty when there are none.
    package let universes: String
    /// Everything between the name and the colon of the type, as written.
    package let binders: String
    /// The type as written; nil when none is given.
    package let type: String?
    /// The body; nil when the declaration ends with its statement.
    package let body: Body?
    /// Byte offsets of the whole declaration with its modifiers.
    package let range: Range<Int>
    /// Where the declaration word ends, and where the body ends with the comments that belong to it.
    let wordEnd: Int, end: Int
    /// Byte offsets of the name, the binders and the type; empty where there is none.
    package let nameRange: Range<Int>, bindersRange: Range<Int>, typeRange: Range<Int>

    /// All declarations of a source text, in order. Other commands are passed over.
    package static func all(in bytes: [UInt8]) -> [LeanDeclaration] {
        let source = LexedSource(bytes)
        return LeanCommand.all(in: source).compactMap { LeanDeclaration($0, in: source) }
    }

    /// The parts of a command; nil when it declares nothing.
    init?(_ command: LeanCommand, in source: LexedSource) {
        guard let kind = Kind(rawValue: command.word.text) else { return nil }
        var splitter = DeclarationSplitter(source, command.core)
        let split = splitter.split()
        self.kind = kind
        modifiers = Self.modifiers(command, source)
        name = split.name.isEmpty ? nil : source.text(split.name)
        universes = source.text(split.universes)
        binders = source.text(split.binders)
        type = split.type.isEmpty ? nil : source.text(split.type)
        body = split.bodyForm.map { Body(form: $0, range: Self.bodyRange(split.body, form: $0, in: source)) }
        range = source.byteRange(command.numbers)
        wordEnd = source.token(command.core.lowerBound).range.upperBound
        end = max(range.upperBound, body?.range.upperBound ?? 0)
        nameRange = source.byteRange(split.name)
        bindersRange = source.byteRange(split.binders)
        typeRange = source.byteRange(split.type)
    }

    /// The same declaration with a body that ends there.
    func ended(at end: Int) -> LeanDeclaration {
        LeanDeclaration(self, end: end)
    }

    private init(_ other: LeanDeclaration, end: Int) {
        kind = other.kind
        modifiers = other.modifiers
        name = other.name
        universes = other.universes
        binders = other.binders
        type = other.type
        body = other.body.map { Body(form: $0.form, range: $0.range.lowerBound..<max($0.range.lowerBound, end)) }
        range = other.range.lowerBound..<end
        wordEnd = other.wordEnd
        self.end = end
        nameRange = other.nameRange
        bindersRange = other.bindersRange
        typeRange = other.typeRange
    }

    private static func bodyRange(_ numbers: Range<Int>, form: BodyForm, in source: LexedSource) -> Range<Int> {
        guard !numbers.isEmpty else { return 0..<0 }
        let last = source.endOfComments(behind: numbers.upperBound - 1)
        guard form == .assignment else { return source.token(numbers.lowerBound).range.lowerBound..<last }
        // Comments between `:=` and the first word are part of what the author wrote down as the proof.
        return source.token(numbers.lowerBound - 1).range.upperBound..<last
    }

    private static func modifiers(_ command: LeanCommand, _ source: LexedSource) -> [String] {
        var words: [String] = []
        for number in command.numbers.lowerBound..<command.core.lowerBound {
            if source.isSymbol(number, "@") { words.append("@[…]") }
            if LeanVocabulary.modifiers.contains(source.word(number)) { words.append(source.word(number).text) }
        }
        return words
    }
}
