prelude
import Base.Binders
/-!
# More about natural numbers

Order, subtraction, division, remainders, powers, divisibility, induction principles. Everything here is a
theorem of the real core library or of Mathlib under the same name; most linear facts are left to `omega`,
which is already there.
-/
universe u
namespace Nat

/-! ## Order -/
theorem lt_succ_of_lt {n m : ℕ} (h : n < m) : n < succ m := Nat.le.step h
theorem lt_succ_iff_lt_or_eq {n m : ℕ} : n < succ m ↔ n < m ∨ n = m :=
  ⟨fun h => (Nat.eq_or_lt_of_le (le_of_lt_succ h)).symm, fun h => h.elim lt_succ_of_lt fun e => e ▸ lt_succ_self n⟩
theorem le_of_succ_le {n m : ℕ} (h : succ n ≤ m) : n ≤ m := Nat.le_of_lt h
theorem one_le_iff_ne_zero {n : ℕ} : 1 ≤ n ↔ n ≠ 0 := by omega
theorem lt_one_iff {n : ℕ} : n < 1 ↔ n = 0 := by omega
theorem le_succ_iff {m n : ℕ} : m ≤ succ n ↔ m ≤ n ∨ m = succ n := by omega
protected theorem lt_asymm {a b : ℕ} (h : a < b) : ¬b < a := by omega
protected theorem not_lt_of_le {a b : ℕ} (h : a ≤ b) : ¬b < a := by omega
protected theorem not_le_of_lt {a b : ℕ} (h : a < b) : ¬b ≤ a := by omega
protected theorem lt_iff_le_not_le {m n : ℕ} : m < n ↔ m ≤ n ∧ ¬n ≤ m := by omega
protected theorem le_or_gt (m n : ℕ) : m ≤ n ∨ m > n := by omega
protected theorem lt_or_eq_of_le {n m : ℕ} (h : n ≤ m) : n < m ∨ n = m := by omega
protected theorem le_iff_lt_or_eq {n m : ℕ} : n ≤ m ↔ n < m ∨ n = m := by omega
protected theorem eq_of_lt_succ_of_not_lt {a b : ℕ} (h : a < b + 1) (g : ¬a < b) : a = b := by omega
theorem le_of_pred_lt {m n : ℕ} (h : m - 1 < n) : m ≤ n := by omega
theorem sub_one_lt {n : ℕ} (h : n ≠ 0) : n - 1 < n := by omega
theorem pred_le (n : ℕ) : pred n ≤ n := by cases n <;> simp [pred]
theorem succ_pred_eq_of_pos {n : ℕ} (h : 0 < n) : succ (n - 1) = n := by show n - 1 + 1 = n; omega
theorem sub_one_add_one {n : ℕ} (h : n ≠ 0) : n - 1 + 1 = n := by omega
theorem succ_inj {m n : ℕ} : succ m = succ n ↔ m = n := ⟨succ.inj', congrArg succ⟩
theorem succ_ne_self (n : ℕ) : succ n ≠ n := by show n + 1 ≠ n; omega
theorem add_one_ne_zero (n : ℕ) : n + 1 ≠ 0 := succ_ne_zero n
theorem add_one_inj {m n : ℕ} : m + 1 = n + 1 ↔ m = n := succ_inj
theorem add_one_pos (n : ℕ) : 0 < n + 1 := succ_pos n
theorem le_add_one_iff {m n : ℕ} : m ≤ n + 1 ↔ m ≤ n ∨ m = n + 1 := by omega

