prelude
import Base.IntLemmas
/-!
# `ring`: identities of polynomials over `ℕ` and `ℤ`

A small reflective `ring`. Both sides of an equation are read as polynomials in their atoms, brought to a
normal form by a function that is proved right here, and the normal forms are compared by the kernel. What it
proves, Mathlib's `ring` proves: it knows commutative rings and nothing else. Reading the sides is the work of
type class search, since the library has no tactic framework of its own: `Collect` gathers the atoms, `Reify`
writes the polynomial down.

An equation over `ℕ` is moved to `ℤ` first, by pushing casts through `+`, `*`, `^` and literals; a difference
of natural numbers is an atom. Exponents are literals, or a sum with a literal (`a ^ (n + 1)` is `a ^ n * a`).
-/
namespace RingTactic

/-! ## Polynomials and their normal form -/

/-- A polynomial expression in variables `0, 1, …`. -/
inductive Poly.Expr where
  | lit (n : ℕ)
  | var (i : ℕ)
  | add (a b : Expr)
  | mul (a b : Expr)
  | neg (a : Expr)
  | pow (a : Expr) (n : ℕ)

/-- A monomial: the exponents of variable `0, 1, …`. -/
abbrev Mono := List ℕ
/-- A polynomial: monomials with coefficients, in the lexicographic order of the monomials. -/
abbrev Poly := List (Mono × ℤ)

def Mono.mul : Mono → Mono → Mono
  | [], b => b
  | a :: as, [] => a :: as
  | a :: as, b :: bs => (a + b) :: Mono.mul as bs
def Mono.beq : Mono → Mono → Bool
  | [], [] => true
  | a :: as, b :: bs => Nat.beq a b && Mono.beq as bs
  | _, _ => false
def Mono.lt : Mono → Mono → Bool
  | _, [] => false
  | [], _ :: _ => true
  | a :: as, b :: bs => cond (Nat.beq a b) (Mono.lt as bs) (Nat.ble a b)
def Mono.var : ℕ → Mono
  | 0 => [1]
  | i + 1 => 0 :: Mono.var i

/-- `term m c p` is `c * m + p`. -/
def Poly.term (m : Mono) (c : ℤ) : Poly → Poly
  | [] => if c = 0 then [] else [(m, c)]
  | (n, d) :: p =>
    cond (Mono.beq m n) (if c + d = 0 then p else (m, c + d) :: p)
      (cond (Mono.lt m n) ((m, c) :: (n, d) :: p) ((n, d) :: Poly.term m c p))
def Poly.add : Poly → Poly → Poly
  | [], q => q
  | (m, c) :: p, q => Poly.term m c (Poly.add p q)
def Poly.mulTerm (m : Mono) (c : ℤ) : Poly → Poly
  | [] => []
  | (n, d) :: p => Poly.term (Mono.mul m n) (c * d) (Poly.mulTerm m c p)
def Poly.mul : Poly → Poly → Poly
  | [], _ => []
  | (m, c) :: p, q => Poly.add (Poly.mulTerm m c q) (Poly.mul p q)
def Poly.pow (p : Poly) : ℕ → Poly
  | 0 => [([], 1)]
  | n + 1 => Poly.mul (Poly.pow p n) p
def Poly.norm : Poly.Expr → Poly
  | .lit n => Poly.term [] n []
  | .var i => [(Mono.var i, 1)]
  | .add a b => Poly.add (norm a) (norm b)
  | .mul a b => Poly.mul (norm a) (norm b)
  | .neg a => Poly.mulTerm [] (-1) (norm a)
  | .pow a n => Poly.pow (norm a) n
def Poly.beq : Poly → Poly → Bool
  | [], [] => true
  | (m, c) :: p, (n, d) :: q => Mono.beq m n && (decide (c = d) && Poly.beq p q)
  | _, _ => false

/-! ## Values -/
def first : List ℤ → ℤ
  | [] => 0
  | x :: _ => x
def rest : List ℤ → List ℤ
  | [] => []
  | _ :: xs => xs
def lookup : ℕ → List ℤ → ℤ
  | 0, xs => first xs
  | i + 1, xs => lookup i (rest xs)
def Mono.eval : Mono → List ℤ → ℤ
  | [], _ => 1
  | k :: ks, xs => first xs ^ k * Mono.eval ks (rest xs)
def Poly.eval : Poly → List ℤ → ℤ
  | [], _ => 0
  | (m, c) :: p, xs => c * m.eval xs + Poly.eval p xs
