prelude
import Base.Logic
/-!
# Classical logic, and the simp set for propositions

Excluded middle, choice of a witness, and the simplification lemmas for connectives, quantifiers and `Bool`.
-/

universe u v w

/-! ## Classical logic: excluded middle from choice (Diaconescu) -/
namespace Classical
theorem em (p : Prop) : p ∨ ¬p :=
  let U (x : Prop) : Prop := x = True ∨ p
  let V (x : Prop) : Prop := x = False ∨ p
  have exU : Nonempty (Subtype U) := ⟨⟨True, Or.inl rfl⟩⟩
  have exV : Nonempty (Subtype V) := ⟨⟨False, Or.inl rfl⟩⟩
  match (choice exU).property, (choice exV).property with
  | Or.inr h, _ => Or.inl h
  | _, Or.inr h => Or.inl h
  | Or.inl hu, Or.inl hv => Or.inr fun hp =>
    have e : U = V := funext fun x => propext ⟨fun _ => Or.inr hp, fun _ => Or.inr hp⟩
    have same : ∀ (W : Prop → Prop) (a : Nonempty (Subtype U)) (b : Nonempty (Subtype W)),
        U = W → (choice a).val = (choice b).val :=
      fun W a b e => by cases e; rfl
    have : True = False := hu.symm.trans ((same V exU exV e).trans hv)
    this ▸ trivial
theorem byContradiction {p : Prop} (h : ¬p → False) : p := (em p).elim id (fun n => (h n).elim)
theorem byCases {p q : Prop} (h : p → q) (g : ¬p → q) : q := (em p).elim h g
theorem not_not {a : Prop} : ¬¬a ↔ a := ⟨fun h => byContradiction h, not_not_intro⟩
noncomputable scoped instance (priority := low) propDecidable (a : Prop) : Decidable a :=
  choice ((em a).elim (fun h => ⟨isTrue h⟩) (fun h => ⟨isFalse h⟩))
@[simp] theorem not_forall {α : Sort u} {p : α → Prop} : (¬∀ x, p x) ↔ ∃ x, ¬p x :=
  ⟨fun h => byContradiction fun n => h fun x => byContradiction fun m => n ⟨x, m⟩, fun ⟨x, m⟩ f => m (f x)⟩
@[simp] theorem not_imp {a b : Prop} : ¬(a → b) ↔ a ∧ ¬b :=
  ⟨fun h => ⟨byContradiction fun n => h fun x => absurd x n, fun b => h fun _ => b⟩, fun h f => h.2 (f h.1)⟩
theorem not_and_iff_not_or_not {a b : Prop} : ¬(a ∧ b) ↔ ¬a ∨ ¬b :=
  ⟨fun h => (em a).elim (fun x => .inr fun y => h ⟨x, y⟩) .inl, fun h g => h.elim (fun n => n g.1) (fun n => n g.2)⟩
end Classical

/-! ## Choosing a witness -/
theorem Classical.choose_aux {α : Sort u} {p : α → Prop} (h : ∃ x, p x) : Nonempty (Subtype p) :=
  h.elim fun a x => ⟨⟨a, x⟩⟩
/-- A witness of an existential statement. -/
noncomputable def Classical.choose {α : Sort u} {p : α → Prop} (h : ∃ x, p x) : α :=
  (choice (choose_aux h)).val
theorem Classical.choose_spec {α : Sort u} {p : α → Prop} (h : ∃ x, p x) : p (choose h) :=
  (choice (choose_aux h)).property

/-! ## The simp set for propositions -/
@[simp] theorem ne_eq (a b : α) : (a ≠ b) = ¬(a = b) := rfl
@[simp] theorem not_true_eq_false : (¬True) = False := eq_false (fun h => h trivial)
@[simp] theorem not_false_eq_true : (¬False) = True := eq_true id
@[simp] theorem and_true (p : Prop) : (p ∧ True) = p := propext ⟨And.left, fun h => ⟨h, trivial⟩⟩
@[simp] theorem true_and (p : Prop) : (True ∧ p) = p := propext ⟨And.right, fun h => ⟨trivial, h⟩⟩
@[simp] theorem and_false (p : Prop) : (p ∧ False) = False := eq_false And.right
@[simp] theorem false_and (p : Prop) : (False ∧ p) = False := eq_false And.left
@[simp] theorem and_self (p : Prop) : (p ∧ p) = p := propext ⟨And.left, fun h => ⟨h, h⟩⟩
@[simp] theorem and_not_self {a : Prop} : ¬(a ∧ ¬a) := fun h => h.2 h.1
@[simp] theorem not_and_self {a : Prop} : ¬(¬a ∧ a) := fun h => h.1 h.2
@[simp] theorem and_imp {a b c : Prop} : (a ∧ b → c) ↔ (a → b → c) :=
  ⟨fun f x y => f ⟨x, y⟩, fun f h => f h.1 h.2⟩
