import LeanSource
import Testing

/// Tests of which characters make up names, at the borders of Lean's own ranges (Init/Meta/Defs.lean).
struct CharacterTests {
    /// The kinds of the tokens of a text made of these scalars.
    private func kinds(_ scalars: [UInt32]) throws -> [LeanTokenKind] {
        var text = String.UnicodeScalarView()
        for scalar in scalars { text.append(try #require(Unicode.Scalar(scalar))) }
        return LeanLexer.tokens(in: Array(String(text).utf8)).map(\.kind)
    }

    @Test(
        arguments: [
            0x41, 0x5A, 0x61, 0x7A, 0x5F, 0xC0, 0xD6, 0xD8, 0xF6, 0xF8, 0xFF, 0x100, 0x17F, 0x391, 0x39F, 0x3A1, 0x3A9,
            0x3B1,
            0x3BA, 0x3BC, 0x3C9, 0x3CA, 0x3FB, 0x1F00, 0x1FFE, 0x2100, 0x2115, 0x2124, 0x214F, 0x1D49C, 0x1D54A,
            0x1D59F,
        ] as [UInt32])
    func `a letter begins a name and goes on with it`(_ scalar: UInt32) throws {
        #expect(try kinds([scalar]) == [.identifier])
        #expect(try kinds([0x78, scalar, 0x79]) == [.identifier])
    }

    @Test(
        arguments: [
            0x3BB, 0x3A0, 0x3A3, 0xD7, 0xF7, 0x180, 0x390, 0x3B0, 0x3FC, 0x1EFF, 0x1FFF, 0x20FF, 0x2150, 0x1D49B,
            0x1D5A0, 0x430,
            0x5D0, 0x2200, 0x2203, 0x4E2D, 0x301, 0x200D, 0x1F600,
        ] as [UInt32])
    func `another character is a sign of its own`(_ scalar: UInt32) throws {
        #expect(try kinds([scalar]) == [.symbol])
        #expect(try kinds([0x78, scalar, 0x79]) == [.identifier, .symbol, .identifier])
    }

    @Test(
        arguments: [0x2080, 0x2089, 0x2090, 0x209C, 0x1D62, 0x1D6A, 0x2C7C, 0x27, 0x21, 0x3F, 0x30, 0x39] as [UInt32])
    func `a subscript, prime, mark or digit goes on with a name and does not begin one`(_ scalar: UInt32) throws {
        #expect(try kinds([0x78, scalar, 0x79]) == [.identifier])
        #expect(try kinds([scalar]).first != .identifier)
    }

    @Test(arguments: [0x207F, 0x208A, 0x208F, 0x209D, 0x1D61, 0x1D6B, 0x2C7B, 0x2C7D, 0x2070, 0x2E, 0x23] as [UInt32])
    func `a character beside the subscripts ends a name`(_ scalar: UInt32) throws {
        #expect(try kinds([0x78, scalar, 0x20]).count == 3)
    }

    @Test(arguments: [0x00, 0x01, 0x08, 0x0B, 0x0C, 0x0E, 0x1F, 0x7F, 0x80, 0x85, 0x9F] as [UInt32])
    func `control characters are invalid and no white space`(_ scalar: UInt32) throws {
        #expect(try kinds([0x78, scalar, 0x79]) == [.identifier, .invalid, .identifier])
    }

    @Test(arguments: [
        ("theorem", true), ("by", true), ("fun", true), ("at", true), ("open", true), ("theorem'", false),
        ("Theorem", false),
        ("by₁", false), ("simp", false), ("«theorem»", false), ("x.theorem", false), ("theorem.x", false),
        ("byy", false),
    ])
    func `a reserved word is one only alone and unquoted`(_ text: String, _ isReserved: Bool) {
        #expect(LeanLexer.tokens(in: Array(text.utf8)).map(\.kind) == [isReserved ? .keyword : .identifier])
    }

    @Test(arguments: [
        ":=", "=>", "->", "<-", "<->", "<=", ">=", "!=", "==", "&&", "||", "::", "..", "...", "<;>", "<|>", "<|", "|>",
        "|>.", "++",
        "//", "\\/", "/\\", "|-", "∃!", "⁻¹", "''", ">>=",
    ])
    func `signs of several characters are one token`(_ sign: String) {
        #expect(LeanLexer.tokens(in: Array(sign.utf8)).count == 1)
        #expect(
            LeanLexer.tokens(in: Array("x \(sign) y".utf8)).map(\.kind)
                == [.identifier, .whitespace, .symbol, .whitespace, .identifier])
    }
}
