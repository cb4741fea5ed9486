theorem canary_true (p q : Prop) (h : p ∧ q) : q ∧ p := sorry
theorem canary_unchecked : 1 = 2 := sorry
theorem canary_axiom : 1 = 2 := sorry
theorem canary_hole : 1 = 2 := sorry
theorem canary_other (p q : Prop) : p ∧ q → q := sorry
