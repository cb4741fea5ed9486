prelude
import Base.Nat
/-!
# Natural numbers: subtraction, division, divisibility

Division and remainder are defined by fuel (`Base.NatCore`); `div_add_mod` and `mod_lt` say that they are what the kernel
computes with GMP in their place.
-/

universe u
namespace Nat

/-! ## Truncated subtraction -/
@[simp] protected theorem sub_zero (n : Nat) : n - 0 = n := rfl
theorem sub_succ (n m : Nat) : n - succ m = pred (n - m) := rfl
@[simp] theorem succ_sub_succ (n m : Nat) : succ n - succ m = n - m := by
  induction m with
  | zero => rfl
  | succ m ih => exact congrArg pred ih
theorem add_one_sub_add_one (n m : Nat) : (n + 1) - (m + 1) = n - m := succ_sub_succ n m
@[simp] protected theorem sub_self (n : Nat) : n - n = 0 := by
  induction n with
  | zero => rfl
  | succ n ih => rw [add_one_sub_add_one, ih]
@[simp] protected theorem zero_sub (n : Nat) : 0 - n = 0 := by
  induction n with
  | zero => rfl
  | succ n ih => show pred (0 - n) = 0; rw [ih]; rfl
@[simp] protected theorem add_sub_cancel_left (n m : Nat) : n + m - n = m := by
  induction n with
  | zero => rw [Nat.zero_add]; rfl
  | succ n ih => rw [Nat.add_right_comm, add_one_sub_add_one, ih]
@[simp] protected theorem add_sub_cancel (n m : Nat) : n + m - m = n := by
  rw [Nat.add_comm, Nat.add_sub_cancel_left]
@[simp] theorem add_one_sub_one (n : Nat) : n + 1 - 1 = n := rfl
protected theorem sub_sub (n m k : Nat) : n - m - k = n - (m + k) := by
  induction k with
  | zero => rfl
  | succ k ih => rw [add_one, add_succ, sub_succ, sub_succ, ih]
theorem sub_le (n m : Nat) : n - m ≤ n := by
  induction m with
  | zero => exact Nat.le_refl n
  | succ m ih =>
    have p : ∀ k, pred k ≤ k := fun k => match k with | 0 => Nat.le_refl 0 | k+1 => le_succ k
    exact Nat.le_trans (p _) ih
protected theorem sub_eq_zero_of_le {n m : Nat} (h : n ≤ m) : n - m = 0 := by
  obtain ⟨k, rfl⟩ := exists_of_le h
  rw [← Nat.sub_sub, Nat.sub_self, Nat.zero_sub]
protected theorem add_sub_of_le {a b : Nat} (h : a ≤ b) : a + (b - a) = b := by
  obtain ⟨k, rfl⟩ := exists_of_le h
  rw [Nat.add_sub_cancel_left]
protected theorem sub_add_cancel {n m : Nat} (h : m ≤ n) : n - m + m = n := by
  rw [Nat.add_comm, Nat.add_sub_of_le h]
protected theorem add_sub_assoc {m k : Nat} (h : k ≤ m) (n : Nat) : n + m - k = n + (m - k) := by
  obtain ⟨d, rfl⟩ := exists_of_le h
  rw [Nat.add_sub_cancel_left, Nat.add_left_comm, Nat.add_sub_cancel_left]
protected theorem sub_eq_iff_eq_add {a b c : Nat} (h : b ≤ a) : a - b = c ↔ a = c + b :=
  ⟨fun e => e ▸ (Nat.sub_add_cancel h).symm, fun e => e ▸ Nat.add_sub_cancel c b⟩
theorem sub_lt {n m : Nat} (h : 0 < n) (g : 0 < m) : n - m < n := by
  obtain ⟨a, rfl⟩ := exists_eq_succ_of_ne_zero (Nat.ne_of_gt h)
  obtain ⟨b, rfl⟩ := exists_eq_succ_of_ne_zero (Nat.ne_of_gt g)
  rw [add_one_sub_add_one]; exact lt_succ_of_le (sub_le a b)

