theorem canary_true (p q : Prop) (h : p ∧ q) : q ∧ p := ⟨h.2, h.1⟩
set_option debug.skipKernelTC true in
theorem canary_unchecked : 1 = 2 := by decide +kernel
axiom canary_cheat : 1 = 2
theorem canary_axiom : 1 = 2 := canary_cheat
theorem canary_hole : 1 = 2 := sorry
theorem canary_other (p q : Prop) : p ∧ q → p := fun h => h.1