/-! ## Addition and subtraction -/
protected theorem add_pos_left {m : ℕ} (h : 0 < m) (n : ℕ) : 0 < m + n := by omega
protected theorem add_pos_right {n : ℕ} (m : ℕ) (h : 0 < n) : 0 < m + n := by omega
protected theorem lt_add_right {a b : ℕ} (c : ℕ) (h : a < b) : a < b + c := by omega
protected theorem lt_add_left {a b : ℕ} (c : ℕ) (h : a < b) : a < c + b := by omega
protected theorem le_add_right_of_le {a b c : ℕ} (h : a ≤ b) : a ≤ b + c := by omega
protected theorem le_add_left_of_le {a b c : ℕ} (h : a ≤ b) : a ≤ c + b := by omega
protected theorem add_lt_add_of_le_of_lt {a b c d : ℕ} (h : a ≤ b) (g : c < d) : a + c < b + d := by omega
protected theorem add_lt_add_of_lt_of_le {a b c d : ℕ} (h : a < b) (g : c ≤ d) : a + c < b + d := by omega
protected theorem lt_of_add_lt_add_left {a b c : ℕ} (h : a + b < a + c) : b < c := by omega
protected theorem lt_of_add_lt_add_right {a b c : ℕ} (h : a + b < c + b) : a < c := by omega
protected theorem add_add_add_comm (a b c d : ℕ) : a + b + (c + d) = a + c + (b + d) := by omega
protected theorem add_self_eq_two_mul (n : ℕ) : n + n = 2 * n := by omega
protected theorem sub_le_iff_le_add {a b c : ℕ} : a - b ≤ c ↔ a ≤ c + b := by omega
protected theorem sub_lt_iff_lt_add {a b c : ℕ} (h : b ≤ a) : a - b < c ↔ a < c + b := by omega
protected theorem le_sub_iff_add_le {a b c : ℕ} (h : c ≤ b) : a ≤ b - c ↔ a + c ≤ b := by omega
protected theorem lt_sub_iff_add_lt {a b c : ℕ} : a < b - c ↔ a + c < b := by omega
protected theorem sub_le_sub_left {n m : ℕ} (h : n ≤ m) (k : ℕ) : k - m ≤ k - n := by omega
protected theorem sub_le_sub_right {n m : ℕ} (h : n ≤ m) (k : ℕ) : n - k ≤ m - k := by omega
protected theorem sub_pos_of_lt {m n : ℕ} (h : m < n) : 0 < n - m := by omega
protected theorem sub_pos_iff_lt {m n : ℕ} : 0 < n - m ↔ m < n := by omega
protected theorem sub_eq_zero_iff_le {m n : ℕ} : n - m = 0 ↔ n ≤ m := by omega
protected theorem sub_ne_zero_of_lt {a b : ℕ} (h : a < b) : b - a ≠ 0 := by omega
protected theorem add_sub_cancel' {n m : ℕ} (h : m ≤ n) : m + (n - m) = n := by omega
protected theorem add_sub_add_right (n k m : ℕ) : n + k - (m + k) = n - m := by omega
protected theorem add_sub_add_left (k n m : ℕ) : k + n - (k + m) = n - m := by omega
protected theorem eq_sub_of_add_eq {a b c : ℕ} (h : c + b = a) : c = a - b := by omega
protected theorem sub_add_comm {n m k : ℕ} (h : k ≤ n) : n + m - k = n - k + m := by omega
protected theorem sub_right_comm (m n k : ℕ) : m - n - k = m - k - n := by omega

/-! ## Multiplication -/
protected theorem mul_two (n : ℕ) : n * 2 = n + n := by omega
protected theorem mul_le_mul_of_nonneg_left {a b c : ℕ} (h : a ≤ b) : c * a ≤ c * b := Nat.mul_le_mul_left c h
protected theorem mul_le_mul_of_nonneg_right {a b c : ℕ} (h : a ≤ b) : a * c ≤ b * c := Nat.mul_le_mul_right c h
protected theorem mul_lt_mul_of_pos_left {a b k : ℕ} (h : a < b) (hk : 0 < k) : k * a < k * b :=
  Nat.lt_of_lt_of_le (Nat.lt_add_of_pos_right hk) (Nat.mul_le_mul_left k (succ_le_of_lt h))
protected theorem mul_lt_mul_of_pos_right {a b k : ℕ} (h : a < b) (hk : 0 < k) : a * k < b * k := by
  rw [Nat.mul_comm a, Nat.mul_comm b]; exact Nat.mul_lt_mul_of_pos_left h hk
