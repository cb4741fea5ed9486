prelude
import Base.NatLemmas
/-!
# More about integers

The order, the ring laws, division with a remainder that is never negative (`Int.ediv`, `Int.emod`, written
`/` and `%`), divisibility, powers, `natAbs` and casts from the natural numbers. Names are those of the real
library.
-/
namespace Int

/-! ## Order -/
attribute [refl, simp] Int.le_refl
protected theorem lt_irrefl (a : ℤ) : ¬a < a := by omega
protected theorem lt_trans {a b c : ℤ} (h : a < b) (g : b < c) : a < c := by omega
protected theorem lt_of_lt_of_le {a b c : ℤ} (h : a < b) (g : b ≤ c) : a < c := by omega
protected theorem lt_of_le_of_lt {a b c : ℤ} (h : a ≤ b) (g : b < c) : a < c := by omega
protected theorem lt_asymm {a b : ℤ} (h : a < b) : ¬b < a := by omega
protected theorem ne_of_lt {a b : ℤ} (h : a < b) : a ≠ b := by omega
protected theorem lt_or_ge (a b : ℤ) : a < b ∨ a ≥ b := by omega
protected theorem lt_trichotomy (a b : ℤ) : a < b ∨ a = b ∨ b < a := by omega
protected theorem not_le_of_gt {a b : ℤ} (h : b < a) : ¬a ≤ b := by omega
protected theorem not_lt_of_ge {a b : ℤ} (h : b ≤ a) : ¬a < b := by omega
protected theorem lt_of_not_ge {a b : ℤ} (h : ¬a ≤ b) : b < a := by omega
protected theorem lt_iff_le_not_le {a b : ℤ} : a < b ↔ a ≤ b ∧ ¬b ≤ a := by omega
protected theorem lt_iff_le_and_ne {a b : ℤ} : a < b ↔ a ≤ b ∧ a ≠ b := by omega
protected theorem le_antisymm_iff {a b : ℤ} : a = b ↔ a ≤ b ∧ b ≤ a := by omega
protected theorem lt_succ (a : ℤ) : a < a + 1 := by omega
theorem lt_add_one_iff {a b : ℤ} : a < b + 1 ↔ a ≤ b := by omega
theorem add_one_le_iff {a b : ℤ} : a + 1 ≤ b ↔ a < b := by omega
theorem le_sub_one_iff {a b : ℤ} : a ≤ b - 1 ↔ a < b := by omega
theorem sub_one_lt_iff {a b : ℤ} : a - 1 < b ↔ a ≤ b := by omega
@[simp] protected theorem not_le' {a b : ℤ} : ¬a ≤ b ↔ b < a := Int.not_le
@[simp] protected theorem not_lt' {a b : ℤ} : ¬a < b ↔ b ≤ a := Int.not_lt
@[simp] protected theorem lt_irrefl_iff (a : ℤ) : (a < a) = False := eq_false (Int.lt_irrefl a)
instance : Trans (α := ℤ) (· < ·) (· < ·) (· < ·) := ⟨Int.lt_trans⟩
instance : Trans (α := ℤ) (· ≤ ·) (· ≤ ·) (· ≤ ·) := ⟨Int.le_trans⟩
instance : Trans (α := ℤ) (· < ·) (· ≤ ·) (· < ·) := ⟨Int.lt_of_lt_of_le⟩
instance : Trans (α := ℤ) (· ≤ ·) (· < ·) (· < ·) := ⟨Int.lt_of_le_of_lt⟩

