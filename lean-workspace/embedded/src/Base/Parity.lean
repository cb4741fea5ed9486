prelude
import Base.Bounded
import Base.IntLemmas
/-!
# Even and odd numbers

`Even` and `Odd` mean what they mean in Mathlib (a sum of two equal numbers; twice a number and one more), for
every type with the operations that they mention. `even_iff` and `odd_iff` lead to remainders, where `omega`
and `decide` work.
-/
universe u

/-! ## Definitions -/

/-- `Even n`: `n` is the sum of two equal numbers. -/
def Even {α : Type u} [Add α] (n : α) : Prop := ∃ r, n = r + r

/-- `Odd n`: `n` is one more than twice a number. -/
def Odd {α : Type u} [Add α] [Mul α] [OfNat α 1] [OfNat α 2] (n : α) : Prop := ∃ k, n = 2 * k + 1

/-! ## Natural numbers -/

-- Mathlib states this for every semiring; here it is about `ℕ` alone.
theorem even_iff_two_dvd {n : ℕ} : Even n ↔ 2 ∣ n :=
  ⟨fun ⟨r, h⟩ => ⟨r, by omega⟩, fun ⟨k, h⟩ => ⟨k, by omega⟩⟩
namespace Nat

theorem even_iff {n : ℕ} : Even n ↔ n % 2 = 0 :=
  ⟨fun ⟨r, h⟩ => by omega, fun h => ⟨n / 2, by omega⟩⟩
theorem odd_iff {n : ℕ} : Odd n ↔ n % 2 = 1 :=
  ⟨fun ⟨k, h⟩ => by omega, fun h => ⟨n / 2, by omega⟩⟩

instance : DecidablePred (Even : ℕ → Prop) := fun _ => decidable_of_iff _ even_iff.symm
instance : DecidablePred (Odd : ℕ → Prop) := fun _ => decidable_of_iff _ odd_iff.symm

theorem not_even_iff {n : ℕ} : ¬Even n ↔ n % 2 = 1 := by rw [even_iff]; omega
theorem not_odd_iff {n : ℕ} : ¬Odd n ↔ n % 2 = 0 := by rw [odd_iff]; omega
theorem not_even_iff_odd {n : ℕ} : ¬Even n ↔ Odd n := by rw [even_iff, odd_iff]; omega
theorem not_odd_iff_even {n : ℕ} : ¬Odd n ↔ Even n := by rw [even_iff, odd_iff]; omega
theorem even_or_odd (n : ℕ) : Even n ∨ Odd n := by rw [even_iff, odd_iff]; omega
theorem even_or_odd' (n : ℕ) : ∃ k, n = 2 * k ∨ n = 2 * k + 1 := ⟨n / 2, by omega⟩
theorem even_xor_odd (n : ℕ) : (Even n ∧ ¬Odd n) ∨ (Odd n ∧ ¬Even n) := by rw [even_iff, odd_iff]; omega
theorem even_add {m n : ℕ} : Even (m + n) ↔ (Even m ↔ Even n) := by simp only [even_iff]; omega
theorem odd_add {m n : ℕ} : Odd (m + n) ↔ (Odd m ↔ Even n) := by simp only [even_iff, odd_iff]; omega
theorem even_sub {m n : ℕ} (h : n ≤ m) : Even (m - n) ↔ (Even m ↔ Even n) := by simp only [even_iff]; omega
theorem even_add_one {n : ℕ} : Even (n + 1) ↔ ¬Even n := by simp only [even_iff]; omega
theorem even_mul {m n : ℕ} : Even (m * n) ↔ Even m ∨ Even n := by
  simp only [even_iff]
  rw [mul_mod]
  rcases mod_two_eq_zero_or_one m with h | h <;> rcases mod_two_eq_zero_or_one n with g | g <;> rw [h, g] <;> decide
theorem odd_mul {m n : ℕ} : Odd (m * n) ↔ Odd m ∧ Odd n := by
  rw [← not_even_iff_odd, even_mul, ← not_even_iff_odd, ← not_even_iff_odd, not_or]
theorem even_pow {m n : ℕ} : Even (m ^ n) ↔ Even m ∧ n ≠ 0 := by
  induction n with
  | zero => exact ⟨fun h => absurd h (show ¬Even 1 by decide), fun h => absurd rfl h.2⟩
  | succ n ih => rw [pow_succ, even_mul, ih]; exact ⟨fun h => ⟨h.elim And.left id, succ_ne_zero n⟩, fun h => .inr h.1⟩

end Nat

/-! ## Integers -/
namespace Int

theorem even_iff {n : ℤ} : Even n ↔ n % 2 = 0 :=
  ⟨fun ⟨r, h⟩ => by omega, fun h => ⟨n / 2, by omega⟩⟩
theorem odd_iff {n : ℤ} : Odd n ↔ n % 2 = 1 :=
  ⟨fun ⟨k, h⟩ => by omega, fun h => ⟨n / 2, by omega⟩⟩

instance : DecidablePred (Even : ℤ → Prop) := fun _ => decidable_of_iff _ even_iff.symm
instance : DecidablePred (Odd : ℤ → Prop) := fun _ => decidable_of_iff _ odd_iff.symm

theorem not_even_iff {n : ℤ} : ¬Even n ↔ n % 2 = 1 := by rw [even_iff]; omega
theorem not_odd_iff {n : ℤ} : ¬Odd n ↔ n % 2 = 0 := by rw [odd_iff]; omega
theorem not_even_iff_odd {n : ℤ} : ¬Even n ↔ Odd n := by rw [even_iff, odd_iff]; omega
theorem not_odd_iff_even {n : ℤ} : ¬Odd n ↔ Even n := by rw [even_iff, odd_iff]; omega
theorem even_or_odd (n : ℤ) : Even n ∨ Odd n := by rw [even_iff, odd_iff]; omega
theorem even_or_odd' (n : ℤ) : ∃ k, n = 2 * k ∨ n = 2 * k + 1 := ⟨n / 2, by omega⟩
theorem even_add {m n : ℤ} : Even (m + n) ↔ (Even m ↔ Even n) := by simp only [even_iff]; omega
theorem even_sub {m n : ℤ} : Even (m - n) ↔ (Even m ↔ Even n) := by simp only [even_iff]; omega
theorem even_neg {n : ℤ} : Even (-n) ↔ Even n := by simp only [even_iff]; omega
theorem odd_add {m n : ℤ} : Odd (m + n) ↔ (Odd m ↔ Even n) := by simp only [even_iff, odd_iff]; omega
theorem even_mul {m n : ℤ} : Even (m * n) ↔ Even m ∨ Even n := by
  simp only [even_iff]
  rw [mul_emod]
  rcases emod_two_eq m with h | h <;> rcases emod_two_eq n with g | g <;> rw [h, g] <;> decide
theorem odd_mul {m n : ℤ} : Odd (m * n) ↔ Odd m ∧ Odd n := by
  rw [← not_even_iff_odd, even_mul, ← not_even_iff_odd, ← not_even_iff_odd, not_or]
theorem even_pow {m : ℤ} {n : ℕ} : Even (m ^ n) ↔ Even m ∧ n ≠ 0 := by
  induction n with
  | zero => exact ⟨fun h => absurd h (show ¬Even (1 : ℤ) by decide), fun h => absurd rfl h.2⟩
  | succ n ih =>
    rw [pow_succ, even_mul, ih]
    exact ⟨fun h => ⟨h.elim And.left id, Nat.succ_ne_zero n⟩, fun h => .inr h.1⟩

end Int