protected theorem mul_lt_mul_of_lt_of_le {a b c d : ℕ} (h : a < c) (g : b ≤ d) (hd : 0 < d) : a * b < c * d :=
  Nat.lt_of_le_of_lt (Nat.mul_le_mul_left a g) (Nat.mul_lt_mul_of_pos_right h hd)
protected theorem mul_lt_mul_of_le_of_lt {a b c d : ℕ} (h : a ≤ c) (g : b < d) (hc : 0 < c) : a * b < c * d :=
  Nat.lt_of_le_of_lt (Nat.mul_le_mul_right b h) (Nat.mul_lt_mul_of_pos_left g hc)
protected theorem eq_of_mul_eq_mul_right {m k n : ℕ} (h : 0 < n) (e : m * n = k * n) : m = k :=
  Nat.eq_of_mul_eq_mul_left h (by rw [Nat.mul_comm n, e, Nat.mul_comm])
protected theorem mul_left_cancel {n m k : ℕ} (h : 0 < n) (e : n * m = n * k) : m = k := Nat.eq_of_mul_eq_mul_left h e
protected theorem mul_right_cancel {n m k : ℕ} (h : 0 < m) (e : n * m = k * m) : n = k :=
  Nat.eq_of_mul_eq_mul_right h e
protected theorem mul_left_cancel_iff {a b c : ℕ} (h : 0 < a) : a * b = a * c ↔ b = c :=
  ⟨Nat.mul_left_cancel h, congrArg _⟩
protected theorem mul_right_cancel_iff {a b c : ℕ} (h : 0 < a) : b * a = c * a ↔ b = c :=
  ⟨Nat.mul_right_cancel h, fun e => e ▸ rfl⟩
protected theorem le_of_mul_le_mul_left {a b c : ℕ} (h : c * a ≤ c * b) (hc : 0 < c) : a ≤ b :=
  Nat.le_of_not_lt fun l => Nat.not_le_of_lt (Nat.mul_lt_mul_of_pos_left l hc) h
protected theorem le_of_mul_le_mul_right {a b c : ℕ} (h : a * c ≤ b * c) (hc : 0 < c) : a ≤ b :=
  Nat.le_of_mul_le_mul_left (by rwa [Nat.mul_comm c, Nat.mul_comm c]) hc
protected theorem lt_of_mul_lt_mul_left {a b c : ℕ} (h : a * b < a * c) : b < c :=
  Nat.lt_of_not_le fun l => Nat.not_le_of_lt h (Nat.mul_le_mul_left a l)
protected theorem mul_self_le_mul_self {m n : ℕ} (h : m ≤ n) : m * m ≤ n * n := Nat.mul_le_mul h h
protected theorem mul_self_lt_mul_self {m n : ℕ} (h : m < n) : m * m < n * n :=
  Nat.lt_of_le_of_lt (Nat.mul_le_mul_left m (Nat.le_of_lt h))
    (Nat.mul_lt_mul_of_pos_right h (Nat.lt_of_le_of_lt (zero_le m) h))
theorem mul_self_le_mul_self_iff {m n : ℕ} : m * m ≤ n * n ↔ m ≤ n :=
  ⟨fun h => Nat.le_of_not_lt fun l => Nat.not_le_of_lt (Nat.mul_self_lt_mul_self l) h, Nat.mul_self_le_mul_self⟩
theorem le_mul_self (n : ℕ) : n ≤ n * n := by
  cases n with
  | zero => exact zero_le _
  | succ n => rw [Nat.mul_succ]; exact le_add_left _ _
theorem le_mul_of_pos_left {n : ℕ} (m : ℕ) (h : 0 < n) : m ≤ n * m := by
  have := Nat.mul_le_mul_right m h
  rwa [Nat.one_mul] at this
