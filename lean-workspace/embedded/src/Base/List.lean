prelude
import Base.IntLemmas
/-!
# Lists

The type and the functions that the elaborator itself needs are in `Base.Meta`. Here are membership, the usual
functions, and the simp set for them; and the words for properties of functions, which are Mathlib's.
-/
universe u v w
variable {α : Type u} {β : Type v} {γ : Type w}
namespace List

/-! ## Functions -/
def reverseAux : List α → List α → List α
  | [], r => r
  | a :: l, r => reverseAux l (a :: r)
def reverse (as : List α) : List α := reverseAux as []
def filter (p : α → Bool) : (l : List α) → List α
  | [] => []
  | a :: as => match p a with
    | true => a :: filter p as
    | false => filter p as
def foldr (f : α → β → β) (init : β) : (l : List α) → β
  | [] => init
  | a :: as => f a (foldr f init as)
def foldl (f : β → α → β) : (init : β) → (l : List α) → β
  | b, [] => b
  | b, a :: as => foldl f (f b a) as
/-- The sum of the elements. -/
def sum [Add α] [Zero α] (l : List α) : α := foldr (fun a b => a + b) Zero.zero l
def replicate : (n : ℕ) → (a : α) → List α
  | 0, _ => []
  | n + 1, a => a :: replicate n a
/-- `range n` is `[0, 1, …, n - 1]`. -/
def range (n : ℕ) : List ℕ := loop n []
where
  loop : ℕ → List ℕ → List ℕ
    | 0, acc => acc
    | n + 1, acc => loop n (n :: acc)
def head? : List α → Option α
  | [] => none
  | a :: _ => some a
def tail : List α → List α
  | [] => []
  | _ :: as => as

/-! ## Append, length, map -/
@[simp] theorem append_nil (as : List α) : as ++ [] = as := by
  induction as with
  | nil => rfl
  | cons a as ih => exact congrArg (List.cons a) ih
@[simp] theorem nil_append (as : List α) : [] ++ as = as := rfl
@[simp] theorem cons_append (a : α) (as bs : List α) : (a :: as) ++ bs = a :: (as ++ bs) := rfl
@[simp] theorem append_assoc (as bs cs : List α) : as ++ bs ++ cs = as ++ (bs ++ cs) := by
  induction as with
  | nil => rfl
  | cons a as ih => exact congrArg (List.cons a) ih
@[simp] theorem length_nil : ([] : List α).length = 0 := rfl
@[simp] theorem length_cons (a : α) (as : List α) : (a :: as).length = as.length + 1 := rfl
@[simp] theorem length_append (as bs : List α) : (as ++ bs).length = as.length + bs.length := by
  induction as with
  | nil => exact (Nat.zero_add _).symm
  | cons a as ih => rw [List.cons_append, List.length_cons, ih, List.length_cons, Nat.add_right_comm]
@[simp] theorem map_nil (f : α → β) : List.map f [] = [] := rfl
@[simp] theorem map_cons (f : α → β) (a : α) (as : List α) :
    List.map f (a :: as) = f a :: List.map f as :=
  rfl

/-! ## Membership -/
inductive Mem (a : α) : List α → Prop where
  | head (as : List α) : Mem a (a :: as)
  | tail (b : α) {as : List α} : Mem a as → Mem a (b :: as)
instance : Membership α (List α) := ⟨fun l a => Mem a l⟩

@[simp] theorem not_mem_nil {a : α} : ¬a ∈ ([] : List α) := fun h => nomatch h
@[simp] theorem mem_cons {a b : α} {l : List α} : a ∈ b :: l ↔ a = b ∨ a ∈ l := by
  constructor
  · intro h
    cases h with
    | head => exact .inl rfl
    | tail _ h => exact .inr h
  · rintro (rfl | h)
    · exact Mem.head l
    · exact Mem.tail b h
theorem mem_cons_self {a : α} {l : List α} : a ∈ a :: l := Mem.head l
theorem mem_cons_of_mem (b : α) {a : α} {l : List α} (h : a ∈ l) : a ∈ b :: l := Mem.tail b h
theorem mem_singleton {a b : α} : a ∈ [b] ↔ a = b := by simp
@[simp] theorem mem_append {a : α} {s t : List α} : a ∈ s ++ t ↔ a ∈ s ∨ a ∈ t := by
  induction s with
  | nil => simp
  | cons b s ih => simp [ih, or_assoc]
