prelude
import Base.Bounded
import Base.Gcd
/-!
# Prime numbers

`Nat.Prime p` is what Mathlib proves equivalent to its own definition (`Nat.prime_def`): at least `2`, and
divisible by `1` and itself alone. It is decided by trial division up to the square root, so that `decide`
handles numbers of four digits.
-/
namespace Nat

/-- A prime number: at least `2`, without a divisor other than `1` and itself. -/
def Prime (p : ℕ) : Prop := 2 ≤ p ∧ ∀ m, m ∣ p → m = 1 ∨ m = p

theorem prime_def {p : ℕ} : Prime p ↔ 2 ≤ p ∧ ∀ m, m ∣ p → m = 1 ∨ m = p := Iff.rfl

/-! ## Deciding it -/

/-- No `d` with `k ≤ d` and `d * d ≤ n` divides `n`; `fuel` bounds the number of candidates. -/
def noDivisorFrom (n : ℕ) : (fuel k : ℕ) → Bool
  | 0, _ => true
  | fuel + 1, k => Nat.ble (n + 1) (k * k) || (!Nat.beq (n % k) 0 && noDivisorFrom n fuel (k + 1))

theorem noDivisorFrom_spec (n : ℕ) : ∀ fuel k : ℕ, n < k + fuel →
    (noDivisorFrom n fuel k = true ↔ ∀ d, k ≤ d → d * d ≤ n → ¬d ∣ n) := by
  intro fuel
  induction fuel with
  | zero =>
    intro k h
    refine ⟨fun _ d l s _ => ?_, fun _ => rfl⟩
    have := le_mul_self d
    omega
  | succ fuel ih =>
    intro k h
    have rest := ih (k + 1) (by omega)
    unfold noDivisorFrom
    rw [Bool.or_eq_true, Bool.and_eq_true, rest]
    constructor
    · rintro (big | ⟨no, rest⟩) d l s
      · have := Nat.mul_self_le_mul_self l
        have := le_of_ble_eq_true big
        omega
      · rcases Nat.lt_or_eq_of_le l with l | rfl
        · exact rest d l s
        · intro dvd
          rw [mod_eq_zero_of_dvd dvd] at no
          exact absurd no (by decide)
    · intro all
      by_cases big : k * k ≤ n
      · refine .inr ⟨?_, fun d l s => all d (Nat.le_of_lt l) s⟩
        have := all k (Nat.le_refl k) big
        rw [dvd_iff_mod_eq_zero] at this
        cases e : Nat.beq (n % k) 0 with
        | false => rfl
        | true => exact absurd (Nat.eq_of_beq_eq_true e) this
      · exact .inl (ble_eq_true_of_le (by omega))

/-- Trial division up to the square root is enough. -/
theorem prime_def_le_sqrt {p : ℕ} : Prime p ↔ 2 ≤ p ∧ ∀ d, 2 ≤ d → d * d ≤ p → ¬d ∣ p := by
  constructor
  · rintro ⟨two, all⟩
    refine ⟨two, fun d l s h => ?_⟩
    rcases all d h with rfl | rfl
    · omega
    · have := Nat.mul_le_mul_left d l
      omega
  · rintro ⟨two, all⟩
    refine ⟨two, fun m h => ?_⟩
    obtain ⟨k, e⟩ := h
    rcases Nat.lt_or_ge m 2 with small | m2
    · match m with
      | 0 => rw [Nat.zero_mul] at e; omega
      | 1 => exact .inl rfl
      | m + 2 => omega
    rcases Nat.lt_or_ge k 2 with small | k2
    · match k with
      | 0 => rw [Nat.mul_zero] at e; omega
      | 1 => rw [Nat.mul_one] at e; exact .inr e.symm
      | k + 2 => omega
    rcases Nat.le_total m k with l | l
    · exact absurd ⟨k, e⟩ (all m m2 (e ▸ Nat.mul_le_mul_left m l))
    · exact absurd ⟨m, by rw [e, Nat.mul_comm]⟩ (all k k2 (by rw [e]; exact Nat.mul_le_mul_right k l))

instance decidablePrime : DecidablePred Prime := fun p =>
  decidable_of_iff (2 ≤ p ∧ noDivisorFrom p p 2 = true)
    (by rw [prime_def_le_sqrt, noDivisorFrom_spec p p 2 (by omega)])

/-! ## First facts -/
theorem prime_two : Prime 2 := by decide
theorem prime_three : Prime 3 := by decide
theorem prime_five : Prime 5 := by decide
theorem not_prime_zero : ¬Prime 0 := by decide
theorem not_prime_one : ¬Prime 1 := by decide
theorem Prime.two_le {p : ℕ} (h : Prime p) : 2 ≤ p := h.1
theorem Prime.one_lt {p : ℕ} (h : Prime p) : 1 < p := h.1
theorem Prime.pos {p : ℕ} (h : Prime p) : 0 < p := Nat.lt_trans Nat.zero_lt_one h.1
theorem Prime.ne_zero {p : ℕ} (h : Prime p) : p ≠ 0 := Nat.ne_of_gt h.pos
theorem Prime.ne_one {p : ℕ} (h : Prime p) : p ≠ 1 := Nat.ne_of_gt h.one_lt
theorem Prime.eq_one_or_self_of_dvd {p : ℕ} (h : Prime p) (m : ℕ) (d : m ∣ p) : m = 1 ∨ m = p := h.2 m d
theorem Prime.eq_two_or_odd {p : ℕ} (h : Prime p) : p = 2 ∨ p % 2 = 1 := by
  rcases mod_two_eq_zero_or_one p with e | e
  · rcases h.2 2 (dvd_of_mod_eq_zero e) with x | x
    · omega
    · exact .inl x.symm
  · exact .inr e
