import LeanChecking
import LeanSource

/// The proofs that the benchmarks check: terms and tactics, true and wrong, from one word to a dozen lines.
enum CheckProofs {
    /// One proof and what must be found out about it.
    struct Item: Sendable {
        let statement: LockedStatement
        let proof: ProofBody
        let isRight: Bool

        /// The text as it stands in a plain file.
        var source: String { statement.spliced(with: proof).text }
        /// The same, and the question what it rests on.
        var asked: String { "\(source)#print axioms \(statement.name)" }
    }

    private struct Shape {
        let statement: String
        let proof: String
        let style: ProofBody.Style
        let isRight: Bool

        init(_ statement: String, _ proof: String, _ style: ProofBody.Style = .tactics, isRight: Bool = true) {
            self.statement = statement
            self.proof = proof
            self.style = style
            self.isRight = isRight
        }
    }

    /// The shapes with other numbers each time: Lean keeps the lemmas that tactics make, and would find them again in one
    /// file of equal proofs, as it would not among the proofs of a model.
    private static func shapes(_ k: Int) -> [Shape] {
        [
            Shape("(p q : Prop) (h : p ∧ q) : q ∧ p", "⟨h.2, h.1⟩", .term),
            Shape("(a b : Nat) : a + b + \(k) = \(k) + (b + a)", "omega"),
            Shape("(p q r : Prop) (f : p → q) (g : q → r) : p → r", "fun x => g (f x)", .term),
            Shape("(n : Nat) (h : n % 2 = 1) : (n + \(2 * k + 1)) % 2 = 0", "omega"),
            Shape("(n : Nat) : n * 0 + \(k) = \(k)", "simp"),
            Shape("(p q : Prop) (h : p) : q", "h", .term, isRight: false),
            Shape(": 17 * \(k + 3) = \(17 * (k + 3))", "decide"),
            Shape("(x : Int) (h : 3 * x + \(k) = \(k + 15)) : x = 5", "omega"),
            Shape("(a b c : Nat) (h : a + \(k) < b) : a < c", "omega", isRight: false),
            Shape(
                "(p q r : Prop) (h : p ∧ (q ∨ r)) : (p ∧ q) ∨ (p ∧ r)",
                """
                obtain ⟨hp, hqr⟩ := h
                cases hqr with
                | inl hq =>
                  left
                  constructor
                  · exact hp
                  · exact hq
                | inr hr =>
                  right
                  exact ⟨hp, hr⟩
                """),
            Shape(
                "(a b c d : Nat) (h : a + \(k + 2) ≤ b) (i : b + 3 ≤ c) (j : c ≤ d) : a + \(k + 5) ≤ d ∧ a < d",
                """
                have first : a + \(k + 5) ≤ c := by
                  omega
                have second : a + \(k + 5) ≤ d := by
                  omega
                constructor
                · exact second
                · omega
                """),
            Shape(
                "(n : Nat) : n + \(k) = \(k) + n", "induction n with\n| zero => omega\n| succ m ih => omega"),
            Shape("(p q : Prop) (h : p ∧ q) : q", "constructor\nexact h.2", isRight: false),
            Shape(
                "(x y : Int) (h : x + y = \(2 * k + 10)) (i : x - y = 4) : x = \(k + 7) ∧ y = \(k + 3)",
                "constructor <;> omega"),
            Shape("(p q : Prop) (h : ¬(p ∨ q)) : ¬p ∧ ¬q", "⟨fun hp => h (.inl hp), fun hq => h (.inr hq)⟩", .term),
            Shape("(n : Nat) : n + \(k) + 1 = n", "simp", isRight: false),
            Shape("(a b : Nat) (h : a = b) : b + 0 + \(k) = a + \(k)", "simp [h]"),
        ]
    }

    /// As many proofs, each under a name of its own.
    static func items(_ count: Int) throws -> [Item] {
        let many = shapes(0).count
        return try (0..<count).map { number in
            let shape = shapes(number / many)[number % many]
            return Item(
                statement: try LockedStatement(parsing: "theorem bench_\(number) \(shape.statement)"),
                proof: ProofBody(text: shape.proof, style: shape.style), isRight: shape.isRight)
        }
    }
}

/// A side of a comparison that did not do its work.
struct BenchmarkFailure: Error, CustomStringConvertible {
    let description: String
}
