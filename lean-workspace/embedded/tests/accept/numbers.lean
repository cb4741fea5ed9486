-- Lemmas about natural numbers and integers, by their names in the real library.

-- snippet: commutative, associative, distributive
example (a b c : ℕ) : a + b = b + a ∧ a * b = b * a ∧ a * (b + c) = a * b + a * c :=
  ⟨Nat.add_comm a b, Nat.mul_comm a b, Nat.left_distrib a b c⟩

-- snippet: order on the naturals
example (a b c : ℕ) (h : a ≤ b) (g : b ≤ c) : a ≤ c := Nat.le_trans h g

-- snippet: antisymmetry
example (a b : ℕ) (h : a ≤ b) (g : b ≤ a) : a = b := Nat.le_antisymm h g

-- snippet: irreflexivity
example (a : ℕ) : ¬a < a := Nat.lt_irrefl a

-- snippet: strict and weak order mix
example (a b c : ℕ) (h : a < b) (g : b ≤ c) : a < c := Nat.lt_of_lt_of_le h g

-- snippet: totality
example (a b : ℕ) : a ≤ b ∨ b ≤ a := Nat.le_total a b

-- snippet: addition is monotone
example (a b c d : ℕ) (h : a ≤ b) (g : c ≤ d) : a + c ≤ b + d := Nat.add_le_add h g

-- snippet: multiplication is monotone
example (a b c d : ℕ) (h : a ≤ b) (g : c ≤ d) : a * c ≤ b * d := Nat.mul_le_mul h g

-- snippet: strict monotonicity of multiplication
example (a b k : ℕ) (h : a < b) (hk : 0 < k) : k * a < k * b := Nat.mul_lt_mul_of_pos_left h hk

-- snippet: cancelling a factor
example (a b k : ℕ) (hk : 0 < k) (h : k * a = k * b) : a = b := Nat.eq_of_mul_eq_mul_left hk h

-- snippet: squares are monotone
example (a b : ℕ) (h : a ≤ b) : a * a ≤ b * b := Nat.mul_self_le_mul_self h

-- snippet: powers
example (a m n : ℕ) : a ^ (m + n) = a ^ m * a ^ n ∧ (a ^ m) ^ n = a ^ (m * n) :=
  ⟨Nat.pow_add a m n, (Nat.pow_mul a m n).symm⟩

-- snippet: powers are monotone
example (a b n : ℕ) (h : a ≤ b) : a ^ n ≤ b ^ n := Nat.pow_le_pow_left h n

-- snippet: two to the n is bigger than n
example (n : ℕ) : n < 2 ^ n := Nat.lt_two_pow_self

-- snippet: division with remainder
example (m k : ℕ) : k * (m / k) + m % k = m := Nat.div_add_mod m k

-- snippet: a remainder is smaller
example (n : ℕ) : n % 7 < 7 := Nat.mod_lt n (by decide)

-- snippet: remainders of sums, products, powers
example (a b n : ℕ) : (a + b) % n = (a % n + b % n) % n ∧ a * b % n = a % n * (b % n) % n :=
  ⟨Nat.add_mod a b n, Nat.mul_mod a b n⟩

-- snippet: division and order
example (x y k : ℕ) (h : 0 < k) : x ≤ y / k ↔ x * k ≤ y := Nat.le_div_iff_mul_le h

-- snippet: positive naturals
example (n : ℕ) (h : n ≠ 0) : 0 < n := Nat.pos_of_ne_zero h

-- snippet: every number is zero or a successor
example (n : ℕ) (h : n ≠ 0) : ∃ k, n = k + 1 := Nat.exists_eq_succ_of_ne_zero h

-- snippet: subtraction lemmas
example (n m k : ℕ) : n - m - k = n - (m + k) ∧ n + m - m = n := ⟨Nat.sub_sub n m k, Nat.add_sub_cancel n m⟩

-- snippet: integer ring laws
example (a b c : ℤ) : a * (b + c) = a * b + a * c ∧ a * b * c = a * (b * c) ∧ a - b = a + -b :=
  ⟨Int.mul_add a b c, Int.mul_assoc a b c, Int.sub_eq_add_neg⟩

-- snippet: integer order
example (a b c : ℤ) (h : a ≤ b) (g : b < c) : a < c := Int.lt_of_le_of_lt h g

-- snippet: integer antisymmetry
example (a b : ℤ) (h : a ≤ b) (g : b ≤ a) : a = b := Int.le_antisymm h g

-- snippet: squares of integers are not negative
example (a : ℤ) : 0 ≤ a ^ 2 ∧ 0 ≤ a * a := ⟨Int.pow_two_nonneg a, Int.mul_self_nonneg a⟩

-- snippet: sum of squares is zero only at zero
example (a b : ℤ) (h : a * a + b * b = 0) : a = 0 ∧ b = 0 := by
  have ha := Int.mul_self_nonneg a
  have hb := Int.mul_self_nonneg b
  have za : a * a = 0 := by omega
  have zb : b * b = 0 := by omega
  exact ⟨by simpa using za, by simpa using zb⟩

-- snippet: the inequality of the means
example (a b : ℤ) : 2 * a * b ≤ a ^ 2 + b ^ 2 := by
  have h := Int.pow_two_nonneg (a - b)
  have e : (a - b) ^ 2 = a ^ 2 + b ^ 2 - 2 * a * b := by ring
  omega

-- snippet: product of positive integers
example (a b : ℤ) (h : 0 < a) (g : 0 < b) : 0 < a * b := Int.mul_pos h g

-- snippet: integer division with remainder
example (a b : ℤ) : b * (a / b) + a % b = a := Int.mul_ediv_add_emod a b

-- snippet: integer remainders are never negative
example (a : ℤ) : 0 ≤ a % 7 ∧ a % 7 < 7 := ⟨Int.emod_nonneg a (by decide), Int.emod_lt_of_pos a (by decide)⟩

-- snippet: absolute value of integers
example (a : ℤ) : a = a.natAbs ∨ a = -(a.natAbs : ℤ) := Int.natAbs_eq a

-- snippet: casts of sums and products
example (m n : ℕ) : ((m + n : ℕ) : ℤ) = m + n ∧ ((m * n : ℕ) : ℤ) = m * n := ⟨Int.natCast_add m n, Int.natCast_mul m n⟩

-- snippet: casts respect order and divisibility
example (m n : ℕ) (h : (m : ℤ) ∣ n) : m ∣ n := Int.natCast_dvd_natCast.mp h

-- snippet: absolute value bars
example (a b : ℤ) : |a - b| = |b - a| ∧ 0 ≤ |a| ∧ |-3| = 3 := ⟨abs_sub_comm a b, abs_nonneg a, rfl⟩

-- snippet: absolute value through omega
example (a : ℤ) (h : |a| < 3) : -2 ≤ a ∧ a ≤ 2 := by
  rw [abs_lt] at h
  omega

-- snippet: triangle inequality and products
example (a b : ℤ) : |a + b| ≤ |a| + |b| ∧ |a * b| = |a| * |b| := ⟨abs_add_le a b, abs_mul a b⟩

-- snippet: bars beside or and alternatives
example (a : ℤ) : |a| = a ∨ |a| = -a := by
  match abs_cases a with
  | .inl h => exact .inl h.1
  | .inr h => exact .inr h.1

-- snippet: squares by Mathlib's names
example (a b : ℤ) : 0 ≤ a ^ 2 + b * b := by
  have h := sq_nonneg a
  have g := mul_self_nonneg b
  omega
