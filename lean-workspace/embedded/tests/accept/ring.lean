-- Polynomial identities.

-- snippet: square of a sum over the naturals
example (a b : ℕ) : (a + b) ^ 2 = a ^ 2 + 2 * a * b + b ^ 2 := by ring

-- snippet: square of a sum over the integers
example (a b : ℤ) : (a + b) ^ 2 = a ^ 2 + 2 * a * b + b ^ 2 := by ring

-- snippet: square of a difference
example (a b : ℤ) : (a - b) ^ 2 = a ^ 2 - 2 * a * b + b ^ 2 := by ring

-- snippet: difference of squares
example (a b : ℤ) : (a - b) * (a + b) = a ^ 2 - b ^ 2 := by ring

-- snippet: difference of cubes
example (a b : ℤ) : a ^ 3 - b ^ 3 = (a - b) * (a ^ 2 + a * b + b ^ 2) := by ring

-- snippet: cube of a sum
example (a b : ℕ) : (a + b) ^ 3 = a ^ 3 + 3 * a ^ 2 * b + 3 * a * b ^ 2 + b ^ 3 := by ring

-- snippet: Brahmagupta
example (a b c d : ℤ) : (a ^ 2 + b ^ 2) * (c ^ 2 + d ^ 2) = (a * c - b * d) ^ 2 + (a * d + b * c) ^ 2 := by ring

-- snippet: symbolic exponents
example (n : ℕ) : 2 ^ (n + 2) = 4 * 2 ^ n := by ring

-- snippet: atoms may be any terms
example (f : ℤ → ℤ) (x : ℤ) : f x * 2 + f (x + 1) = f (x + 1) + f x + f x := by ring

-- snippet: large coefficients
example (x : ℤ) : 12345 * x - 345 * x = 12000 * x := by ring

-- snippet: plain commutativity
example (a b c : ℕ) : a * b * c + 0 = c * (b * a) := by ring

-- snippet: three variables, fourth power
example (a b c : ℤ) : (a + b + c) ^ 4 = ((c + b + a) ^ 2) ^ 2 := by ring

-- snippet: a difference of naturals is an atom
example (a b : ℕ) : (a - b) * 2 = (a - b) + (a - b) := by ring

-- snippet: sum formula by induction and ring
def sumTo : ℕ → ℕ
  | 0 => 0
  | n + 1 => sumTo n + (n + 1)
theorem two_mul_sumTo (n : ℕ) : 2 * sumTo n = n * (n + 1) := by
  induction n with
  | zero => rfl
  | succ n ih => rw [sumTo, Nat.mul_add, ih]; ring

-- snippet: ring inside calc
example (a b : ℤ) (h : a + b = 3) : a ^ 2 + 2 * a * b + b ^ 2 = 9 := calc
  a ^ 2 + 2 * a * b + b ^ 2 = (a + b) ^ 2 := by ring
  _ = 3 ^ 2 := by rw [h]
  _ = 9 := by decide

-- snippet: a witness checked by ring
example (n : ℕ) : ∃ k, (2 * n + 1) ^ 2 = 2 * k + 1 := ⟨2 * n ^ 2 + 2 * n, by ring⟩

-- snippet: the identity without ring
example (a b : ℕ) : (a + b) * (a + b) = a * a + 2 * (a * b) + b * b := by
  rw [Nat.mul_add, Nat.add_mul, Nat.add_mul, Nat.mul_comm b a]; omega
