prelude
import Base.OmegaFacts
/-!
# `omega`: linear combinations

The vectors and linear combinations of `omega`'s certificates, with the functions that the kernel evaluates when it checks
one, and the proofs that they mean what they should.
-/

universe u
noncomputable section
namespace Lean.Omega

/-! ## Vectors of coefficients -/
abbrev IntList := List Int
namespace IntList
def get : IntList → Nat → Int
  | [], _ => 0
  | x :: _, 0 => x
  | _ :: xs, i + 1 => get xs i
def set : IntList → Nat → Int → IntList
  | [], 0, z => [z]
  | [], i + 1, z => 0 :: set [] i z
  | _ :: xs, 0, z => z :: xs
  | x :: xs, i + 1, z => x :: set xs i z
def leading : IntList → Int
  | [] => 0
  | x :: xs => if x = 0 then leading xs else x
def add : IntList → IntList → IntList
  | [], ys => ys
  | x :: xs, [] => x :: xs
  | x :: xs, y :: ys => (x + y) :: add xs ys
def smul (xs : IntList) (i : Int) : IntList := xs.map (i * ·)
def combo (a : Int) (xs : IntList) (b : Int) (ys : IntList) : IntList := add (smul xs a) (smul ys b)
def dot : IntList → IntList → Int
  | [], _ => 0
  | _ :: _, [] => 0
  | x :: xs, y :: ys => x * y + dot xs ys
def sdiv (xs : IntList) (g : Int) : IntList := xs.map (· / g)
def gcd : IntList → Nat
  | [] => 0
  | x :: xs => Nat.gcd x.natAbs (gcd xs)
def bmod (x : IntList) (m : Nat) : IntList := x.map (Int.bmod · m)
def allZero : IntList → Bool
  | [] => true
  | x :: xs => decide (x = 0) && allZero xs
def divides (g : Int) : IntList → Bool
  | [] => true
  | x :: xs => decide (g * (x / g) = x) && divides g xs
theorem dot_nil (xs : IntList) : dot xs [] = 0 := by cases xs <;> rfl
theorem dot_add (xs ys zs : IntList) : dot (add xs ys) zs = dot xs zs + dot ys zs := by
  induction xs generalizing ys zs with
  | nil => exact (Int.zero_add _).symm
  | cons x xs ih =>
    cases ys with
    | nil => exact (Int.add_zero _).symm
    | cons y ys =>
      cases zs with
      | nil => rfl
      | cons z zs =>
        show (x + y) * z + dot (add xs ys) zs = x * z + dot xs zs + (y * z + dot ys zs)
        rw [ih, Int.add_mul, Int.add_assoc, Int.add_assoc, Int.add_left_comm (y * z)]
theorem dot_smul (xs ys : IntList) (i : Int) : dot (smul xs i) ys = i * dot xs ys := by
  induction xs generalizing ys with
  | nil => exact (Int.mul_zero i).symm
  | cons x xs ih =>
    cases ys with
    | nil => exact (Int.mul_zero i).symm
    | cons y ys =>
      show i * x * y + dot (smul xs i) ys = i * (x * y + dot xs ys)
      rw [ih, Int.mul_add, Int.mul_assoc]
theorem dot_allZero {xs : IntList} (h : allZero xs = true) (ys : IntList) : dot xs ys = 0 := by
  induction xs generalizing ys with
  | nil => rfl
  | cons x xs ih =>
    have h : decide (x = 0) = true ∧ allZero xs = true := by simpa [allZero] using h
    cases ys with
    | nil => rfl
    | cons y ys => show x * y + dot xs ys = 0; rw [of_decide_eq_true h.1, ih h.2, Int.zero_mul]; rfl
theorem dot_sdiv {g : Int} {xs : IntList} (h : divides g xs = true) (ys : IntList) :
    g * dot (sdiv xs g) ys = dot xs ys := by
  induction xs generalizing ys with
  | nil => exact Int.mul_zero g
  | cons x xs ih =>
    have h : g * (x / g) = x ∧ divides g xs = true := by simpa [divides] using h
    cases ys with
    | nil => exact Int.mul_zero g
    | cons y ys =>
      show g * (x / g * y + dot (sdiv xs g) ys) = x * y + dot xs ys
      rw [Int.mul_add, ih h.2, ← Int.mul_assoc, h.1]
