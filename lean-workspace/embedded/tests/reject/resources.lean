-- Limits: what is too big or too deep is refused with a message, never accepted.

-- snippet: heartbeats  kind: runtime.maxHeartbeats message: (deterministic) timeout at
set_option maxHeartbeats 20 in
theorem t (a b c d : ℕ) (h : a * b + c * d = 1) : ∃ x, x = a * b + c * d ∧ x * x = 1 ∧ x + a = a + 1 := by
  refine ⟨_, rfl, ?_, ?_⟩ <;> simp_all [Nat.mul_comm, Nat.add_comm, Nat.mul_left_comm]

-- snippet: recursion depth  kind: runtime.maxRecDepth message: maximum recursion depth has been reached
theorem t : ∀ n < 2000, n < 2000 := by decide

-- snippet: recursion depth by option  kind: runtime.maxRecDepth message: maximum recursion depth has been reached
set_option maxRecDepth 20 in
theorem t : 1 + 2 + 3 + 4 + 5 + 6 + 7 + 8 + 9 + 10 + 11 + 12 + 13 = 91 ∧ (2 * (3 * (4 * (5 * (6 * 1)))) = 720) := by decide

-- snippet: a macro that expands for ever  kind: runtime.maxRecDepth message: maximum recursion depth has been reached
syntax "loop" : tactic
macro_rules
  | `(tactic| loop) => `(tactic| loop)
theorem t : 1 = 2 := by loop

-- snippet: an exponent that is too large  kind: runtime.maxRecDepth message: maximum recursion depth
theorem t : 2 ^ 2 ^ 40 = 1 := by decide

-- snippet: a simp loop  kind: nested.runtime.maxRecDepth message: Tactic `simp` failed with a nested error
theorem t (f : ℕ → ℕ) (h : ∀ x, f x = f (x + 1)) : f 0 = 1 := by simp [h]
