prelude
import Base.NatLemmas
/-!
# Bit operations, and why they are here

The kernel computes `Nat.land`, `lor`, `xor`, `shiftLeft`, `shiftRight` and `log2` on literals with GMP, by
name, whatever the definition says. If the names were free, a file could define them wrongly and have a false
equation accepted. So they are taken, by definitions that are proved here to be what GMP computes: bit for
bit, power by power. The definitions differ from the real library's in one thing: they recurse on fuel instead
of a well-founded order.
-/
namespace Nat

/-! ## Definitions -/

/-- Combines the bits of `n` and `m` with `f`; `fuel` is the number of bits that are looked at. -/
def bitwiseFuel (f : Bool → Bool → Bool) : (fuel n m : Nat) → Nat
  | 0, _, _ => 0
  | fuel + 1, n, m => cond (f (decide (n % 2 = 1)) (decide (m % 2 = 1))) 1 0 + 2 * bitwiseFuel f fuel (n / 2) (m / 2)

/-- Combines the bits of `n` and `m` with `f`. A number has fewer bits than its value, so the fuel suffices. -/
def bitwise (f : Bool → Bool → Bool) (n m : Nat) : Nat := bitwiseFuel f (n + m) n m

@[extern "lean_nat_land"] def land (n m : @& Nat) : Nat := bitwise Bool.and n m
@[extern "lean_nat_lor"] def lor (n m : @& Nat) : Nat := bitwise Bool.or n m
@[extern "lean_nat_lxor"] def xor (n m : @& Nat) : Nat := bitwise (fun a b => Bool.not (Bool.beq a b)) n m

@[extern "lean_nat_shiftl"] def shiftLeft : (n m : @& Nat) → Nat
  | n, 0 => n
  | n, m + 1 => shiftLeft (2 * n) m

@[extern "lean_nat_shiftr"] def shiftRight : (n m : @& Nat) → Nat
  | n, 0 => n
  | n, m + 1 => shiftRight n m / 2

def log2Fuel : (fuel n : Nat) → Nat
  | 0, _ => 0
  | fuel + 1, n => if 2 ≤ n then log2Fuel fuel (n / 2) + 1 else 0

/-- The number of the highest bit; `0` for `0`. -/
@[extern "lean_nat_log2"] def log2 (n : @& Nat) : Nat := log2Fuel n n

/-- Bit number `i` of `n`. -/
def testBit (n i : Nat) : Bool := decide (n / 2 ^ i % 2 = 1)

/-! ## Specifications -/