/-! ## Addition, negation, subtraction -/
@[simp] protected theorem neg_zero : -(0 : ℤ) = 0 := rfl
@[simp] protected theorem sub_zero (a : ℤ) : a - 0 = a := by omega
@[simp] protected theorem zero_sub (a : ℤ) : 0 - a = -a := by omega
attribute [simp] Int.sub_self
@[simp] protected theorem add_right_neg (a : ℤ) : a + -a = 0 := by omega
@[simp] protected theorem add_left_neg (a : ℤ) : -a + a = 0 := by omega
@[simp] protected theorem neg_add_cancel_left (a b : ℤ) : -a + (a + b) = b := by omega
@[simp] protected theorem add_neg_cancel_left (a b : ℤ) : a + (-a + b) = b := by omega
protected theorem add_right_comm (a b c : ℤ) : a + b + c = a + c + b := by omega
protected theorem sub_eq_add_neg {a b : ℤ} : a - b = a + -b := rfl
protected theorem neg_sub (a b : ℤ) : -(a - b) = b - a := by omega
protected theorem sub_neg (a b : ℤ) : a - -b = a + b := by omega
protected theorem sub_sub (a b c : ℤ) : a - b - c = a - (b + c) := by omega
protected theorem add_sub_assoc (a b c : ℤ) : a + b - c = a + (b - c) := by omega
protected theorem sub_add_eq_add_sub (a b c : ℤ) : a - b + c = a + c - b := by omega
@[simp] protected theorem add_sub_cancel_left (a b : ℤ) : a + b - a = b := by omega
@[simp] protected theorem add_sub_cancel_right (a b : ℤ) : a + b - b = a := by omega
@[simp] protected theorem sub_add_cancel_right (a b : ℤ) : a - b + b = a := by omega
protected theorem add_left_cancel {a b c : ℤ} (h : a + b = a + c) : b = c := by omega
protected theorem add_right_cancel {a b c : ℤ} (h : a + b = c + b) : a = c := by omega
@[simp] protected theorem add_left_inj {i j : ℤ} (k : ℤ) : i + k = j + k ↔ i = j := by omega
@[simp] protected theorem add_right_inj {i j : ℤ} (k : ℤ) : k + i = k + j ↔ i = j := by omega
@[simp] protected theorem neg_inj {a b : ℤ} : -a = -b ↔ a = b := by omega
@[simp] protected theorem neg_eq_zero {a : ℤ} : -a = 0 ↔ a = 0 := by omega
protected theorem sub_eq_zero {a b : ℤ} : a - b = 0 ↔ a = b := by omega
protected theorem eq_neg_comm {a b : ℤ} : a = -b ↔ b = -a := by omega
protected theorem add_le_add_left {a b : ℤ} (h : a ≤ b) (c : ℤ) : c + a ≤ c + b := by omega
protected theorem add_lt_add_left {a b : ℤ} (h : a < b) (c : ℤ) : c + a < c + b := by omega
protected theorem add_lt_add_right {a b : ℤ} (h : a < b) (c : ℤ) : a + c < b + c := by omega
protected theorem add_lt_add {a b c d : ℤ} (h : a < b) (g : c < d) : a + c < b + d := by omega
protected theorem le_of_add_le_add_left {a b c : ℤ} (h : a + b ≤ a + c) : b ≤ c := by omega
@[simp] protected theorem add_le_add_iff_left {b c : ℤ} (a : ℤ) : a + b ≤ a + c ↔ b ≤ c := by omega
@[simp] protected theorem add_le_add_iff_right {a b : ℤ} (c : ℤ) : a + c ≤ b + c ↔ a ≤ b := by omega
@[simp] protected theorem add_lt_add_iff_left {b c : ℤ} (a : ℤ) : a + b < a + c ↔ b < c := by omega
@[simp] protected theorem add_lt_add_iff_right {a b : ℤ} (c : ℤ) : a + c < b + c ↔ a < b := by omega
protected theorem add_nonneg {a b : ℤ} (h : 0 ≤ a) (g : 0 ≤ b) : 0 ≤ a + b := by omega
protected theorem add_pos {a b : ℤ} (h : 0 < a) (g : 0 < b) : 0 < a + b := by omega
protected theorem neg_lt_neg {a b : ℤ} (h : a < b) : -b < -a := by omega
protected theorem neg_le_neg_iff {a b : ℤ} : -a ≤ -b ↔ b ≤ a := by omega
protected theorem sub_nonneg' {a b : ℤ} : 0 ≤ a - b ↔ b ≤ a := by omega
protected theorem sub_pos {a b : ℤ} : 0 < a - b ↔ b < a := by omega
protected theorem sub_le_sub_left {a b : ℤ} (h : a ≤ b) (c : ℤ) : c - b ≤ c - a := by omega
protected theorem sub_le_sub_right {a b : ℤ} (h : a ≤ b) (c : ℤ) : a - c ≤ b - c := by omega

