/// One piece of a problem's text, as the grammar sees it.
struct EnglishToken: Hashable, Sendable {
    /// What kind of piece.
    enum Kind: Hashable, Sendable {
        /// An English word of two or more letters; the key is in lower case.
        case word
        /// A single letter: a variable, or the article "a". The key keeps its case.
        case letter
        /// Digits; the key has no thousands separators.
        case number
        /// An operator, relation or bracket; the key is its canonical form (`≤` for `<=` and `\le`).
        case symbol
        /// `.`, `,`, `;`, `:`, `?` or `!`.
        case punctuation
    }

    /// The kind of piece.
    let kind: Kind
    /// What the grammar compares: ASCII letters and digits, or one of the known symbols.
    let key: String
    /// The words of the problem, for messages; never more than 40 characters.
    let shown: String
}

/// Why a problem is outside the fragment.
struct EnglishRefusal: Error, Hashable, Sendable {
    /// A clause without a full stop that names what was not understood.
    let reason: String
    /// Whether no other reading may be tried: the text is ambiguous or hostile, not merely another construction.
    let isFinal: Bool

    /// A refusal that ends the search for readings.
    static func final(_ reason: String) -> EnglishRefusal { EnglishRefusal(reason: reason, isFinal: true) }
}
