import Testing

@testable import LeanSource

/// Sketches are taken apart by their text and put together again.
@Suite struct ProofSketchTests {
    private func statement(_ text: String = "theorem t (a b : Nat) (h : a < b) : a + 1 ≤ b") throws -> LockedStatement {
        try LockedStatement(parsing: text)
    }

    private func sketch(_ text: String, of statement: String? = nil) throws -> ProofSketch {
        let locked = try statement.map { try self.statement($0) } ?? self.statement()
        return try ProofSketch(ProofBody(text: text, style: .tactics), of: locked)
    }

    @Test func `each hole is a lemma under the binders of the theorem and the steps before it`() throws {
        let sketch = try sketch("have one : a ≤ b := by sorry\nhave two (n : Nat) : n = n := sorry\nsorry")
        #expect(
            sketch.holes.map(\.lemma.signature) == [
                "theorem t_h1 (a b : Nat) (h : a < b) : a ≤ b",
                "theorem t_h2 (a b : Nat) (h : a < b) (one : a ≤ b) (n : Nat) : n = n",
                "theorem t_h3 (a b : Nat) (h : a < b) (one : a ≤ b) (two : ∀ (n : Nat), n = n) : a + 1 ≤ b",
            ])
    }

    @Test func `steps inside a step know those around them, and steps with a proof are known as well`() throws {
        let sketch = try sketch(
            """
            have known : b = b := rfl
            have outer (k : Nat) : k ≤ k := by
              have inner : k = k := by sorry
              sorry
            obtain ⟨n, hn⟩ : ∃ n, n = a := by sorry
            exact h
            """)
        #expect(
            sketch.holes.map { "\($0.lemma.binders) : \($0.lemma.goal)" } == [
                "(a b : Nat) (h : a < b) (known : b = b) (k : Nat) : k = k",
                "(a b : Nat) (h : a < b) (known : b = b) (k : Nat) (inner : k = k) : k ≤ k",
                "(a b : Nat) (h : a < b) (known : b = b) (outer : ∀ (k : Nat), k ≤ k) : ∃ n, n = a",
            ])
    }

    @Test func `the whole has each proof in its place, in whatever form it came`() throws {
        let sketch = try sketch("have one : a ≤ b := by sorry\nhave two : b = b := sorry\nsorry")
        let whole = sketch.glued([
            ProofBody(text: "cases h\n· omega\n· omega", style: .tactics), ProofBody(text: "rfl", style: .term),
            ProofBody(text: "show a < b\nexact h", style: .tactics),
        ])
        #expect(
            whole.text == """
                have one : a ≤ b := by
                  cases h
                  · omega
                  · omega
                have two : b = b := by
                  exact (
                    rfl
                  )
                show a < b
                exact h
                """)
        #expect(sketch.closed.text == "have one : a ≤ b := trivial\nhave two : b = b := trivial\ntrivial")
    }

    @Test(arguments: [
        ("omega", "no hole"), ("intro x\nsorry", "not plain"), ("exact (by sorry)", "not the whole proof"),
        ("have := foo (by sorry)\nomega", "not the whole proof"),
        ("constructor\n· sorry\n· omega", "not the whole proof"),
        ("have x : a := by sorry ; omega", "not the whole proof"),
        ("have x : a = b -- := by omega\n  := by\n    sorry sorry\nomega", "not the whole proof"),
        ("", "empty"),
    ])
    func `what is not plain from the text is refused, with the reason`(_ text: String, _ part: String) throws {
        let error = #expect(throws: ProofSketch.Refusal.self) { try sketch(text) }
        #expect(error?.reason.contains(part) == true, "\(error?.reason ?? "")")
    }

    @Test func `a claim cannot smuggle anything into its lemma`() throws {
        for claim in ["True := trivial theorem x : a", "(a", "a\n\naxiom c : False", "a := by sorry) (b : Nat"] {
            let text = "have x : \(claim) := by sorry\nomega"
            guard let sketch = try? sketch(text) else { continue }
            for hole in sketch.holes {
                #expect((try? LockedStatement(parsing: hole.lemma.signature)) == hole.lemma)
                #expect(!hole.lemma.signature.contains("axiom"), "\(hole.lemma.signature)")
            }
        }
    }

    @Test func `a word in a comment or a text is no hole`() throws {
        let sketch = try sketch("have one : a ≤ b := by\n  -- sorry\n  sorry\nexact absurd \"sorry\" h")
        #expect(sketch.holes.count == 1)
        let whole = sketch.glued([ProofBody(text: "omega", style: .tactics)])
        #expect(whole.text == "have one : a ≤ b := by\n  omega\nexact absurd \"sorry\" h")
    }
}
