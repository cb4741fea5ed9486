-- Proofs that are not there, in every spelling.

-- snippet: sorry as a term  kind: hasSorry message: declaration uses `sorry`
theorem t : 1 = 2 := sorry

-- snippet: sorry as a tactic  kind: hasSorry message: declaration uses `sorry`
theorem t : 1 = 2 := by sorry

-- snippet: admit  kind: hasSorry message: declaration uses `sorry`
theorem t : 1 = 2 := by admit

-- snippet: stop  kind: hasSorry message: declaration uses `sorry`
theorem t : 1 = 2 := by
  stop
  rfl

-- snippet: sorry under have  kind: hasSorry message: declaration uses `sorry`
theorem t (p : Prop) : p := by
  have h : False := sorry
  exact h.elim

-- snippet: sorry in a helper  kind: hasSorry message: declaration uses `sorry`
theorem helper : False := sorry
theorem t : 1 = 2 := helper.elim

-- snippet: sorry in the statement  kind: hasSorry message: declaration uses `sorry`
theorem t : (sorry : Prop) → True := fun _ => trivial

-- snippet: the axiom behind sorry, by name  kind: hasSorry message: declaration uses `sorry`
theorem t : 1 = 2 := sorryAx _ false

-- snippet: exact? that prints  kind: [anonymous] message: `exact?` could not close the goal
theorem t (p q : Prop) : p → q := by exact?
