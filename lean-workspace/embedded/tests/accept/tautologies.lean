-- What simp and simp_all do to propositional logic.

-- snippet: contraposition both ways
example (p q : Prop) : (p → q) ↔ (¬q → ¬p) := by
  constructor
  · intro h hq hp; exact hq (h hp)
  · intro h hp
    by_cases hq : q
    · exact hq
    · exact absurd hp (h hq)

-- snippet: excluded middle by simp_all
example (p q : Prop) (h : p ∨ q) (n : ¬p) : q := by simp_all

-- snippet: chains
example (p q r s : Prop) (h₁ : p → q) (h₂ : q → r) (h₃ : r → s) : p → s := by intro h; simp_all

-- snippet: distributivity
example (p q r : Prop) : p ∨ (q ∧ r) ↔ (p ∨ q) ∧ (p ∨ r) := by
  by_cases hp : p <;> simp [hp]

-- snippet: exportation
example (p q r : Prop) : (p ∧ q → r) ↔ (p → q → r) := by simp

-- snippet: double negation
example (p : Prop) : ¬¬p ↔ p := by simp

-- snippet: material implication
example (p q : Prop) : (p → q) ↔ (¬p ∨ q) := by
  by_cases hp : p <;> simp [hp]

-- snippet: negated implication
example (p q : Prop) : ¬(p → q) ↔ p ∧ ¬q := by simp

-- snippet: equivalence is associative classically
example (p q r : Prop) : ((p ↔ q) ↔ r) ↔ (p ↔ (q ↔ r)) := by
  by_cases hp : p <;> by_cases hq : q <;> by_cases hr : r <;> simp [hp, hq, hr]

-- snippet: drinker
example (P : ℕ → Prop) : ∃ x, P x → ∀ y, P y := by
  by_cases h : ∀ y, P y
  · exact ⟨0, fun _ => h⟩
  · obtain ⟨x, hx⟩ := Classical.not_forall.mp h
    exact ⟨x, fun hp => absurd hp hx⟩
