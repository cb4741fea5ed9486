-- Wrong proofs and malformed text, with the message that a user or a repair prompt gets to see.

-- snippet: type mismatch  kind: [anonymous] message: Type mismatch\n  h\nhas type\n  p\nbut is expected to have type\n  q
theorem t (p q : Prop) (h : p) : q := h

-- snippet: application type mismatch  kind: [anonymous] message: Application type mismatch
theorem t (p q : Prop) (h : p) : p ∧ q := ⟨h, h⟩

-- snippet: unsolved goals  kind: Tactic.unsolvedGoals message: unsolved goals\ncase right
theorem t (p q : Prop) (hp : p) : p ∧ q := by
  constructor
  · exact hp

-- snippet: an empty proof  kind: Tactic.unsolvedGoals message: unsolved goals
theorem t : 1 = 1 := by

-- snippet: no goals left  kind: [anonymous] message: No goals to be solved
theorem t : 1 = 1 := by
  rfl
  rfl

-- snippet: unknown identifier  kind: lean.unknownIdentifier._namedError message: Unknown identifier `foo`
theorem t : 1 = 1 := foo

-- snippet: unknown constant  kind: lean.unknownIdentifier._namedError message: Unknown constant `Nat.no_such_lemma`
theorem t : 1 = 1 := Nat.no_such_lemma 1

-- snippet: unknown lemma in rw  kind: lean.unknownIdentifier._namedError message: Unknown identifier `no_such_lemma`
theorem t (n : ℕ) : n = n + 0 := by rw [no_such_lemma]

-- snippet: unknown tactic  kind: [anonymous] message: unknown tactic
theorem t (n : ℕ) : n = n := by nlinarith

-- snippet: unknown type  kind: lean.unknownIdentifier._namedError message: Unknown identifier `ℝ`
set_option autoImplicit false in
theorem t (x : ℝ) : x = x := rfl

-- snippet: unknown field  kind: lean.invalidField._namedError message: Invalid field `nope`
theorem t (n : ℕ) : n.nope = n := rfl

-- snippet: missing bracket  kind: [anonymous] message: unexpected token
theorem t : (1 + 2 = 3 := rfl

-- snippet: wrong token in a binder  kind: [anonymous] message: unexpected token
theorem t (n : ) : n = n := rfl

-- snippet: no proof  kind: [anonymous] message: unexpected end of input
theorem t : 1 = 1

-- snippet: prose instead of Lean  kind: [anonymous] message: unexpected identifier; expected command
The statement is true because of the following.

-- snippet: LaTeX in a statement  kind: [anonymous] message: expected token
theorem t : \forall n, n = n := fun _ => rfl

-- snippet: an unclosed comment  kind: [anonymous] message: unterminated comment
theorem t : 1 = 1 := rfl /- and so on

-- snippet: a name used twice  kind: [anonymous] message: `t` has already been declared
theorem t : 1 = 1 := rfl
theorem t : 2 = 2 := rfl

-- snippet: a name of the library  kind: [anonymous] message: `Nat.add_comm` has already been declared
theorem Nat.add_comm (a b : ℕ) : a + b = b + a := by omega

-- snippet: assumption fails  kind: [anonymous] message: Tactic `assumption` failed
theorem t (a b : ℕ) : a = b := by assumption

-- snippet: rewriting without an occurrence  kind: [anonymous] message: Tactic `rewrite` failed: Did not find an occurrence of the pattern
theorem t (a b c : ℕ) (h : a = b) : c = c + 0 := by rw [h]

-- snippet: intro without a binder  kind: [anonymous] message: Tactic `introN` failed
theorem t : 1 = 1 := by intro x; rfl

-- snippet: simp makes no progress  kind: [anonymous] message: `simp` made no progress
theorem t (p q : Prop) (h : p) : q := by simp

-- snippet: cases without an alternative  kind: [anonymous] message: Alternative `inr` has not been provided
theorem t (p q : Prop) (h : p ∨ q) : p := by
  cases h with
  | inl hp => exact hp

-- snippet: a missing instance  kind: lean.synthInstanceFailed._namedError message: failed to synthesize
theorem t (f g : ℕ → ℕ) : f + g = g + f := rfl

-- snippet: a literal of a proposition  kind: lean.synthInstanceFailed._namedError message: failed to synthesize
theorem t : (3 : Prop) := by trivial

-- snippet: termination is not seen  kind: [anonymous] message: fail to show termination
def collatz (n : ℕ) : ℕ := if n ≤ 1 then 0 else collatz (3 * n + 1) + 1

-- snippet: an illegal inductive type  kind: [anonymous] message: (kernel) arg #1 of 'Bad.mk' has a non positive occurrence of the datatypes being declared
inductive Bad where
  | mk (f : Bad → False) : Bad

-- snippet: an import that is not there  kind: [anonymous] message: unknown module prefix 'Mathlib'
import Mathlib
theorem t : 1 = 1 := rfl
