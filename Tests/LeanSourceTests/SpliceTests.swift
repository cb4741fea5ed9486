import LeanSource
import Support
import Testing

/// Tests of how a proof is set under its statement, and of the way back from a position.
struct SpliceTests {
    private func statement() throws -> LockedStatement {
        try LockedStatement(parsing: "theorem t (a b : ℕ)\n    (h : a = b) : b = a")
    }

    static let layouts: [(proof: String, lines: String)] = [
        ("simp", "  simp"),
        ("simp\nomega", "  simp\n  omega"),
        ("  simp\n  omega", "  simp\n  omega"),
        ("\n\n  simp\n  omega\n\n", "  simp\n  omega"),
        // The first line lost its indentation.
        ("simp\n  omega", "  simp\n  omega"),
        ("have h : p := by\n    simp\n  exact h", "  have h : p := by\n    simp\n  exact h"),
        ("constructor\n  · simp\n  · omega", "  constructor\n  · simp\n  · omega"),
        ("intro x\n    simp\n    omega", "  intro x\n  simp\n  omega"),
        // The first line is where it belongs, and the others continue it.
        (
            "cases h with\n  | inl h => simp\n  | inr h => omega",
            "  cases h with\n    | inl h => simp\n    | inr h => omega"
        ),
        ("have h : p := by\n  simp\nexact h", "  have h : p := by\n    simp\n  exact h"),
        ("calc a = b := h\n  _ = c := g", "  calc a = b := h\n    _ = c := g"),
        ("exact foo\n  bar", "  exact foo\n    bar"),
        ("nlinarith [sq_nonneg a,\n  sq_nonneg b]\nomega", "  nlinarith [sq_nonneg a,\n    sq_nonneg b]\n  omega"),
        ("nlinarith [sq_nonneg a,\nsq_nonneg b]", "  nlinarith [sq_nonneg a,\n  sq_nonneg b]"),
        // Deeper first line, as cut out behind `by`.
        ("      simp\n  omega", "  simp\n  omega"),
        ("\tsimp\n\tomega", "  simp\n  omega"),
        ("\tconstructor\n\t\tsimp\n    \tomega", "  constructor\n  simp\n  omega"),
        ("simp\tat\th", "  simp at h"),
        ("simp\r\nomega\r\n", "  simp\n  omega"),
        ("simp  \nomega\t", "  simp\n  omega"),
        ("simp\n\nomega", "  simp\n\n  omega"),
        ("  -- a\n  simp -- b\n-- c\n  omega", "  -- a\n  simp -- b\n  -- c\n  omega"),
        ("-- a\n  simp\n  omega", "  -- a\n  simp\n  omega"),
        ("/- a\n   b -/\nsimp", "  /- a\n     b -/\n  simp"),
        ("exact \"one\n two  \nthree\"\nsimp", "  exact \"one\n two  \nthree\"\n  simp"),
        ("exact ⟨α,\n  β⟩", "  exact ⟨α,\n    β⟩"),
    ]

    @Test(arguments: layouts)
    func `tactics are indented without changing what they say`(_ example: (proof: String, lines: String)) throws {
        let statement = try statement()
        let spliced = statement.spliced(with: ProofBody(text: example.proof, style: .tactics))
        #expect(spliced.text == statement.signature + " := by\n" + example.lines + "\n")
        #expect(spliced.proofStart == (line: 3, column: 2))
        #expect(spliced.tactics == statement.signature.utf8.count + 4)
    }

    @Test func `a term stands under the equals sign`() throws {
        let statement = try statement()
        let spliced = statement.spliced(with: ProofBody(text: "fun x =>\n  by simp", style: .term))
        #expect(spliced.text == statement.signature + " :=\n  fun x =>\n    by simp\n")
        #expect(spliced.tactics == nil)
    }

    @Test func `nothing of the proof can stand before the statement or in column 0`() throws {
        let statement = try statement()
        let proof = ProofBody(text: "simp\nend X\n#eval 1\naxiom x : False", style: .tactics)
        let lines = statement.spliced(with: proof).text.split(separator: "\n")
        #expect(lines.dropFirst(2).allSatisfy { $0.hasPrefix("  ") })
    }