theorem div_two_pow_succ (n i : Nat) : n / 2 ^ (i + 1) = n / 2 / 2 ^ i := by
  rw [Nat.pow_succ', Nat.div_div_eq_div_mul]

theorem testBit_bitwiseFuel {f : Bool → Bool → Bool} (hf : f false false = false) :
    ∀ (fuel n m i : Nat), n < 2 ^ fuel → m < 2 ^ fuel →
      testBit (bitwiseFuel f fuel n m) i = f (testBit n i) (testBit m i) := by
  intro fuel
  induction fuel with
  | zero =>
    intro n m i hn hm
    obtain rfl : n = 0 := lt_one_iff.mp hn
    obtain rfl : m = 0 := lt_one_iff.mp hm
    have bit : testBit 0 i = false := decide_eq_false (by rw [Nat.zero_div]; decide)
    show testBit 0 i = _
    rw [bit, hf]
  | succ fuel ih =>
    intro n m i hn hm
    rw [pow_succ] at hn hm
    have rest := fun i => ih (n / 2) (m / 2) i (by omega) (by omega)
    have low : ∀ c : Bool, cond c 1 0 < 2 := fun c => by cases c <;> decide
    unfold bitwiseFuel
    generalize e : f (decide (n % 2 = 1)) (decide (m % 2 = 1)) = c
    generalize bitwiseFuel f fuel (n / 2) (m / 2) = r at rest
    have split := div_mod_unique (k := 2) (q := r) (low c) (Nat.add_comm _ _)
    cases i with
    | zero =>
      unfold testBit
      rw [Nat.pow_zero, Nat.div_one, Nat.div_one, Nat.div_one, e, split.2]
      cases c <;> rfl
    | succ i =>
      have rest := rest i
      unfold testBit at rest ⊢
      rw [div_two_pow_succ, div_two_pow_succ, div_two_pow_succ, split.1, rest]

theorem testBit_bitwise {f : Bool → Bool → Bool} (hf : f false false = false) (n m i : Nat) :
    testBit (bitwise f n m) i = f (testBit n i) (testBit m i) :=
  testBit_bitwiseFuel hf (n + m) n m i
    (Nat.lt_of_lt_of_le lt_two_pow_self (Nat.pow_le_pow_right (by decide) (le_add_right n m)))
    (Nat.lt_of_lt_of_le lt_two_pow_self (Nat.pow_le_pow_right (by decide) (le_add_left m n)))

theorem testBit_land (n m i : Nat) : testBit (land n m) i = (testBit n i && testBit m i) := testBit_bitwise rfl n m i
theorem testBit_lor (n m i : Nat) : testBit (lor n m) i = (testBit n i || testBit m i) := testBit_bitwise rfl n m i
theorem testBit_xor (n m i : Nat) : testBit (xor n m) i = (testBit n i != testBit m i) :=
  (testBit_bitwise rfl n m i).trans (by cases testBit n i <;> cases testBit m i <;> rfl)

/-- A number is determined by its bits, so the three laws above determine `land`, `lor` and `xor`. -/
theorem eq_of_testBit_eq {n m : Nat} (bits : ∀ i, testBit n i = testBit m i) : n = m := by
  generalize e : n + m = size
  induction size using Nat.strong_induction_on generalizing n m with
  | h size ih =>
    have low : n % 2 = m % 2 := by
      have := bits 0
      unfold testBit at this
      rw [Nat.pow_zero, Nat.div_one, Nat.div_one] at this
      by_cases a : n % 2 = 1
      · have b := of_decide_eq_true (this.symm.trans (decide_eq_true a)); omega
      · have b := of_decide_eq_false (this.symm.trans (decide_eq_false a)); omega
    have high : ∀ i, testBit (n / 2) i = testBit (m / 2) i := by
      intro i
      have := bits (i + 1)
      unfold testBit at this ⊢
      rwa [div_two_pow_succ, div_two_pow_succ] at this
    by_cases z : size = 0
    · omega
    · have := ih (n / 2 + m / 2) (by omega) high rfl
      omega

theorem shiftLeft_eq (n m : Nat) : shiftLeft n m = n * 2 ^ m := by
  induction m generalizing n with
  | zero => exact (Nat.mul_one n).symm
  | succ m ih => show shiftLeft (2 * n) m = _; rw [ih, Nat.pow_succ', Nat.mul_comm 2, Nat.mul_assoc]

theorem shiftRight_eq_div_pow (n m : Nat) : shiftRight n m = n / 2 ^ m := by
  induction m with
  | zero => exact (Nat.div_one n).symm
  | succ m ih => show shiftRight n m / 2 = _; rw [ih, pow_succ, Nat.div_div_eq_div_mul]

theorem log2Fuel_spec : ∀ fuel n : Nat, n ≤ fuel → n ≠ 0 →
    2 ^ log2Fuel fuel n ≤ n ∧ n < 2 ^ (log2Fuel fuel n + 1) := by
  intro fuel
  induction fuel with
  | zero => intro n h g; exact absurd (eq_zero_of_le_zero h) g
  | succ fuel ih =>
    intro n h g
    unfold log2Fuel
    split
    · have := ih (n / 2) (by omega) (by omega)
      rw [pow_succ] at this ⊢
      rw [pow_succ]; omega
    · rw [pow_succ, Nat.pow_zero]; omega

theorem log2_zero : log2 0 = 0 := rfl
theorem log2_self_le {n : Nat} (h : n ≠ 0) : 2 ^ log2 n ≤ n := (log2Fuel_spec n n (Nat.le_refl n) h).1
theorem lt_log2_self {n : Nat} (h : n ≠ 0) : n < 2 ^ (log2 n + 1) := (log2Fuel_spec n n (Nat.le_refl n) h).2

end Nat
