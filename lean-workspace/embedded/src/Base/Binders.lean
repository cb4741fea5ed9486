prelude
import Base.Conv
/-!
# `ℕ`, `ℤ`, `∃!` and bounded quantifiers

`∀ x < n, p x` and `∃ x ≥ n, p x` are grammar of the real core library (`Init.BinderPredicates`), linked from the
compiled library. `ℕ`, `ℤ` and `∃!` are Mathlib's; they are short enough to be written out here.
-/
universe u

/-! ## Number types -/
notation "ℕ" => Nat
notation "ℤ" => Int

/-! ## `∀ x < n, p x` -/
namespace Lean
declare_syntax_cat binderPred
end Lean
lib_lead binderPred_parser Lean.«binderPred<_» Lean.«binderPred>_» Lean.«binderPred≤_» Lean.«binderPred≥_»
  Lean.«binderPred≠_» Lean.«binderPred∈_» Lean.«binderPred∉_»
lib_lead term_parser Lean.«term∀__,_» Lean.«term∃__,_» Lean.«termSatisfies_binder_pred%__»
lib_macro Lean.«term∀__,_» : Lean.«_aux_Init_BinderPredicates___macroRules_Lean_term∀__,__1»
lib_macro Lean.«term∃__,_» : Lean.«_aux_Init_BinderPredicates___macroRules_Lean_term∃__,__1»
lib_macro Lean.«termSatisfies_binder_pred%__» :
  Lean.«_aux_Init_BinderPredicates___macroRules_Lean_termSatisfies_binder_pred%___1»
  Lean.«_aux_Init_BinderPredicates___macroRules_Lean_termSatisfies_binder_pred%___2»
  Lean.«_aux_Init_BinderPredicates___macroRules_Lean_termSatisfies_binder_pred%___3»
  Lean.«_aux_Init_BinderPredicates___macroRules_Lean_termSatisfies_binder_pred%___4»
  Lean.«_aux_Init_BinderPredicates___macroRules_Lean_termSatisfies_binder_pred%___5»
  Lean.«_aux_Init_BinderPredicates___macroRules_Lean_termSatisfies_binder_pred%___6»
  Lean.«_aux_Init_BinderPredicates___macroRules_Lean_termSatisfies_binder_pred%___7»
  Lean.«_aux_Init_BinderPredicates___macroRules_Lean_termSatisfies_binder_pred%___8»
  Lean.«_aux_Init_BinderPredicates___macroRules_Lean_termSatisfies_binder_pred%___9»
  Lean.«_aux_Init_BinderPredicates___macroRules_Lean_termSatisfies_binder_pred%___10»
  Lean.«_aux_Init_BinderPredicates___macroRules_Lean_termSatisfies_binder_pred%___11»

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
