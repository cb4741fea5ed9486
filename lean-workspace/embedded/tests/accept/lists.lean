-- Lists and functions.

-- snippet: length of append, map, reverse
example (xs ys : List ℕ) (f : ℕ → ℕ) :
    (xs ++ ys).length = xs.length + ys.length ∧ (xs.map f).length = xs.length ∧ xs.reverse.length = xs.length := by
  simp

-- snippet: reverse twice
example (xs : List ℕ) : xs.reverse.reverse = xs := by simp

-- snippet: reverse of append
example (xs ys : List ℕ) : (xs ++ ys).reverse = ys.reverse ++ xs.reverse := by simp

-- snippet: membership
example (a : ℕ) (xs ys : List ℕ) : a ∈ xs ++ ys ↔ a ∈ xs ∨ a ∈ ys := by simp

-- snippet: membership in a literal
example (a : ℕ) (h : a ∈ [1, 2, 3]) : a < 4 := by simp at h; omega

-- snippet: membership in a map
example (b : ℕ) (xs : List ℕ) (h : b ∈ xs.map (fun a => a + 1)) : 0 < b := by
  obtain ⟨a, _, rfl⟩ := List.mem_map.mp h
  exact Nat.succ_pos a

-- snippet: map composes
example (f g : ℕ → ℕ) (xs : List ℕ) : (xs.map f).map g = xs.map (g ∘ f) := by simp

-- snippet: sums
example (xs ys : List ℕ) : (xs ++ ys).sum = xs.sum + ys.sum := List.sum_append

-- snippet: folds
example : [1, 2, 3].foldl (fun a b => a + b) 0 = 6 ∧ [1, 2, 3].foldr (fun a b => a - b) 0 = 1 := by decide

-- snippet: filter and range
example : (List.range 10).filter (fun n => n % 3 == 0) = [0, 3, 6, 9] := by decide

-- snippet: membership in a range
example (m n : ℕ) : m ∈ List.range n ↔ m < n := List.mem_range

-- snippet: the little Gauss sum of a range
example : (List.range 101).sum = 5050 := by decide +kernel

-- snippet: lists are equal elementwise
example (a b : ℕ) (xs ys : List ℕ) (h : a :: xs = b :: ys) : a = b ∧ xs = ys := List.cons_eq_cons.mp h

-- snippet: induction over a list
example (xs : List ℕ) (h : ∀ x ∈ xs, x ≤ 5) : xs.sum ≤ 5 * xs.length := by
  induction xs with
  | nil => decide
  | cons x xs ih =>
    have hx := h x List.mem_cons_self
    have hs := ih fun y hy => h y (List.mem_cons_of_mem x hy)
    rw [List.sum_cons, List.length_cons]
    omega

-- snippet: options
example (o : Option ℕ) (h : o ≠ none) : ∃ n, o = some n := by
  cases o with
  | none => exact absurd rfl h
  | some n => exact ⟨n, rfl⟩

-- snippet: injective and surjective
example : Function.Injective (fun n : ℕ => n + 1) := fun a b h => by
  have : a + 1 = b + 1 := h
  omega

-- snippet: composition of injective functions
example (f g : ℕ → ℕ) (hf : Function.Injective f) (hg : Function.Injective g) : Function.Injective (g ∘ f) := hg.comp hf

-- snippet: a bijection of the integers
example : Function.Bijective (fun n : ℤ => n + 1) :=
  ⟨fun a b h => by have : a + 1 = b + 1 := h; omega, fun b => ⟨b - 1, by show b - 1 + 1 = b; omega⟩⟩
