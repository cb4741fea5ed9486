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
    }

    private static let shapes: [(statement: String, proof: String, style: ProofBody.Style, isRight: Bool)] = [
        ("(p q : Prop) (h : p ∧ q) : q ∧ p", "⟨h.2, h.1⟩", .term, true),
        ("(a b : Nat) : a + b = b + a", "omega", .tactics, true),
        ("(p q r : Prop) (f : p → q) (g : q → r) : p → r", "fun x => g (f x)", .term, true),
        ("(n : Nat) (h : n % 2 = 1) : (n + 1) % 2 = 0", "omega", .tactics, true),
        ("(n : Nat) : n * 0 = 0", "simp", .tactics, true),
        ("(p q : Prop) (h : p) : q", "h", .term, false),
        (": 17 * 3 = 51", "decide", .tactics, true),
        ("(x : Int) (h : 3 * x + 5 = 20) : x = 5", "omega", .tactics, true),
        ("(a b c : Nat) (h : a < b) : a < c", "omega", .tactics, false),
        (
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
            """, .tactics, true
        ),
        (
            "(a b c d : Nat) (h : a + 2 ≤ b) (i : b + 3 ≤ c) (j : c ≤ d) : a + 5 ≤ d ∧ a < d",
            """
            have first : a + 5 ≤ c := by
              omega
            have second : a + 5 ≤ d := by
              omega
            constructor
            · exact second
            · omega
            """, .tactics, true
        ),
        (
            "(n : Nat) : 0 + n = n", "induction n with\n| zero => rfl\n| succ k ih => omega", .tactics, true
        ),
        ("(p q : Prop) (h : p ∧ q) : q", "constructor\nexact h.2", .tactics, false),
        ("(x y : Int) (h : x + y = 10) (i : x - y = 4) : x = 7 ∧ y = 3", "constructor <;> omega", .tactics, true),
        ("(p q : Prop) (h : ¬(p ∨ q)) : ¬p ∧ ¬q", "⟨fun hp => h (.inl hp), fun hq => h (.inr hq)⟩", .term, true),
        ("(n : Nat) : n + 1 = n", "simp", .tactics, false),
        ("(a b : Nat) (h : a = b) : b + 0 = a", "simp [h]", .tactics, true),
    ]

    /// As many proofs, each under a name of its own.
    static func items(_ count: Int) throws -> [Item] {
        try (0..<count).map { number in
            let shape = shapes[number % shapes.count]
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
