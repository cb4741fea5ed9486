prelude
import Base.Int
/-!
# `omega`: the facts that it cites

`omega` is compiled code that looks for a contradiction among linear constraints and writes down a proof of it. These are
the lemmas by which it reads goals and hypotheses. Names and types are fixed by the compiled library.
-/

universe u
noncomputable section

/-! ## Logic -/
theorem le_of_le_of_eq {a b c : α} [LE α] (h : a ≤ b) (e : b = c) : a ≤ c := e ▸ h
def Exists.choose {α : Sort u} {p : α → Prop} (h : ∃ x, p x) : α := Classical.choose h
theorem Exists.choose_spec {α : Sort u} {p : α → Prop} (h : ∃ x, p x) : p h.choose := Classical.choose_spec h
namespace Decidable
theorem not_or_of_imp {a b : Prop} [Decidable a] (h : a → b) : ¬a ∨ b :=
  (em a).elim (fun x => .inr (h x)) .inl
end Decidable

/-! ## Integers -/
namespace Int
theorem ne_of_gt {a b : Int} (h : b < a) : a ≠ b := fun e => lt_iff_not_ge.mp h (Int.le_of_eq e)
theorem sub_eq_zero_of_eq {a b : Int} (h : a = b) : a - b = 0 := h ▸ Int.sub_self a
theorem sub_nonneg_of_le {a b : Int} (h : b ≤ a) : 0 ≤ a - b := sub_nonneg.mpr h
theorem add_one_le_of_lt {a b : Int} (h : a < b) : a + 1 ≤ b := h
protected theorem lt_of_le_of_ne {a b : Int} (h : a ≤ b) (n : a ≠ b) : a < b :=
  Int.not_le.mp fun g => n (Int.le_antisymm h g)
theorem lt_or_gt_of_ne {a b : Int} (h : a ≠ b) : a < b ∨ a > b :=
  (Int.le_total a b).imp (fun g => Int.lt_of_le_of_ne g h) (fun g => Int.lt_of_le_of_ne g h.symm)
theorem le_of_mul_le_mul_left {k a b : Int} (hk : 0 < k) (h : k * a ≤ k * b) : a ≤ b := by
  refine Int.not_lt.mp fun g => ?_
  have l := Int.mul_le_mul_left (Int.le_of_lt hk) (add_one_le_of_lt g)
  rw [Int.mul_add, Int.mul_one] at l
  have l := Int.le_trans l h
  have l : k ≤ 0 := Int.le_of_add_le_add_right (z := k * b) (by rw [Int.add_comm, Int.zero_add]; exact l)
  exact lt_iff_not_ge.mp hk l
theorem le_ediv_of_mul_le {k z a : Int} (hk : 0 < k) (h : k * z ≤ a) : z ≤ a / k := by
  refine le_of_lt_add_one (Int.not_le.mp fun g => ?_)
  have l := Int.mul_le_mul_left (Int.le_of_lt hk) g
  rw [Int.mul_add, Int.mul_one] at l
  exact lt_iff_not_ge.mp (div_bounds (x := a) hk).2 (Int.le_trans l h)
theorem mul_ediv_cancel {k z : Int} (hk : 0 < k) : k * z / k = z := by
  have b := div_bounds (x := k * z) hk
  exact Int.le_antisymm (le_of_mul_le_mul_left hk b.1) (le_ediv_of_mul_le hk (Int.le_refl _))
@[simp] theorem ediv_zero (a : Int) : a / 0 = 0 := by
  cases a with
  | ofNat m => show ((m / 0 : Nat) : Int) = 0; rw [Nat.div_zero]; rfl
  | negSucc m => rfl
theorem ediv_neg (a b : Int) : a / -b = -(a / b) := by
  cases b with
  | negSucc n => cases a with
    | ofNat m => show ((m / (n+1) : Nat) : Int) = - -((m / (n+1) : Nat) : Int); rw [Int.neg_neg]
    | negSucc m => rfl
  | ofNat n => cases n with
    | zero => show a / 0 = -(a / 0); rw [ediv_zero]; rfl
    | succ n => cases a <;> rfl