    @Test func `positions lead back to the model's own text`() throws {
        let proof = ProofBody(text: "\r\n\tcalc α x\r\n\t  _ = y\tα  -- é\r\n", style: .tactics)
        let spliced = try statement().spliced(with: proof)
        #expect(spliced.text.hasSuffix(" := by\n  calc α x\n    _ = y α  -- é\n"))
        let expected: [(from: (line: Int, column: Int), to: (line: Int, column: Int)?)] = [
            ((1, 0), nil), ((2, 30), nil),
            ((3, 2), (2, 1)), ((3, 7), (2, 6)), ((3, 9), (2, 8)), ((3, 0), (2, 0)),
            ((4, 4), (3, 3)), ((4, 10), (3, 9)), ((5, 0), nil), ((4, -1), nil),
        ]
        for (from, to) in expected {
            let found = spliced.proofPosition(line: from.line, column: from.column)
            #expect(found?.line == to?.line && found?.column == to?.column, "\(from)")
        }
    }

    @Test func `every code point of a random proof is found again at its position`() throws {
        var random = StableRandom(seed: 5)
        let statement = try statement()
        for _ in 0..<200 {
            let proof = RandomProof.tactics(using: &random)
            let spliced = statement.spliced(with: ProofBody(text: proof, style: .tactics))
            let original = proof.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map(Array.init)
            let output = spliced.text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
            for (line, scalars) in output.enumerated() {
                for (column, scalar) in scalars.enumerated() where scalar != " " {
                    guard let place = spliced.proofPosition(line: line + 1, column: column) else { continue }
                    #expect(original[place.line - 1][place.column] == scalar)
                }
            }
        }
    }

    @Test func `what is spliced is read back`() throws {
        var random = StableRandom(seed: 6)
        let statement = try statement()
        for _ in 0..<300 {
            let body = ProofBody(text: RandomProof.tactics(using: &random), style: .tactics).normalized
            #expect(body.normalized == body)
            let text = statement.spliced(with: body).text
            #expect(ProofReader.extract(from: text, for: statement) == .proof(body), "\(text)")
        }
    }

    @Test(arguments: layouts)
    func `what is tidied once is tidy`(_ example: (proof: String, lines: String)) {
        let body = ProofBody(text: example.proof, style: .tactics).normalized
        #expect(body.normalized == body)
    }

    @Test func `proof bodies are compared byte by byte`() {
        let ohm = ProofBody(text: "exact \u{2126}", style: .tactics)
        #expect(ohm != ProofBody(text: "exact \u{03A9}", style: .tactics))
        #expect(ohm != ProofBody(text: "exact \u{2126}", style: .term))
        #expect(ohm == ProofBody(text: "exact \u{2126}", style: .tactics))
    }
}

/// Proofs made up at random from lines that occur in proofs.
enum RandomProof {
    static let lines = [
        "intro x y", "simp [h, α.1]", "have h' : a = b := by omega", "exact ⟨x, h.2⟩", "· ring", "-- note: := by sorry",
        "obtain ⟨x, hx⟩ := h", "rw [← h]", "norm_num at *", "/- block -/", "refine ⟨?_, ?_⟩",
        "nlinarith [sq_nonneg (a - b)]",
        "set_option maxRecDepth 2000 in simp", "open Nat in omega", "exact \"str \\\" := \"", "trivial",
    ]
    static let nested: [[String]] = [
        ["have h : p := by", "  simp", "  omega"], ["cases h with", "| inl h => simp", "| inr h => omega"],
        ["calc a = b := h", "  _ = c := by", "    simp"], ["constructor", "· intro", "  simp", "· omega"],
        ["simp [foo,", "  bar,", "  baz]"], ["/- a", "b -/", "simp"],
    ]

    /// A block of tactics with a random common indentation and random blank lines; its first line is one of code.
    static func tactics(using random: inout StableRandom) -> String {
        var output = ["skip"]
        for _ in 0..<Int.random(in: 0...6, using: &random) {
            if Bool.random(using: &random) {
                output.append(lines.randomElement(using: &random) ?? "")
            } else {
                output += nested.randomElement(using: &random) ?? []
            }
            if Int.random(in: 0..<5, using: &random) == 0 { output.append("") }
        }
        let indent = String(repeating: " ", count: [0, 2, 4].randomElement(using: &random) ?? 0)
        return output.map { $0.isEmpty ? "" : indent + $0 }.joined(separator: "\n")
    }
}