theorem dot_set {xs : IntList} {i : Nat} (h : xs.length ≤ i) (z : Int) (ys : IntList) :
    dot (set xs i z) ys = dot xs ys + z * get ys i := by
  induction xs generalizing i ys with
  | nil =>
    induction i generalizing ys with
    | zero =>
      cases ys with
      | nil => show (0 : Int) = 0 + z * 0; rw [Int.mul_zero]; rfl
      | cons y ys => show z * y + 0 = 0 + z * y; rw [Int.add_comm]
    | succ i ih =>
      cases ys with
      | nil => show (0 : Int) = 0 + z * 0; rw [Int.mul_zero]; rfl
      | cons y ys =>
        show 0 * y + dot (set [] i z) ys = 0 + z * get ys i
        rw [ih (Nat.zero_le i), Int.zero_mul, Int.zero_add]; rfl
  | cons x xs ih =>
    cases i with
    | zero => exact absurd h (Nat.not_succ_le_zero _)
    | succ i =>
      cases ys with
      | nil => show (0 : Int) = 0 + z * 0; rw [Int.mul_zero]; rfl
      | cons y ys =>
        show x * y + dot (set xs i z) ys = x * y + dot xs ys + z * get ys i
        rw [ih (Nat.le_of_succ_le_succ h), Int.add_assoc]
theorem length_map (f : Int → Int) (xs : IntList) : (xs.map f).length = xs.length := by
  induction xs with
  | nil => rfl
  | cons x xs ih => exact congrArg (· + 1) ih
theorem bmod_eq (x : Int) (m : Nat) : ∃ q, Int.bmod x m = x + (m : Int) * q := by
  unfold Int.bmod
  show ∃ q, (if x % m < ((m : Int) + 1) / 2 then x % m else x % m - m) = _
  split
  · exact ⟨-(x / m), by rw [Int.mul_neg]; rfl⟩
  · exact ⟨-(x / m) + -1, by rw [Int.mul_add, Int.mul_neg, Int.mul_neg, Int.mul_one, ← Int.add_assoc]; rfl⟩
theorem dot_bmod (x : IntList) (m : Nat) (y : IntList) : ∃ q, dot (bmod x m) y = dot x y + (m : Int) * q := by
  induction x generalizing y with
  | nil => exact ⟨0, by rw [Int.mul_zero]; rfl⟩
  | cons a x ih =>
    cases y with
    | nil => exact ⟨0, by rw [Int.mul_zero]; rfl⟩
    | cons b y =>
      obtain ⟨p, hp⟩ := bmod_eq a m
      obtain ⟨q, hq⟩ := ih y
      refine ⟨p * b + q, ?_⟩
      show Int.bmod a m * b + dot (bmod x m) y = a * b + dot x y + (m : Int) * (p * b + q)
      rw [hp, hq, Int.add_mul, Int.mul_add, Int.mul_assoc, Int.add_assoc, Int.add_assoc,
        Int.add_left_comm ((m : Int) * (p * b))]
end IntList
abbrev Coeffs := IntList
namespace Coeffs
abbrev ofList (xs : List Int) : Coeffs := xs
abbrev toList (xs : Coeffs) : List Int := xs
abbrev isZero (xs : Coeffs) : Prop := IntList.allZero xs = true
abbrev set (xs : Coeffs) (i : Nat) (y : Int) : Coeffs := IntList.set xs i y
abbrev get (xs : Coeffs) (i : Nat) : Int := IntList.get xs i
abbrev dot (xs ys : Coeffs) : Int := IntList.dot xs ys
abbrev length (xs : Coeffs) : Nat := List.length xs
abbrev combo (a : Int) (xs : Coeffs) (b : Int) (ys : Coeffs) : Coeffs := IntList.combo a xs b ys
end Coeffs

/-! ## Linear combinations -/
structure LinearCombo where
  const : Int := 0
  coeffs : Coeffs := []
namespace LinearCombo
def eval (l : LinearCombo) (v : Coeffs) : Int := l.const + l.coeffs.dot v
def coordinate (i : Nat) : LinearCombo := ⟨0, Coeffs.set [] i 1⟩
def add (l r : LinearCombo) : LinearCombo := ⟨l.const + r.const, IntList.add l.coeffs r.coeffs⟩
instance : Add LinearCombo := ⟨add⟩
def smul (l : LinearCombo) (i : Int) : LinearCombo := ⟨i * l.const, IntList.smul l.coeffs i⟩
def neg (l : LinearCombo) : LinearCombo := smul l (-1)
instance : Neg LinearCombo := ⟨neg⟩
def sub (l r : LinearCombo) : LinearCombo := add l (neg r)
instance : Sub LinearCombo := ⟨sub⟩
def mul (l r : LinearCombo) : LinearCombo :=
  sub (add (smul l r.const) (smul r l.const)) ⟨l.const * r.const, []⟩
theorem add_eval (l r : LinearCombo) (v : Coeffs) : (l + r).eval v = l.eval v + r.eval v := by
  show l.const + r.const + IntList.dot (IntList.add l.coeffs r.coeffs) v =
    l.const + l.coeffs.dot v + (r.const + r.coeffs.dot v)
  rw [IntList.dot_add, Int.add_assoc, Int.add_assoc, Int.add_left_comm r.const]