theorem le_mul_of_pos_right {n : ℕ} (m : ℕ) (h : 0 < n) : m ≤ m * n := by
  rw [Nat.mul_comm]; exact le_mul_of_pos_left m h
protected theorem mul_eq_one_iff {m n : ℕ} : m * n = 1 ↔ m = 1 ∧ n = 1 := by
  constructor
  · intro h
    have hm : m ≠ 0 := fun e => by rw [e, Nat.zero_mul] at h; exact absurd h (by decide)
    have hn : n ≠ 0 := fun e => by rw [e, Nat.mul_zero] at h; exact absurd h (by decide)
    have := le_mul_of_pos_right m (pos_of_ne_zero hn)
    have := le_mul_of_pos_left n (pos_of_ne_zero hm)
    omega
  · rintro ⟨rfl, rfl⟩; rfl
protected theorem mul_ne_zero {m n : ℕ} (h : m ≠ 0) (g : n ≠ 0) : m * n ≠ 0 :=
  fun e => (Nat.mul_eq_zero.mp e).elim h g
protected theorem pos_of_mul_pos {m n : ℕ} (h : 0 < m * n) : 0 < n :=
  pos_of_ne_zero fun e => by rw [e] at h; exact Nat.lt_irrefl 0 h
protected theorem mul_sub (k m n : ℕ) : k * (m - n) = k * m - k * n := by
  rcases Nat.le_total m n with h | h
  · rw [Nat.sub_eq_zero_of_le h, Nat.sub_eq_zero_of_le (Nat.mul_le_mul_left k h), Nat.mul_zero]
  · obtain ⟨d, rfl⟩ := exists_of_le h
    rw [Nat.add_sub_cancel_left, Nat.mul_add, Nat.add_sub_cancel_left]
protected theorem sub_mul (n m k : ℕ) : (n - m) * k = n * k - m * k := by
  rw [Nat.mul_comm, Nat.mul_sub, Nat.mul_comm k, Nat.mul_comm k]
protected theorem mul_mul_mul_comm (a b c d : ℕ) : a * b * (c * d) = a * c * (b * d) := by
  rw [Nat.mul_assoc, Nat.mul_left_comm b, ← Nat.mul_assoc]

/-! ## Division and remainder -/
theorem div_le_self (n k : ℕ) : n / k ≤ n := by
  rcases eq_zero_or_pos k with rfl | h
  · rw [Nat.div_zero]; exact zero_le n
  · exact Nat.le_trans (le_mul_of_pos_left _ h) (le.intro (div_add_mod n k))
theorem div_lt_self {n k : ℕ} (h : 0 < n) (g : 1 < k) : n / k < n := by
  have e := div_add_mod n k
  rcases eq_zero_or_pos (n / k) with z | p
  · omega
  · have := Nat.mul_lt_mul_of_pos_right g p
    omega
@[simp] protected theorem div_one (n : ℕ) : n / 1 = n := by omega
@[simp] theorem mod_one (n : ℕ) : n % 1 = 0 := by omega
@[simp] protected theorem zero_div (n : ℕ) : 0 / n = 0 := eq_zero_of_le_zero (div_le_self 0 n)
@[simp] theorem zero_mod (n : ℕ) : 0 % n = 0 := eq_zero_of_le_zero (mod_le 0 n)
@[simp] protected theorem div_self {n : ℕ} (h : 0 < n) : n / n = 1 := (div_mod_unique (r := 0) h (Nat.mul_one n)).1
@[simp] protected theorem mul_div_cancel {n : ℕ} (m : ℕ) (h : 0 < n) : m * n / n = m := by
  rw [Nat.mul_comm]; exact Nat.mul_div_cancel_left m h
theorem mul_div_le (m n : ℕ) : n * (m / n) ≤ m := le.intro (div_add_mod m n)
theorem div_mul_le_self (m n : ℕ) : m / n * n ≤ m := by rw [Nat.mul_comm]; exact mul_div_le m n
theorem lt_mul_div_succ (a : ℕ) {b : ℕ} (h : 0 < b) : a < b * (a / b + 1) := by
  have := div_add_mod a b
  have := mod_lt a h
  rw [mul_add_one]; omega
