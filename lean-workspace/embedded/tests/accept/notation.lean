-- Notation: number types, operators, quantifiers, how they print.

-- snippet: naturals and integers have blackboard letters
example (n : ℕ) (a : ℤ) : n + 0 = n ∧ a + 0 = a := ⟨rfl, Int.add_zero a⟩

-- snippet: ℕ is Nat and ℤ is Int
example : ℕ = Nat ∧ ℤ = Int := ⟨rfl, rfl⟩

-- snippet: subscripts and primes in names
example (x₁ x₂ x' : ℕ) (h₁ : x₁ = x₂) (h' : x₂ = x') : x₁ = x' := h₁.trans h'

-- snippet: arithmetic operators bind as usual
example : 2 + 3 * 4 ^ 2 = 50 ∧ 7 - 2 - 1 = 4 ∧ 17 / 5 = 3 ∧ 17 % 5 = 2 := by decide

-- snippet: the power operator is right associative
example : 2 ^ 3 ^ 2 = 512 := by decide

-- snippet: ascii spellings
example (a b : ℕ) (h : a <= b) (_g : b >= 3 /\ True) : a <= b \/ False := Or.inl h

-- snippet: ascii arrows and iff
example (p q : Prop) (h : p <-> q) : p -> q := h.mp

-- snippet: not equal
example : (2 : ℕ) ≠ 3 ∧ 2 != 3 := by decide

-- snippet: greater than is less than turned round
example (a b : ℕ) (h : a > b) : b < a := h

-- snippet: divides
example : 3 ∣ 12 ∧ ¬ 5 ∣ 12 := by decide

-- snippet: for all below a bound
example : (∀ n < 5, n < 10) ↔ (∀ n, n < 5 → n < 10) := Iff.rfl

-- snippet: there is below a bound
example : (∃ n < 5, n = 3) ↔ (∃ n, n < 5 ∧ n = 3) := Iff.rfl

-- snippet: all the binder predicates
example : (∃ n > 3, n = 4) ∧ (∃ n ≥ 3, n = 4) ∧ (∃ n ≤ 3, n = 2) ∧ (∃ n ≠ 3, n = 2) :=
  ⟨⟨4, by decide, rfl⟩, ⟨4, by decide, rfl⟩, ⟨2, by decide, rfl⟩, ⟨2, by decide, rfl⟩⟩

-- snippet: membership as a binder predicate
example : ∀ x ∈ [1, 2, 3], x < 4 := by decide

-- snippet: nested bounded quantifiers over typed variables
example : ∀ n ≥ (2 : ℤ), ∃ m : ℤ, m < n := fun n _ => ⟨n - 1, by omega⟩

-- snippet: several variables under one quantifier
example : ∃ x y : ℕ, x + y = 5 ∧ x < y := ⟨2, 3, by decide⟩

-- snippet: exactly one
example : ∃! n : ℕ, n + 2 = 5 := ⟨3, rfl, fun m h => by omega⟩

-- snippet: exactly one with brackets
example : ∃! (n : ℤ), 2 * n = 6 := ⟨3, rfl, fun m h => by omega⟩

-- snippet: exactly one gives existence and uniqueness
example (p : ℕ → Prop) (h : ∃! n, p n) (a b : ℕ) (ha : p a) (hb : p b) : (∃ n, p n) ∧ a = b :=
  ⟨h.exists, h.unique ha hb⟩

-- snippet: casts
example (n : ℕ) : ((n + 1 : ℕ) : ℤ) = (n : ℤ) + 1 := rfl

-- snippet: cast arrow
example (n : ℕ) : (↑n : ℤ) ≥ 0 := by omega

-- snippet: subtypes
example (x : {n : ℕ // n < 5}) : x.val < 5 := x.property

-- snippet: list literals and append
example : [1, 2] ++ [3] = [1, 2, 3] := rfl

-- snippet: if then else
example (n : ℕ) : (if n = n then 1 else 2) = 1 := by simp

-- snippet: anonymous constructors, projections, placeholders
example (p q : Prop) (h : p ∧ q) : q ∧ p := ⟨h.2, h.1⟩

-- snippet: show type ascription and fun
example : (fun x : ℕ => x + 1) 2 = 3 := show 2 + 1 = 3 from rfl

-- snippet: cdot functions
example : (· + 1) 2 = 3 := rfl

-- snippet: quotation of assumptions
example (p : Prop) (_h : p) : p := ‹p›

-- snippet: pipes
example : (2 |> Nat.succ) = 3 ∧ (Nat.succ <| 2) = 3 := ⟨rfl, rfl⟩

-- snippet: products
example : (1, 2).1 + (1, 2).2 = 3 := rfl

-- snippet: booleans
example : (true && !false) = true ∧ (false || true) = true := ⟨rfl, rfl⟩

-- snippet: comments of every kind
/- a block /- in a block -/ -/
/-- a doc comment -/
theorem documented : 1 = 1 := rfl -- to the end

-- snippet: factorial is a scoped notation
open Nat in
example : 5 ! = 120 := by decide
