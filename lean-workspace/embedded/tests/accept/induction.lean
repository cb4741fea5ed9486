-- Induction, recursion, definitions.

-- snippet: plain induction
example (n : ℕ) : 0 + n = n := by
  induction n with
  | zero => rfl
  | succ n ih => rw [← Nat.add_assoc, ih]

-- snippet: induction closed by one line
example (n : ℕ) : n < n + 1 := by induction n <;> simp_all <;> omega

-- snippet: induction generalizing
example (m n : ℕ) : n ≤ n + m := by
  induction m generalizing n with
  | zero => exact Nat.le_refl n
  | succ m ih => exact Nat.le_trans (ih n) (Nat.le_succ _)

-- snippet: induction from a start value
example (n : ℕ) (h : 4 ≤ n) : n ^ 2 ≤ 2 ^ n := by
  induction n, h using Nat.le_induction with
  | base => decide
  | succ n h ih =>
    have e : (n + 1) ^ 2 = n ^ 2 + (2 * n + 1) := by ring
    have f : 2 ^ (n + 1) = 2 * 2 ^ n := by ring
    have g : 4 * n ≤ n * n := Nat.mul_le_mul_right n h
    have i : n ^ 2 = n * n := Nat.pow_two n
    omega

-- snippet: strong induction
example (n : ℕ) (h : 2 ≤ n) : ∃ p, Nat.Prime p ∧ p ∣ n := by
  induction n using Nat.strong_induction_on with
  | h n _ => exact Nat.exists_prime_and_dvd (by omega)

-- snippet: two step induction
example (n : ℕ) : n % 2 = 0 ∨ n % 2 = 1 := by
  induction n using Nat.two_step_induction with
  | zero => exact .inl rfl
  | one => exact .inr rfl
  | more n ih _ => omega

-- snippet: case distinction on a number
example (n : ℕ) : n = 0 ∨ 0 < n := by
  cases n with
  | zero => exact .inl rfl
  | succ n => exact .inr (Nat.succ_pos n)

-- snippet: pattern matching definitions compute
def power (b : ℕ) : ℕ → ℕ
  | 0 => 1
  | n + 1 => b * power b n
example : power 2 10 = 1024 := rfl

-- snippet: a theorem by recursion
theorem le_double : ∀ n : ℕ, n ≤ 2 * n
  | 0 => Nat.le_refl 0
  | n + 1 => by have := le_double n; omega

-- snippet: divisibility by induction
example (n : ℕ) : 3 ∣ n ^ 3 + 2 * n := by
  induction n with
  | zero => decide
  | succ n ih =>
    obtain ⟨k, hk⟩ := ih
    refine ⟨k + n ^ 2 + n + 1, ?_⟩
    have : (n + 1) ^ 3 + 2 * (n + 1) = (n ^ 3 + 2 * n) + 3 * (n ^ 2 + n + 1) := by ring
    omega

-- snippet: sum of the first odd numbers
def sumOdd : ℕ → ℕ
  | 0 => 0
  | n + 1 => sumOdd n + (2 * n + 1)
example (n : ℕ) : sumOdd n = n ^ 2 := by
  induction n with
  | zero => rfl
  | succ n ih => rw [sumOdd, ih]; ring

-- snippet: structures
structure Point where
  x : ℤ
  y : ℤ
example (p q : Point) (h : p.x = q.x) (g : p.y = q.y) : p = q := by
  cases p; cases q; simp_all

-- snippet: inductive types and structural recursion
inductive Tree where
  | leaf : Tree
  | node : Tree → Tree → Tree
def Tree.size : Tree → ℕ
  | leaf => 0
  | node l r => l.size + 1 + r.size
def Tree.mirror : Tree → Tree
  | leaf => leaf
  | node l r => node r.mirror l.mirror
theorem Tree.size_mirror (t : Tree) : t.mirror.size = t.size := by
  induction t with
  | leaf => rfl
  | node l r ihl ihr => rw [mirror, size, ihl, ihr, size]; omega

-- snippet: inductive predicates
inductive IsPower2 : ℕ → Prop where
  | one : IsPower2 1
  | double (n : ℕ) (h : IsPower2 n) : IsPower2 (2 * n)
example : IsPower2 4 := .double 2 (.double 1 .one)
example (n : ℕ) (h : IsPower2 n) : 0 < n := by
  induction h with
  | one => decide
  | double n _ ih => omega

-- snippet: well-founded recursion
def log (n : ℕ) : ℕ := if h : n < 2 then 0 else log (n / 2) + 1
termination_by n
decreasing_by omega
example : log 0 = 0 := by rw [log]; rfl

-- snippet: local definitions
example : ∃ n : ℕ, n = 4 := by
  let two := 2
  exact ⟨two + two, rfl⟩

-- snippet: sections, variables, namespaces
namespace Room
section
variable (α : Type) (P Q : α → Prop)
theorem forall_and' : (∀ x, P x ∧ Q x) ↔ (∀ x, P x) ∧ (∀ x, Q x) :=
  ⟨fun h => ⟨fun x => (h x).1, fun x => (h x).2⟩, fun h x => ⟨h.1 x, h.2 x⟩⟩
end
end Room
open Room in
example (P : ℕ → Prop) (h : ∀ x, P x ∧ P x) : ∀ x, P x := ((forall_and' ℕ P P).mp h).1

-- snippet: type classes
class Group' (G : Type) extends Mul G, One G, Inv G where
  mul_assoc : ∀ a b c : G, a * b * c = a * (b * c)
  one_mul : ∀ a : G, One.one * a = a
  inv_mul : ∀ a : G, Inv.inv a * a = One.one
theorem Group'.left_cancel [Group' G] (a b c : G) (h : a * b = a * c) : b = c := by
  rw [← one_mul b, ← inv_mul a, mul_assoc, h, ← mul_assoc, inv_mul, one_mul]

-- snippet: notation and macros of one's own
notation "twice" x => x + x
macro "finish" : tactic => `(tactic| first | rfl | omega)
example (n : ℕ) : (twice n) = 2 * n := by finish

-- snippet: several theorems that use each other
theorem step (a : ℕ) (h : a < 5) : a < 6 := by omega
theorem steps (a : ℕ) (h : a < 5) : a < 6 ∧ a < 7 := ⟨step a h, by have := step a h; omega⟩

-- snippet: private helpers and options
set_option maxRecDepth 2000 in
private theorem helper : 1 + 1 = 2 := rfl
example : 2 = 1 + 1 := helper.symm
