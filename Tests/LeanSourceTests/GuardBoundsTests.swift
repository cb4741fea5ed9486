import LeanSource
import Support
import Testing

/// Tests of the bounds on size and nesting.
struct GuardBoundsTests {
    private func isRefused(_ text: String) -> Bool {
        !ProofGuard.violations(in: ProofBody(text: text, style: .tactics)).isEmpty
    }

    @Test func `the length is bounded`() {
        let limit = GuardLimits().bytes
        #expect(!isRefused("--" + String(repeating: "x", count: limit - 2)))
        #expect(isRefused("--" + String(repeating: "x", count: limit - 1)))
        #expect(isRefused(String(repeating: "(", count: 5_000_000)))
    }

    @Test(arguments: [("(", ")"), ("[", "]"), ("⟨", "⟩"), ("{", "}")])
    func `brackets may nest 256 deep and not deeper`(_ open: String, _ close: String) {
        let nested: (Int) -> String = { depth in
            String(repeating: open, count: depth) + "x" + String(repeating: close, count: depth)
        }
        #expect(!isRefused("exact " + nested(256)))
        #expect(isRefused("exact " + nested(257)))
    }

    @Test(arguments: [
        "by exact ", "¬", "@", "fun x => ", "- ", "∀ x, ", "by\n  exact ", "if x then ", "have := by\n ", "!",
    ])
    func `words that take what follows them may not pile up`(_ unit: String) {
        #expect(!isRefused("exact " + String(repeating: unit, count: 60) + "x"))
        #expect(isRefused("exact " + String(repeating: unit, count: 3000) + "x"))
    }

    @Test(arguments: [
        (" + 0", 500, 1500), (".symm", 200, 300), ("∘f", 500, 1500), (" | skip", 500, 1500), (" <;> simp", 500, 1500),
    ])
    func `chains are bounded`(_ unit: String, _ few: Int, _ many: Int) {
        #expect(!isRefused("first x" + String(repeating: unit, count: few)))
        #expect(isRefused("first x" + String(repeating: unit, count: many)))
    }

    @Test func `numerals are bounded`() {
        #expect(!isRefused("norm_num [" + String(repeating: "9", count: 1000) + "]"))
        #expect(isRefused("norm_num [" + String(repeating: "9", count: 1001) + "]"))
    }

    @Test func `many short lines are no nesting`() {
        #expect(!isRefused(String(repeating: "· exact h\n", count: 3000)))
        #expect(!isRefused(String(repeating: "have h : a = b := by linarith\n", count: 2000)))
        #expect(!isRefused(String(repeating: "nlinarith [sq_nonneg (a - b), mul_pos ha hb]\n", count: 1000)))
        #expect(!isRefused(String(repeating: "rw [h]; simp\n", count: 2000)))
    }

    @Test func `the guard ends on every random text and names places inside it`() {
        var random = StableRandom(seed: 21)
        let pieces = [
            "sorry", "open", "set_option", "in", "(", ")", "{", "}", "s!\"{", "\"", "'", "`", "#", "@[", "«", "»", "/-",
            "-/",
            "--", "\n", " ", "x", "Lean", ".", "1", "\u{0}", "\u{202E}", "é", "by", "fun", "=>", "|", "exact?",
        ]
        for _ in 0..<1500 {
            let count = Int.random(in: 0...40, using: &random)
            let text = (0..<count).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
            let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
            for violation in ProofGuard.violations(in: ProofBody(text: text, style: .term)) {
                #expect(violation.line >= 1 && violation.line <= lines.count)
                #expect(violation.column >= 0 && violation.column <= lines[violation.line - 1].count)
                #expect(!violation.word.isEmpty && !violation.reason.isEmpty)
            }
        }
    }
}