theorem le_div_iff_mul_le {x y k : ℕ} (h : 0 < k) : x ≤ y / k ↔ x * k ≤ y := by
  constructor
  · intro g; exact Nat.le_trans (Nat.mul_le_mul_right k g) (div_mul_le_self y k)
  · intro g
    refine le_of_lt_succ (Nat.lt_of_mul_lt_mul_left (a := k) ?_)
    rw [Nat.mul_comm]; exact Nat.lt_of_le_of_lt g (lt_mul_div_succ y h)
theorem div_lt_iff_lt_mul {x y k : ℕ} (h : 0 < k) : x / k < y ↔ x < y * k := by
  rw [← Nat.not_le, ← Nat.not_le, le_div_iff_mul_le h]
protected theorem div_le_div_right {m n k : ℕ} (h : m ≤ n) : m / k ≤ n / k := by
  rcases eq_zero_or_pos k with rfl | hk
  · rw [Nat.div_zero, Nat.div_zero]
  · exact (le_div_iff_mul_le hk).mpr (Nat.le_trans (div_mul_le_self m k) h)
@[simp] theorem add_mod_right (x z : ℕ) : (x + z) % z = x % z := by
  have := add_mul_mod_self_left x z 1
  rwa [Nat.mul_one] at this
@[simp] theorem add_mod_left (x z : ℕ) : (x + z) % x = z % x := by rw [Nat.add_comm]; exact add_mod_right z x
@[simp] theorem add_mul_mod_self_right (x y z : ℕ) : (x + y * z) % z = x % z := by
  rw [Nat.mul_comm]; exact add_mul_mod_self_left x z y
@[simp] theorem mul_mod_left (m n : ℕ) : m * n % n = 0 := by rw [Nat.mul_comm]; exact mul_mod_right n m
@[simp] theorem mod_mod (a n : ℕ) : a % n % n = a % n := by
  rcases eq_zero_or_pos n with rfl | h
  · rfl
  · exact mod_eq_of_lt (mod_lt a h)
theorem add_mod (a b n : ℕ) : (a + b) % n = (a % n + b % n) % n := by
  have key : a + b = a % n + b % n + n * (a / n + b / n) := by
    have := div_add_mod a n
    have := div_add_mod b n
    rw [Nat.mul_add]; omega
  rw [key, add_mul_mod_self_left]
theorem mul_mod (a b n : ℕ) : a * b % n = a % n * (b % n) % n := by
  have key : a * b = a % n * (b % n) + n * (a / n * b + a % n * (b / n)) := by
    have split : a % n * b = a % n * (b % n) + n * (a % n * (b / n)) := by
      have := congrArg (a % n * ·) (div_add_mod b n)
      have : a % n * (n * (b / n) + b % n) = a % n * b := this
      rw [Nat.mul_add, Nat.mul_left_comm] at this; omega
    have := congrArg (· * b) (div_add_mod a n)
    have : (n * (a / n) + a % n) * b = a * b := this
    rw [Nat.add_mul, Nat.mul_assoc] at this
    rw [Nat.mul_add]; omega
  rw [key, add_mul_mod_self_left]
@[simp] theorem mod_add_mod (m n k : ℕ) : (m % n + k) % n = (m + k) % n := by
  rw [add_mod, mod_mod, ← add_mod]
@[simp] theorem add_mod_mod (m n k : ℕ) : (m + n % k) % k = (m + n) % k := by
  rw [add_mod, mod_mod, ← add_mod]
theorem pow_mod (a b n : ℕ) : a ^ b % n = (a % n) ^ b % n := by
  induction b with
  | zero => rfl
  | succ b ih => rw [pow_succ, pow_succ, mul_mod, ih, mul_mod (_ ^ _) (a % n), mod_mod]
