-- Divisibility, parity, primes, gcd.

-- snippet: reflexive and transitive
example (a b c : ℕ) (h : a ∣ b) (g : b ∣ c) : a ∣ c ∧ a ∣ a := ⟨Nat.dvd_trans h g, Nat.dvd_refl a⟩

-- snippet: sums
example (a b c : ℕ) (h : a ∣ b) (g : a ∣ c) : a ∣ b + c := Nat.dvd_add h g

-- snippet: differences
example (a b c : ℕ) (h : a ∣ b) (g : a ∣ c) : a ∣ b - c := Nat.dvd_sub h g

-- snippet: products
example (a b : ℕ) : a ∣ a * b ∧ a ∣ b * a := ⟨Nat.dvd_mul_right a b, Nat.dvd_mul_left a b⟩

-- snippet: unfolding to a witness
example (a b : ℕ) (h : a ∣ b) : ∃ c, b = a * c := h

-- snippet: from a witness
example (n : ℕ) : 3 ∣ 6 * n := ⟨2 * n, by omega⟩

-- snippet: antisymmetric
example (a b : ℕ) (h : a ∣ b) (g : b ∣ a) : a = b := Nat.dvd_antisymm h g

-- snippet: a divisor is at most the number
example (a b : ℕ) (h : 0 < b) (g : a ∣ b) : a ≤ b := Nat.le_of_dvd h g

-- snippet: integers
example (a b c : ℤ) (h : a ∣ b) (g : a ∣ c) : a ∣ b + c ∧ a ∣ b - c ∧ a ∣ -b :=
  ⟨Int.dvd_add h g, Int.dvd_sub h g, Int.dvd_neg.mpr h⟩

-- snippet: divisibility and remainder
example (a b : ℕ) : a ∣ b ↔ b % a = 0 := Nat.dvd_iff_mod_eq_zero

-- snippet: even is a sum of two equal numbers
example (n : ℕ) : Even n ↔ ∃ r, n = r + r := Iff.rfl

-- snippet: odd is twice a number and one
example (n : ℤ) : Odd n ↔ ∃ k, n = 2 * k + 1 := Iff.rfl

-- snippet: even and odd as remainders
example (n : ℕ) : (Even n ↔ n % 2 = 0) ∧ (Odd n ↔ n % 2 = 1) := ⟨Nat.even_iff, Nat.odd_iff⟩

-- snippet: sum of evens from witnesses
example (m n : ℕ) (hm : Even m) (hn : Even n) : Even (m + n) := by
  obtain ⟨a, rfl⟩ := hm
  obtain ⟨b, rfl⟩ := hn
  exact ⟨a + b, by omega⟩

-- snippet: sum of odds from witnesses
example (m n : ℤ) (hm : Odd m) (hn : Odd n) : Even (m + n) := by
  obtain ⟨a, rfl⟩ := hm
  obtain ⟨b, rfl⟩ := hn
  exact ⟨a + b + 1, by omega⟩

-- snippet: product of odds
example (m n : ℤ) (hm : Odd m) (hn : Odd n) : Odd (m * n) := by
  obtain ⟨a, rfl⟩ := hm
  obtain ⟨b, rfl⟩ := hn
  exact ⟨2 * a * b + a + b, by ring⟩

-- snippet: parity by simp and omega
example (n : ℕ) (h : Odd n) : Even (n + 1) := by
  simp only [Nat.even_iff, Nat.odd_iff] at *
  omega

-- snippet: even or odd
example (n : ℤ) : Even n ∨ Odd n := Int.even_or_odd n

-- snippet: not even means odd
example (n : ℕ) : ¬Even n ↔ Odd n := Nat.not_even_iff_odd

-- snippet: even products
example (m n : ℕ) : Even (m * n) ↔ Even m ∨ Even n := Nat.even_mul

-- snippet: even squares
example (n : ℕ) (h : Even (n ^ 2)) : Even n := (Nat.even_pow.mp h).1

-- snippet: consecutive numbers have an even product
example (n : ℕ) : Even (n * (n + 1)) := by
  rw [Nat.even_mul, Nat.even_iff, Nat.even_iff]
  omega

-- snippet: even and two divides
example (n : ℕ) : Even n ↔ 2 ∣ n := even_iff_two_dvd

-- snippet: squares modulo four
example (n : ℕ) : n ^ 2 % 4 = 0 ∨ n ^ 2 % 4 = 1 := by
  rw [Nat.pow_two, Nat.mul_mod]
  have h : n % 4 = 0 ∨ n % 4 = 1 ∨ n % 4 = 2 ∨ n % 4 = 3 := by omega
  rcases h with h | h | h | h <;> rw [h] <;> decide

-- snippet: gcd divides both and is greatest
example (m n k : ℕ) (h : k ∣ m) (g : k ∣ n) : Nat.gcd m n ∣ m ∧ Nat.gcd m n ∣ n ∧ k ∣ Nat.gcd m n :=
  ⟨Nat.gcd_dvd_left m n, Nat.gcd_dvd_right m n, Nat.dvd_gcd h g⟩

-- snippet: gcd is commutative and associative
example (a b c : ℕ) : Nat.gcd a b = Nat.gcd b a ∧ Nat.gcd (Nat.gcd a b) c = Nat.gcd a (Nat.gcd b c) :=
  ⟨Nat.gcd_comm a b, Nat.gcd_assoc a b c⟩

-- snippet: gcd times lcm
example (m n : ℕ) : Nat.gcd m n * Nat.lcm m n = m * n := Nat.gcd_mul_lcm m n

-- snippet: coprime divisors
example (k m n : ℕ) (h : Nat.Coprime k n) (d : k ∣ m * n) : k ∣ m := h.dvd_of_dvd_mul_right d

-- snippet: Euclid's lemma
example (p m n : ℕ) (hp : Nat.Prime p) (h : p ∣ m * n) : p ∣ m ∨ p ∣ n := hp.dvd_mul.mp h

-- snippet: meaning of prime
example (p : ℕ) : Nat.Prime p ↔ 2 ≤ p ∧ ∀ m, m ∣ p → m = 1 ∨ m = p := Nat.prime_def

-- snippet: every number but one has a prime divisor
example (n : ℕ) (h : n ≠ 1) : ∃ p, Nat.Prime p ∧ p ∣ n := Nat.exists_prime_and_dvd h

-- snippet: infinitely many primes
example (n : ℕ) : ∃ p, n ≤ p ∧ Nat.Prime p := Nat.exists_infinite_primes n

-- snippet: a prime is two or odd
example (p : ℕ) (hp : Nat.Prime p) : p = 2 ∨ p % 2 = 1 := hp.eq_two_or_odd

-- snippet: factorials
example (m n : ℕ) (h : m ≤ n) : Nat.factorial m ∣ Nat.factorial n := Nat.factorial_dvd_factorial h