/-! ## Multiplication -/
protected theorem mul_left_comm (a b c : ℤ) : a * (b * c) = b * (a * c) := by
  rw [← Int.mul_assoc, Int.mul_comm a, Int.mul_assoc]
protected theorem mul_right_comm (a b c : ℤ) : a * b * c = a * c * b := by
  rw [Int.mul_assoc, Int.mul_comm b, Int.mul_assoc]
protected theorem two_mul (n : ℤ) : 2 * n = n + n := by omega
protected theorem mul_two (n : ℤ) : n * 2 = n + n := by omega
attribute [simp] Int.neg_mul Int.mul_neg
protected theorem neg_mul_neg (a b : ℤ) : -a * -b = a * b := by rw [Int.neg_mul, Int.mul_neg, Int.neg_neg]
protected theorem neg_one_mul (a : ℤ) : -1 * a = -a := by omega
protected theorem mul_pos {a b : ℤ} (h : 0 < a) (g : 0 < b) : 0 < a * b := by
  have := Int.mul_le_mul_left (Int.le_of_lt h) (add_one_le_of_lt g)
  omega
protected theorem mul_le_mul_of_nonneg_left {a b c : ℤ} (h : a ≤ b) (hc : 0 ≤ c) : c * a ≤ c * b :=
  Int.mul_le_mul_left hc h
protected theorem mul_le_mul_of_nonneg_right {a b c : ℤ} (h : a ≤ b) (hc : 0 ≤ c) : a * c ≤ b * c := by
  rw [Int.mul_comm a, Int.mul_comm b]; exact Int.mul_le_mul_left hc h
protected theorem mul_lt_mul_of_pos_left {a b c : ℤ} (h : a < b) (hc : 0 < c) : c * a < c * b := by
  have := Int.mul_pos hc (Int.sub_pos.mpr h)
  rw [Int.mul_sub] at this; omega
protected theorem mul_lt_mul_of_pos_right {a b c : ℤ} (h : a < b) (hc : 0 < c) : a * c < b * c := by
  rw [Int.mul_comm a, Int.mul_comm b]; exact Int.mul_lt_mul_of_pos_left h hc
protected theorem mul_nonneg_of_nonpos {a b : ℤ} (h : a ≤ 0) (g : b ≤ 0) : 0 ≤ a * b := by
  have := Int.mul_nonneg (x := -a) (y := -b) (by omega) (by omega)
  rwa [Int.neg_mul_neg] at this
theorem mul_self_nonneg (a : ℤ) : 0 ≤ a * a :=
  (Int.le_total 0 a).elim (fun h => Int.mul_nonneg h h) (fun h => Int.mul_nonneg_of_nonpos h h)
@[simp] protected theorem mul_eq_zero {a b : ℤ} : a * b = 0 ↔ a = 0 ∨ b = 0 := by
  constructor
  · intro h
    rcases Int.lt_trichotomy a 0 with ha | ha | ha <;> rcases Int.lt_trichotomy b 0 with hb | hb | hb
    all_goals first
      | exact .inl ha
      | exact .inr hb
      | skip
    · have := Int.mul_pos (a := -a) (b := -b) (by omega) (by omega)
      rw [Int.neg_mul_neg] at this; omega
    · have := Int.mul_pos (a := -a) (b := b) (by omega) hb
      rw [Int.neg_mul] at this; omega
    · have := Int.mul_pos (a := a) (b := -b) ha (by omega)
      rw [Int.mul_neg] at this; omega
    · have := Int.mul_pos ha hb
      omega
  · rintro (rfl | rfl)
    · exact Int.zero_mul b
    · exact Int.mul_zero a
protected theorem mul_ne_zero {a b : ℤ} (h : a ≠ 0) (g : b ≠ 0) : a * b ≠ 0 := fun e => (Int.mul_eq_zero.mp e).elim h g
protected theorem eq_of_mul_eq_mul_left {a b c : ℤ} (h : a ≠ 0) (e : a * b = a * c) : b = c := by
  have z : a * (b - c) = 0 := by rw [Int.mul_sub, e, Int.sub_self]
  have := (Int.mul_eq_zero.mp z).resolve_left h
  omega