theorem mod_two_ne_one {n : ℕ} : ¬n % 2 = 1 ↔ n % 2 = 0 := by omega
theorem mod_two_ne_zero {n : ℕ} : ¬n % 2 = 0 ↔ n % 2 = 1 := by omega
theorem mul_mod_mul_left (z x y : ℕ) : z * x % (z * y) = z * (x % y) := by
  rcases eq_zero_or_pos y with rfl | h
  · rw [Nat.mul_zero, mod_zero, mod_zero]
  rcases eq_zero_or_pos z with rfl | g
  · rw [Nat.zero_mul, Nat.zero_mul, Nat.zero_mul, mod_zero]
  · refine (div_mod_unique (q := x / y) (Nat.mul_lt_mul_of_pos_left (mod_lt x h) g) ?_).2
    rw [Nat.mul_assoc, ← Nat.mul_add, div_add_mod]
protected theorem div_div_eq_div_mul (m n k : ℕ) : m / n / k = m / (n * k) := by
  rcases eq_zero_or_pos n with rfl | hn
  · rw [Nat.div_zero, Nat.zero_mul, Nat.div_zero, Nat.zero_div]
  rcases eq_zero_or_pos k with rfl | hk
  · rw [Nat.div_zero, Nat.mul_zero, Nat.div_zero]
  refine Nat.le_antisymm ?_ ?_
  · rw [le_div_iff_mul_le (Nat.mul_pos hn hk), Nat.mul_comm n, ← Nat.mul_assoc]
    exact Nat.le_trans (Nat.mul_le_mul_right n (div_mul_le_self _ k)) (div_mul_le_self m n)
  · rw [le_div_iff_mul_le hk, le_div_iff_mul_le hn, Nat.mul_assoc, Nat.mul_comm k]
    exact div_mul_le_self m (n * k)

/-! ## Powers -/
@[simp] protected theorem one_pow (n : ℕ) : 1 ^ n = 1 := by
  induction n with
  | zero => rfl
  | succ n ih => rw [pow_succ, ih]
@[simp] protected theorem zero_pow {n : ℕ} (h : 0 < n) : 0 ^ n = 0 := by
  cases n with
  | zero => exact absurd h (Nat.lt_irrefl 0)
  | succ n => exact Nat.mul_zero (0 ^ n)
attribute [simp] Nat.pow_one
protected theorem pow_succ' (b n : ℕ) : b ^ (n + 1) = b * b ^ n := by rw [pow_succ, Nat.mul_comm]
protected theorem pow_three (b : ℕ) : b ^ 3 = b * (b * b) := by
  rw [pow_succ, Nat.pow_two, Nat.mul_assoc]
protected theorem mul_pow (a b n : ℕ) : (a * b) ^ n = a ^ n * b ^ n := by
  induction n with
  | zero => rfl
  | succ n ih => rw [pow_succ, pow_succ, pow_succ, ih, Nat.mul_mul_mul_comm]
protected theorem pow_mul (a m n : ℕ) : a ^ (m * n) = (a ^ m) ^ n := by
  induction n with
  | zero => rfl
  | succ n ih => rw [Nat.mul_succ, Nat.pow_add, ih, pow_succ]
protected theorem pow_right_comm (a m n : ℕ) : (a ^ m) ^ n = (a ^ n) ^ m := by
  rw [← Nat.pow_mul, Nat.mul_comm, Nat.pow_mul]
protected theorem pow_le_pow_left {m n : ℕ} (h : m ≤ n) (k : ℕ) : m ^ k ≤ n ^ k := by
  induction k with
  | zero => exact Nat.le_refl 1
  | succ k ih => exact Nat.mul_le_mul ih h
protected theorem pow_le_pow_right {b m n : ℕ} (hb : 0 < b) (h : m ≤ n) : b ^ m ≤ b ^ n := by
  obtain ⟨d, rfl⟩ := exists_of_le h
  rw [Nat.pow_add]; exact le_mul_of_pos_right _ (Nat.pow_pos hb)
