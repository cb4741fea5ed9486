-- False statements: no tactic may close them.

-- snippet: rfl  kind: [anonymous] message: Tactic `rfl` failed
theorem t : 2 + 2 = 5 := by rfl

-- snippet: decide  kind: [anonymous] message: Tactic `decide` proved that the proposition\n  2 + 2 = 5\nis false
theorem t : 2 + 2 = 5 := by decide

-- snippet: decide with large literals  kind: [anonymous] message: Tactic `decide` proved that the proposition
theorem t : 100000000000 * 100000000000 = 10000000000000000000001 := by decide

-- snippet: decide on a bounded universal  kind: [anonymous] message: Tactic `decide` proved that the proposition
theorem t : ∀ n < 20, n * n < 300 := by decide

-- snippet: decide on a bounded existential  kind: [anonymous] message: Tactic `decide` proved that the proposition
theorem t : ∃ n < 20, n * n = 50 := by decide

-- snippet: decide up to a bound  kind: [anonymous] message: Tactic `decide` proved that the proposition
theorem t : ∀ n ≤ 20, n < 20 := by decide

-- snippet: decide in the kernel  kind: [anonymous] message: (kernel) application type mismatch
theorem t : ∀ n < 300, n < 299 := by decide +kernel

-- snippet: decide on divisibility  kind: [anonymous] message: Tactic `decide` proved that the proposition
theorem t : 10 ∣ 25 := by decide

-- snippet: decide on parity  kind: [anonymous] message: Tactic `decide` proved that the proposition
theorem t : Even 7 := by decide

-- snippet: decide on primes  kind: [anonymous] message: Tactic `decide` proved that the proposition
theorem t : Nat.Prime 1001 := by decide

-- snippet: decide on integers  kind: [anonymous] message: Tactic `decide` proved that the proposition
theorem t : (-7 : ℤ) / 2 = -3 := by decide

-- snippet: decide on an open statement  kind: [anonymous] message: Expected type must not contain free variables
theorem t (n : ℕ) : n < n + 1 := by decide

-- snippet: decide on an unbounded statement  kind: [anonymous] message: failed to synthesize
theorem t : ∀ n : ℕ, n < n + 1 := by decide

-- snippet: omega on a false inequality  kind: [anonymous] message: omega could not prove the goal
theorem t (a b : ℕ) (h : a ≤ b) : a < b := by omega

-- snippet: omega on truncated subtraction  kind: [anonymous] message: omega could not prove the goal
theorem t (a b : ℕ) : a - b + b = a := by omega

-- snippet: omega on remainders  kind: [anonymous] message: omega could not prove the goal
theorem t (n : ℕ) (h : n % 4 = 1) : n % 8 = 1 := by omega

-- snippet: omega over the integers  kind: [anonymous] message: omega could not prove the goal
theorem t (x : ℤ) : 0 ≤ x := by omega

-- snippet: omega does not multiply  kind: [anonymous] message: omega could not prove the goal
theorem t (a b : ℕ) (h : 0 < a) (g : 0 < b) : 0 < a * b + 0 * a - 1 := by omega

-- snippet: omega on integer division  kind: [anonymous] message: omega could not prove the goal
theorem t (x : ℤ) : x / 2 * 2 = x := by omega

-- snippet: omega with a useless disjunction  kind: [anonymous] message: omega could not prove the goal
theorem t (a b : ℕ) (h : a < b ∨ b < a) : a < b := by omega

-- snippet: simp turns it into False  kind: Tactic.unsolvedGoals message: unsolved goals
theorem t (n : ℕ) : n < n := by simp

-- snippet: ring on a wrong identity  kind: [anonymous] message: ring failed
theorem t (a b : ℤ) : (a + b) ^ 2 = a ^ 2 + b ^ 2 := by ring

-- snippet: ring on a wrong coefficient  kind: [anonymous] message: ring failed
theorem t (a b : ℕ) : (a + b) ^ 2 = a ^ 2 + 3 * a * b + b ^ 2 := by ring

-- snippet: ring on truncated subtraction  kind: [anonymous] message: ring failed
theorem t (a b : ℕ) : a - b + b = a := by ring

-- snippet: ring is not for inequalities  kind: [anonymous] message: ring failed
theorem t (a : ℤ) : a ≤ a := by ring

-- snippet: norm_num on a false equation  kind: Tactic.unsolvedGoals message: unsolved goals
theorem t : (2 : ℤ) ^ 5 = 31 := by norm_num

-- snippet: induction does not help  kind: [anonymous] message: Tactic `rfl` failed
theorem t (n : ℕ) : n + 1 = n := by
  induction n with
  | zero => rfl
  | succ n ih => rw [ih]

-- snippet: a wrong witness  kind: [anonymous] message: Application type mismatch
theorem t : ∃ x : ℕ, x * x = 50 := ⟨7, rfl⟩

-- snippet: exactly one of two  kind: [anonymous] message: omega could not prove the goal
theorem t : ∃! n : ℕ, n < 2 := ⟨0, by decide, fun y h => by omega⟩

-- snippet: not a tautology  kind: [anonymous] message: Type mismatch
theorem t (p q : Prop) : p → q := by intro h; exact h

-- snippet: converse  kind: Tactic.unsolvedGoals message: unsolved goals
theorem t (p q : Prop) (h : p → q) : q → p := by
  intro hq
  by_cases hp : p
  · exact hp
  · simp_all

-- snippet: kernel literals of another value  kind: [anonymous] message: Type mismatch
theorem t : (5 : ℕ) = 6 := (rfl : 5 = 5)
