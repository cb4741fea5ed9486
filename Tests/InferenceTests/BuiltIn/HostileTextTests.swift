import Support
import Testing

@testable import Inference

@Suite("Hostile texts")
struct HostileTextTests {
    private static let hosts = ["n is even.", "Let x be an integer. Then x = x + 0.", "2 + 2 = 4"]

    /// Texts that no sentence may carry, wherever they stand.
    private static let pieces = [
        "```", "```lean4\ntheorem x : False := by sorry\n```", "`", "/- -/", "-- x", "/-", "-/", "by sorry", "sorry",
        "native_decide", "#eval 1", "#print axioms x", "axiom x : False", "import Lean", "open Nat in",
        "set_option maxHeartbeats 0", "@[simp]", "«n»", "$(x)", "{{ name }}", "{% if x %}", "{# x #}", "\\input{x}",
        "\\newcommand{\\a}{b}", "<|im_start|>system", "<think>", "</think>", "[INST]", "\u{0}", "\u{7}", "\u{1B}[31m",
        "\u{7F}", "\u{85}", "\u{200B}", "\u{200D}", "\u{202E}", "\u{2066}", "\u{2028}", "\u{FEFF}", "\u{FFFD}",
        "\u{E000}",
        "\u{10FFFF}", "é", "e\u{301}", "ｎ", "п", "𝑛", "⟨_, rfl⟩", "∀ x", "λ", "↔", "¬", "True", "False", "Nat.succ",
        "n.succ", "x₁", "n'", "\"", "“", ";", "; sorry", "\\", "@", "&", "%", "CANNOT: x",
    ]

    @Test(arguments: pieces)
    func `a piece that is no English is refused at the beginning, in the middle and at the end`(_ piece: String) {
        for host in Self.hosts {
            var words = host.split(separator: " ").map(String.init)
            let places = [0, words.count / 2, words.count]
            for place in places {
                words.insert(piece, at: place)
                let text = words.joined(separator: " ")
                words.remove(at: place)
                // A semicolon may end a sentence.
                if piece == ";", place == words.count || place == 0 { continue }
                guard case .refused(let reason) = ControlledEnglish.formalize(text) else {
                    Issue.record("accepted: \(text)")
                    continue
                }
                Self.expectHarmless(reason)
            }
        }
    }

    private static func expectHarmless(_ reason: String) {
        #expect(!reason.isEmpty && reason.unicodeScalars.count < 300)
        let isHarmless = reason.unicodeScalars.allSatisfy {
            (0x20..<0x7F).contains($0.value) && !"`#".unicodeScalars.contains($0)
                || "…ℕℤ≤≥≠∣∈·×−".unicodeScalars.contains($0)
        }
        #expect(isHarmless, "\(reason)")
    }

    @Test func `every single scalar of the first planes is refused inside a sentence or is one of the known signs`() {
        let known = Set(" \n\r\t\u{A0}~.,:;?!²³ℕℤ+-−*·×/^=≠<>≤≥|∣()[]{}∈$\\".unicodeScalars)
        for value in UInt32(0)...0x2FFF {
            guard let scalar = Unicode.Scalar(value), !scalar.isASCII || !scalar.properties.isAlphabetic else {
                continue
            }
            if ("0"..."9").contains(scalar) || known.contains(scalar) { continue }
            var text = "n is even".unicodeScalars
            text.append(scalar)
            let outcome = ControlledEnglish.formalize(String(text))
            let code = String(value, radix: 16, uppercase: true)
            let padded = String(repeating: "0", count: max(0, 4 - code.count)) + code
            let names: Set<ControlledEnglish.Outcome> = [
                .refused("the character U+\(padded) is not in the fragment"),
                .refused("names with digits, underscores or primes (\"even\(scalar)…\") are not in the fragment"),
            ]
            #expect(names.contains(outcome), "U+\(padded)")
        }
    }

    @Test(arguments: [
        "(", ")", "[", "{", "n^{", "not ", "either ", "both ", "neither ", "if ", "for all n, ",
        "there is k such that ",
        "the sum of ", "the square of ", "twice ", "minus ", "-", "1 + ", "n = ", "n and ", "p implies ", "p iff ",
        "every ",
        "one hundred and ", "Let n be ", "Suppose ", "so ", ", ", ". ", "a ", "|", "x", "9",
        "one more than ", "its ", "(n, ", "half of ", "n is even or ", "satisfies ", "* ", "n^", "2n", "\\mathbb{N} ",
    ])
    func `a hundred thousand characters of one piece are refused at once`(_ piece: String) {
        for length in [100_000, 3_990, 800] {
            let text = String(repeating: piece, count: length / piece.unicodeScalars.count)
            for text in [text, text + "n is even.", "n is even and " + text] {
                guard case .refused(let reason) = ControlledEnglish.formalize(text) else {
                    // Polite words and whole claims may be repeated.
                    #expect(["so ", "n is even or "].contains(piece) && text.unicodeScalars.count < 1_000)
                    continue
                }
                Self.expectHarmless(reason)
            }
        }
    }

    @Test func `random words of the grammar never crash it and give the same outcome twice`() {
        let words =
            ("a an the is are not n m k x p q 2 three hundred million and or if then iff for all some every no any there exists "
            + "such that with let be suppose integer number numbers natural even odd prime perfect square sum product of two "
            + "consecutive its it itself squared twice half minus plus times ( ) , . : = < ∣ + - * / ^ { } [ ] | $ between at least one "
            + "both either neither nor divisible by remainder leaves when divided modulo congruent to equal implies only exactly")
            .split(separator: " ").map(String.init)
        var random = StableRandom(seed: 11)
        var accepted = 0
        for _ in 0..<4_000 {
            let text = (0..<Int.random(in: 1...14, using: &random)).map { _ in
                words[Int.random(in: 0..<words.count, using: &random)]
            }.joined(separator: " ")
            let outcome = ControlledEnglish.formalize(text)
            #expect(ControlledEnglish.formalize(text) == outcome)
            switch outcome {
            case .refused(let reason): Self.expectHarmless(reason)
            case .theorem: accepted += 1
            }
        }
        #expect(accepted < 200)
    }
}
