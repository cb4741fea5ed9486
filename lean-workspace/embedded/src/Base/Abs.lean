prelude
import Base.IntLemmas
/-!
# Absolute value of integers

`|a|` and Mathlib's lemmas about it, for `ℤ` alone (Mathlib's are about every ordered group). `abs_eq_max_neg` leads to
`max`, where `omega` works.
-/

/-- The absolute value, `max a (-a)`. -/
def abs (a : ℤ) : ℤ := max a (-a)

/-- `|a|` is the absolute value of `a`. -/
macro:max atomic("|" noWs) a:term noWs "|" : term => `(abs $a)

@[app_unexpander abs] def abs.unexpand : Lean.PrettyPrinter.Unexpander
  | `($_ $a) => `(|$a|)
  | _ => throw ()

theorem abs_eq_max_neg (a : ℤ) : |a| = max a (-a) := rfl
theorem abs_of_nonneg {a : ℤ} (h : 0 ≤ a) : |a| = a := by rw [abs_eq_max_neg]; omega
theorem abs_of_pos {a : ℤ} (h : 0 < a) : |a| = a := by rw [abs_eq_max_neg]; omega
theorem abs_of_nonpos {a : ℤ} (h : a ≤ 0) : |a| = -a := by rw [abs_eq_max_neg]; omega
theorem abs_of_neg {a : ℤ} (h : a < 0) : |a| = -a := by rw [abs_eq_max_neg]; omega
theorem abs_cases (a : ℤ) : |a| = a ∧ 0 ≤ a ∨ |a| = -a ∧ a < 0 := by rw [abs_eq_max_neg]; omega
@[simp] theorem abs_zero : |(0 : ℤ)| = 0 := rfl
@[simp] theorem abs_one : |(1 : ℤ)| = 1 := rfl
@[simp] theorem abs_nonneg (a : ℤ) : 0 ≤ |a| := by rw [abs_eq_max_neg]; omega
@[simp] theorem abs_neg (a : ℤ) : |-a| = |a| := by rw [abs_eq_max_neg, abs_eq_max_neg]; omega
@[simp] theorem abs_abs (a : ℤ) : |(|a|)| = |a| := abs_of_nonneg (abs_nonneg a)
@[simp] theorem abs_eq_zero {a : ℤ} : |a| = 0 ↔ a = 0 := by rw [abs_eq_max_neg]; omega
@[simp] theorem abs_pos {a : ℤ} : 0 < |a| ↔ a ≠ 0 := by rw [abs_eq_max_neg]; omega
theorem abs_sub_comm (a b : ℤ) : |a - b| = |b - a| := by rw [abs_eq_max_neg, abs_eq_max_neg]; omega
theorem le_abs_self (a : ℤ) : a ≤ |a| := by rw [abs_eq_max_neg]; omega
theorem neg_le_abs (a : ℤ) : -a ≤ |a| := by rw [abs_eq_max_neg]; omega
theorem neg_abs_le (a : ℤ) : -|a| ≤ a := by rw [abs_eq_max_neg]; omega
theorem abs_le {a b : ℤ} : |a| ≤ b ↔ -b ≤ a ∧ a ≤ b := by rw [abs_eq_max_neg]; omega
theorem abs_lt {a b : ℤ} : |a| < b ↔ -b < a ∧ a < b := by rw [abs_eq_max_neg]; omega
theorem abs_add_le (a b : ℤ) : |a + b| ≤ |a| + |b| := by simp only [abs_eq_max_neg]; omega
theorem abs_mul (a b : ℤ) : |a * b| = |a| * |b| := by
  rcases Int.le_total 0 a with ha | ha <;> rcases Int.le_total 0 b with hb | hb
  · rw [abs_of_nonneg ha, abs_of_nonneg hb, abs_of_nonneg (Int.mul_nonneg ha hb)]
  · have : a * b ≤ 0 := by
      have := Int.mul_nonneg ha (show 0 ≤ -b by omega)
      rw [Int.mul_neg] at this; omega
    rw [abs_of_nonneg ha, abs_of_nonpos hb, abs_of_nonpos this, Int.mul_neg]
  · have : a * b ≤ 0 := by
      have := Int.mul_nonneg (show 0 ≤ -a by omega) hb
      rw [Int.neg_mul] at this; omega
    rw [abs_of_nonpos ha, abs_of_nonneg hb, abs_of_nonpos this, Int.neg_mul]
  · rw [abs_of_nonpos ha, abs_of_nonpos hb, abs_of_nonneg (Int.mul_nonneg_of_nonpos ha hb), Int.neg_mul_neg]

/-! ## Squares -/
theorem mul_self_nonneg (a : ℤ) : 0 ≤ a * a := Int.mul_self_nonneg a
theorem sq_nonneg (a : ℤ) : 0 ≤ a ^ 2 := Int.pow_two_nonneg a
@[simp] theorem sq_abs (a : ℤ) : |a| ^ 2 = a ^ 2 := by
  rcases abs_cases a with ⟨h, _⟩ | ⟨h, _⟩ <;> rw [h]
  rw [Int.pow_two, Int.pow_two, Int.neg_mul_neg]
