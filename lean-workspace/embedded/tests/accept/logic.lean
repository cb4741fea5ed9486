-- Propositional and predicate logic.

-- snippet: and is symmetric
example (p q : Prop) : p ∧ q → q ∧ p := fun ⟨hp, hq⟩ => ⟨hq, hp⟩

-- snippet: or by cases
example (p q : Prop) (h : p ∨ q) : q ∨ p := by
  cases h with
  | inl hp => exact Or.inr hp
  | inr hq => exact Or.inl hq

-- snippet: rcases patterns
example (p q r : Prop) : p ∧ (q ∨ r) → (p ∧ q) ∨ (p ∧ r) := by
  rintro ⟨hp, hq | hr⟩
  · exact .inl ⟨hp, hq⟩
  · exact .inr ⟨hp, hr⟩

-- snippet: obtain with a type
example (p q : Prop) (h : p ∧ q) : p := by
  obtain ⟨hp, _⟩ : p ∧ q := h
  exact hp

-- snippet: constructor
example (p q : Prop) (hp : p) (hq : q) : p ∧ q := by
  constructor
  · exact hp
  · exact hq

-- snippet: constructor and assumption on all goals
example (p q r : Prop) (hp : p) (hq : q) (hr : r) : p ∧ q ∧ r := by
  refine ⟨?_, ?_, ?_⟩ <;> assumption

-- snippet: left and right
example (p q : Prop) (hq : q) : p ∨ q := by right; assumption

-- snippet: exfalso and contradiction
example (p q : Prop) (h : p) (n : ¬p) : q := by exfalso; contradiction

-- snippet: absurd
example (p q : Prop) (h : p) (n : ¬p) : q := absurd h n

-- snippet: contraposition
example (p q : Prop) (h : p → q) : ¬q → ¬p := mt h

-- snippet: excluded middle
example (p : Prop) : p ∨ ¬p := Classical.em p

-- snippet: by_cases
example (p : Prop) (h : ¬¬p) : p := by
  by_cases hp : p
  · exact hp
  · exact absurd hp h

-- snippet: proof by contradiction
example (p : Prop) (h : ¬¬p) : p := Classical.byContradiction h

-- snippet: Peirce
example (p q : Prop) : ((p → q) → p) → p := by
  intro h
  by_cases hp : p
  · exact hp
  · exact h fun x => absurd x hp

-- snippet: De Morgan for or
example (p q : Prop) : ¬(p ∨ q) ↔ ¬p ∧ ¬q := by simp

-- snippet: De Morgan for and
example (p q : Prop) : ¬(p ∧ q) ↔ ¬p ∨ ¬q := Classical.not_and_iff_not_or_not

-- snippet: iff splits into two implications
example (p q : Prop) : (p ↔ q) ↔ (p → q) ∧ (q → p) := by
  constructor
  · intro h; exact ⟨h.mp, h.mpr⟩
  · rintro ⟨f, g⟩; exact ⟨f, g⟩

-- snippet: rewriting with an equivalence
example (p q : Prop) (h : p ↔ q) (hp : p) : q := by rw [← h]; exact hp

-- snippet: simp_all on hypotheses
example (p q r : Prop) (h : p → q) (g : q → r) (hp : p) : r := by simp_all

-- snippet: negation pushed through a quantifier
example (P : ℕ → Prop) : (¬∃ x, P x) ↔ ∀ x, ¬P x := by simp

-- snippet: classical negation of a universal statement
example (P : ℕ → Prop) : (¬∀ x, P x) ↔ ∃ x, ¬P x := by simp

-- snippet: quantifiers commute
example (R : ℕ → ℕ → Prop) : (∃ x, ∀ y, R x y) → ∀ y, ∃ x, R x y := fun ⟨x, h⟩ y => ⟨x, h y⟩

-- snippet: exists from a witness
example : ∃ n : ℕ, n * n = 49 := ⟨7, rfl⟩