theorem smul_eval (l : LinearCombo) (i : Int) (v : Coeffs) : (smul l i).eval v = i * l.eval v := by
  show i * l.const + IntList.dot (IntList.smul l.coeffs i) v = i * (l.const + l.coeffs.dot v)
  rw [IntList.dot_smul, Int.mul_add]
theorem neg_eval (l : LinearCombo) (v : Coeffs) : (-l).eval v = -l.eval v := by
  show (smul l (-1)).eval v = _
  rw [smul_eval, Int.neg_mul, Int.one_mul]
theorem sub_eval (l r : LinearCombo) (v : Coeffs) : (l - r).eval v = l.eval v - r.eval v := by
  show (l + -r).eval v = _
  rw [add_eval, neg_eval]; rfl
theorem mul_eval (l r : LinearCombo) (v : Coeffs) (h : l.coeffs.isZero ∨ r.coeffs.isZero) :
    (mul l r).eval v = l.eval v * r.eval v := by
  show (smul l r.const + smul r l.const - (⟨l.const * r.const, []⟩ : LinearCombo)).eval v = _
  rw [sub_eval, add_eval, smul_eval, smul_eval]
  have e : (⟨l.const * r.const, []⟩ : LinearCombo).eval v = l.const * r.const := Int.add_zero _
  rw [e]
  rcases h with h | h
  · have : l.eval v = l.const := by
      show l.const + IntList.dot l.coeffs v = _
      rw [IntList.dot_allZero h]
      exact Int.add_zero _
    rw [this, Int.mul_comm r.const, Int.add_comm, Int.add_sub_cancel]
  · have : r.eval v = r.const := by
      show r.const + IntList.dot r.coeffs v = _
      rw [IntList.dot_allZero h]
      exact Int.add_zero _
    rw [this, Int.add_sub_cancel, Int.mul_comm]
theorem coordinate_eval (i : Nat) (v : Coeffs) : (coordinate i).eval v = v.get i := by
  show 0 + IntList.dot (IntList.set [] i 1) v = _
  rw [IntList.dot_set (Nat.zero_le i), Int.one_mul, Int.zero_add]; exact Int.zero_add _
theorem coordinate_eval_0 {a0 : Int} {t : List Int} : (coordinate 0).eval (.ofList (a0 :: t)) = a0 :=
  coordinate_eval 0 _
theorem coordinate_eval_1 {a0 a1 : Int} {t : List Int} : (coordinate 1).eval (.ofList (a0 :: a1 :: t)) = a1 :=
  coordinate_eval 1 _
theorem coordinate_eval_2 {a0 a1 a2 : Int} {t : List Int} :
    (coordinate 2).eval (.ofList (a0 :: a1 :: a2 :: t)) = a2 :=
  coordinate_eval 2 _
theorem coordinate_eval_3 {a0 a1 a2 a3 : Int} {t : List Int} :
    (coordinate 3).eval (.ofList (a0 :: a1 :: a2 :: a3 :: t)) = a3 :=
  coordinate_eval 3 _
theorem coordinate_eval_4 {a0 a1 a2 a3 a4 : Int} {t : List Int} :
    (coordinate 4).eval (.ofList (a0 :: a1 :: a2 :: a3 :: a4 :: t)) = a4 :=
  coordinate_eval 4 _
theorem coordinate_eval_5 {a0 a1 a2 a3 a4 a5 : Int} {t : List Int} :
    (coordinate 5).eval (.ofList (a0 :: a1 :: a2 :: a3 :: a4 :: a5 :: t)) = a5 :=
  coordinate_eval 5 _
theorem coordinate_eval_6 {a0 a1 a2 a3 a4 a5 a6 : Int} {t : List Int} :
    (coordinate 6).eval (.ofList (a0 :: a1 :: a2 :: a3 :: a4 :: a5 :: a6 :: t)) = a6 :=
  coordinate_eval 6 _
theorem coordinate_eval_7 {a0 a1 a2 a3 a4 a5 a6 a7 : Int} {t : List Int} :
    (coordinate 7).eval (.ofList (a0 :: a1 :: a2 :: a3 :: a4 :: a5 :: a6 :: a7 :: t)) = a7 :=
  coordinate_eval 7 _
theorem coordinate_eval_8 {a0 a1 a2 a3 a4 a5 a6 a7 a8 : Int} {t : List Int} :
    (coordinate 8).eval (.ofList (a0 :: a1 :: a2 :: a3 :: a4 :: a5 :: a6 :: a7 :: a8 :: t)) = a8 :=
  coordinate_eval 8 _
theorem coordinate_eval_9 {a0 a1 a2 a3 a4 a5 a6 a7 a8 a9 : Int} {t : List Int} :
    (coordinate 9).eval (.ofList (a0 :: a1 :: a2 :: a3 :: a4 :: a5 :: a6 :: a7 :: a8 :: a9 :: t)) = a9 :=
  coordinate_eval 9 _
end LinearCombo

end Lean.Omega