protected theorem pow_lt_pow_left {m n k : ℕ} (h : m < n) (hk : k ≠ 0) : m ^ k < n ^ k := by
  obtain ⟨k, rfl⟩ := exists_eq_succ_of_ne_zero hk
  rw [pow_succ, pow_succ]
  exact Nat.lt_of_le_of_lt (Nat.mul_le_mul_right m (Nat.pow_le_pow_left (Nat.le_of_lt h) k))
    (Nat.mul_lt_mul_of_pos_left h (Nat.pow_pos (Nat.lt_of_le_of_lt (zero_le m) h)))
theorem lt_two_pow_self {n : ℕ} : n < 2 ^ n := by
  induction n with
  | zero => exact Nat.zero_lt_one
  | succ n ih => rw [pow_succ]; omega
theorem two_pow_pos (n : ℕ) : 0 < 2 ^ n := Nat.pow_pos (by decide)

/-! ## Divisibility -/
theorem dvd_sub {k m n : ℕ} (h : k ∣ m) (g : k ∣ n) : k ∣ m - n := by
  obtain ⟨a, rfl⟩ := h; obtain ⟨b, rfl⟩ := g
  exact ⟨a - b, (Nat.mul_sub k a b).symm⟩
protected theorem dvd_add_right {m k : ℕ} (h : k ∣ m) {n : ℕ} : k ∣ m + n ↔ k ∣ n :=
  ⟨fun g => by have := dvd_sub g h; rwa [Nat.add_sub_cancel_left] at this, Nat.dvd_add h⟩
protected theorem dvd_add_left {m k : ℕ} (h : k ∣ m) {n : ℕ} : k ∣ n + m ↔ k ∣ n := by
  rw [Nat.add_comm]; exact Nat.dvd_add_right h
protected theorem dvd_mul_left_of_dvd {a b : ℕ} (h : a ∣ b) (c : ℕ) : a ∣ c * b :=
  Nat.dvd_trans h (Nat.dvd_mul_left b c)
protected theorem dvd_mul_right_of_dvd {a b : ℕ} (h : a ∣ b) (c : ℕ) : a ∣ b * c :=
  Nat.dvd_trans h (Nat.dvd_mul_right b c)
protected theorem mul_dvd_mul {a b c d : ℕ} (h : a ∣ b) (g : c ∣ d) : a * c ∣ b * d := by
  obtain ⟨x, rfl⟩ := h; obtain ⟨y, rfl⟩ := g
  exact ⟨x * y, Nat.mul_mul_mul_comm a x c y⟩
protected theorem mul_dvd_mul_left {b c : ℕ} (a : ℕ) (h : b ∣ c) : a * b ∣ a * c := Nat.mul_dvd_mul (Nat.dvd_refl a) h
protected theorem mul_dvd_mul_right {a b : ℕ} (h : a ∣ b) (c : ℕ) : a * c ∣ b * c := Nat.mul_dvd_mul h (Nat.dvd_refl c)
protected theorem pow_dvd_pow {m n : ℕ} (a : ℕ) (h : m ≤ n) : a ^ m ∣ a ^ n := by
  obtain ⟨d, rfl⟩ := exists_of_le h
  rw [Nat.pow_add]; exact Nat.dvd_mul_right _ _
theorem le_of_dvd {m n : ℕ} (h : 0 < n) (d : m ∣ n) : m ≤ n := by
  obtain ⟨k, rfl⟩ := d
  exact le_mul_of_pos_right m (Nat.pos_of_mul_pos h)
theorem pos_of_dvd_of_pos {m n : ℕ} (d : m ∣ n) (h : 0 < n) : 0 < m :=
  pos_of_ne_zero fun e => by obtain ⟨k, rfl⟩ := d; rw [e, Nat.zero_mul] at h; exact Nat.lt_irrefl 0 h