/-! ## Division with remainder: the two fuel functions are right -/
private theorem fuel_spec (y : Nat) (hy : 0 < y) : ∀ fuel x, x < fuel →
    y * Nat.divFuel y fuel x + Nat.modFuel y fuel x = x ∧ Nat.modFuel y fuel x < y := by
  intro fuel
  induction fuel with
  | zero => intro x h; exact absurd h (Nat.not_lt_zero x)
  | succ fuel ih =>
    intro x h
    show y * cond (ble y x) (Nat.divFuel y fuel (x - y) + 1) 0 + cond (ble y x) (Nat.modFuel y fuel (x - y)) x = x ∧
      cond (ble y x) (Nat.modFuel y fuel (x - y)) x < y
    cases e : ble y x with
    | false =>
      have l : x < y := Nat.lt_of_not_le (fun g => Bool.ne_true_of_eq_false e (ble_eq_true_of_le g))
      exact ⟨Nat.zero_add x, l⟩
    | true =>
      have l : y ≤ x := le_of_ble_eq_true e
      have hx : 0 < x := Nat.lt_of_lt_of_le hy l
      have := ih (x - y) (Nat.lt_of_lt_of_le (sub_lt hx hy) (le_of_lt_succ h))
      refine ⟨?_, this.2⟩
      show y * (Nat.divFuel y fuel (x - y) + 1) + Nat.modFuel y fuel (x - y) = x
      rw [mul_add_one, Nat.add_right_comm, this.1, Nat.sub_add_cancel l]
private theorem beq_zero_of_pos {y : Nat} (h : 0 < y) : beq y 0 = false := by
  cases y with
  | zero => exact absurd h (Nat.lt_irrefl 0)
  | succ y => rfl
private theorem div_unfold (x y : Nat) : x / y = cond (beq y 0) 0 (Nat.divFuel y (x+1) x) := by
  show Nat.div x y = _
  unfold Nat.div
  rfl
theorem div_add_mod (m k : Nat) : k * (m / k) + m % k = m := by
  rcases eq_zero_or_pos k with e | h
  · subst e; rw [Nat.zero_mul, Nat.zero_add]; rfl
  · rw [div_unfold]
    show k * cond (beq k 0) 0 (Nat.divFuel k (m+1) m) + cond (beq k 0) m (Nat.modFuel k (m+1) m) = m
    rw [beq_zero_of_pos h]; exact (fuel_spec k h (m+1) m (lt_succ_self m)).1
theorem mod_lt (x : Nat) {y : Nat} (h : 0 < y) : x % y < y := by
  show cond (beq y 0) x (Nat.modFuel y (x+1) x) < y
  rw [beq_zero_of_pos h]; exact (fuel_spec y h (x+1) x (lt_succ_self x)).2
theorem mod_add_div (m k : Nat) : m % k + k * (m / k) = m := by rw [Nat.add_comm]; exact div_add_mod m k
@[simp] theorem mod_zero (a : Nat) : a % 0 = a := rfl
@[simp] protected theorem div_zero (a : Nat) : a / 0 = 0 := by rw [div_unfold]; rfl
theorem mod_le (x y : Nat) : x % y ≤ x := by
  have h := mod_add_div x y
  exact h ▸ (by rw [h]; exact le.intro h)
