import LeanSource
import Support
import Testing

/// Tests of strings that may hold code: which words take them is open, so both readings must be safe.
struct InterpolationTests {
    private func violations(_ text: String) -> [GuardViolation] {
        ProofGuard.violations(in: ProofBody(text: text, style: .tactics))
    }

    @Test(arguments: [
        "exact s!\"{x} and {y + 1}\"", "trace \"{sorry}\"", "fail \"{sorry axiom\"", "exact \"{sorry}\" = \"}\"",
        "have : \"{\" = \"{\" := rfl", "exact f \"{x}\"", "exact (\"{sorry\", 1)", "exact [\"{sorry\"]",
        "throwError \"{x}\"",
        "exact f \"sorry\" \"axiom\"", "exact f \"\\{ sorry\"", "exact s!\"{ {x | p} }\"", "exact s!\"no code\"",
        "logInfo m!\"{x}\"", "exact s!\"\\\"{x}\\\"\"",
    ])
    func `honest strings pass`(_ text: String) {
        #expect(violations(text) == [])
    }

    @Test(arguments: [
        // Code in a string, whoever takes it.
        "throwErrorAt x \"{sorry}\"", "throwError \"{sorry}\"", "logErrorAt x \"{sorry}\"", "exact f \"{sorry}\"",
        "trace[x] \"{sorry}\"", "exact f (x) \"{sorry}\"", "exact f 1 \"{sorry}\"", "exact f \"a\" \"{sorry}\"",
        "exact someMacro! \"{native_decide}\"", "exact x.y \"{sorry}\"", "exact f \"{by\n  sorry}\"",
        // Code between strings, hidden in one reading.
        "throwError \"{\" sorry \"}\"", "exact f \"{\" sorry \"}\"", "exact s! \"{\" sorry \"}\"",
        "exact f \"{\" (set_option debug.skipKernelTC true in x) \"}\"", "panic! \"{\" (sorry) \"}\"",
        "exact f \"{ -- \" sorry\n }\"", "exact f \"{ /- \" sorry -/ }\"", "exact f \"{«\" sorry «»}\"",
        "exact f \"{'\"' sorry}\"",
        "exact s!\"{f \"x\"}\"", "exact s!\"{s!\"{x}\"}\"", "exact f \"{r\"}\" sorry",
        // Never closed in one reading.
        "exact f \"{x\"", "exact f \"{(}\"",
    ])
    func `strings that may hold more than they show are refused`(_ text: String) {
        #expect(!violations(text).isEmpty)
    }

    /// Lean's reading, when a word takes plain strings only.
    private func plainWords(_ text: String) -> [String] {
        var words: [String] = []
        var word = ""
        var isInString = false
        for scalar in text.unicodeScalars {
            if scalar == "\"" {
                isInString.toggle()
                word = ""
            } else if !isInString, ("a"..."z").contains(scalar) {
                word.unicodeScalars.append(scalar)
            } else {
                if !word.isEmpty { words.append(word) }
                word = ""
            }
        }
        return word.isEmpty ? words : words + [word]
    }

    @Test func `no mixture of strings and braces hides a word from the guard`() {
        var random = StableRandom(seed: 77)
        let pieces = ["\"", "\"", "{", "}", " f ", " s! ", " throwError ", " sorry ", "(", ")", "x", " = "]
        var passed = 0
        for _ in 0..<20_000 {
            let text = (0..<Int.random(in: 3...12, using: &random))
                .map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
            guard violations(text).isEmpty else { continue }
            passed += 1
            #expect(!plainWords(text).contains("sorry"), "\(text)")
        }
        #expect(passed > 500)
    }
}
