import LeanSource
import Testing

/// Statements and proofs as data sets and models write them, through every part of the room.
struct CorpusTests {
    static let statements: [String] = [
        "theorem mathd_algebra_478 (b h v : ℝ) (h₀ : 0 < b ∧ 0 < h ∧ 0 < v) (h₁ : v = 1 / 3 * (b * h)) (h₂ : b = 30)\n    (h₃ : h = 13 / 2) : v = 65 := by sorry",
        "theorem imo_1959_p1 (n : ℕ) (h₀ : 0 < n) : Nat.gcd (21 * n + 4) (14 * n + 3) = 1 := sorry",
        "theorem amc12a_2019_p21 (z : ℂ) (h₀ : z = (1 + Complex.I) / Real.sqrt 2) :\n  ((∑ k ∈ Finset.Icc 1 12, z ^ k ^ 2) * (∑ k ∈ Finset.Icc 1 12, 1 / z ^ k ^ 2)) = 36 := by\n  sorry",
        "theorem induction_sum (n : ℕ) : (∑ k in Finset.range n, (2 * k + 1)) = n ^ 2 := by",
        "theorem numbertheory_2dvd4expn (n : ℕ) (h₀ : n ≠ 0) : 2 ∣ 4 ^ n :=",
        "theorem set_eq : {x : ℝ | x ^ 2 - 3 * x + 2 ≤ 0} = Set.Icc 1 2 := by sorry",
        "theorem unique_root : ∃! x : ℚ, 2 * x + 1 = 0 := by sorry",
        "theorem fun_eq (f : ℝ → ℝ) (hf : ∀ x y, f (x + y) = f x + f y) (hc : Continuous f) : ∃ c, ∀ x, f x = c * x := sorry",
        "theorem det_one (A : Matrix (Fin 2) (Fin 2) ℝ) (h : A = !![1, 2; 3, 4]) : A.det = -2 := by sorry",
        "theorem group_comm {G : Type*} [Group G] (h : ∀ g : G, g * g = 1) (a b : G) : a * b = b * a := by sorry",
        "theorem card_filter : (Finset.filter (fun n : ℕ => n % 3 = 0) (Finset.range 100)).card = 34 := by sorry",
        "theorem abs_sub (x y : ℝ) : |x - y| ≤ |x| + |y| := by sorry",
        "theorem int_floor (x : ℝ) (h : ⌊x⌋ = 3) : 3 ≤ x ∧ x < 4 := by sorry",
        "theorem seq_lim (a : ℕ → ℝ) (h : ∀ ε > 0, ∃ N, ∀ n ≥ N, |a n| < ε) : Filter.Tendsto a Filter.atTop (nhds 0) := by sorry",
        "theorem sub_type : ∃ f : {n : ℕ // n > 0} → ℕ, ∀ n, f n = n.1 := by sorry",
        "theorem integral_id : ∫ x in (0 : ℝ)..1, x = 1 / 2 := by sorry",
        "theorem or_comm' (p q : Prop) : p ∨ q ↔ q ∨ p := by sorry",
        "theorem even_sq (n : ℤ) (h : Even n) : Even (n ^ 2) := by sorry",
        "theorem zmod_ex (x : ZMod 7) : x ^ 7 = x := by sorry",
        "theorem fact_pos (n : ℕ) : 0 < n ! := by sorry",
        "theorem let_goal (x : ℕ) : let y := x + 1; y > x := by sorry",
        "theorem if_goal (x : ℕ) : (if x = 0 then 1 else x) ≠ 0 := by sorry",
        "theorem match_goal (o : Option ℕ) : (match o with | some n => n + 1 | none => 1) > 0 := by sorry",
        "theorem list_goal (l : List ℕ) : (l.map (· + 1)).length = l.length := by sorry",
        "theorem equiv_goal (a b n : ℤ) (h : a ≡ b [ZMOD n]) : b ≡ a [ZMOD n] := by sorry",
        "theorem image_goal (f : ℕ → ℕ) (s : Set ℕ) : f '' s ⊆ Set.univ ∧ f ⁻¹' s ⊆ Set.univ := by sorry",
        "theorem tsum_goal : ∑' n : ℕ, (1 / 2 : ℝ) ^ n = 2 := by sorry",
        "theorem inner_goal (x y : EuclideanSpace ℝ (Fin 2)) : ⟪x, y⟫_ℝ = ⟪y, x⟫_ℝ := by sorry",
    ]

    static let proofs: [String] = [
        "subst h₂ h₃\n  norm_num at h₁\n  linarith",
        "  induction n with\n  | zero => simp\n  | succ n ih =>\n    rw [Finset.sum_range_succ, ih]\n    ring",
        "by\n  nlinarith [sq_nonneg (x - y), abs_nonneg x]",
        "constructor\n· intro h\n  exact h.symm\n· rintro rfl\n  rfl",
        "fun h => h.elim (fun hp => Or.inr hp) fun hq => Or.inl hq",
        "obtain ⟨k, hk⟩ := h\nexact ⟨2 * k ^ 2, by rw [hk]; ring⟩",
        "have key : ∀ m, m ≤ n → p m := by\n  intro m hm\n  induction m using Nat.strong_induction_on with\n  | _ m ih =>\n    exact h m (fun k hk => ih k hk (by omega))\nexact key n le_rfl",
        "calc a * b = (b * b) * (a * b) * (a * a) := by simp [h]\n  _ = b * a := by group",
        "rw [Set.ext_iff]\nintro x\nconstructor <;> intro hx <;> simp_all <;> constructor <;> nlinarith",
        "ext x; simp; constructor\n· rintro ⟨h₁, h₂⟩\n  -- sorry, no better way; the end.\n  linarith\n· intro h; exact ⟨by linarith, by linarith⟩",
    ]

    @Test(arguments: statements)
    func `a statement of a data set is taken, renamed, compared and coded`(_ text: String) throws {
        let statement = try LockedStatement(parsing: text)
        let renamed = statement.renamed(to: "problem_7")
        #expect(renamed.signature.hasPrefix("theorem problem_7"))
        #expect(renamed.normalHash == statement.normalHash)
        #expect(statement.withGoal("False").normalHash != statement.normalHash)
        #expect(try LockedStatement(parsing: statement.signature) == statement)
        let again = try LockedStatement(parsing: renamed.signature)
        #expect(again == renamed && again.binders == renamed.binders && again.goal == renamed.goal)
        #expect(try LockedStatement(parsing: renamed.withSorry()).renamed(to: statement.name) == statement)
    }

    @Test func `no two statements of the data sets have one form`() throws {
        let hashes = try Self.statements.map { try LockedStatement(parsing: $0).normalHash }
        #expect(Set(hashes).count == Self.statements.count)
    }

    @Test(arguments: proofs)
    func `a proof passes in every form in which it can be handed over`(_ proof: String) throws {
        for text in Self.statements {
            let statement = try LockedStatement(parsing: text)
            guard case .proof(let body) = ProofReader.extract(from: proof, for: statement) else {
                Issue.record("not taken: \(proof)")
                continue
            }
            #expect(ProofGuard.violations(in: body) == [])
            // The whole file that a model writes around it, under a name of its own.
            let file =
                "import Mathlib\nimport Aesop\nset_option maxHeartbeats 400000\nopen BigOperators Real Nat Topology\n\n"
                + "/-- Proof. -/\n" + statement.renamed(to: "mine").spliced(with: body).text + "\n#print axioms mine\n"
            let header = "open BigOperators Real Nat Topology"
            #expect(ProofReader.extract(from: file, for: statement, header: header) == .proof(body), "\(file)")
        }
    }
}