protected theorem eq_of_mul_eq_mul_right {a b c : ℤ} (h : c ≠ 0) (e : a * c = b * c) : a = b :=
  Int.eq_of_mul_eq_mul_left h (by rw [Int.mul_comm c, e, Int.mul_comm])

/-! ## Powers -/
@[simp] protected theorem pow_zero (b : ℤ) : b ^ 0 = 1 := rfl
@[simp] protected theorem pow_one (b : ℤ) : b ^ 1 = b := Int.one_mul b
protected theorem pow_two (b : ℤ) : b ^ 2 = b * b := by rw [pow_succ, Int.pow_one]
protected theorem pow_succ' (b : ℤ) (n : ℕ) : b ^ (n + 1) = b * b ^ n := by rw [pow_succ, Int.mul_comm]
protected theorem pow_add (a : ℤ) (m n : ℕ) : a ^ (m + n) = a ^ m * a ^ n := by
  induction n with
  | zero => exact (Int.mul_one _).symm
  | succ n ih => rw [← Nat.add_assoc, pow_succ, ih, pow_succ, Int.mul_assoc]
protected theorem mul_pow (a b : ℤ) (n : ℕ) : (a * b) ^ n = a ^ n * b ^ n := by
  induction n with
  | zero => rfl
  | succ n ih => rw [pow_succ, pow_succ, pow_succ, ih, Int.mul_assoc, Int.mul_left_comm (b ^ n), ← Int.mul_assoc]
protected theorem one_pow (n : ℕ) : (1 : ℤ) ^ n = 1 := by
  induction n with
  | zero => rfl
  | succ n ih => rw [pow_succ, ih]; rfl
protected theorem pow_two_nonneg (a : ℤ) : 0 ≤ a ^ 2 := by rw [Int.pow_two]; exact mul_self_nonneg a
protected theorem pow_nonneg {a : ℤ} (h : 0 ≤ a) (n : ℕ) : 0 ≤ a ^ n := by
  induction n with
  | zero => show (0 : ℤ) ≤ 1; decide
  | succ n ih => exact Int.mul_nonneg ih h
protected theorem pow_pos {a : ℤ} (h : 0 < a) (n : ℕ) : 0 < a ^ n := by
  induction n with
  | zero => show (0 : ℤ) < 1; decide
  | succ n ih => exact Int.mul_pos ih h

/-! ## Casts and absolute value -/
@[simp] theorem natCast_inj {m n : ℕ} : (m : ℤ) = n ↔ m = n := by omega
@[simp] theorem _root_.Nat.cast_ofNat_Int {n : ℕ} : ((no_index (OfNat.ofNat n) : ℕ) : ℤ) = OfNat.ofNat n := rfl
@[simp] theorem natCast_zero : ((0 : ℕ) : ℤ) = 0 := rfl
@[simp] theorem natCast_one : ((1 : ℕ) : ℤ) = 1 := rfl
theorem natCast_pow (b n : ℕ) : ((b ^ n : ℕ) : ℤ) = (b : ℤ) ^ n := Lean.Omega.Int.ofNat_pow b n
theorem natCast_sub {m n : ℕ} (h : m ≤ n) : ((n - m : ℕ) : ℤ) = n - m := by omega
theorem natCast_pos {n : ℕ} : (0 : ℤ) < n ↔ 0 < n := by omega
theorem natCast_dvd_natCast {m n : ℕ} : (m : ℤ) ∣ n ↔ m ∣ n := by
  constructor
  · intro h
    have := emod_eq_zero_of_dvd h
    rw [← natCast_emod] at this
    exact Nat.dvd_of_mod_eq_zero (natCast_inj.mp this)
  · rintro ⟨k, rfl⟩; exact ⟨k, natCast_mul m k⟩
@[simp] theorem natAbs_natCast (n : ℕ) : natAbs (n : ℤ) = n := rfl
@[simp] theorem natAbs_neg (a : ℤ) : natAbs (-a) = natAbs a := by
  cases a with
  | ofNat n => cases n <;> rfl
  | negSucc n => rfl