theorem div_mod_unique {m k q r : Nat} (h : r < k) (e : k * q + r = m) : m / k = q ∧ m % k = r := by
  have hk : 0 < k := Nat.lt_of_le_of_lt (zero_le r) h
  have key : ∀ q₁ r₁ q₂ r₂ : Nat, r₁ < k → k * q₁ + r₁ = k * q₂ + r₂ → q₂ ≤ q₁ := by
    intro q₁ r₁ q₂ r₂ l e
    refine Nat.le_of_not_lt fun c => ?_
    have := Nat.mul_le_mul_left k (succ_le_of_lt c)
    rw [mul_succ] at this
    have := Nat.le_trans this (le_add_right _ r₂)
    rw [← e] at this
    exact Nat.not_le_of_gt l (Nat.le_of_add_le_add_left this)
  have e' := e.trans (div_add_mod m k).symm
  have hq : m / k = q := Nat.le_antisymm (key _ _ _ _ h e') (key _ _ _ _ (mod_lt m hk) e'.symm)
  refine ⟨hq, ?_⟩
  rw [hq] at e'
  exact (Nat.add_left_cancel e').symm
theorem mod_eq_of_lt {a b : Nat} (h : a < b) : a % b = a := (div_mod_unique (q := 0) h (Nat.zero_add a)).2
theorem div_eq_of_lt {a b : Nat} (h : a < b) : a / b = 0 := (div_mod_unique (q := 0) h (Nat.zero_add a)).1
@[simp] theorem mod_self (n : Nat) : n % n = 0 := by
  rcases eq_zero_or_pos n with e | h
  · subst e; rfl
  · exact (div_mod_unique (q := 1) h (Nat.mul_one n)).2
@[simp] theorem add_mul_mod_self_left (x y z : Nat) : (x + y * z) % y = x % y := by
  rcases eq_zero_or_pos y with e | h
  · subst e; rw [Nat.zero_mul]; rfl
  · refine (div_mod_unique (q := x / y + z) (mod_lt x h) ?_).2
    rw [Nat.mul_add, Nat.add_right_comm, div_add_mod]
@[simp] theorem mul_mod_right (x z : Nat) : (x * z) % x = 0 := by
  have := add_mul_mod_self_left 0 x z
  rw [Nat.zero_add] at this
  rw [this]
  rcases eq_zero_or_pos x with e | h
  · subst e; rfl
  · exact mod_eq_of_lt h
protected theorem mul_div_cancel_left (m : Nat) {n : Nat} (h : 0 < n) : n * m / n = m :=
  (div_mod_unique (r := 0) h rfl).1
theorem mod_two_eq_zero_or_one (n : Nat) : n % 2 = 0 ∨ n % 2 = 1 := by
  have h := mod_lt n (y := 2) (by decide)
  cases e : n % 2 with
  | zero => exact .inl rfl
  | succ k =>
    rw [e] at h
    exact .inr (congrArg succ (eq_zero_of_le_zero (le_of_succ_le_succ (le_of_succ_le_succ h))))

/-! ## Divisibility -/
protected theorem dvd_refl (a : Nat) : a ∣ a := ⟨1, (Nat.mul_one a).symm⟩
protected theorem dvd_zero (a : Nat) : a ∣ 0 := ⟨0, rfl⟩
protected theorem dvd_mul_right (a b : Nat) : a ∣ a * b := ⟨b, rfl⟩
protected theorem dvd_mul_left (a b : Nat) : a ∣ b * a := ⟨b, Nat.mul_comm b a⟩
protected theorem dvd_trans {a b c : Nat} (h : a ∣ b) (g : b ∣ c) : a ∣ c := by
  obtain ⟨x, rfl⟩ := h
  obtain ⟨y, rfl⟩ := g
  exact ⟨x * y, Nat.mul_assoc a x y⟩
protected theorem dvd_add {m n k : Nat} (h : m ∣ n) (g : m ∣ k) : m ∣ n + k := by
  obtain ⟨x, rfl⟩ := h
  obtain ⟨y, rfl⟩ := g
  exact ⟨x + y, (Nat.mul_add m x y).symm⟩
theorem mod_eq_zero_of_dvd {k n : Nat} (h : k ∣ n) : n % k = 0 := by
  obtain ⟨x, rfl⟩ := h
  exact mul_mod_right k x
theorem dvd_of_mod_eq_zero {k n : Nat} (h : n % k = 0) : k ∣ n :=
  ⟨n / k, by have := div_add_mod n k; rw [h] at this; exact this.symm⟩
theorem dvd_iff_mod_eq_zero {k n : Nat} : k ∣ n ↔ n % k = 0 := ⟨mod_eq_zero_of_dvd, dvd_of_mod_eq_zero⟩
instance decidable_dvd (m n : Nat) : Decidable (m ∣ n) :=
  decidable_of_iff (n % m = 0) dvd_iff_mod_eq_zero.symm
attribute [simp] Nat.dvd_refl Nat.dvd_zero Nat.dvd_mul_right Nat.dvd_mul_left

/-! ## Strong induction, and the order for `calc` -/
theorem strong_induction {p : Nat → Prop} (h : ∀ n, (∀ m, m < n → p m) → p n) (n : Nat) : p n := by
  have all : ∀ k m, m < k → p m := by
    intro k
    induction k with
    | zero => intro m l; exact absurd l (Nat.not_lt_zero m)
    | succ k ih =>
      intro m l
      exact h m fun j g => ih j (Nat.lt_of_lt_of_le g (le_of_lt_succ l))
  exact h n (all n)
instance : Trans (α := Nat) (· < ·) (· < ·) (· < ·) := ⟨Nat.lt_trans⟩
instance : Trans (α := Nat) (· ≤ ·) (· ≤ ·) (· ≤ ·) := ⟨Nat.le_trans⟩
instance : Trans (α := Nat) (· < ·) (· ≤ ·) (· < ·) := ⟨Nat.lt_of_lt_of_le⟩
instance : Trans (α := Nat) (· ≤ ·) (· < ·) (· < ·) := ⟨Nat.lt_of_le_of_lt⟩
end Nat

/-! ## `>` and `≥` are `<` and `≤` turned round -/
@[simp] theorem gt_iff_lt [LT α] {x y : α} : x > y ↔ y < x := Iff.rfl
@[simp] theorem ge_iff_le [LE α] {x y : α} : x ≥ y ↔ y ≤ x := Iff.rfl
@[simp] theorem Nat.succ.injEq' (n m : Nat) : (n.succ = m.succ) = (n = m) :=
  propext ⟨Nat.succ.inj', congrArg _⟩