def Poly.Expr.eval (xs : List ℤ) : Poly.Expr → ℤ
  | .lit n => n
  | .var i => lookup i xs
  | .add a b => a.eval xs + b.eval xs
  | .mul a b => a.eval xs * b.eval xs
  | .neg a => -a.eval xs
  | .pow a n => a.eval xs ^ n

/-! ## The normal form has the value of the expression -/
theorem Mono.eval_mul (a b : Mono) (xs : List ℤ) : (Mono.mul a b).eval xs = a.eval xs * b.eval xs := by
  induction a generalizing b xs with
  | nil => exact (Int.one_mul _).symm
  | cons a as ih =>
    cases b with
    | nil => exact (Int.mul_one _).symm
    | cons b bs =>
      show first xs ^ (a + b) * (Mono.mul as bs).eval (rest xs) = _
      rw [ih, Int.pow_add]
      show _ = first xs ^ a * Mono.eval as (rest xs) * (first xs ^ b * Mono.eval bs (rest xs))
      rw [Int.mul_assoc, Int.mul_assoc, Int.mul_left_comm (first xs ^ b)]
theorem Mono.eq_of_beq {a b : Mono} (h : Mono.beq a b = true) : a = b := by
  induction a generalizing b with
  | nil => cases b with
    | nil => rfl
    | cons b bs => exact nomatch h
  | cons a as ih => cases b with
    | nil => exact nomatch h
    | cons b bs =>
      have h : Nat.beq a b = true ∧ Mono.beq as bs = true := by simpa [Mono.beq] using h
      rw [Nat.eq_of_beq_eq_true h.1, ih h.2]
theorem Mono.eval_var (i : ℕ) (xs : List ℤ) : (Mono.var i).eval xs = lookup i xs := by
  induction i generalizing xs with
  | zero => show first xs ^ 1 * 1 = first xs; rw [Int.pow_one, Int.mul_one]
  | succ i ih => show first xs ^ 0 * (Mono.var i).eval (rest xs) = _; rw [ih, Int.pow_zero, Int.one_mul]; rfl
theorem Poly.eval_term (m : Mono) (c : ℤ) (p : Poly) (xs : List ℤ) :
    (Poly.term m c p).eval xs = c * m.eval xs + p.eval xs := by
  induction p with
  | nil =>
    show (if c = 0 then [] else [(m, c)] : Poly).eval xs = _
    split
    · rename_i h; rw [h, Int.zero_mul]; rfl
    · rfl
  | cons t p ih =>
    obtain ⟨n, d⟩ := t
    show (cond (Mono.beq m n) (if c + d = 0 then p else (m, c + d) :: p)
      (cond (Mono.lt m n) ((m, c) :: (n, d) :: p) ((n, d) :: Poly.term m c p)) : Poly).eval xs =
        c * m.eval xs + (d * n.eval xs + Poly.eval p xs)
    cases e : Mono.beq m n with
    | true =>
      cases Mono.eq_of_beq e
      show (if c + d = 0 then p else (m, c + d) :: p : Poly).eval xs = _
      rw [← Int.add_assoc, ← Int.add_mul]
      split
      · rename_i h; rw [h, Int.zero_mul, Int.zero_add]
      · rfl
    | false =>
      cases Mono.lt m n with
      | true => rfl
      | false =>
        show d * n.eval xs + (Poly.term m c p).eval xs = _
        rw [ih, Int.add_left_comm]
theorem Poly.eval_add (p q : Poly) (xs : List ℤ) : (Poly.add p q).eval xs = p.eval xs + q.eval xs := by
  induction p with
  | nil => exact (Int.zero_add _).symm
  | cons t p ih => show (Poly.term t.1 t.2 (Poly.add p q)).eval xs = _; rw [eval_term, ih, ← Int.add_assoc]; rfl
theorem Poly.eval_mulTerm (m : Mono) (c : ℤ) (p : Poly) (xs : List ℤ) :
    (Poly.mulTerm m c p).eval xs = c * m.eval xs * p.eval xs := by
  induction p with
  | nil => exact (Int.mul_zero _).symm
  | cons t p ih =>
    show (Poly.term (Mono.mul m t.1) (c * t.2) (Poly.mulTerm m c p)).eval xs =
      c * m.eval xs * (t.2 * t.1.eval xs + Poly.eval p xs)
    rw [eval_term, ih, Mono.eval_mul, Int.mul_add, Int.mul_assoc c t.2, Int.mul_left_comm t.2, ← Int.mul_assoc c]