theorem natAbs_eq (a : ℤ) : a = natAbs a ∨ a = -(natAbs a : ℤ) := by
  cases a with
  | ofNat n => exact .inl rfl
  | negSucc n => exact .inr rfl
theorem natAbs_of_nonneg {a : ℤ} (h : 0 ≤ a) : (natAbs a : ℤ) = a := by
  obtain ⟨n, rfl⟩ := eq_natCast_of_nonneg h; rfl
theorem ofNat_natAbs_of_nonpos {a : ℤ} (h : a ≤ 0) : (natAbs a : ℤ) = -a := by
  rw [← natAbs_neg]; exact natAbs_of_nonneg (by omega)
@[simp] theorem natAbs_eq_zero {a : ℤ} : natAbs a = 0 ↔ a = 0 := by
  constructor
  · intro h
    have := natAbs_eq a
    rw [h] at this; omega
  · rintro rfl; rfl
@[simp] theorem toNat_natCast (n : ℕ) : toNat (n : ℤ) = n := rfl
theorem toNat_of_nonneg {a : ℤ} (h : 0 ≤ a) : (toNat a : ℤ) = a := by
  obtain ⟨n, rfl⟩ := eq_natCast_of_nonneg h; rfl

/-! ## Division and remainder -/
theorem emod_add_mul_ediv (a b : ℤ) : a % b + b * (a / b) = a := by rw [emod_def]; omega
theorem mul_ediv_add_emod (a b : ℤ) : b * (a / b) + a % b = a := by rw [emod_def]; omega
@[simp] theorem emod_zero (a : ℤ) : a % 0 = a := by rw [emod_def, Int.zero_mul, Int.sub_zero]
@[simp] theorem zero_ediv (b : ℤ) : 0 / b = 0 := by
  cases b with
  | ofNat n => show ((0 / n : ℕ) : ℤ) = 0; rw [Nat.zero_div]; rfl
  | negSucc n => show -((0 / (n + 1) : ℕ) : ℤ) = 0; rw [Nat.zero_div]; rfl
@[simp] theorem zero_emod (b : ℤ) : 0 % b = 0 := by rw [emod_def, zero_ediv, Int.mul_zero]; rfl
@[simp] theorem ediv_one (a : ℤ) : a / 1 = a := by omega
@[simp] theorem emod_one (a : ℤ) : a % 1 = 0 := by omega
theorem ediv_emod_unique {a b r q : ℤ} (h : 0 < b) : a / b = q ∧ a % b = r ↔ r + b * q = a ∧ 0 ≤ r ∧ r < b := by
  constructor
  · rintro ⟨rfl, rfl⟩
    exact ⟨emod_add_mul_ediv a b, emod_nonneg a (by omega), emod_lt_of_pos a h⟩
  · rintro ⟨rfl, h₁, h₂⟩
    have e := emod_add_mul_ediv (r + b * q) b
    have l₁ := emod_nonneg (r + b * q) (b := b) (by omega)
    have l₂ := emod_lt_of_pos (r + b * q) h
    have key : (r + b * q) / b = q := by
      generalize (r + b * q) / b = p at e
      generalize (r + b * q) % b = s at e l₁ l₂
      rcases Int.lt_trichotomy p q with c | c | c
      · have := Int.mul_le_mul_left (Int.le_of_lt h) (add_one_le_of_lt c)
        rw [Int.mul_add, Int.mul_one] at this; omega
      · exact c
      · have := Int.mul_le_mul_left (Int.le_of_lt h) (add_one_le_of_lt c)
        rw [Int.mul_add, Int.mul_one] at this; omega
    rw [key] at e
    exact ⟨key, by omega⟩
theorem emod_eq_of_lt {a b : ℤ} (h : 0 ≤ a) (g : a < b) : a % b = a :=
  ((ediv_emod_unique (q := 0) (by omega)).mpr ⟨by rw [Int.mul_zero, Int.add_zero], h, g⟩).2