theorem prime_dvd_prime_iff_eq {p q : ℕ} (hp : Prime p) (hq : Prime q) : p ∣ q ↔ p = q :=
  ⟨fun h => (hq.2 p h).resolve_left hp.ne_one, fun e => e ▸ Nat.dvd_refl p⟩

/-! ## Divisors -/
theorem Prime.coprime_iff_not_dvd {p n : ℕ} (hp : Prime p) : Coprime p n ↔ ¬p ∣ n := by
  constructor
  · intro h d
    have : gcd p n = 1 := h
    rw [gcd_eq_left d] at this
    exact hp.ne_one this
  · intro h
    rcases hp.2 _ (gcd_dvd_left p n) with e | e
    · exact e
    · exact absurd (e ▸ gcd_dvd_right p n) h
theorem Prime.dvd_mul {p m n : ℕ} (hp : Prime p) : p ∣ m * n ↔ p ∣ m ∨ p ∣ n := by
  constructor
  · intro h
    by_cases d : p ∣ m
    · exact .inl d
    · exact .inr ((hp.coprime_iff_not_dvd.mpr d).dvd_of_dvd_mul_left h)
  · rintro (h | h)
    · exact Nat.dvd_mul_right_of_dvd h n
    · exact Nat.dvd_mul_left_of_dvd h m
theorem Prime.dvd_of_dvd_pow {p m n : ℕ} (hp : Prime p) (h : p ∣ m ^ n) : p ∣ m := by
  induction n with
  | zero => exact absurd (eq_one_of_dvd_one h) hp.ne_one
  | succ n ih => rw [pow_succ] at h; exact (hp.dvd_mul.mp h).elim ih id
theorem exists_prime_and_dvd {n : ℕ} (h : n ≠ 1) : ∃ p, Prime p ∧ p ∣ n := by
  induction n using Nat.strong_induction_on with
  | h n ih =>
    by_cases z : n = 0
    · exact ⟨2, prime_two, z ▸ Nat.dvd_zero 2⟩
    by_cases prime : Prime n
    · exact ⟨n, prime, Nat.dvd_refl n⟩
    · have : ¬∀ m, m ∣ n → m = 1 ∨ m = n := fun all => prime ⟨by omega, all⟩
      obtain ⟨m, no⟩ := Classical.not_forall.mp this
      obtain ⟨d, ne⟩ := Classical.not_imp.mp no
      have ne := not_or.mp ne
      have := le_of_dvd (by omega) d
      obtain ⟨p, hp, e⟩ := ih m (by omega) ne.1
      exact ⟨p, hp, Nat.dvd_trans e d⟩

/-! ## Factorials -/

/-- `n !` is `1 * 2 * … * n`. -/
def factorial : ℕ → ℕ
  | 0 => 1
  | n + 1 => (n + 1) * factorial n

@[inherit_doc] scoped notation:10000 n "!" => Nat.factorial n

@[simp] theorem factorial_zero : factorial 0 = 1 := rfl
@[simp] theorem factorial_one : factorial 1 = 1 := rfl
@[simp] theorem factorial_two : factorial 2 = 2 := rfl
theorem factorial_succ (n : ℕ) : factorial (n + 1) = (n + 1) * factorial n := rfl
theorem factorial_pos (n : ℕ) : 0 < factorial n := by
  induction n with
  | zero => exact Nat.zero_lt_one
  | succ n ih => exact Nat.mul_pos (succ_pos n) ih
theorem factorial_ne_zero (n : ℕ) : factorial n ≠ 0 := Nat.ne_of_gt (factorial_pos n)
theorem factorial_dvd_factorial {m n : ℕ} (h : m ≤ n) : factorial m ∣ factorial n := by
  induction h with
  | refl => exact Nat.dvd_refl _
  | step _ ih => exact Nat.dvd_mul_left_of_dvd ih _
theorem dvd_factorial : ∀ {m n : ℕ}, 0 < m → m ≤ n → m ∣ factorial n
  | 0, _, h, _ => absurd h (Nat.lt_irrefl 0)
  | m + 1, _, _, h => Nat.dvd_trans (Nat.dvd_mul_right (m + 1) (factorial m)) (factorial_dvd_factorial h)

/-- Euclid: above every number there is a prime. -/
theorem exists_infinite_primes (n : ℕ) : ∃ p, n ≤ p ∧ Prime p := by
  have := factorial_pos n
  obtain ⟨p, hp, d⟩ := exists_prime_and_dvd (n := factorial n + 1) (by omega)
  refine ⟨p, Nat.le_of_not_lt fun l => ?_, hp⟩
  exact hp.ne_one (eq_one_of_dvd_one ((Nat.dvd_add_right (dvd_factorial hp.pos (Nat.le_of_lt l))).mp d))

end Nat
