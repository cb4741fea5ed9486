-- decide: closed statements by computation in the kernel.

-- snippet: arithmetic
example : 2 ^ 10 = 1024 ∧ 10 < 11 := by decide

-- snippet: large literals
example : 100000000000 * 100000000000 = 10000000000000000000000 := by decide

-- snippet: division of large literals
example : 12345678901234567890 % 97 < 97 := by decide

-- snippet: for all below a bound
example : ∀ n < 20, n * n < 400 := by decide

-- snippet: for all up to a bound
example : ∀ n ≤ 12, n * (n + 1) % 2 = 0 := by decide

-- snippet: there is one below a bound
example : ∃ n < 20, n * n = 49 := by decide

-- snippet: there is one up to a bound
example : ∃ n ≤ 20, n * n = 400 := by decide

-- snippet: written out as an implication
example : ∀ n, n < 30 → n % 2 = 0 ∨ n % 2 = 1 := by decide

-- snippet: two bounded quantifiers
example : ∀ n < 8, ∀ m < 8, n * m = m * n := by decide

-- snippet: alternating bounded quantifiers
example : ∀ n < 10, ∃ m ≤ 10, n < m := by decide

-- snippet: negated existence
example : ¬∃ n < 30, n * n = 50 := by decide

-- snippet: bound depending on an outer variable
example : ∀ n < 8, ∀ m < n, m < 8 := by decide

-- snippet: divisibility
example : 7 ∣ 91 ∧ ¬ 7 ∣ 92 := by decide

-- snippet: bounded divisibility
example : ∀ n < 10, 3 ∣ n * n * n - n ∨ n < 1 := by decide

-- snippet: even and odd
example : Even 10 ∧ Odd 7 ∧ ¬Even 7 ∧ ¬Odd 10 := by decide

-- snippet: even and odd integers
example : Even (-10 : ℤ) ∧ Odd (-7 : ℤ) := by decide

-- snippet: primes
example : Nat.Prime 97 ∧ ¬Nat.Prime 91 ∧ ¬Nat.Prime 1 := by decide

-- snippet: a four digit prime
example : Nat.Prime 1009 := by decide

-- snippet: a prime between two bounds
example : ∃ p < 30, 24 < p ∧ Nat.Prime p := by decide

-- snippet: greatest common divisor
example : Nat.gcd 48 36 = 12 ∧ Nat.lcm 4 6 = 12 ∧ Nat.Coprime 8 9 := by decide

-- snippet: integers
example : (3 : ℤ) - 5 = -2 ∧ (-7 : ℤ) / 2 = -4 ∧ (-7 : ℤ) % 2 = 1 := by decide

-- snippet: integer divisibility
example : (4 : ℤ) ∣ -12 ∧ ¬ (4 : ℤ) ∣ -13 := by decide

-- snippet: lists
example : 3 ∈ [1, 2, 3] ∧ [1, 2].reverse = [2, 1] ∧ [1, 2, 3].sum = 6 := by decide

-- snippet: quantifiers over a list
example : (∀ x ∈ [2, 4, 6], Even x) ∧ (∃ x ∈ [2, 4, 6], 5 < x) := by decide

-- snippet: booleans
example : ∀ b : Bool, (b && !b) = false := by intro b; cases b <;> decide

-- snippet: a recursive function
def fib : ℕ → ℕ
  | 0 => 0
  | 1 => 1
  | n + 2 => fib (n + 1) + fib n
example : fib 20 = 6765 := by decide

-- snippet: decide with kernel reduction only
example : ∀ n < 300, n < 300 := by decide +kernel

-- snippet: equality of booleans and propositions
example : (2 = 2) = True := by decide

-- snippet: derived decidable equality
inductive Color where
  | red | green | blue
  deriving DecidableEq
example : Color.red ≠ Color.green := by decide

-- snippet: decidable implication and iff
example : (2 < 3 → 3 < 4) ∧ (2 < 3 ↔ 3 < 4) := by decide