theorem ediv_eq_zero_of_lt {a b : ℤ} (h : 0 ≤ a) (g : a < b) : a / b = 0 :=
  ((ediv_emod_unique (q := 0) (by omega)).mpr ⟨by rw [Int.mul_zero, Int.add_zero], h, g⟩).1
@[simp] theorem add_mul_emod_self_left (a b c : ℤ) : (a + b * c) % b = a % b := by
  rcases Int.lt_trichotomy b 0 with h | rfl | h
  · have e : ∀ x : ℤ, x % b = x % -b := fun x => by rw [emod_def, emod_def, ediv_neg, Int.neg_mul_neg]
    rw [e, e]
    refine ((ediv_emod_unique (q := a / -b + -c) (by omega)).mpr ⟨?_, ?_, ?_⟩).2
    · have := emod_add_mul_ediv a (-b)
      rw [Int.mul_add, Int.neg_mul_neg]; omega
    · exact emod_nonneg a (by omega)
    · exact emod_lt_of_pos a (by omega)
  · rw [Int.zero_mul, Int.add_zero]
  · refine ((ediv_emod_unique (q := a / b + c) h).mpr ⟨?_, ?_, ?_⟩).2
    · have := emod_add_mul_ediv a b
      rw [Int.mul_add]; omega
    · exact emod_nonneg a (by omega)
    · exact emod_lt_of_pos a h
@[simp] theorem add_mul_emod_self_right (a b c : ℤ) : (a + b * c) % c = a % c := by
  rw [Int.mul_comm]; exact add_mul_emod_self_left a c b
@[simp] theorem mul_emod_right (a b : ℤ) : a * b % a = 0 := emod_eq_zero_of_dvd ⟨b, rfl⟩
@[simp] theorem mul_emod_left (a b : ℤ) : a * b % b = 0 := by rw [Int.mul_comm]; exact mul_emod_right b a
@[simp] theorem emod_self {a : ℤ} : a % a = 0 := emod_eq_zero_of_dvd ⟨1, (Int.mul_one a).symm⟩
@[simp] theorem emod_emod (a b : ℤ) : a % b % b = a % b := by
  have : a % b = a + b * -(a / b) := by rw [emod_def, Int.mul_neg]; rfl
  rw [this, add_mul_emod_self_left, ← this]
theorem add_emod (a b n : ℤ) : (a + b) % n = (a % n + b % n) % n := by
  have key : a + b = a % n + b % n + n * (a / n + b / n) := by
    have := emod_add_mul_ediv a n
    have := emod_add_mul_ediv b n
    rw [Int.mul_add]; omega
  rw [key, add_mul_emod_self_left]
theorem mul_emod (a b n : ℤ) : a * b % n = a % n * (b % n) % n := by
  have key : a * b = a % n * (b % n) + n * (a / n * b + a % n * (b / n)) := by
    have split : a % n * b = a % n * (b % n) + n * (a % n * (b / n)) := by
      have : a % n * (b % n + n * (b / n)) = a % n * b := congrArg (a % n * ·) (emod_add_mul_ediv b n)
      rw [Int.mul_add, Int.mul_left_comm] at this; omega
    have : (a % n + n * (a / n)) * b = a * b := congrArg (· * b) (emod_add_mul_ediv a n)
    rw [Int.add_mul, Int.mul_assoc] at this
    rw [Int.mul_add]; omega
  rw [key, add_mul_emod_self_left]
theorem sub_emod (a b n : ℤ) : (a - b) % n = (a % n - b % n) % n := by
  have key : a - b = a % n - b % n + n * (a / n - b / n) := by
    have := emod_add_mul_ediv a n
    have := emod_add_mul_ediv b n
    rw [Int.mul_sub]; omega
  rw [key, add_mul_emod_self_left]
theorem emod_two_eq (a : ℤ) : a % 2 = 0 ∨ a % 2 = 1 := by omega
theorem emod_two_ne_one {n : ℤ} : ¬n % 2 = 1 ↔ n % 2 = 0 := by omega
theorem emod_two_ne_zero {n : ℤ} : ¬n % 2 = 0 ↔ n % 2 = 1 := by omega

