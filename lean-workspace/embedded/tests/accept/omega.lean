-- Linear arithmetic over ℕ and ℤ.

-- snippet: transitivity
example (a b c : ℕ) (h : a < b) (g : b < c) : a + 1 < c := by omega

-- snippet: truncated subtraction
example (a b : ℕ) (h : b ≤ a) : a - b + b = a := by omega

-- snippet: truncated subtraction below zero
example (a b : ℕ) (h : a < b) : a - b = 0 := by omega

-- snippet: division and remainder
example (n : ℕ) : n = 2 * (n / 2) + n % 2 := by omega

-- snippet: remainder of a sum
example (a b : ℕ) (h : a % 3 = 1) (g : b % 3 = 2) : (a + b) % 3 = 0 := by omega

-- snippet: divisibility by a literal
example (a b : ℕ) (h : 3 ∣ a) (g : 3 ∣ b) : 3 ∣ a + b := by omega

-- snippet: not divisible
example (a : ℕ) (h : ¬ 2 ∣ a) : 2 ∣ a + 1 := by omega

-- snippet: four divides, so two divides
example (a : ℤ) (h : 4 ∣ a) : 2 ∣ a := by omega

-- snippet: integers
example (x y : ℤ) (h : 2 * x + 1 = 2 * y) : False := by omega

-- snippet: negative remainders
example (x : ℤ) (h : x % 5 = 3) : (-x) % 5 = 2 := by omega

-- snippet: integer division rounds down
example (x : ℤ) (h : x / 4 = -3) : -12 ≤ x ∧ x < -8 := by omega

-- snippet: disjunction in the goal
example (n : ℕ) : n % 2 = 0 ∨ n % 2 = 1 := by omega

-- snippet: disjunction in a hypothesis
example (a b : ℕ) (h : a < b ∨ b < a) : a ≠ b := by omega

-- snippet: conjunction, implication, equivalence
example (a b : ℕ) : (a ≤ b ∧ b ≤ a) ↔ a = b := by omega

-- snippet: implication in a hypothesis
example (a b : ℕ) (h : a < 3 → b < 3) (g : a = 2) : b < 3 := by omega

-- snippet: equivalence in a hypothesis
example (a b : ℕ) (h : a < 3 ↔ b < 3) (g : a = 2) : b ≤ 2 := by omega

-- snippet: negated implication
example (a b : ℕ) (h : ¬(a < 3 → b < 3)) : a < b := by omega

-- snippet: negated equivalence
example (a b : ℕ) (h : ¬(a < 3 ↔ b < 3)) (g : a = 2) : 3 ≤ b := by omega

-- snippet: trichotomy
example (a b : ℤ) : a < b ∨ a = b ∨ b < a := by omega

-- snippet: naturals and integers together
example (n : ℕ) (a : ℤ) (h : a = n) : 0 ≤ a := by omega

-- snippet: cast of a difference
example (m n : ℕ) (h : n ≤ m) : ((m - n : ℕ) : ℤ) = (m : ℤ) - n := by omega

-- snippet: minimum and maximum
example (a b : ℕ) : min a b ≤ a ∧ b ≤ max a b ∧ min a b + max a b = a + b := by omega

-- snippet: absolute value as a natural number
example (a : ℤ) (h : a < 0) : (a.natAbs : ℤ) = -a := by omega

-- snippet: toNat
example (a : ℤ) (h : 0 ≤ a) : (a.toNat : ℤ) = a := by omega

-- snippet: existential hypothesis
example (h : ∃ n : ℕ, n < 0) : False := by omega

-- snippet: nonlinear terms are atoms
example (a b : ℕ) (h : a * b = 6) : a * b + 1 = 7 := by omega

-- snippet: intro then omega
example : ∀ a b : ℕ, a ≤ b → a ≤ b + 1 := by intro a b h; omega

-- snippet: intros then omega
example : ∀ a b : ℕ, a < b → ¬b ≤ a := by intros; omega

-- snippet: constructor and omega on all goals
example (a b : ℕ) (h : a + b = 10) (g : a = b) : a = 5 ∧ b = 5 := by constructor <;> omega

-- snippet: a system of equations
example (x y z : ℤ) (h₁ : x + y + z = 6) (h₂ : x - y = 0) (h₃ : z - y = 3) : x = 1 ∧ y = 1 ∧ z = 4 := by omega

-- snippet: pigeonhole of remainders
example (a b c : ℕ) : a % 2 = b % 2 ∨ b % 2 = c % 2 ∨ a % 2 = c % 2 := by omega

-- snippet: consecutive numbers
example (n : ℕ) : (n + (n + 1) + (n + 2)) % 3 = 0 := by omega

-- snippet: coins of three and five
example (n : ℕ) (h : 8 ≤ n) : ∃ a b : ℕ, n = 3 * a + 5 * b := by
  obtain h | h | h : n % 3 = 0 ∨ n % 3 = 1 ∨ n % 3 = 2 := by omega
  · exact ⟨n / 3, 0, by omega⟩
  · exact ⟨(n - 10) / 3, 2, by omega⟩
  · exact ⟨(n - 5) / 3, 1, by omega⟩

-- snippet: if then else over the integers
example (x y : ℤ) : (if x < y then x else y) ≤ x := by omega

-- snippet: large coefficients
example (x y : ℤ) (h : 1234567 * x + 7654321 * y = 1) (g : y = 0) : x ≠ 5 := by omega