@[simp] theorem mem_map {f : α → β} {b : β} {l : List α} : b ∈ map f l ↔ ∃ a, a ∈ l ∧ f a = b := by
  induction l with
  | nil => exact ⟨fun h => absurd h not_mem_nil, fun ⟨_, h, _⟩ => absurd h not_mem_nil⟩
  | cons c l ih =>
    rw [map_cons, mem_cons, ih]
    constructor
    · rintro (rfl | ⟨a, h, e⟩)
      · exact ⟨c, mem_cons_self, rfl⟩
      · exact ⟨a, mem_cons_of_mem c h, e⟩
    · rintro ⟨a, h, e⟩
      rcases mem_cons.mp h with rfl | h
      · exact .inl e.symm
      · exact .inr ⟨a, h, e⟩
instance decidableMem [DecidableEq α] (a : α) : (l : List α) → Decidable (a ∈ l)
  | [] => isFalse not_mem_nil
  | b :: l => @decidable_of_iff _ (a = b ∨ a ∈ l) mem_cons.symm (@instDecidableOr _ _ _ (decidableMem a l))
/-- Decides `∀ x ∈ l, p x`. -/
instance decidableBAll (p : α → Prop) [DecidablePred p] : (l : List α) → Decidable (∀ x, x ∈ l → p x)
  | [] => isTrue fun _ h => absurd h not_mem_nil
  | a :: l =>
    match (inferInstance : Decidable (p a)), decidableBAll p l with
    | isTrue h, isTrue t => isTrue fun x m => (mem_cons.mp m).elim (fun e => e ▸ h) (t x)
    | isFalse n, _ => isFalse fun f => n (f a mem_cons_self)
    | _, isFalse n => isFalse fun f => n fun x m => f x (mem_cons_of_mem a m)
/-- Decides `∃ x ∈ l, p x`. -/
instance decidableBEx (p : α → Prop) [DecidablePred p] : (l : List α) → Decidable (∃ x, x ∈ l ∧ p x)
  | [] => isFalse fun ⟨_, h, _⟩ => absurd h not_mem_nil
  | a :: l =>
    match (inferInstance : Decidable (p a)), decidableBEx p l with
    | isTrue h, _ => isTrue ⟨a, mem_cons_self, h⟩
    | _, isTrue t => isTrue (t.elim fun x h => ⟨x, mem_cons_of_mem a h.1, h.2⟩)
    | isFalse n, isFalse t => isFalse fun ⟨x, m, h⟩ =>
      (mem_cons.mp m).elim (fun e => n (e ▸ h)) (fun m => t ⟨x, m, h⟩)

/-! ## Equality -/
@[simp] theorem cons_ne_nil (a : α) (l : List α) : a :: l ≠ [] := fun h => nomatch h
theorem cons_eq_cons {a b : α} {s t : List α} : a :: s = b :: t ↔ a = b ∧ s = t :=
  ⟨fun h => by injection h with h g; exact ⟨h, g⟩, fun h => by rw [h.1, h.2]⟩
instance instDecidableEqList [DecidableEq α] : DecidableEq (List α)
  | [], [] => isTrue rfl
  | [], _ :: _ => isFalse fun h => nomatch h
  | _ :: _, [] => isFalse fun h => nomatch h
  | a :: s, b :: t =>
    match decEq a b, instDecidableEqList s t with
    | isTrue h, isTrue g => isTrue (cons_eq_cons.mpr ⟨h, g⟩)
    | isFalse n, _ => isFalse fun h => n (cons_eq_cons.mp h).1
    | _, isFalse n => isFalse fun h => n (cons_eq_cons.mp h).2

/-! ## Laws -/
@[simp] theorem length_map {f : α → β} {l : List α} : (map f l).length = l.length := by
  induction l with
  | nil => rfl
  | cons a l ih => rw [map_cons, length_cons, ih, length_cons]
@[simp] theorem map_append {f : α → β} {s t : List α} : map f (s ++ t) = map f s ++ map f t := by
  induction s with
  | nil => rfl
  | cons a s ih => rw [cons_append, map_cons, ih, map_cons, cons_append]
@[simp] theorem map_map {g : β → γ} {f : α → β} {l : List α} : map g (map f l) = map (g ∘ f) l := by
  induction l with
  | nil => rfl
  | cons a l ih => rw [map_cons, map_cons, ih]; rfl
@[simp] theorem map_id_fun' {l : List α} : map (fun a => a) l = l := by
  induction l with
  | nil => rfl
  | cons a l ih => rw [map_cons, ih]
theorem reverseAux_eq {s t : List α} : reverseAux s t = reverse s ++ t := by
  induction s generalizing t with
  | nil => rfl
  | cons a s ih =>
    show reverseAux s (a :: t) = reverseAux s [a] ++ t
    rw [ih, ih (t := [a]), append_assoc]; rfl
@[simp] theorem reverse_nil : reverse ([] : List α) = [] := rfl
@[simp] theorem reverse_cons {a : α} {l : List α} : reverse (a :: l) = reverse l ++ [a] :=
  reverseAux_eq (s := l) (t := [a])