theorem mul_ediv_self_le {x k : Int} (h : k ≠ 0) : k * (x / k) ≤ x := by
  rcases lt_or_gt_of_ne h with g | g
  · have g' : 0 < -k := by
      have := Int.neg_le_neg g
      refine Int.le_trans ?_ (Int.le_of_add_le_add_right (z := -1) (x := 1) ?_)
      · exact Int.le_refl _
      · rw [← Int.neg_add]; exact this
    have := (div_bounds (x := x) g').1
    rwa [ediv_neg, Int.mul_neg, Int.neg_mul, Int.neg_neg] at this
  · exact (div_bounds g).1
theorem lt_mul_ediv_self_add {x k : Int} (h : 0 < k) : x < k * (x / k) + k := (div_bounds h).2
theorem emod_def (a b : Int) : a % b = a - b * (a / b) := rfl
theorem emod_nonneg (a : Int) {b : Int} (h : b ≠ 0) : 0 ≤ a % b := sub_nonneg.mpr (mul_ediv_self_le h)
theorem emod_lt_of_pos (a : Int) {b : Int} (h : 0 < b) : a % b < b := by
  have := Int.add_le_add_right (lt_mul_ediv_self_add (x := a) h) (-(b * (a / b)))
  show a - b * (a / b) + 1 ≤ b
  rw [Int.add_comm (b * (a / b)) b, Int.add_assoc b, Int.add_neg, Int.add_zero] at this
  rw [sub_def, Int.add_assoc, Int.add_comm (-_), ← Int.add_assoc]; exact this
theorem natCast_emod (m n : Nat) : ((m % n : Nat) : Int) = m % n := by
  have : (m : Int) = n * (m / n) + ((m % n : Nat) : Int) := congrArg Int.ofNat (Nat.div_add_mod m n).symm
  show _ = (m : Int) - n * (m / n)
  rw [sub_def]
  refine Eq.trans ?_ (congrArg (· + -((n : Int) * (m / n))) this.symm)
  show _ = (n : Int) * (m / n) + ((m % n : Nat) : Int) + -((n : Int) * (m / n))
  rw [Int.add_comm ((n : Int) * _), Int.add_assoc, Int.add_neg, Int.add_zero]
theorem emod_eq_zero_of_dvd {a b : Int} (h : a ∣ b) : b % a = 0 := by
  obtain ⟨c, rfl⟩ := h
  show a * c - a * (a * c / a) = 0
  by_cases g : a = 0
  · subst g; rw [Int.zero_mul, Int.zero_mul]; rfl
  rcases lt_or_gt_of_ne g with l | l
  · have l' : 0 < -a := by
      have := Int.neg_le_neg l
      exact Int.le_of_add_le_add_right (z := -1) (x := 1) (by rw [← Int.neg_add]; exact this)
    have e : a * c = (-a) * (-c) := by rw [Int.neg_mul, Int.mul_neg, Int.neg_neg]
    rw [e, ← Int.neg_neg (-a * -c / a), ← ediv_neg, mul_ediv_cancel l', Int.neg_neg, ← e, Int.sub_self]
  · rw [mul_ediv_cancel l, Int.sub_self]
theorem dvd_of_emod_eq_zero {a b : Int} (h : b % a = 0) : a ∣ b := ⟨b / a, by
  have : b - a * (b / a) + a * (b / a) = 0 + a * (b / a) := congrArg (· + a * (b / a)) h
  rwa [Int.sub_add_cancel, Int.zero_add] at this⟩
theorem emod_pos_of_not_dvd {a b : Int} (h : ¬a ∣ b) : a = 0 ∨ 0 < b % a := by
  by_cases g : a = 0
  · exact .inl g
  · exact .inr (Int.lt_of_le_of_ne (emod_nonneg b g) fun e => h (dvd_of_emod_eq_zero e.symm))
theorem pow_succ (b : Int) (e : Nat) : b ^ (e + 1) = b ^ e * b := rfl
theorem min_def (a b : Int) : min a b = if a ≤ b then a else b := rfl
theorem max_def (a b : Int) : max a b = if a ≤ b then b else a := rfl
theorem le_max_left (a b : Int) : a ≤ max a b := by
  rw [max_def]; split
  · assumption
  · exact Int.le_refl a
theorem le_max_right (a b : Int) : b ≤ max a b := by
  rw [max_def]; split
  · exact Int.le_refl b
  · rename_i h; exact Int.le_of_lt (Int.not_le.mp h)
theorem min_le_left (a b : Int) : min a b ≤ a := by
  rw [min_def]; split
  · exact Int.le_refl a
  · rename_i h; exact Int.le_of_lt (Int.not_le.mp h)
theorem min_le_right (a b : Int) : min a b ≤ b := by
  rw [min_def]; split
  · assumption
  · exact Int.le_refl b
theorem not_nonneg_negSucc (n : Nat) : ¬0 ≤ negSucc n := fun h => nomatch h
theorem natAbs_def (a : Int) : (natAbs a : Int) = if 0 ≤ a then a else -a := by
  cases a with
  | ofNat n => exact (if_pos (natCast_nonneg n)).symm
  | negSucc n => exact (if_neg (not_nonneg_negSucc n)).symm
theorem le_natAbs {a : Int} : a ≤ natAbs a := by
  rw [natAbs_def]; split
  · exact Int.le_refl a
  · rename_i h
    have l := Int.le_of_lt (Int.not_le.mp h)
    exact Int.le_trans l (Int.neg_le_neg l)
theorem neg_le_natAbs {a : Int} : -a ≤ natAbs a := by
  rw [natAbs_def]; split
  · rename_i h; exact Int.le_trans (Int.neg_le_neg h) h
  · exact Int.le_refl _
theorem toNat_eq_max (a : Int) : (toNat a : Int) = max a 0 := by
  rw [max_def]
  cases a with
  | negSucc n => exact (if_pos (Int.le_of_lt (Int.not_le.mp (not_nonneg_negSucc n)))).symm
  | ofNat n =>
    split
    · rename_i h; exact Int.le_antisymm h (natCast_nonneg n)
    · rfl
theorem dvd_eq_true_of_mod_eq_zero {a b : Int} (h : (b % a == 0) = true) : (a ∣ b) = True :=
  eq_true (dvd_of_emod_eq_zero (of_decide_eq_true h))
theorem dvd_eq_false_of_mod_ne_zero {a b : Int} (h : (b % a != 0) = true) : (a ∣ b) = False :=
  eq_false fun d => by
    rw [emod_eq_zero_of_dvd d] at h
    exact Bool.noConfusion h
theorem negSucc_eq (n : Nat) : negSucc n = -((n : Int) + 1) := rfl
end Int

/-! ## Greatest common divisor -/
theorem Nat.emod_pos_of_not_dvd {a b : Nat} (h : ¬a ∣ b) : b % a > 0 :=
  Nat.pos_of_ne_zero fun e => h (Nat.dvd_of_mod_eq_zero e)
def Nat.gcdFuel : (fuel m n : Nat) → Nat
  | .zero, _, n => n
  | .succ k, m, n => if m = 0 then n else Nat.gcdFuel k (n % m) m
@[extern "lean_nat_gcd"] def Nat.gcd (m n : @& Nat) : Nat := Nat.gcdFuel (m + 1) m n
theorem Nat.dvd_of_dvd_add {d a r : Nat} (h : d ∣ a) (g : d ∣ a + r) : d ∣ r := by
  obtain ⟨x, rfl⟩ := h
  obtain ⟨y, e⟩ := g
  rcases Nat.le_total x y with l | l
  · obtain ⟨k, rfl⟩ := Nat.exists_of_le l
    rw [Nat.mul_add] at e; exact ⟨k, Nat.add_left_cancel e⟩
  · obtain ⟨k, rfl⟩ := Nat.exists_of_le l
    rw [Nat.mul_add, Nat.add_assoc] at e
    have := (Nat.add_eq_zero_iff.mp (Nat.add_left_cancel (c := 0) e)).2
    exact this ▸ Nat.dvd_zero d
-- The kernel replaces `Nat.gcd` on literals by GMP: this says that the definition is the same function.
theorem Nat.gcdFuel_spec : ∀ fuel m n, m < fuel →
    (Nat.gcdFuel fuel m n ∣ m ∧ Nat.gcdFuel fuel m n ∣ n) ∧ ∀ d, d ∣ m → d ∣ n → d ∣ Nat.gcdFuel fuel m n := by
  intro fuel
  induction fuel with
  | zero => intro m n h; exact absurd h (Nat.not_lt_zero m)
  | succ k ih =>
    intro m n h
    unfold Nat.gcdFuel
    split
    · rename_i z; subst z; exact ⟨⟨Nat.dvd_zero n, Nat.dvd_refl n⟩, fun d _ g => g⟩
    · rename_i z
      have l := Nat.mod_lt n (Nat.pos_of_ne_zero z)
      obtain ⟨⟨a, b⟩, c⟩ := ih (n % m) m (Nat.lt_of_lt_of_le l (Nat.le_of_lt_succ h))
      have e := Nat.div_add_mod n m
      refine ⟨⟨b, ?_⟩, fun d x y => c d ?_ x⟩
      · have t := Nat.dvd_add (Nat.dvd_trans b (Nat.dvd_mul_right m (n / m))) a
        rwa [e] at t
      · refine Nat.dvd_of_dvd_add (Nat.dvd_trans x (Nat.dvd_mul_right m (n / m))) ?_
        rw [e]; exact y
theorem Nat.gcd_spec (m n : Nat) :
    (Nat.gcd m n ∣ m ∧ Nat.gcd m n ∣ n) ∧ ∀ d, d ∣ m → d ∣ n → d ∣ Nat.gcd m n :=
  Nat.gcdFuel_spec (m + 1) m n (Nat.lt_succ_self m)

/-! ## Facts under the names of `omega` -/
namespace Lean.Omega
theorem Decidable.and_not_of_not_imp {p q : Prop} [Decidable p] (h : ¬(p → q)) : p ∧ ¬q :=
  Classical.not_imp.mp h
theorem and_not_not_of_not_or {p q : Prop} (h : ¬(p ∨ q)) : ¬p ∧ ¬q := not_or.mp h
theorem Decidable.or_not_not_of_not_and {p q : Prop} [Decidable p] [Decidable q] (h : ¬(p ∧ q)) : ¬p ∨ ¬q :=
  Classical.not_and_iff_not_or_not.mp h
theorem Decidable.and_or_not_and_not_of_iff {p q : Prop} [Decidable q] (h : p ↔ q) : (p ∧ q) ∨ (¬p ∧ ¬q) :=
  (Classical.em q).elim (fun x => .inl ⟨h.mpr x, x⟩) (fun n => .inr ⟨fun x => n (h.mp x), n⟩)
theorem Decidable.and_not_or_not_and_of_not_iff {p q : Prop} [Decidable p] [Decidable q] (h : ¬(p ↔ q)) :
    (p ∧ ¬q) ∨ (¬p ∧ q) := by
  by_cases hp : p <;> by_cases hq : q
  · exact absurd ⟨fun _ => hq, fun _ => hp⟩ h
  · exact .inl ⟨hp, hq⟩
  · exact .inr ⟨hp, hq⟩
  · exact absurd ⟨fun x => absurd x hp, fun x => absurd x hq⟩ h
theorem ite_disjunction {α : Type u} {P : Prop} [Decidable P] {a b : α} :
    (P ∧ (if P then a else b) = a) ∨ (¬P ∧ (if P then a else b) = b) := by
  by_cases h : P
  · exact .inl ⟨h, if_pos h⟩
  · exact .inr ⟨h, if_neg h⟩
namespace Nat
theorem lt_of_gt {x y : Nat} (h : x > y) : y < x := h
theorem le_of_ge {x y : Nat} (h : x ≥ y) : y ≤ x := h
end Nat
namespace Int
theorem ofNat_pow (a b : Nat) : ((a ^ b : Nat) : Int) = (a : Int) ^ b := by
  induction b with
  | zero => rfl
  | succ b ih => show ((a ^ b : Nat) : Int) * a = _; rw [ih]; rfl
theorem ofNat_natAbs (a : Int) : (a.natAbs : Int) = if 0 ≤ a then a else -a := Int.natAbs_def a
theorem pos_pow_of_pos (a : Int) (b : Nat) (h : 0 < a) : 0 < a ^ b := by
  obtain ⟨n, rfl⟩ := Int.eq_natCast_of_nonneg (Int.le_of_lt h)
  rw [← ofNat_pow]; exact Int.natCast_lt.mpr (Nat.pow_pos (Int.natCast_lt.mp h))
theorem ofNat_pos_of_pos {a : Nat} (h : 0 < a) : 0 < (a : Int) := Int.natCast_lt.mpr h
theorem natCast_ofNat {x : Nat} : @Nat.cast Int instNatCastInt (OfNat.ofNat x) = OfNat.ofNat x := rfl
theorem ofNat_lt_of_lt {x y : Nat} (h : x < y) : (x : Int) < (y : Int) := Int.natCast_lt.mpr h
theorem ofNat_le_of_le {x y : Nat} (h : x ≤ y) : (x : Int) ≤ (y : Int) := Int.natCast_le.mpr h
theorem emod_ofNat_nonneg {x : Nat} {y : Int} : 0 ≤ (x : Int) % y := by
  by_cases h : y = 0
  · subst h; show 0 ≤ (x : Int) - 0 * _; rw [Int.zero_mul]; exact Int.sub_nonneg.mpr (Int.natCast_nonneg x)
  · exact Int.emod_nonneg _ h
theorem lt_of_not_le {x y : Int} (h : ¬x ≤ y) : y < x := Int.not_le.mp h
theorem le_of_not_lt {x y : Int} (h : ¬x < y) : y ≤ x := Int.not_lt.mp h
theorem add_congr {a b c d : Int} (h : a = b) (g : c = d) : a + c = b + d := by rw [h, g]
theorem mul_congr {a b c d : Int} (h : a = b) (g : c = d) : a * c = b * d := by rw [h, g]
theorem sub_congr {a b c d : Int} (h : a = b) (g : c = d) : a - c = b - d := by rw [h, g]
theorem neg_congr {a b : Int} (h : a = b) : -a = -b := by rw [h]
theorem lt_of_gt {x y : Int} (h : x > y) : y < x := h
theorem le_of_ge {x y : Int} (h : x ≥ y) : y ≤ x := h
theorem ofNat_mul_nonneg {a b : Nat} : 0 ≤ (a : Int) * b := Int.natCast_nonneg (a * b)
theorem ofNat_congr {a b : Nat} (h : a = b) : (a : Int) = (b : Int) := congrArg _ h
theorem ofNat_sub_sub {a b c : Nat} : ((a - b - c : Nat) : Int) = ((a - (b + c) : Nat) : Int) :=
  congrArg _ (Nat.sub_sub a b c)
theorem ofNat_sub_dichotomy {a b : Nat} :
    b ≤ a ∧ ((a - b : Nat) : Int) = a - b ∨ a < b ∧ ((a - b : Nat) : Int) = 0 := by
  rcases Nat.lt_or_ge a b with h | h
  · exact .inr ⟨h, congrArg _ (Nat.sub_eq_zero_of_le (Nat.le_of_lt h))⟩
  · refine .inl ⟨h, ?_⟩
    obtain ⟨k, rfl⟩ := Nat.exists_of_le h
    rw [Nat.add_sub_cancel_left]
    show (k : Int) = (b : Int) + k - b
    rw [Int.add_comm, Int.add_sub_cancel]
theorem ofNat_min (a b : Nat) : ((min a b : Nat) : Int) = min (a : Int) b := by
  show ((if a ≤ b then a else b : Nat) : Int) = if (a : Int) ≤ b then (a : Int) else b
  by_cases h : a ≤ b
  · rw [if_pos h, if_pos (ofNat_le_of_le h)]
  · rw [if_neg h, if_neg fun g => h (Int.natCast_le.mp g)]
theorem ofNat_max (a b : Nat) : ((max a b : Nat) : Int) = max (a : Int) b := by
  show ((if a ≤ b then b else a : Nat) : Int) = if (a : Int) ≤ b then (b : Int) else a
  by_cases h : a ≤ b
  · rw [if_pos h, if_pos (ofNat_le_of_le h)]
  · rw [if_neg h, if_neg fun g => h (Int.natCast_le.mp g)]
end Int

end Lean.Omega