@[simp] theorem not_and {a b : Prop} : ¬(a ∧ b) ↔ (a → ¬b) := and_imp
@[simp] theorem or_true (p : Prop) : (p ∨ True) = True := eq_true (.inr trivial)
@[simp] theorem true_or (p : Prop) : (True ∨ p) = True := eq_true (.inl trivial)
@[simp] theorem or_false (p : Prop) : (p ∨ False) = p := propext ⟨fun h => h.elim id False.elim, .inl⟩
@[simp] theorem false_or (p : Prop) : (False ∨ p) = p := propext ⟨fun h => h.elim False.elim id, .inr⟩
@[simp] theorem or_self (p : Prop) : (p ∨ p) = p := propext ⟨fun h => h.elim id id, .inl⟩
@[simp] theorem not_or {a b : Prop} : ¬(a ∨ b) ↔ ¬a ∧ ¬b :=
  ⟨fun h => ⟨fun x => h (.inl x), fun x => h (.inr x)⟩, fun h g => g.elim h.1 h.2⟩
@[simp] theorem iff_self (p : Prop) : (p ↔ p) = True := eq_true Iff.rfl
@[simp] theorem iff_true (p : Prop) : (p ↔ True) = p :=
  propext ⟨fun h => h.mpr trivial, fun h => ⟨fun _ => trivial, fun _ => h⟩⟩
@[simp] theorem true_iff (p : Prop) : (True ↔ p) = p :=
  propext ⟨fun h => h.mp trivial, fun h => ⟨fun _ => h, fun _ => trivial⟩⟩
@[simp] theorem iff_false (p : Prop) : (p ↔ False) = ¬p := propext ⟨Iff.mp, fun h => ⟨h, False.elim⟩⟩
@[simp] theorem false_iff (p : Prop) : (False ↔ p) = ¬p := propext ⟨Iff.mpr, fun h => ⟨False.elim, h⟩⟩
@[simp] theorem false_implies (p : Prop) : (False → p) = True := eq_true False.elim
@[simp] theorem implies_true (α : Sort u) : (α → True) = True := eq_true fun _ => trivial
@[simp] theorem true_implies (p : Prop) : (True → p) = p := propext ⟨fun f => f trivial, fun h _ => h⟩
@[simp] theorem imp_self {a : Prop} : (a → a) ↔ True := ⟨fun _ => trivial, fun _ => id⟩
@[simp] theorem imp_false {a : Prop} : (a → False) ↔ ¬a := Iff.rfl
@[simp] theorem eq_iff_iff {a b : Prop} : a = b ↔ (a ↔ b) := ⟨Iff.of_eq, propext⟩
@[simp] theorem iff_not_self {a : Prop} : ¬(a ↔ ¬a) := fun h =>
  have n : ¬a := fun x => h.mp x x
  n (h.mpr n)
@[simp] theorem exists_false {α : Sort u} : ¬∃ _ : α, False := fun ⟨_, h⟩ => h
@[simp] theorem exists_and_left {α : Sort u} {p : α → Prop} {b : Prop} : (∃ x, b ∧ p x) ↔ b ∧ ∃ x, p x :=
  ⟨fun ⟨x, h, g⟩ => ⟨h, x, g⟩, fun ⟨h, x, g⟩ => ⟨x, h, g⟩⟩
@[simp] theorem exists_and_right {α : Sort u} {p : α → Prop} {b : Prop} : (∃ x, p x ∧ b) ↔ (∃ x, p x) ∧ b :=
  ⟨fun ⟨x, g, h⟩ => ⟨⟨x, g⟩, h⟩, fun ⟨⟨x, g⟩, h⟩ => ⟨x, g, h⟩⟩
@[simp] theorem forall_exists_index {α : Sort u} {p : α → Prop} {q : (∃ x, p x) → Prop} :
    (∀ h, q h) ↔ ∀ x (h : p x), q ⟨x, h⟩ := ⟨fun f x h => f ⟨x, h⟩, fun f ⟨x, h⟩ => f x h⟩
@[simp] theorem forall_const {α : Sort u} {b : Prop} [i : Nonempty α] : (α → b) ↔ b :=
  ⟨fun f => i.elim f, fun h _ => h⟩
@[simp] theorem exists_const {α : Sort u} {b : Prop} [i : Nonempty α] : (∃ _ : α, b) ↔ b :=
  ⟨fun ⟨_, h⟩ => h, fun h => i.elim fun a => ⟨a, h⟩⟩
