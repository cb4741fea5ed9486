import Testing

@testable import Inference

@Suite("English tokenizer")
struct EnglishTokenizerTests {
    private func keys(_ text: String) throws -> [String] { try EnglishTokenizer.tokens(of: text).map(\.key) }

    @Test(arguments: [
        ("a<=b", ["a", "≤", "b"]), ("a >= -3", ["a", "≥", "-", "3"]), ("a != b", ["a", "≠", "b"]),
        ("a \\le b", ["a", "≤", "b"]), ("a \\neq b", ["a", "≠", "b"]), ("2 \\cdot 3", ["2", "*", "3"]),
        ("2 × 3 · 4", ["2", "*", "3", "*", "4"]), ("a | b", ["a", "∣", "b"]), ("a \\mid b", ["a", "∣", "b"]),
        ("n^{2}", ["n", "^", "(", "2", ")"]), ("\\( n \\)", ["n"]), ("\\left( n \\right)", ["(", "n", ")"]),
        ("x ∈ ℤ", ["x", "∈", "integers"]), ("x \\in \\mathbb{N}", ["x", "∈", "naturals"]), ("5 − 3", ["5", "-", "3"]),
        ("n³", ["n", "^", "3"]),
    ])
    func `signs and LaTeX have one form`(_ text: String, _ expected: [String]) throws {
        #expect(try keys(text) == expected)
    }

    @Test(arguments: [
        ("non-negative", ["nonnegative"]), ("Non-Zero", ["nonzero"]), ("twenty-one", ["twenty", "one"]),
        ("n-m", ["n", "-", "m"]), ("Prove THAT", ["prove", "that"]), ("P or p", ["P", "or", "p"]),
        ("even, then", ["even", ",", "then"]), ("n.\r\nThen", ["n", ".", "then"]),
    ])
    func `words are in lower case and hyphens part them`(_ text: String, _ expected: [String]) throws {
        #expect(try keys(text) == expected)
    }

    @Test func `kinds are told apart`() throws {
        let kinds = try EnglishTokenizer.tokens(of: "Let n be 3 < 4.").map(\.kind)
        #expect(kinds == [.word, .letter, .word, .number, .symbol, .number, .punctuation])
    }

    @Test(arguments: [
        "`", "#", "@", "&", "%", "«", "é", "n₁", "∀", "\u{0}", "\u{200B}", "“n”", "1_000", "a\\\\b", "}", "{",
    ])
    func `foreign characters are refused`(_ text: String) {
        #expect(throws: EnglishRefusal.self) { try keys(text) }
    }

    @Test(arguments: ["a <=> b", "a <== b", "a <<= b", "n!= 3"])
    func `a longer sign is not read in part`(_ text: String) {
        guard case .refused = ControlledEnglish.formalize(text) else {
            Issue.record("accepted \(text)")
            return
        }
    }

    @Test func `messages show the words as written and no more than forty characters`() throws {
        let token = try #require(try EnglishTokenizer.tokens(of: String(repeating: "Ab", count: 60)).first)
        #expect(token.shown == String(repeating: "Ab", count: 20))
        #expect(try EnglishTokenizer.tokens(of: "Even").first?.shown == "Even")
    }
}
