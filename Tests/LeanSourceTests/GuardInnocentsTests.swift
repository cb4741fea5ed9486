import LeanSource
import Testing

/// Honest proofs that a guard likes to refuse and ours must not.
struct GuardInnocentsTests {
    static let tactics: [String] = [
        // Forbidden words in comments, strings and names.
        "-- sorry, an axiom would do\n  simp", "/- native_decide /- exact? -/ #eval -/ omega", "simp -- end",
        "-- @[simp]\nsimp",
        "exact \"sorry axiom end\"", "exact r#\"sorry \"quoted\" axiom\"#", "exact s!\"sorry {x} axiom\"", "exact '\"'",
        "exact '\\''",
        "exact ' '", "have h : c = '\"' := by simp\n  exact h -- \"",
        "have h_end := axiom_like\nexact sorry_free h_end", "obtain ⟨axiom_like, h_end⟩ := h\nexact axiom_like",
        "rcases h with ⟨sorry', admit₁⟩\nexact sorry'", "intro macro_x instance' end_\nassumption",
        "exact notation_lemma",
        "exact theorem_of_x", "exact unsafe_h", "exact partial_sum x", "exact Finset.sum_extern x",
        "rw [List.prefix_append]",
        "exact Nat.rec_add_one x", "exact inst✝", "exact isOpen_univ.inter h", "exact local_max h", "exact endpoint",
        "exact hints", "exact stop_le", "exact stopped", "exact h.stop", "exact Set.include_foo", "exact sleeping",
        "exact openSet",
        "exact native_lemma", "exact Function.hint", "exact instances_le", "exact sectional", "exact universe_zero",
        "exact variable₁",
        // Primes, characters, quotes.
        "exact h'", "exact h'' h'.1", "exact f'.comp g'", "exact x'₁", "have h' : 'a' ≠ 'b' := by decide\nexact h'",
        "exact f '' s",
        "exact (f '' s).mono h", "exact f ⁻¹' s", "rw [Set.image_eq_range, ← h']",
        "exact tsum_congr fun n => ∑' m, f m",
        #"exact "\\ \" \' \n \t \r \x41 \u03b1 {x}""#, "exact \"gap \\\n  here\"", #"exact s!"\{ {x} \\""#,
        // Options and namespaces.
        "set_option maxRecDepth 2000 in\nsimp", "set_option maxHeartbeats 400000 in nlinarith", "open Nat in simp",
        "open Real Nat in\n  norm_num", "open scoped BigOperators in simp", "exact (open Finset in sum_comm)",
        "open Classical in simp",
        "exact (set_option pp.all true in h)",
        // Shapes.
        "simp\nomega", "  simp\n  omega", "simp\n  omega", "simp\r\nomega\r\n", "simp -- tab\there", "\tsimp\n\tomega",
        "",
        "exact ⟨⟨a, b⟩, {x | x > 0}, [1, 2, 3], ![a, b], #[1]⟩", "exact ⌊x⌋ + ⌈y⌉", "simp [⟦x⟧]", "exact ⦃x⦄",
        "exact ‹a = b›",
        "(simp; omega)", "{ simp }", "· simp\n· omega", "next => simp", "case inl h => exact h", "all_goals (try simp)",
        // Ordinary proofs.
        "induction n with\n| zero => simp\n| succ n ih => rw [pow_succ, ih]; ring",
        "refine ⟨?_, ?_⟩ <;> intro h <;> simp_all", "rintro ⟨x, rfl⟩ | ⟨y, hy⟩",
        "obtain ⟨k, rfl⟩ : ∃ k, n = 2 * k := h",
        "calc a = b := by rw [h]\n  _ ≤ c := by linarith\n  _ = d := rfl", "have : (2 : ℝ) ^ 3 = 8 := by norm_num",
        "nlinarith [sq_nonneg (a - b), sq_nonneg (a + b), mul_pos ha hb]", "field_simp\nring_nf\npositivity",
        "norm_num [Nat.choose, Finset.sum_range_succ]",
        "simp only [Nat.reduceAdd, List.head?_cons, getElem?_eq] at h ⊢",
        "exact l.head?.getD 0", "exact (l.get? 3).isSome", "exact l[3]?", "exact Nat.find?", "simp [Option.get!]",
        "interval_cases n <;> simp_all (config := { decide := true })", "decide +kernel", "simp +arith +decide",
        "exact n !",
        "exact n!", "exact Nat.factorial_pos n", "linear_combination (exp := 2) h₁ - 3 * h₂", "by_contra! h",
        "push_neg at h",
        "exact fun x hx ↦ by simpa using h x hx", "exact λ x => x", "use 3, 4; constructor", "exact mod_cast h",
        "conv_lhs => rw [h]",
        "rw [show (2 : ℕ) = 1 + 1 from rfl]", "apply Nat.le_of_lt_succ; exact h", "exact absurd h (by decide)",
        "exact (Finset.sum_comm.trans <| by simp)", "simp at *", "exact @foo _ _ inferInstance x",
        "haveI := Fact.mk h\nexact x",
        "letI := Classical.decEq α\nsimp", "classical\nexact h", "infer_instance", "exact inferInstanceAs _",
        "let rec f : ℕ → ℕ := fun n => n\nexact f", "exact match n with | 0 => rfl | n + 1 => h n",
        "if h : a = b then simp else omega",
        "split_ifs with h₁ h₂", "fin_cases x <;> rfl", "exact #s", "exact (#s).le", "exact #x₁", "simp [#s.card]",
        "exact |a - b|",
        "exact ‖x‖ + ⟪x, y⟫_ℝ", "exact x⁻¹ • y", "exact ∫ x in a..b, f x ∂μ", "exact ∑ i ∈ Finset.range n, i",
        "exact x % 2",
        "exact n%2", "exact a_1%2", "simp [← h, -foo, *]", "exact (· + 1)", "exact h ▸ rfl", "exact .inl h",
        "exact h.1.2",
        "exact h |>.2", "exact 1.5e-3 + 0x1F", "exact -x - -y", "trans b\n· simp\n· omega", "show _ = _; rfl",
        "exact h -- done",
        "exact h/- c -/", "exact [x]-- c", "rfl-- c", "simp [h]/- c -/\nomega", "exact (-- c\n  h)",
        "exact f (/- c -/ x)",
        "trivial\nwhere aux : True := trivial", "exact x\ntermination_by n\ndecreasing_by omega", "exact \"a\nb\"",
        "have := congr_fun h 0\nsimp at this", "exact Set.mem_setOf_eq ▸ h", "exact Polynomial.C x",
        "suffices h : p by simpa",
        "wlog h : a ≤ b generalizing a b with H", "exact ⟨_, fun ⟨x, _⟩ => x⟩", "norm_num at h₀ ⊢",
        "exact Nat.Prime.two_le hp",
        "rw [← Nat.cast_sum] at h", "exact Or.inr (Or.inl ⟨rfl, rfl⟩)", "exact Real.sqrt 2 * √3", "exact σ.symm",
        "exact κ✝",
    ]

    @Test(arguments: tactics)
    func `honest tactics pass`(_ proof: String) {
        #expect(ProofGuard.violations(in: ProofBody(text: proof, style: .tactics)) == [])
    }

    static let terms: [String] = [
        "h.symm", "fun x => x", "⟨a, by simp⟩", "by\n  simp", "fun\n  | 0 => rfl\n  | n + 1 => congrArg _ (t n)",
        "if h : a then b else c", "(Nat.add_comm a b).trans h -- sorry", "fun h_end : axiom_like => h_end",
        "Nat.rec (by simp) (fun n ih => by omega) n", "have h := x; h", "let y := 2\n  foo y", "show p from h",
        "open Nat in h",
        "set_option maxRecDepth 1000 in h", "@id _ h", "fun ⟨x, y⟩ ↦ ⟨y, x⟩", "nofun", "(h ▸ rfl : a = b)",
    ]

    @Test(arguments: terms)
    func `honest terms pass`(_ proof: String) {
        #expect(ProofGuard.violations(in: ProofBody(text: proof, style: .term)) == [])
    }
}
