prelude
import Base.Conv
/-!
# `ℕ`, `ℤ` and `∃!`

Notation of Mathlib, which the compiled library does not contain.
-/
universe u

/-! ## Number types -/
notation "ℕ" => Nat
notation "ℤ" => Int

/-! ## `∃! x, p x` -/

/-- `∃! x, p x`: exactly one `x` satisfies `p`. -/
def ExistsUnique {α : Sort u} (p : α → Prop) : Prop := ∃ x, p x ∧ ∀ y, p y → y = x

-- The library's type ends in `Syntax`; `Term` is a wrapper of it that does not exist at run time.
@[extern "l"] opaque Lean.expandExplicitBinders (combinator : Lean.Name) (binders body : Lean.Syntax) :
    Lean.MacroM Lean.Term

open Lean in
macro "∃!" xs:explicitBinders ", " b:term : term => expandExplicitBinders `ExistsUnique xs b

open Lean in
@[app_unexpander ExistsUnique] def ExistsUnique.unexpand : Lean.PrettyPrinter.Unexpander
  | `($_ fun $x:ident => $b) => `(∃! $x:ident, $b)
  | `($_ fun ($x:ident : $t) => $b) => `(∃! ($x:ident : $t), $b)
  | _ => throw ()

theorem ExistsUnique.intro {α : Sort u} {p : α → Prop} (w : α) (h : p w) (g : ∀ y, p y → y = w) : ∃! x, p x :=
  ⟨w, h, g⟩
theorem ExistsUnique.exists {α : Sort u} {p : α → Prop} : (∃! x, p x) → ∃ x, p x
  | ⟨x, h, _⟩ => ⟨x, h⟩
theorem ExistsUnique.unique {α : Sort u} {p : α → Prop} (h : ∃! x, p x) {a b : α} (ha : p a) (hb : p b) : a = b :=
  let ⟨_, _, g⟩ := h
  (g a ha).trans (g b hb).symm
