import LeanSource
import Support
import Testing

/// Answers put together from parts in all the ways in which models do it: the same proof must come out of each.
struct AnswerShapeTests {
    static let statementText = "theorem claim (a b : ℕ) (h : a = b) : b = a ∧ True"

    static let proofs: [ProofBody] = [
        ProofBody(text: "constructor\n· exact h.symm\n· trivial", style: .tactics),
        ProofBody(text: "exact ⟨by\n    omega, trivial⟩", style: .tactics),
        ProofBody(text: "-- sorry, first\nsubst h\nexact ⟨rfl, trivial⟩ -- end", style: .tactics),
        ProofBody(text: "cases h with\n| refl =>\n  simp", style: .tactics),
        ProofBody(text: "⟨h.symm, by\n  trivial⟩", style: .term),
        ProofBody(text: "And.intro h.symm trivial", style: .term),
    ]

    static let helpers: [[String]] = [
        [], ["theorem lem (x : ℕ) : x = x := rfl"],
        ["private theorem lem : True := by\n  trivial", "theorem more (n : ℕ) : n + 0 = n := by\n  -- lem\n  simp"],
    ]

    static let before = [
        "", "import Mathlib\n\n",
        "import Mathlib\nimport Aesop\nset_option maxHeartbeats 400000\nopen BigOperators Real\n\n",
        "-- sorry\n", "/-! # Title: theorem x -/\n", "Here is my proof, it's simple.\n\n", "section\n\n",
        "theorem other : 1 = 1 := rfl\n\n",
    ]
    static let behind = [
        "", "\n", "\n\n#print axioms claim\n", "\n\nend\n", "\n\nThis proves the theorem.\n",
        "\n\ntheorem later : True := trivial\n",
        "\n-- and so on\n", "\n\n/- a note on `claim` -/\n",
    ]
    static let signatures = [
        statementText, "theorem claim (a : ℕ) (b : ℕ) (h : a = b) :\n    b = a ∧ True",
        "lemma my_name (a b : Nat) (h : a = b) : (b = a ∧ True)",
        "@[simp]\ntheorem claim(a b:ℕ)(h:a=b):b=a∧True",
        "/-- Doc: := by sorry -/\nprivate theorem claim (a b : ℕ) /- := -/ (h : a = b) : b = a ∧ True",
        "example (a b : ℕ) (h : a = b) : b = a ∧ True",
    ]

    /// The answer's text; every proof that has helpers mentions them all.
    private func answer(
        _ signature: String, _ proof: ProofBody, _ helpers: [String], _ before: String, _ behind: String, isFenced: Bool
    ) -> String {
        let lines = proof.text.split(separator: "\n", omittingEmptySubsequences: false)
        let body = (proof.style == .tactics ? " := by\n" : " :=\n") + lines.map { "  " + $0 }.joined(separator: "\n")
        let text = before + helpers.map { $0 + "\n\n" }.joined() + signature + body + behind
        return isFenced ? "Let me think.\n```lean4\n\(text)\n```\nDone, it's proved." : text
    }

    @Test(arguments: proofs)
    func `a proof comes out of every shape of answer`(_ plain: ProofBody) throws {
        let statement = try LockedStatement(parsing: Self.statementText)
        for helpers in Self.helpers {
            let names = ["lem", "more"].prefix(helpers.count)
            let use = names.map { plain.style == .tactics ? "have := \($0)\n" : "(fun _ => id) \($0) <|\n" }.joined()
            let proof = ProofBody(text: use + plain.text, style: plain.style, helpers: helpers)
            for (number, signature) in Self.signatures.enumerated() {
                for (other, before) in Self.before.enumerated() {
                    // Every pair of signature and beginning, with the endings in turn.
                    let behind = Self.behind[(number + other) % Self.behind.count]
                    for isFenced in [false, true] {
                        let text = answer(signature, proof, helpers, before, behind, isFenced: isFenced)
                        #expect(ProofReader.extract(from: text, for: statement) == .proof(proof), "\(text)")
                    }
                }
            }
        }
    }

    @Test(arguments: proofs)
    func `a whole file with the same parts claims the same`(_ plain: ProofBody) throws {
        let statement = try LockedStatement(parsing: Self.statementText)
        for helpers in Self.helpers {
            let proof = ProofBody(text: plain.text, style: plain.style, helpers: helpers)
            for before in ["", "import Mathlib\n\n", "-- sorry\n", "/-! # Title -/\n", "section\n\n", "open Nat\n"] {
                for behind in ["", "\n\n#print axioms claim\n", "\n\nend\n", "\n\n/- note -/\n"] {
                    let text = answer(Self.statementText, proof, helpers, before, behind, isFenced: false)
                    guard case .theorem(let claim) = CodeReader.read(text) else {
                        Issue.record("\(CodeReader.read(text))\n\(text)")
                        continue
                    }
                    #expect(claim.statement == statement)
                    #expect(claim.proof == proof, "\(text)")
                }
            }
        }
    }

    @Test(arguments: [
        "theorem claim (a b : ℕ) (h : a = b) : b = a ∨ True", "theorem claim (a b : ℕ) (h : b = a) : b = a ∧ True",
        "theorem claim (a b : ℤ) (h : a = b) : b = a ∧ True", "theorem claim (a b : ℕ) : b = a ∧ True",
        "theorem claim (b a : ℕ) (h : a = b) : b = a ∧ True", "theorem claim (a b : ℕ) (h : a ≤ b) : b = a ∧ True",
        "theorem claim (a b : ℕ) (h : a = b) (g : False) : b = a ∧ True",
        "axiom claim (a b : ℕ) (h : a = b) : b = a ∧ True",
        "theorem claim (a b : ℕ) (h : a = b) : b = a ∧ True ∧ True", "def claim (a b : ℕ) (h : a = b) : b = a ∧ True",
    ])
    func `one altered sign is another statement in every shape`(_ signature: String) throws {
        let statement = try LockedStatement(parsing: Self.statementText)
        for proof in Self.proofs {
            for (before, behind) in zip(Self.before, Self.behind) {
                for isFenced in [false, true] {
                    let text = answer(signature, proof, [], before, behind, isFenced: isFenced)
                    guard case .wrongStatement = ProofReader.extract(from: text, for: statement) else {
                        Issue.record("taken: \(text)")
                        continue
                    }
                }
            }
        }
    }
}
