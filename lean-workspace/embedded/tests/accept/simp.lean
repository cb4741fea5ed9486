-- The simplifier and rewriting.

-- snippet: neutral elements
example (n : ℕ) : 0 + n * 1 + 0 = n := by simp

-- snippet: numerals
example : 2 + 3 * 4 = 14 := by simp

-- snippet: comparisons of numerals
example : 10 < 20 ∧ ¬ 20 < 10 ∧ 5 ∣ 20 := by simp

-- snippet: commutativity on request
example (a b c : ℕ) : a + b + c = c + (b + a) := by simp [Nat.add_comm, Nat.add_left_comm]

-- snippet: products on request
example (a b c : ℕ) : a * b * c = c * (b * a) := by simp [Nat.mul_comm, Nat.mul_left_comm]

-- snippet: simp only
example (a b : ℕ) : a + b = b + a := by simp only [Nat.add_comm]

-- snippet: simp at a hypothesis
example (x : ℕ) (h : x + 2 = 5) : x = 3 := by simp at h; exact h

-- snippet: simpa using
example (x y : ℕ) (h : x + 3 = y + 3) : x = y := by simpa using h

-- snippet: simp with hypotheses
example (x : ℕ) (h : x = 3) : x * x = 9 := by simp [h]

-- snippet: simp with a local universal statement
example (f : ℕ → ℕ) (h : ∀ x, f x = x + 1) : f (f 2) = 4 := by simp [h]

-- snippet: simp_all chains equations
example (a b c : ℕ) (h : a = b) (g : b = c) : a = c := by simp_all

-- snippet: conditional rewriting
example (n : ℕ) (h : ¬n = 0) : (if n = 0 then 1 else 2) = 2 := by simp [h]

-- snippet: logic
example (p q : Prop) (hp : p) (hq : q) : p ∧ q ∧ True ∧ ¬False := by simp [hp, hq]

-- snippet: quantifiers with an equation
example : (∃ x : ℕ, x = 3 ∧ x < 5) ∧ (∀ x : ℕ, x = 3 → x < 5) := by simp

-- snippet: rw
example (a b c : ℕ) (h : a = b) (g : b = c) : a + 1 = c + 1 := by rw [h, g]

-- snippet: rw backwards and at
example (a b : ℕ) (h : a = b) (P : ℕ → Prop) (hp : P b) : P a := by
  rw [← h] at hp
  exact hp

-- snippet: rwa
example (a b : ℕ) (h : a = b) (g : a < 5) : b < 5 := by rwa [h] at g

-- snippet: rw a specific instance
example (a b c : ℕ) : a + b + c = a + c + b := by rw [Nat.add_assoc, Nat.add_comm b c, ← Nat.add_assoc]

-- snippet: nth occurrence through conv
example (a b : ℕ) : a * b + a * b = b * a + a * b := by
  conv => lhs; lhs; rw [Nat.mul_comm]

-- snippet: dsimp
example (n : ℕ) : (fun x => x + 1) n = n + 1 := by dsimp

-- snippet: unfold a definition
def double (n : ℕ) : ℕ := n + n
example (n : ℕ) : double n = 2 * n := by unfold double; omega

-- snippet: simp with a definition
def triple (n : ℕ) : ℕ := n + n + n
example : triple 4 = 12 := by simp [triple]

-- snippet: order facts
example (a b : ℕ) (h : a < b) : ¬b ≤ a := by simp [h]

-- snippet: products equal to zero
example (a b : ℕ) (h : a * b = 0) : a = 0 ∨ b = 0 := by simpa using h

-- snippet: integer products equal to zero
example (a b : ℤ) (h : a * b = 0) : a = 0 ∨ b = 0 := by simpa using h

-- snippet: integers
example (a b : ℤ) : a + b - b = a ∧ - -a = a ∧ a - a = 0 := by simp

-- snippet: list lemmas
example (xs ys : List ℕ) : (xs ++ ys).length = ys.length + xs.length := by simp [Nat.add_comm]

-- snippet: membership lemmas
example (x : ℕ) (xs ys : List ℕ) (h : x ∈ xs) : x ∈ xs ++ ys := by simp [h]

-- snippet: simprocs on offsets
example (x : ℕ) (h : x + 5 = 12) : x = 7 := by simpa using h

-- snippet: simp arithmetic on remainders
example (n : ℕ) : (n + n * 3) % n = 0 ∧ n % n = 0 := by simp

-- snippet: simp closes by rfl after rewriting
example (n : ℕ) : n.succ = n + 1 := by simp

-- snippet: norm_num evaluates numerals
example : (2 : ℤ) ^ 5 - 30 = 2 ∧ Nat.Prime 13 := by constructor <;> norm_num

-- snippet: norm_num at a hypothesis
example (x : ℕ) (h : x + 2 * 3 = 10) : x = 4 := by norm_num at h; exact h

-- snippet: an implication from itself
example : ∀ n : ℕ, Even n → Even (n ^ 2) := by simp [Nat.even_pow]

-- snippet: quantifiers over conjunctions
example (p : Prop) (P : ℕ → Prop) (hp : p) : (∃ x, p ∧ P x) ↔ ∃ x, P x := by simp [hp]