theorem Poly.eval_mul (p q : Poly) (xs : List ℤ) : (Poly.mul p q).eval xs = p.eval xs * q.eval xs := by
  induction p with
  | nil => exact (Int.zero_mul _).symm
  | cons t p ih =>
    show (Poly.add (Poly.mulTerm t.1 t.2 q) (Poly.mul p q)).eval xs = (t.2 * t.1.eval xs + Poly.eval p xs) * q.eval xs
    rw [eval_add, eval_mulTerm, ih, Int.add_mul]
theorem Poly.eval_pow (p : Poly) (n : ℕ) (xs : List ℤ) : (Poly.pow p n).eval xs = p.eval xs ^ n := by
  induction n with
  | zero => rfl
  | succ n ih => show (Poly.mul (Poly.pow p n) p).eval xs = _; rw [eval_mul, ih]; rfl
theorem Poly.eval_norm (a : Poly.Expr) (xs : List ℤ) : (Poly.norm a).eval xs = a.eval xs := by
  induction a with
  | lit n =>
    show (Poly.term [] n []).eval xs = n
    rw [eval_term]
    show (n : ℤ) * 1 + 0 = n
    rw [Int.mul_one, Int.add_zero]
  | var i =>
    show 1 * (Mono.var i).eval xs + 0 = lookup i xs
    rw [Mono.eval_var, Int.one_mul, Int.add_zero]
  | add a b iha ihb => show (Poly.add (norm a) (norm b)).eval xs = _; rw [eval_add, iha, ihb]; rfl
  | mul a b iha ihb => show (Poly.mul (norm a) (norm b)).eval xs = _; rw [eval_mul, iha, ihb]; rfl
  | neg a ih =>
    show (Poly.mulTerm [] (-1) (norm a)).eval xs = -a.eval xs
    rw [eval_mulTerm, ih]
    show -1 * 1 * a.eval xs = _
    rw [Int.mul_one, Int.neg_one_mul]
  | pow a n ih => show (Poly.pow (norm a) n).eval xs = _; rw [eval_pow, ih]; rfl
theorem Poly.eq_of_beq {p q : Poly} (h : Poly.beq p q = true) : p = q := by
  induction p generalizing q with
  | nil => cases q with
    | nil => rfl
    | cons t q => exact nomatch h
  | cons t p ih => cases q with
    | nil => exact nomatch h
    | cons s q =>
      obtain ⟨m, c⟩ := t
      obtain ⟨n, d⟩ := s
      have h : Mono.beq m n = true ∧ c = d ∧ Poly.beq p q = true := by simpa [Poly.beq] using h
      rw [Mono.eq_of_beq h.1, h.2.1, ih h.2.2]

/-! ## Reading a term: its atoms, then its polynomial -/

