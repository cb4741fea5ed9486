prelude
import Base.NatLemmas
/-!
# Greatest common divisors, least common multiples, coprime numbers

`Nat.gcd` itself is defined in `Base.Omega`, which needs it, with its specification `Nat.gcd_spec`.
-/
namespace Nat

/-! ## gcd -/
theorem gcd_dvd_left (m n : ℕ) : gcd m n ∣ m := (gcd_spec m n).1.1
theorem gcd_dvd_right (m n : ℕ) : gcd m n ∣ n := (gcd_spec m n).1.2
theorem gcd_dvd (m n : ℕ) : gcd m n ∣ m ∧ gcd m n ∣ n := (gcd_spec m n).1
theorem dvd_gcd {k m n : ℕ} (h : k ∣ m) (g : k ∣ n) : k ∣ gcd m n := (gcd_spec m n).2 k h g
theorem dvd_gcd_iff {k m n : ℕ} : k ∣ gcd m n ↔ k ∣ m ∧ k ∣ n :=
  ⟨fun h => ⟨Nat.dvd_trans h (gcd_dvd_left m n), Nat.dvd_trans h (gcd_dvd_right m n)⟩, fun h => dvd_gcd h.1 h.2⟩
/-- A common divisor that every common divisor divides is the gcd. -/
theorem gcd_eq_of_dvd {d m n : ℕ} (h : d ∣ m) (g : d ∣ n) (greatest : ∀ k, k ∣ m → k ∣ n → k ∣ d) : gcd m n = d :=
  Nat.dvd_antisymm (greatest _ (gcd_dvd_left m n) (gcd_dvd_right m n)) (dvd_gcd h g)
theorem gcd_comm (m n : ℕ) : gcd m n = gcd n m :=
  gcd_eq_of_dvd (gcd_dvd_right n m) (gcd_dvd_left n m) fun _ h g => dvd_gcd g h
theorem gcd_assoc (m n k : ℕ) : gcd (gcd m n) k = gcd m (gcd n k) := by
  refine gcd_eq_of_dvd ?_ ?_ fun d h g => ?_
  · exact dvd_gcd (gcd_dvd_left _ _) (Nat.dvd_trans (gcd_dvd_right _ _) (gcd_dvd_left _ _))
  · exact Nat.dvd_trans (gcd_dvd_right _ _) (gcd_dvd_right _ _)
  · have := dvd_gcd_iff.mp h
    exact dvd_gcd this.1 (dvd_gcd this.2 g)
@[simp] theorem gcd_zero_left (n : ℕ) : gcd 0 n = n :=
  gcd_eq_of_dvd (Nat.dvd_zero n) (Nat.dvd_refl n) fun _ _ g => g
@[simp] theorem gcd_zero_right (n : ℕ) : gcd n 0 = n := by rw [gcd_comm, gcd_zero_left]
@[simp] theorem gcd_self (n : ℕ) : gcd n n = n := gcd_eq_of_dvd (Nat.dvd_refl n) (Nat.dvd_refl n) fun _ h _ => h
@[simp] theorem gcd_one_left (n : ℕ) : gcd 1 n = 1 := eq_one_of_dvd_one (gcd_dvd_left 1 n)
@[simp] theorem gcd_one_right (n : ℕ) : gcd n 1 = 1 := eq_one_of_dvd_one (gcd_dvd_right n 1)
theorem gcd_rec (m n : ℕ) : gcd m n = gcd (n % m) m :=
  gcd_eq_of_dvd (gcd_dvd_right (n % m) m) ((dvd_mod_iff (gcd_dvd_right (n % m) m)).mp (gcd_dvd_left (n % m) m))
    fun _ h g => dvd_gcd ((dvd_mod_iff h).mpr g) h
theorem gcd_add_self_right (m n : ℕ) : gcd m (n + m) = gcd m n :=
  gcd_eq_of_dvd (gcd_dvd_left m n) (Nat.dvd_add (gcd_dvd_right m n) (gcd_dvd_left m n)) fun _ h g =>
    dvd_gcd h ((Nat.dvd_add_left h).mp g)
theorem gcd_pos_of_pos_left {m : ℕ} (n : ℕ) (h : 0 < m) : 0 < gcd m n := pos_of_dvd_of_pos (gcd_dvd_left m n) h
theorem gcd_pos_of_pos_right (m : ℕ) {n : ℕ} (h : 0 < n) : 0 < gcd m n := pos_of_dvd_of_pos (gcd_dvd_right m n) h
theorem gcd_eq_zero_iff {m n : ℕ} : gcd m n = 0 ↔ m = 0 ∧ n = 0 := by
  constructor
  · intro h
    have l := gcd_dvd_left m n
    have r := gcd_dvd_right m n
    rw [h] at l r
    exact ⟨eq_zero_of_zero_dvd l, eq_zero_of_zero_dvd r⟩
  · rintro ⟨rfl, rfl⟩; rfl