@[simp] theorem exists_prop {a b : Prop} : (∃ _ : a, b) ↔ a ∧ b :=
  ⟨fun ⟨x, y⟩ => ⟨x, y⟩, fun ⟨x, y⟩ => ⟨x, y⟩⟩
@[simp] theorem exists_eq {α : Sort u} {a : α} : ∃ x, x = a := ⟨a, rfl⟩
@[simp] theorem exists_eq' {α : Sort u} {a : α} : ∃ x, a = x := ⟨a, rfl⟩
@[simp] theorem exists_eq_left {α : Sort u} {p : α → Prop} {a : α} : (∃ x, x = a ∧ p x) ↔ p a :=
  ⟨fun ⟨_, e, h⟩ => e ▸ h, fun h => ⟨a, rfl, h⟩⟩
@[simp] theorem forall_eq {α : Sort u} {p : α → Prop} {a : α} : (∀ x, x = a → p x) ↔ p a :=
  ⟨fun f => f a rfl, fun h _ e => e ▸ h⟩
@[simp] theorem forall_eq' {α : Sort u} {p : α → Prop} {a : α} : (∀ x, a = x → p x) ↔ p a :=
  ⟨fun f => f a rfl, fun h _ e => e ▸ h⟩
@[simp] theorem not_exists {α : Sort u} {p : α → Prop} : (¬∃ x, p x) ↔ ∀ x, ¬p x :=
  ⟨fun h x y => h ⟨x, y⟩, fun h ⟨x, y⟩ => h x y⟩
@[simp] theorem Classical.not_not' {a : Prop} : ¬¬a ↔ a := Classical.not_not
theorem and_comm {a b : Prop} : a ∧ b ↔ b ∧ a := ⟨And.symm, And.symm⟩
theorem or_comm {a b : Prop} : a ∨ b ↔ b ∨ a := ⟨Or.symm, Or.symm⟩
theorem and_assoc {a b c : Prop} : (a ∧ b) ∧ c ↔ a ∧ b ∧ c :=
  ⟨fun ⟨⟨x, y⟩, z⟩ => ⟨x, y, z⟩, fun ⟨x, y, z⟩ => ⟨⟨x, y⟩, z⟩⟩
theorem or_assoc {a b c : Prop} : (a ∨ b) ∨ c ↔ a ∨ b ∨ c := by
  constructor
  · rintro ((h | h) | h)
    · exact .inl h
    · exact .inr (.inl h)
    · exact .inr (.inr h)
  · rintro (h | h | h)
    · exact .inl (.inl h)
    · exact .inl (.inr h)
    · exact .inr h

/-! ## The simp set for Bool -/
@[simp] theorem decide_eq_true_eq {p : Prop} [Decidable p] : (decide p = true) = p :=
  propext ⟨of_decide_eq_true, decide_eq_true⟩
@[simp] theorem decide_eq_false_iff_not {p : Prop} {_ : Decidable p} : (decide p = false) ↔ ¬p :=
  ⟨of_decide_eq_false, decide_eq_false⟩
@[simp] theorem Bool.not_eq_true (b : Bool) : (¬(b = true)) = (b = false) := by cases b <;> decide
@[simp] theorem Bool.not_eq_false (b : Bool) : (¬(b = false)) = (b = true) := by cases b <;> decide
@[simp] theorem Bool.and_eq_true (a b : Bool) : ((a && b) = true) = (a = true ∧ b = true) := by
  cases a <;> cases b <;> decide
@[simp] theorem Bool.or_eq_true (a b : Bool) : ((a || b) = true) = (a = true ∨ b = true) := by
  cases a <;> cases b <;> decide
@[simp] theorem Bool.not_not (b : Bool) : (!!b) = b := by cases b <;> rfl
@[simp] theorem Bool.and_true (b : Bool) : (b && true) = b := by cases b <;> rfl
@[simp] theorem Bool.true_and (b : Bool) : (true && b) = b := by cases b <;> rfl
@[simp] theorem Bool.and_false (b : Bool) : (b && false) = false := by cases b <;> rfl
@[simp] theorem Bool.false_and (b : Bool) : (false && b) = false := by cases b <;> rfl
@[simp] theorem Bool.or_true (b : Bool) : (b || true) = true := by cases b <;> rfl
@[simp] theorem Bool.true_or (b : Bool) : (true || b) = true := by cases b <;> rfl
@[simp] theorem Bool.or_false (b : Bool) : (b || false) = b := by cases b <;> rfl
@[simp] theorem Bool.false_or (b : Bool) : (false || b) = b := by cases b <;> rfl
@[simp] theorem heq_eq_eq (a b : α) : HEq a b = (a = b) := propext ⟨eq_of_heq, heq_of_eq⟩
instance : DecidableEq Empty := fun a => nomatch a