/-- `xs'` is `xs` with `a` added at its end, unless it is in it. -/
class Insert (a : ℤ) (xs : List ℤ) (xs' : outParam (List ℤ)) : Prop
instance insertHere {a : ℤ} {xs : List ℤ} : Insert a (a :: xs) (a :: xs) where
instance (priority := low) insertLater {a x : ℤ} {xs xs' : List ℤ} [Insert a xs xs'] :
    Insert a (x :: xs) (x :: xs') where
instance insertLast {a : ℤ} : Insert a [] [a] where

/-- `n` is a numeral. -/
class Numeral (n : ℕ) : Prop
instance numeralZero : Numeral 0 where
instance numeralSucc {n : ℕ} [Numeral n] : Numeral (no_index (n + 1)) where

/-- `xs'` is `xs` with the atoms of `a` added. -/
class Collect (a : ℤ) (xs : List ℤ) (xs' : outParam (List ℤ)) : Prop
section
variable {a b : ℤ} {xs xs' xs'' : List ℤ} {n m : ℕ}
instance (priority := low) collectAtom [Insert a xs xs'] : Collect a xs xs' where
instance collectLit : Collect (no_index (OfNat.ofNat n)) xs xs where
instance collectAdd [Collect a xs xs'] [Collect b xs' xs''] : Collect (a + b) xs xs'' where
instance collectSub [Collect a xs xs'] [Collect b xs' xs''] : Collect (a - b) xs xs'' where
instance collectMul [Collect a xs xs'] [Collect b xs' xs''] : Collect (a * b) xs xs'' where
instance collectNeg [Collect a xs xs'] : Collect (-a) xs xs' where
instance (priority := high) collectCast [Insert n xs xs'] : Collect n xs xs' where
instance collectPow [Numeral n] [Collect a xs xs'] : Collect (a ^ n) xs xs' where
instance collectPowAdd [Collect (a ^ n) xs xs'] [Collect (a ^ m) xs' xs''] :
    Collect (a ^ (no_index (n + m))) xs xs'' where
end

/-- `a` is variable number `i` of `xs`. -/
class Find (a : ℤ) (xs : List ℤ) (i : outParam ℕ) : Prop where
  eq : a = lookup i xs
instance findHere {a : ℤ} {xs : List ℤ} : Find a (a :: xs) 0 := ⟨rfl⟩
instance (priority := low) findLater {a x : ℤ} {xs : List ℤ} {i : ℕ} [h : Find a xs i] :
    Find a (x :: xs) (i + 1) := ⟨h.eq⟩

/-- `a` is the value of the polynomial `p` for the values `xs` of its variables. -/
class Reify (a : ℤ) (xs : List ℤ) (p : outParam Poly.Expr) : Prop where
  eq : a = p.eval xs
section
variable {a b : ℤ} {xs : List ℤ} {p q : Poly.Expr} {n m i : ℕ}
instance (priority := low) reifyAtom [h : Find a xs i] : Reify a xs (.var i) := ⟨h.eq⟩
instance reifyLit : Reify (no_index (OfNat.ofNat n)) xs (.lit n) := ⟨rfl⟩
instance reifyAdd [h : Reify a xs p] [g : Reify b xs q] : Reify (a + b) xs (.add p q) := ⟨by rw [h.eq, g.eq]; rfl⟩
instance reifySub [h : Reify a xs p] [g : Reify b xs q] : Reify (a - b) xs (.add p (.neg q)) :=
  ⟨by rw [h.eq, g.eq]; rfl⟩
instance reifyMul [h : Reify a xs p] [g : Reify b xs q] : Reify (a * b) xs (.mul p q) := ⟨by rw [h.eq, g.eq]; rfl⟩
instance reifyNeg [h : Reify a xs p] : Reify (-a) xs (.neg p) := ⟨by rw [h.eq]; rfl⟩
instance (priority := high) reifyCast [h : Find n xs i] : Reify n xs (.var i) := ⟨h.eq⟩
instance reifyPow [Numeral n] [h : Reify a xs p] : Reify (a ^ n) xs (.pow p n) := ⟨by rw [h.eq]; rfl⟩
instance reifyPowAdd [h : Reify (a ^ n) xs p] [g : Reify (a ^ m) xs q] :
    Reify (a ^ (no_index (n + m))) xs (.mul p q) :=
  ⟨by rw [Int.pow_add, h.eq, g.eq]; rfl⟩
end

theorem eq_of_norm {a b : ℤ} {xs xs' : List ℤ} {p q : Poly.Expr} [Collect a [] xs] [Collect b xs xs']
    [h : Reify a xs' p] [g : Reify b xs' q] (same : Poly.beq (Poly.norm p) (Poly.norm q) = true) : a = b := by
  rw [h.eq, g.eq, ← Poly.eval_norm, ← Poly.eval_norm, Poly.eq_of_beq same]

theorem eq_of_natCast_eq {a b : ℕ} (h : (a : ℤ) = b) : a = b := Int.natCast_inj.mp h
end RingTactic

/-- Proves an identity of polynomials over `ℕ` or `ℤ`, and fails on everything else. -/
macro "ring" : tactic => `(tactic| first
  | exact RingTactic.eq_of_norm rfl
  | (refine RingTactic.eq_of_natCast_eq ?_
     simp only [Int.natCast_add, Int.natCast_mul, Int.natCast_pow, Nat.succ_eq_add_one, Nat.cast_ofNat_Int]
     first | done | exact RingTactic.eq_of_norm rfl)
  | fail "ring failed: the sides are not equal as polynomials over ℕ or ℤ")

open Lean.Parser.Tactic in
/-- `simp`, or `decide` where `simp` leaves something: numerals are evaluated, primes are checked. A part of Mathlib's
`norm_num`. -/
syntax "norm_num" (" [" (simpStar <|> simpErase <|> simpLemma),* "]")? (location)? : tactic
macro_rules
  | `(tactic| norm_num $[[$args,*]]? $[$loc:location]?) => `(tactic| first
    | (simp $[[$args,*]]? $[$loc:location]?; done)
    | decide
    | simp $[[$args,*]]? $[$loc:location]?)