theorem gcd_eq_left {m n : ℕ} (h : m ∣ n) : gcd m n = m := gcd_eq_of_dvd (Nat.dvd_refl m) h fun _ h _ => h
theorem gcd_eq_right {m n : ℕ} (h : n ∣ m) : gcd m n = n := by rw [gcd_comm]; exact gcd_eq_left h
theorem gcd_mul_left (m n k : ℕ) : gcd (m * n) (m * k) = m * gcd n k := by
  induction n using Nat.strong_induction_on generalizing k with
  | h n ih =>
    rcases eq_zero_or_pos n with rfl | hn
    · rw [Nat.mul_zero, gcd_zero_left, gcd_zero_left]
    · rw [gcd_rec, gcd_rec n, mul_mod_mul_left]; exact ih (k % n) (mod_lt k hn) n
theorem gcd_mul_right (m n k : ℕ) : gcd (m * n) (k * n) = gcd m k * n := by
  rw [Nat.mul_comm m, Nat.mul_comm k, gcd_mul_left, Nat.mul_comm]

/-! ## lcm -/

/-- The least common multiple. -/
def lcm (m n : ℕ) : ℕ := m * n / gcd m n

theorem gcd_mul_lcm (m n : ℕ) : gcd m n * lcm m n = m * n :=
  Nat.mul_div_cancel' (Nat.dvd_trans (gcd_dvd_left m n) (Nat.dvd_mul_right m n))
theorem lcm_comm (m n : ℕ) : lcm m n = lcm n m := by unfold lcm; rw [Nat.mul_comm, gcd_comm]
@[simp] theorem lcm_zero_left (n : ℕ) : lcm 0 n = 0 := by unfold lcm; rw [Nat.zero_mul, Nat.zero_div]
@[simp] theorem lcm_zero_right (n : ℕ) : lcm n 0 = 0 := by rw [lcm_comm, lcm_zero_left]
@[simp] theorem lcm_one_left (n : ℕ) : lcm 1 n = n := by unfold lcm; rw [Nat.one_mul, gcd_one_left, Nat.div_one]
@[simp] theorem lcm_one_right (n : ℕ) : lcm n 1 = n := by rw [lcm_comm, lcm_one_left]
theorem dvd_lcm_left (m n : ℕ) : m ∣ lcm m n := by
  rcases eq_zero_or_pos (gcd m n) with z | h
  · rw [(gcd_eq_zero_iff.mp z).1, lcm_zero_left]; exact Nat.dvd_refl 0
  · obtain ⟨k, e⟩ := gcd_dvd_right m n
    refine ⟨k, Nat.mul_left_cancel h ?_⟩
    rw [gcd_mul_lcm, Nat.mul_left_comm, ← e]
theorem dvd_lcm_right (m n : ℕ) : n ∣ lcm m n := by rw [lcm_comm]; exact dvd_lcm_left n m
theorem lcm_dvd {m n k : ℕ} (h : m ∣ k) (g : n ∣ k) : lcm m n ∣ k := by
  rcases eq_zero_or_pos (gcd m n) with z | p
  · rw [(gcd_eq_zero_iff.mp z).1] at h ⊢; rw [lcm_zero_left]; exact h
  · refine Nat.dvd_of_mul_dvd_mul_left p ?_
    rw [gcd_mul_lcm, ← gcd_mul_right]
    refine dvd_gcd (Nat.mul_dvd_mul_left m g) ?_
    rw [Nat.mul_comm n]
    exact Nat.mul_dvd_mul_right h n
@[simp] theorem lcm_self (n : ℕ) : lcm n n = n :=
  Nat.dvd_antisymm (lcm_dvd (Nat.dvd_refl n) (Nat.dvd_refl n)) (dvd_lcm_left n n)

/-! ## Coprime numbers -/

/-- `m` and `n` have no common divisor but `1`. -/
@[reducible] def Coprime (m n : ℕ) : Prop := gcd m n = 1

theorem coprime_iff_gcd_eq_one {m n : ℕ} : gcd m n = 1 ↔ Coprime m n := Iff.rfl
theorem Coprime.gcd_eq_one {m n : ℕ} (h : Coprime m n) : gcd m n = 1 := h
theorem Coprime.symm {m n : ℕ} (h : Coprime m n) : Coprime n m := (gcd_comm n m).trans h
theorem coprime_comm {m n : ℕ} : Coprime m n ↔ Coprime n m := ⟨Coprime.symm, Coprime.symm⟩
theorem coprime_one_left (n : ℕ) : Coprime 1 n := gcd_one_left n
theorem coprime_one_right (n : ℕ) : Coprime n 1 := gcd_one_right n
theorem Coprime.dvd_of_dvd_mul_right {k m n : ℕ} (h : Coprime k n) (d : k ∣ m * n) : k ∣ m := by
  have := dvd_gcd (Nat.dvd_mul_left k m) d
  rwa [gcd_mul_left, h, Nat.mul_one] at this
theorem Coprime.dvd_of_dvd_mul_left {k m n : ℕ} (h : Coprime k m) (d : k ∣ m * n) : k ∣ n :=
  h.dvd_of_dvd_mul_right (by rwa [Nat.mul_comm])
theorem Coprime.mul_dvd_of_dvd_of_dvd {k m n : ℕ} (h : Coprime k n) (d : k ∣ m) (e : n ∣ m) : k * n ∣ m := by
  obtain ⟨c, rfl⟩ := e
  rw [Nat.mul_comm]; exact Nat.mul_dvd_mul_left n (h.dvd_of_dvd_mul_left d)

end Nat