@[simp] theorem reverse_append {s t : List α} : reverse (s ++ t) = reverse t ++ reverse s := by
  induction s with
  | nil => simp
  | cons a s ih => rw [cons_append, reverse_cons, ih, reverse_cons, append_assoc]
@[simp] theorem reverse_reverse (l : List α) : reverse (reverse l) = l := by
  induction l with
  | nil => rfl
  | cons a l ih => rw [reverse_cons, reverse_append, ih]; rfl
@[simp] theorem length_reverse {l : List α} : (reverse l).length = l.length := by
  induction l with
  | nil => rfl
  | cons a l ih => rw [reverse_cons, length_append, ih]; rfl
@[simp] theorem mem_reverse {a : α} {l : List α} : a ∈ reverse l ↔ a ∈ l := by
  induction l with
  | nil => exact Iff.rfl
  | cons b l ih => rw [reverse_cons, mem_append, ih, mem_singleton, mem_cons, or_comm]
theorem map_reverse {f : α → β} {l : List α} : map f (reverse l) = reverse (map f l) := by
  induction l with
  | nil => rfl
  | cons a l ih => rw [reverse_cons, map_append, ih, map_cons f a l, reverse_cons]; rfl
@[simp] theorem foldr_nil {f : α → β → β} {b : β} : foldr f b [] = b := rfl
@[simp] theorem foldr_cons {f : α → β → β} {b : β} {a : α} {l : List α} : foldr f b (a :: l) = f a (foldr f b l) := rfl
@[simp] theorem foldl_nil {f : β → α → β} {b : β} : foldl f b [] = b := rfl
@[simp] theorem foldl_cons {f : β → α → β} {b : β} {a : α} {l : List α} : foldl f b (a :: l) = foldl f (f b a) l := rfl
@[simp] theorem sum_nil : sum ([] : List ℕ) = 0 := rfl
@[simp] theorem sum_cons {a : ℕ} {l : List ℕ} : sum (a :: l) = a + sum l := rfl
@[simp] theorem sum_append {s t : List ℕ} : sum (s ++ t) = sum s + sum t := by
  induction s with
  | nil => simp
  | cons a s ih => rw [cons_append, sum_cons, ih, sum_cons, Nat.add_assoc]
theorem sum_reverse {l : List ℕ} : sum (reverse l) = sum l := by
  induction l with
  | nil => rfl
  | cons a l ih => rw [reverse_cons, sum_append, ih, sum_cons, sum_cons, sum_nil]; omega
@[simp] theorem length_replicate {n : ℕ} {a : α} : (replicate n a).length = n := by
  induction n with
  | zero => rfl
  | succ n ih => exact congrArg (· + 1) ih
@[simp] theorem length_eq_zero_iff {l : List α} : l.length = 0 ↔ l = [] := by
  cases l with
  | nil => simp
  | cons a l => simp
theorem range_loop_mem {k : ℕ} : ∀ {n : ℕ} {acc : List ℕ}, k ∈ range.loop n acc ↔ k < n ∨ k ∈ acc := by
  intro n
  induction n with
  | zero => intro acc; exact ⟨.inr, fun h => h.elim (fun l => absurd l (Nat.not_lt_zero k)) id⟩
  | succ n ih =>
    intro acc
    show k ∈ range.loop n (n :: acc) ↔ _
    rw [ih, mem_cons, ← or_assoc, ← Nat.lt_succ_iff_lt_or_eq]
@[simp] theorem mem_range {m n : ℕ} : m ∈ range n ↔ m < n := by
  unfold range; rw [range_loop_mem]; simp
end List

/-! ## Properties of functions -/
namespace Function

/-- Different arguments have different values. -/
def Injective (f : α → β) : Prop := ∀ ⦃a b : α⦄, f a = f b → a = b
/-- Everything is a value. -/
def Surjective (f : α → β) : Prop := ∀ b : β, ∃ a : α, f a = b
def Bijective (f : α → β) : Prop := Injective f ∧ Surjective f

theorem Injective.comp {g : β → γ} {f : α → β} (hg : Injective g) (hf : Injective f) : Injective (g ∘ f) :=
  fun _ _ h => hf (hg h)
theorem Surjective.comp {g : β → γ} {f : α → β} (hg : Surjective g) (hf : Surjective f) : Surjective (g ∘ f) :=
  fun c =>
  let ⟨b, hb⟩ := hg c
  let ⟨a, ha⟩ := hf b
  ⟨a, (congrArg g ha).trans hb⟩
theorem Injective.eq_iff {f : α → β} (h : Injective f) {a b : α} : f a = f b ↔ a = b := ⟨@h a b, congrArg f⟩
theorem injective_id : Injective (id : α → α) := fun _ _ h => h
theorem surjective_id : Surjective (id : α → α) := fun a => ⟨a, rfl⟩

end Function
