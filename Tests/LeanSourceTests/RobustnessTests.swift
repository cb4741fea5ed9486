import LeanSource
import Support
import Testing

/// Whatever the text, every reader comes to an end and what it says lies within the text.
struct RobustnessTests {
    private static let pieces = [
        "theorem", "lemma", "def", "t", "x", "h.1", "(", ")", "[", "]", "{", "}", "⟨", "⟩", ":", ":=", ",", "=>", "|",
        "//",
        "∀", "∃", "∃!", "fun", "λ", "∑", "∫", "→", "let", "have", "if", "then", "else", "match", "with", ";", "\n",
        "in", "∈",
        "=", "+", "-", "by", "where", "sorry", "@[", "#eval", "open", "set_option", "/-- d -/", "private", "end",
        "\"s\"",
        "'c'", "s!\"{", "1", ".", ".{u}", "«q»", "ᶠ", "_", "⦃", "⦄", "\t", "\r\n", "-- c\n", "/- c -/",
    ]

    private func soup(_ random: inout StableRandom, upTo count: Int) -> String {
        (0..<Int.random(in: 0...count, using: &random))
            .map { _ in (Self.pieces.randomElement(using: &random) ?? "") + (Bool.random(using: &random) ? " " : "") }
            .joined()
    }

    @Test func `random texts are read to an end`() throws {
        var random = StableRandom(seed: 31)
        let statement = try LockedStatement(parsing: "theorem t (x : ℕ) : x = x")
        for _ in 0..<1500 {
            let text = soup(&random, upTo: 50)
            let bytes = Array(text.utf8)
            for declaration in LeanDeclaration.all(in: bytes) {
                for range in [
                    declaration.range, declaration.nameRange, declaration.bindersRange, declaration.typeRange,
                ] {
                    #expect(
                        range.isEmpty
                            || declaration.range.lowerBound <= range.lowerBound && range.upperBound <= bytes.count)
                }
            }
            if case .proof(let body) = ProofReader.extract(from: text, for: statement) {
                let isOpen = LeanLexer.tokens(in: Array(body.text.utf8)).contains { $0.kind == .unterminatedString }
                #expect(isOpen || body.normalized == body)
            }
        }
    }

    @Test func `whole files, headers and answers of any text are read to an end`() throws {
        var random = StableRandom(seed: 34)
        let statement = try LockedStatement(parsing: "theorem t (x : ℕ) : x = x")
        var taken = 0
        for _ in 0..<3000 {
            var text = soup(&random, upTo: 12)
            if Bool.random(using: &random) { text += "\n```lean\n" + soup(&random, upTo: 12) + "\n```\n" }
            text += "\ntheorem t (x : ℕ) : x = x := \(soup(&random, upTo: 6))\n" + soup(&random, upTo: 6)
            if case .header(let header) = HeaderGuard.read(text) {
                #expect(HeaderGuard.read(header) == .header(header))
            }
            if case .proof(let body) = ProofReader.extract(from: text, for: statement) {
                _ = ProofGuard.violations(in: body, of: statement)
                #expect(LeanDeclaration.all(in: Array(statement.spliced(with: body).text.utf8)).count >= 1)
            }
            guard case .theorem(let claim) = CodeReader.read(text) else { continue }
            taken += 1
            #expect(HeaderGuard.read(claim.header) == .header(claim.header))
            #expect(ProofBody(wholeText: claim.proof.wholeText, style: claim.proof.style).text == claim.proof.text)
        }
        #expect(taken > 5)
    }

    @Test func `random statements have a form, and it is that of the statement written again`() throws {
        var random = StableRandom(seed: 32)
        var taken = 0
        for _ in 0..<3000 {
            let text = "theorem t \(soup(&random, upTo: 6)) : \(soup(&random, upTo: 15))"
            guard let statement = try? LockedStatement(parsing: text) else { continue }
            taken += 1
            #expect(!statement.normalForm.isEmpty)
            let again = try LockedStatement(parsing: statement.withSorry())
            #expect(again == statement, "\(text)")
            #expect(again.normalForm.utf8.elementsEqual(statement.normalForm.utf8), "\(text)")
        }
        #expect(taken > 50)
    }

    @Test func `random proofs are set under a statement without loss`() throws {
        var random = StableRandom(seed: 33)
        let statement = try LockedStatement(parsing: "theorem t : p")
        let isShown: (Unicode.Scalar) -> Bool = { !" \t\r\n".unicodeScalars.contains($0) }
        for _ in 0..<1000 {
            let text = soup(&random, upTo: 40)
            let spliced = statement.spliced(with: ProofBody(text: text, style: .tactics)).text
            let body = spliced.dropFirst("theorem t : p := by\n".count)
            #expect(text.unicodeScalars.filter(isShown) == body.unicodeScalars.filter(isShown), "\(text)")
        }
    }

    @Test(arguments: [
        ("theorem a : p := h\n", 10_000), ("theorem a : p := by\n  (", 8_000), ("@[simp]\n", 0), ("/-- d -/\n", 0),
        ("private ", 0),
        ("| a => b\n", 0), ("open X\n", 0),
    ])
    func `long files are cut without recursion`(_ unit: String, _ count: Int) {
        let bytes = Array(repeating: Array(unit.utf8), count: count == 0 ? 20_000 : count).flatMap { $0 }
        #expect(LeanDeclaration.all(in: bytes).count == count)
    }
}
