-- The kernel computes these functions on literals by GMP, by name. Each of our definitions must be that function: here it is
-- pinned down, by equations or by a property that only one function has.

-- snippet: succ and add
theorem gmp (n m : ℕ) : n + 0 = n ∧ n + (m + 1) = (n + m) + 1 := ⟨rfl, rfl⟩

-- snippet: sub
theorem gmp (n m k : ℕ) : n - m = k ↔ n = m + k ∨ (n < m ∧ k = 0) := by omega

-- snippet: mul
theorem gmp (n m : ℕ) : n * 0 = 0 ∧ n * (m + 1) = n * m + n := ⟨rfl, rfl⟩

-- snippet: pow
theorem gmp (n m : ℕ) : n ^ 0 = 1 ∧ n ^ (m + 1) = n ^ m * n := ⟨rfl, rfl⟩

-- snippet: div and mod
theorem gmp (n m : ℕ) : m * (n / m) + n % m = n ∧ (0 < m → n % m < m) ∧ n / 0 = 0 ∧ n % 0 = n :=
  ⟨Nat.div_add_mod n m, Nat.mod_lt n, Nat.div_zero n, Nat.mod_zero n⟩

-- snippet: gcd
theorem gmp (n m : ℕ) : (Nat.gcd n m ∣ n ∧ Nat.gcd n m ∣ m) ∧ ∀ d, d ∣ n → d ∣ m → d ∣ Nat.gcd n m := Nat.gcd_spec n m

-- snippet: beq
theorem gmp (n m : ℕ) : Nat.beq n m = true ↔ n = m :=
  ⟨Nat.eq_of_beq_eq_true, fun e => Bool.eq_true_of_ne_false fun h => Nat.ne_of_beq_eq_false h e⟩

-- snippet: ble
theorem gmp (n m : ℕ) : Nat.ble n m = true ↔ n ≤ m := ⟨Nat.le_of_ble_eq_true, Nat.ble_eq_true_of_le⟩

-- snippet: log2
theorem gmp (n : ℕ) : Nat.log2 0 = 0 ∧ (n ≠ 0 → 2 ^ Nat.log2 n ≤ n ∧ n < 2 ^ (Nat.log2 n + 1)) :=
  ⟨Nat.log2_zero, fun h => ⟨Nat.log2_self_le h, Nat.lt_log2_self h⟩⟩

-- snippet: land
theorem gmp (n m i : ℕ) : Nat.testBit (Nat.land n m) i = (Nat.testBit n i && Nat.testBit m i) := Nat.testBit_land n m i

-- snippet: lor
theorem gmp (n m i : ℕ) : Nat.testBit (Nat.lor n m) i = (Nat.testBit n i || Nat.testBit m i) := Nat.testBit_lor n m i

-- snippet: xor
theorem gmp (n m i : ℕ) : Nat.testBit (Nat.xor n m) i = (Nat.testBit n i != Nat.testBit m i) := Nat.testBit_xor n m i

-- snippet: bits are remainders, and determine the number
theorem gmp (n m : ℕ) : (∀ i, Nat.testBit n i = decide (n / 2 ^ i % 2 = 1)) ∧
    ((∀ i, Nat.testBit n i = Nat.testBit m i) → n = m) := ⟨fun _ => rfl, Nat.eq_of_testBit_eq⟩

-- snippet: shiftLeft
theorem gmp (n m : ℕ) : Nat.shiftLeft n m = n * 2 ^ m := Nat.shiftLeft_eq n m

-- snippet: shiftRight
theorem gmp (n m : ℕ) : Nat.shiftRight n m = n / 2 ^ m := Nat.shiftRight_eq_div_pow n m

-- snippet: literals and definitions agree on samples
theorem gmp : Nat.land 12 10 = 8 ∧ Nat.lor 12 10 = 14 ∧ Nat.xor 12 10 = 6 ∧ Nat.shiftLeft 3 4 = 48 ∧
    Nat.shiftRight 48 4 = 3 ∧ Nat.log2 1000 = 9 ∧ Nat.gcd 12 18 = 6 ∧ 3 ^ 4 = 81 ∧ 17 / 5 = 3 ∧ 17 % 5 = 2 := by decide