-- snippet: exists tactic
example : ∃ n : ℕ, n * n = 49 := by exists 7

-- snippet: elimination of an existential
example (P Q : ℕ → Prop) (h : ∃ x, P x ∧ Q x) : ∃ x, Q x := by
  obtain ⟨x, _, hq⟩ := h
  exact ⟨x, hq⟩

-- snippet: equality is an equivalence
example (a b c : ℕ) (h : a = b) (g : c = b) : a = c := h.trans g.symm

-- snippet: substitution
example (a b : ℕ) (h : a = b) (P : ℕ → Prop) (hp : P a) : P b := by subst h; exact hp

-- snippet: triangle rewriting
example (a b : ℕ) (h : a = b) (g : b = 3) : a = 3 := h ▸ g

-- snippet: suffices
example (p q : Prop) (h : p) (f : p → q) : q := by
  suffices hp : p by exact f hp
  exact h

-- snippet: have with a pattern
example (p q : Prop) (h : p ∧ q) : q := by
  have ⟨_, hq⟩ := h
  exact hq

-- snippet: specialize
example (P : ℕ → Prop) (h : ∀ x, P x) : P 3 := by
  specialize h 3
  exact h

-- snippet: apply leaves the premises
example (p q r : Prop) (f : p → q → r) (hp : p) (hq : q) : r := by
  apply f
  · exact hp
  · exact hq

-- snippet: trivial and assumption
example (p : Prop) (h : p) : True ∧ p := ⟨by trivial, by assumption⟩

-- snippet: repeat and first
example (p q r : Prop) (h : p ∧ q ∧ r) : r ∧ p := by
  obtain ⟨a, b, c⟩ := h
  constructor <;> first | exact a | exact c

-- snippet: case names
example (p q : Prop) (hp : p) (hq : q) : p ∧ q := by
  refine ⟨?left, ?right⟩
  case right => exact hq
  case left => exact hp

-- snippet: match in tactic mode
example (p q : Prop) (h : p ∨ q) : q ∨ p := by
  match h with
  | .inl hp => exact .inr hp
  | .inr hq => exact .inl hq

-- snippet: functions are equal when their values are
example (f g : ℕ → ℕ) (h : ∀ x, f x = g x) : f = g := by
  funext x
  exact h x

-- snippet: propositions are equal when equivalent
example (p q : Prop) (h : p ↔ q) : p = q := propext h

-- snippet: calc
example (a b c : ℕ) (h₁ : a < b) (h₂ : b ≤ c) : a < c := calc
  a < b := h₁
  _ ≤ c := h₂

-- snippet: conv
example (a b : ℕ) : a + b + 0 = b + a := by
  conv => lhs; rw [Nat.add_comm a b]
  rfl

-- snippet: generalize and revert
example (a : ℕ) (h : a + 1 = 3) : a + 1 = 3 := by
  revert h
  generalize a + 1 = b
  exact id

-- snippet: change and show
example (n : ℕ) : n + 1 = Nat.succ n := by
  change Nat.succ n = Nat.succ n
  rfl

-- snippet: split on if
example (n : ℕ) : (if n = 0 then 1 else 2) > 0 := by
  split
  · decide
  · decide

-- snippet: next and rename_i
example : ∀ n : ℕ, n = n := by
  intro n
  cases n
  · rfl
  · rename_i k
    rfl

-- snippet: congr
example (a b c : ℕ) (h : a = b) : a + c = b + c := by congr

-- snippet: exact? finds a lemma
example (a b : ℕ) : a + b = b + a := by exact Nat.add_comm a b

-- snippet: symm
example (a b : ℕ) (h : a = b) : b = a := by symm; exact h

-- snippet: injection
example (a b : ℕ) (h : Nat.succ a = Nat.succ b) : a = b := by injection h

-- snippet: classical choice
noncomputable example (P : ℕ → Prop) (h : ∃ n, P n) : {n // P n} := ⟨Classical.choose h, Classical.choose_spec h⟩
