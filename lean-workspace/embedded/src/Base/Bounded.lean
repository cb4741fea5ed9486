prelude
import Base.NatLemmas
/-!
# Bounded quantifiers are decidable

So that `decide` closes `∀ n < 20, …` and `∃ n ≤ 20, …`. Names and types are those of the real core library
and of Mathlib. The instances recurse on the bound and build the answer bottom-up.
-/
namespace Nat

/-! ## For all -/

/-- Decides `∀ k < n, p k`. -/
instance decidableBallLT : (n : Nat) → (p : (k : Nat) → k < n → Prop) →
    [(k : Nat) → (h : k < n) → Decidable (p k h)] → Decidable (∀ k h, p k h)
  | 0, _, _ => isTrue fun _ h => absurd h (Nat.not_lt_zero _)
  | n + 1, p, d =>
    match decidableBallLT n fun k h => p k (lt_succ_of_lt h) with
    | isFalse f => isFalse fun g => f fun k h => g k (lt_succ_of_lt h)
    | isTrue t =>
      match d n (lt_succ_self n) with
      | isFalse f => isFalse fun g => f (g n (lt_succ_self n))
      | isTrue h => isTrue fun k g => (lt_succ_iff_lt_or_eq.mp g).elim (fun l => t k l) (fun e => by subst e; exact h)

/-- Decides `∀ k ≤ n, p k`. -/
instance decidableBallLE (n : Nat) (p : (k : Nat) → k ≤ n → Prop) [(k : Nat) → (h : k ≤ n) → Decidable (p k h)] :
    Decidable (∀ k h, p k h) :=
  decidable_of_iff (∀ (k : Nat) (h : k < n + 1), p k (le_of_lt_succ h))
    ⟨fun f k h => f k (lt_succ_of_le h), fun f k h => f k (le_of_lt_succ h)⟩

/-! ## There is -/

/-- Decides `∃ k < n, p k`. -/
instance decidableExistsLT {p : Nat → Prop} [d : DecidablePred p] : (n : Nat) → Decidable (∃ k, k < n ∧ p k)
  | 0 => isFalse fun ⟨_, h, _⟩ => Nat.not_lt_zero _ h
  | n + 1 =>
    match @decidableExistsLT p d n with
    | isTrue t => isTrue (t.elim fun k h => ⟨k, lt_succ_of_lt h.1, h.2⟩)
    | isFalse f =>
      match d n with
      | isTrue h => isTrue ⟨n, lt_succ_self n, h⟩
      | isFalse g => isFalse fun ⟨k, l, h⟩ =>
        (lt_succ_iff_lt_or_eq.mp l).elim (fun l => f ⟨k, l, h⟩) (fun e => g (e ▸ h))

/-- Decides `∃ k ≤ n, p k`. -/
instance decidableExistsLE {p : Nat → Prop} [DecidablePred p] (n : Nat) : Decidable (∃ k, k ≤ n ∧ p k) :=
  decidable_of_iff (∃ k, k < n + 1 ∧ p k)
    ⟨fun ⟨k, h, g⟩ => ⟨k, le_of_lt_succ h, g⟩, fun ⟨k, h, g⟩ => ⟨k, lt_succ_of_le h, g⟩⟩

end Nat
