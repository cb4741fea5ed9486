import LeanSource
import Support
import Testing

/// What holds of the lexer for every input.
struct LexerPropertyTests {
    private func expectTiling(_ bytes: [UInt8], _ comment: Comment) {
        var end = 0
        for token in LeanLexer.tokens(in: bytes) {
            guard token.range.lowerBound == end, !token.range.isEmpty else {
                Issue.record("a gap or an empty token at \(end); \(comment)")
                return
            }
            end = token.range.upperBound
        }
        #expect(end == bytes.count, comment)
    }

    @Test func `tokens tile random bytes`() {
        var random = StableRandom(seed: 1)
        for round in 0..<300 {
            let bytes = (0..<Int.random(in: 0...300, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            expectTiling(bytes, "round \(round)")
        }
    }

    @Test func `tokens tile random mixtures of what is hard to cut`() {
        let pieces = [
            "\"", "'", "`", "\\", "/-", "-/", "--", "\n", "r#", "#", "s!", "{", "}", "«", "»", "h'", "α", "0x", "1e",
            ".",
            "..", "a", " ", "\t", "\r\n", "r\"", "!", "∃!", "⁻¹", "\u{301}", "\u{0}",
        ]
        var random = StableRandom(seed: 2)
        for round in 0..<2000 {
            let count = Int.random(in: 0...60, using: &random)
            let text = (0..<count).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
            expectTiling(Array(text.utf8), "round \(round)")
        }
    }

    @Test func `every prefix of a text is tiled as well`() {
        let text =
            ##"/-- d -/ theorem «x y» : s!"a {f 'b'} c" = r#"q"# := by -- é"## + "\n  exact h'.1 /- n /- m -/ -/"
        let bytes = Array(text.utf8)
        for end in 0...bytes.count { expectTiling(Array(bytes[..<end]), "prefix \(end)") }
    }

    @Test func `quoting a token and its neighbours apart gives the same tokens again`() {
        var random = StableRandom(seed: 3)
        let words = ["x", "h'", "42", "0x1F", "\"s\"", "'c'", "r\"q\"", "theorem", "«a b»", "α₁", "Nat.succ"]
        for _ in 0..<200 {
            let chosen = (0..<20).map { _ in words.randomElement(using: &random) ?? "" }
            let bytes = Array(chosen.joined(separator: " ").utf8)
            let spelled = LeanLexer.tokens(in: bytes).filter { $0.kind != .whitespace }.map {
                String(decoding: bytes[$0.range], as: UTF8.self)
            }
            #expect(spelled == chosen)
        }
    }

    @Test func `five million bytes of open comments are one token`() {
        let bytes = Array(repeating: Array("/- ".utf8), count: 1_700_000).flatMap { $0 }
        #expect(LeanLexer.tokens(in: bytes).map(\.kind) == [.unterminatedComment])
    }

    @Test func `five million open brackets are five million tokens`() {
        #expect(LeanLexer.tokens(in: Array(repeating: 0x28, count: 5_000_000)).count == 5_000_000)
    }

    @Test(arguments: [
        ("/-", 249_999), ("r#", 500_000), ("\"", 250_000), ("'", 250_000), ("«", 1), ("s!\"{", 250_000), ("-", 1),
        ("a.", 2), ("/-x-/", 100_000),
    ])
    func `long runs of one thing are cut without recursion`(_ unit: String, _ count: Int) {
        let bytes = Array(repeating: Array(unit.utf8), count: 500_000 / unit.utf8.count).flatMap { $0 }
        let tokens = LeanLexer.tokens(in: bytes)
        #expect(tokens.last?.range.upperBound == bytes.count)
        #expect(tokens.count == count)
    }
}
