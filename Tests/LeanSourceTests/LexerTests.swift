import LeanSource
import Support
import Testing

/// Tests of what the lexer takes for what. White space is left out of the expectations.
struct LexerTests {
    struct Case: CustomTestStringConvertible {
        let source: String
        let expected: [(LeanTokenKind, String)]
        var testDescription: String { source }

        init(_ source: String, _ expected: (LeanTokenKind, String)...) {
            self.source = source
            self.expected = expected
        }
    }

    static let cases: [Case] = [
        Case("theorem foo'", (.keyword, "theorem"), (.identifier, "foo'")),
        Case("h'' h₁ xᵢ aⱼ", (.identifier, "h''"), (.identifier, "h₁"), (.identifier, "xᵢ"), (.identifier, "aⱼ")),
        Case(
            "α λ β Π Σ ℕ é", (.identifier, "α"), (.symbol, "λ"), (.identifier, "β"), (.symbol, "Π"), (.symbol, "Σ"),
            (.identifier, "ℕ"), (.identifier, "é")),
        Case("Nat.succ.inj", (.identifier, "Nat.succ.inj")),
        Case("h.1.2", (.identifier, "h"), (.symbol, "."), (.number, "1"), (.symbol, "."), (.number, "2")),
        Case("«a -- b».«c d»", (.identifier, "«a -- b».«c d»")),
        Case("«by» by", (.identifier, "«by»"), (.keyword, "by")),
        Case("by.x", (.identifier, "by.x")),
        Case("exact? n!", (.identifier, "exact?"), (.identifier, "n!")),
        Case(
            "42 0x1F 0b10 0o17 1.5e-3 2e10 1_000", (.number, "42"), (.number, "0x1F"), (.number, "0b10"),
            (.number, "0o17"), (.number, "1.5e-3"), (.number, "2e10"), (.number, "1_000")),
        Case(
            "0xg 1e 3.x", (.number, "0"), (.identifier, "xg"), (.number, "1"), (.identifier, "e"), (.number, "3"),
            (.symbol, "."), (.identifier, "x")),
        Case("0..n", (.number, "0"), (.symbol, ".."), (.identifier, "n")),
        Case("x:=y=>z", (.identifier, "x"), (.symbol, ":="), (.identifier, "y"), (.symbol, "=>"), (.identifier, "z")),
        Case(
            "a<;>b ∃!x ⁻¹", (.identifier, "a"), (.symbol, "<;>"), (.identifier, "b"), (.symbol, "∃!"),
            (.identifier, "x"), (.symbol, "⁻¹")),
        Case(
            "f '' s ∑' n", (.identifier, "f"), (.symbol, "''"), (.identifier, "s"), (.symbol, "∑'"),
            (.identifier, "n")),
        Case("(· + 1)", (.symbol, "("), (.symbol, "·"), (.symbol, "+"), (.number, "1"), (.symbol, ")")),
        Case(
            #"'a' '"' '\'' '\n' '\x41' '\u03b1' 'α'"#, (.character, "'a'"), (.character, "'\"'"),
            (.character, #"'\''"#), (.character, #"'\n'"#), (.character, #"'\x41'"#), (.character, #"'\u03b1'"#),
            (.character, "'α'")),
        Case("'ab'", (.unterminatedCharacter, "'"), (.identifier, "ab'")),
        Case(#"'\x4'"#, (.unterminatedCharacter, "'"), (.symbol, "\\"), (.identifier, "x4'")),
        Case(#""a \" b" c"#, (.string, #""a \" b""#), (.identifier, "c")),
        Case("\"gap \\\n   here\" x", (.string, "\"gap \\\n   here\""), (.identifier, "x")),
        Case("\"line\nbreak\"", (.string, "\"line\nbreak\"")),
        Case(##"r"a\" r#"b"c"# r"##, (.rawString, ##"r"a\""##), (.rawString, ##"r#"b"c"#"##), (.identifier, "r")),
        Case(##"hr"x""##, (.identifier, "hr"), (.string, "\"x\"")),
        Case(###"r##"a"#b"##"###, (.rawString, ###"r##"a"#b"##"###)),
        Case(
            #"s!"a {x} b""#, (.identifier, "s!"), (.interpolatedString, "\"a {"), (.identifier, "x"),
            (.interpolatedString, "} b\"")),
        Case(
            #"s!"{ {y} }{s!"{z}"}""#, (.identifier, "s!"), (.interpolatedString, "\"{"), (.symbol, "{"),
            (.identifier, "y"), (.symbol, "}"), (.interpolatedString, "}{"), (.identifier, "s!"),
            (.interpolatedString, "\"{"), (.identifier, "z"), (.interpolatedString, "}\""),
            (.interpolatedString, "}\"")),
        Case(#"s! "\{x}""#, (.identifier, "s!"), (.interpolatedString, #""\{x}""#)),
        Case(#""{x}""#, (.string, #""{x}""#)),
        Case("a -- b\nc", (.identifier, "a"), (.lineComment, "-- b"), (.identifier, "c")),
        Case("a /- b /- c -/ d -/ e", (.identifier, "a"), (.blockComment, "/- b /- c -/ d -/"), (.identifier, "e")),
        Case("/-- d -/ /-! m -/", (.docComment, "/-- d -/"), (.moduleDoc, "/-! m -/")),
        Case("/---/ x", (.docComment, "/---/"), (.identifier, "x")),
        Case("/- \"-/ x", (.blockComment, "/- \"-/"), (.identifier, "x")),
        Case("\"/-\" x -- \"", (.string, "\"/-\""), (.identifier, "x"), (.lineComment, "-- \"")),
        Case("a-- b", (.identifier, "a"), (.lineComment, "-- b")),
        Case("|-- x", (.symbol, "|-"), (.symbol, "-"), (.identifier, "x")),
        Case("a -/ b", (.identifier, "a"), (.symbol, "-/"), (.identifier, "b")),
        Case("/- open", (.unterminatedComment, "/- open")),
        Case("/-", (.unterminatedComment, "/-")),
        Case("/--/", (.unterminatedComment, "/--/")),
        Case("\"open", (.unterminatedString, "\"open")),
        Case("\"open\\", (.unterminatedString, "\"open\\")),
        Case(##"r#"open""##, (.unterminatedString, ##"r#"open""##)),
        Case("«open", (.unterminatedName, "«open")),
        Case("a\u{0}b", (.identifier, "a"), (.invalid, "\u{0}"), (.identifier, "b")),
        Case("#eval x", (.symbol, "#"), (.identifier, "eval"), (.identifier, "x")),
        Case("`n", (.symbol, "`"), (.identifier, "n")),
    ]

    @Test(arguments: cases)
    func `tokens have the kinds that Lean gives them`(_ example: Case) {
        let bytes = Array(example.source.utf8)
        let tokens = LeanLexer.tokens(in: bytes).filter { $0.kind != .whitespace }
        #expect(tokens.map(\.kind) == example.expected.map(\.0))
        #expect(tokens.map { Array(bytes[$0.range]) } == example.expected.map { Array($0.1.utf8) })
    }

    @Test func `Lean passes over the character behind the opening of a comment, and so do we`() {
        // Checked against Lean 4.35: it prints the axioms of a theorem that stands behind the first closing mark.
        let text = "/-/- -/ axiom x -/"
        let tokens = LeanLexer.tokens(in: Array(text.utf8))
        #expect(tokens.first?.kind == .blockComment)
        #expect(tokens.first?.range == 0..<7)
    }

    @Test func `a combining mark behind a quote does not hide the quote`() {
        for mark in ["\u{301}", "\u{200D}"] {
            let tokens = LeanLexer.tokens(in: Array("\"a\"\(mark) sorry".utf8))
            #expect(tokens.first?.kind == .string)
            #expect(tokens.last?.kind == .identifier)
        }
    }

    @Test func `a carriage return before the line feed does not prolong a comment`() {
        let tokens = LeanLexer.tokens(in: Array("-- c\r\nsorry".utf8))
        #expect(tokens.map(\.kind) == [.lineComment, .whitespace, .identifier])
    }

    @Test(
        arguments: [
            [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xE2, 0x84], [0x80],
            [0xF4, 0x90, 0x80, 0x80],
        ] as [[UInt8]])
    func `bytes that are not UTF-8 are tokens of their own`(_ bytes: [UInt8]) {
        let tokens = LeanLexer.tokens(in: bytes)
        #expect(tokens.allSatisfy { $0.kind == .invalid })
        #expect(tokens.count == bytes.count)
    }
}
