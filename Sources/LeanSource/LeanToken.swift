/// What a piece of Lean source text is.
package enum LeanTokenKind: Hashable, Sendable {
    /// A name, also dotted (`Nat.succ`) and quoted (`«my name»`).
    case identifier
    /// A word that Lean reserves, alone and unquoted: `theorem`, `by`, `fun`.
    case keyword
    /// An operator, bracket or other sign: `:=`, `→`, `<;>`, `(`.
    case symbol
    /// A string literal `"…"`.
    case string
    /// A raw string literal `r"…"`, `r#"…"#`.
    case rawString
    /// One literal stretch of an interpolated string such as `s!"…{`, `}…{` or `}…"`; the code between is lexed as code.
    case interpolatedString
    /// A character literal: `'a'`, `'\''`.
    case character
    /// A numeral: `42`, `0x1F`, `1.5e-3`.
    case number
    /// `-- …` up to the end of the line, which is not part of it.
    case lineComment
    /// `/- … -/`, nested ones included.
    case blockComment
    /// `/-- … -/`.
    case docComment
    /// `/-! … -/`, which is a command of its own.
    case moduleDoc
    /// Blanks, tabs, line feeds and carriage returns.
    case whitespace
    /// A comment of any form that never closes.
    case unterminatedComment
    /// A string of any form that never closes.
    case unterminatedString
    /// A quote that begins no character literal and belongs to no name.
    case unterminatedCharacter
    /// `«` without its `»`.
    case unterminatedName
    /// Bytes that are not UTF-8, and control characters where code is expected.
    case invalid

    /// Whether the token separates others and says nothing: white space and plain comments. A doc comment says
    /// something: it announces a declaration.
    package var isTrivia: Bool {
        self == .whitespace || self == .lineComment || self == .blockComment
    }
}

/// One token of a source text.
package struct LeanToken: Hashable, Sendable {
    /// What it is.
    package let kind: LeanTokenKind
    /// Where it stands: byte offsets into the source.
    package let range: Range<Int>

    /// A token of that kind at those bytes.
    package init(kind: LeanTokenKind, range: Range<Int>) {
        self.kind = kind
        self.range = range
    }
}