protected theorem dvd_antisymm {m n : ℕ} (h : m ∣ n) (g : n ∣ m) : m = n := by
  rcases eq_zero_or_pos n with rfl | hn
  · obtain ⟨k, rfl⟩ := g; exact Nat.zero_mul k
  · exact Nat.le_antisymm (le_of_dvd hn h) (le_of_dvd (pos_of_dvd_of_pos h hn) g)
theorem eq_zero_of_zero_dvd {a : ℕ} (h : 0 ∣ a) : a = 0 := by obtain ⟨k, rfl⟩ := h; exact Nat.zero_mul k
@[simp] protected theorem zero_dvd {n : ℕ} : 0 ∣ n ↔ n = 0 := ⟨eq_zero_of_zero_dvd, fun e => e ▸ Nat.dvd_zero 0⟩
@[simp] protected theorem one_dvd (n : ℕ) : 1 ∣ n := ⟨n, (Nat.one_mul n).symm⟩
@[simp] protected theorem dvd_one {n : ℕ} : n ∣ 1 ↔ n = 1 :=
  ⟨fun ⟨_, e⟩ => (Nat.mul_eq_one_iff.mp e.symm).1, fun e => e ▸ Nat.dvd_refl 1⟩
theorem eq_one_of_dvd_one {n : ℕ} (h : n ∣ 1) : n = 1 := Nat.dvd_one.mp h
protected theorem mul_div_cancel' {n m : ℕ} (h : n ∣ m) : n * (m / n) = m := by
  have := div_add_mod m n
  rwa [mod_eq_zero_of_dvd h, Nat.add_zero] at this
protected theorem div_mul_cancel {n m : ℕ} (h : n ∣ m) : m / n * n = m := by
  rw [Nat.mul_comm]; exact Nat.mul_div_cancel' h
protected theorem dvd_of_mul_dvd_mul_left {k m n : ℕ} (hk : 0 < k) (h : k * m ∣ k * n) : m ∣ n := by
  obtain ⟨c, e⟩ := h
  rw [Nat.mul_assoc] at e; exact ⟨c, Nat.mul_left_cancel hk e⟩
protected theorem dvd_of_mul_left_dvd {a b c : ℕ} (h : a * b ∣ c) : b ∣ c := Nat.dvd_trans (Nat.dvd_mul_left b a) h
protected theorem dvd_of_mul_right_dvd {a b c : ℕ} (h : a * b ∣ c) : a ∣ c := Nat.dvd_trans (Nat.dvd_mul_right a b) h
theorem dvd_mod_iff {k m n : ℕ} (h : k ∣ n) : k ∣ m % n ↔ k ∣ m := by
  have := Nat.dvd_add_right (k := k) (Nat.dvd_mul_right_of_dvd h (m / n)) (n := m % n)
  rw [div_add_mod] at this; exact this.symm
theorem not_dvd_of_pos_of_lt {m n : ℕ} (h : 0 < n) (g : n < m) : ¬m ∣ n :=
  fun d => Nat.not_le_of_lt g (le_of_dvd h d)

/-! ## Induction -/
@[elab_as_elim] theorem le_induction {m : ℕ} {p : (n : ℕ) → m ≤ n → Prop} (base : p m (Nat.le_refl m))
    (succ : ∀ n (h : m ≤ n), p n h → p (n + 1) (Nat.le.step h)) : ∀ n (h : m ≤ n), p n h := by
  intro n h
  induction h with
  | refl => exact base
  | step l ih => exact succ _ l ih
@[elab_as_elim] theorem two_step_induction {p : ℕ → Prop} (zero : p 0) (one : p 1)
    (more : ∀ n, p n → p (n + 1) → p (n + 2)) (n : ℕ) : p n := by
  have both : p n ∧ p (n + 1) := by
    induction n with
    | zero => exact ⟨zero, one⟩
    | succ n ih => exact ⟨ih.2, more n ih.1 ih.2⟩
  exact both.1
@[elab_as_elim] protected theorem strong_induction_on {p : ℕ → Prop} (n : ℕ)
    (h : ∀ n, (∀ m, m < n → p m) → p n) : p n := strong_induction h n

end Nat