/-! ## Divisibility -/
instance decidable_dvd (a b : ℤ) : Decidable (a ∣ b) :=
  decidable_of_iff (b % a = 0) ⟨dvd_of_emod_eq_zero, emod_eq_zero_of_dvd⟩
theorem dvd_iff_emod_eq_zero {a b : ℤ} : a ∣ b ↔ b % a = 0 := ⟨emod_eq_zero_of_dvd, dvd_of_emod_eq_zero⟩
@[simp] protected theorem dvd_refl (a : ℤ) : a ∣ a := ⟨1, (Int.mul_one a).symm⟩
@[simp] protected theorem dvd_zero (a : ℤ) : a ∣ 0 := ⟨0, (Int.mul_zero a).symm⟩
@[simp] protected theorem one_dvd (a : ℤ) : 1 ∣ a := ⟨a, (Int.one_mul a).symm⟩
@[simp] protected theorem zero_dvd {a : ℤ} : 0 ∣ a ↔ a = 0 :=
  ⟨fun ⟨k, e⟩ => e.trans (Int.zero_mul k), fun e => e ▸ Int.dvd_zero 0⟩
@[simp] protected theorem dvd_mul_right (a b : ℤ) : a ∣ a * b := ⟨b, rfl⟩
@[simp] protected theorem dvd_mul_left (a b : ℤ) : a ∣ b * a := ⟨b, Int.mul_comm b a⟩
protected theorem dvd_trans {a b c : ℤ} (h : a ∣ b) (g : b ∣ c) : a ∣ c := by
  obtain ⟨x, rfl⟩ := h; obtain ⟨y, rfl⟩ := g
  exact ⟨x * y, Int.mul_assoc a x y⟩
protected theorem dvd_add {a b c : ℤ} (h : a ∣ b) (g : a ∣ c) : a ∣ b + c := by
  obtain ⟨x, rfl⟩ := h; obtain ⟨y, rfl⟩ := g
  exact ⟨x + y, (Int.mul_add a x y).symm⟩
protected theorem dvd_sub {a b c : ℤ} (h : a ∣ b) (g : a ∣ c) : a ∣ b - c := by
  obtain ⟨x, rfl⟩ := h; obtain ⟨y, rfl⟩ := g
  exact ⟨x - y, (Int.mul_sub a x y).symm⟩
@[simp] protected theorem dvd_neg {a b : ℤ} : a ∣ -b ↔ a ∣ b := by
  constructor
  · rintro ⟨k, e⟩; exact ⟨-k, by rw [Int.mul_neg, ← e, Int.neg_neg]⟩
  · rintro ⟨k, rfl⟩; exact ⟨-k, (Int.mul_neg a k).symm⟩
@[simp] protected theorem neg_dvd {a b : ℤ} : -a ∣ b ↔ a ∣ b := by
  constructor
  · rintro ⟨k, rfl⟩; exact ⟨-k, by rw [Int.neg_mul, Int.mul_neg]⟩
  · rintro ⟨k, rfl⟩; exact ⟨-k, (Int.neg_mul_neg a k).symm⟩
protected theorem dvd_mul_of_dvd_left {a b : ℤ} (h : a ∣ b) (c : ℤ) : a ∣ b * c :=
  Int.dvd_trans h (Int.dvd_mul_right b c)
protected theorem dvd_mul_of_dvd_right {a b : ℤ} (h : a ∣ b) (c : ℤ) : a ∣ c * b :=
  Int.dvd_trans h (Int.dvd_mul_left b c)
protected theorem mul_dvd_mul {a b c d : ℤ} (h : a ∣ b) (g : c ∣ d) : a * c ∣ b * d := by
  obtain ⟨x, rfl⟩ := h; obtain ⟨y, rfl⟩ := g
  exact ⟨x * y, by rw [Int.mul_assoc, Int.mul_left_comm x, ← Int.mul_assoc]⟩
protected theorem dvd_add_right {a b c : ℤ} (h : a ∣ b) : a ∣ b + c ↔ a ∣ c :=
  ⟨fun g => by have := Int.dvd_sub g h; rwa [Int.add_sub_cancel_left] at this, Int.dvd_add h⟩

end Int
