-- Attempts at False. Each must be refused, or must show in the axioms.

-- snippet: falso by contradiction  kind: [anonymous] message: Tactic `contradiction` failed
example : False := by contradiction

-- snippet: falso by omega  kind: [anonymous] message: omega could not prove the goal
example : False := by omega

-- snippet: falso by decide  kind: [anonymous] message: Tactic `decide` proved that the proposition\n  False\nis false
example : False := by decide

-- snippet: falso by simp  kind: [anonymous] message: `simp` made no progress
example : False := by simp

-- snippet: falso by recursion  kind: [anonymous] message: fail to show termination
theorem falso : False := falso

-- snippet: falso by an empty type  kind: lean.synthInstanceFailed._namedError message: failed to synthesize
example : False := (inferInstance : Nonempty Empty).elim fun e => nomatch e

-- snippet: bit operations are taken  kind: [anonymous] message: `Nat.land` has already been declared
def Nat.land (_ _ : ℕ) : ℕ := 7

-- snippet: bit operations have one value  kind: [anonymous] message: Tactic `decide` proved that the proposition
example : Nat.land 6 3 = 7 := by decide

-- snippet: or is taken  kind: [anonymous] message: `Nat.lor` has already been declared
def Nat.lor (_ _ : ℕ) : ℕ := 7

-- snippet: xor is taken  kind: [anonymous] message: `Nat.xor` has already been declared
def Nat.xor (_ _ : ℕ) : ℕ := 7

-- snippet: shifts are taken  kind: [anonymous] message: `Nat.shiftLeft` has already been declared
def Nat.shiftLeft (_ _ : ℕ) : ℕ := 7

-- snippet: right shift is taken  kind: [anonymous] message: `Nat.shiftRight` has already been declared
def Nat.shiftRight (_ _ : ℕ) : ℕ := 7

-- snippet: the logarithm is taken  kind: [anonymous] message: `Nat.log2` has already been declared
def Nat.log2 (_ : ℕ) : ℕ := 7

-- snippet: gcd is taken  kind: [anonymous] message: `Nat.gcd` has already been declared
def Nat.gcd (_ _ : ℕ) : ℕ := 7

-- snippet: string literals have their constructor  kind: [anonymous] message: `String.ofList` has already been declared
def String.ofList (_ : List Char) : String := ""

-- snippet: division by zero is zero, not everything  kind: [anonymous] message: Tactic `decide` proved that the proposition
example : 1 / 0 = 1 := by decide

-- snippet: truncated subtraction is not cancelled  kind: [anonymous] message: Tactic `decide` proved that the proposition
example : 2 - 3 + 3 = 2 := by decide

-- snippet: literals and successors  kind: [anonymous] message: Type mismatch
example : (Nat.succ 4 = 6) := (rfl : 5 = 5)

-- snippet: a huge literal is not zero  kind: [anonymous] message: Tactic `rfl` failed
example : 18446744073709551616 = 0 := by rfl

-- snippet: no wrap around  kind: [anonymous] message: Tactic `decide` proved that the proposition
example : 18446744073709551615 + 1 = 0 := by decide

-- snippet: native evaluation is not there  kind: [anonymous] message: unknown tactic
example : 2 + 2 = 4 := by native_decide

-- snippet: an axiom shows in the axioms  kind: [anonymous] message: 't' depends on axioms: [cheat]
axiom cheat : False
theorem t : 1 = 2 := cheat.elim
#print axioms t

-- snippet: sorry shows in the axioms  kind: [anonymous] message: 't' depends on axioms: [sorryAx]
theorem t : 1 = 2 := sorry
#print axioms t

-- snippet: unsafe code is not a proof  kind: [anonymous] message: (kernel) invalid declaration, it uses unsafe declaration 'any'
set_option linter.defProp false in
unsafe def any : 1 = 2 := lcProof
theorem t : 1 = 2 := any

-- snippet: an implementation is not a proof  kind: [anonymous] message: Tactic `decide` proved that the proposition
def wrong : Bool := true
@[implemented_by wrong] def right : Bool := false
theorem t : right = true := by decide

-- snippet: two different types are not equal  kind: [anonymous] message: Type mismatch
example : ℕ = ℤ := (rfl : ℕ = ℕ)

-- snippet: universes are not confused  kind: [anonymous] message: Type mismatch
example : Type 1 = Type := (rfl : Type = Type)
