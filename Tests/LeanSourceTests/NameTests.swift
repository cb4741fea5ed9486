import LeanSource
import Testing

/// Tests of the names that a theorem may have.
struct NameTests {
    /// Words after which Lean 4.35, asked for `theorem WORD : 1 = 1 := rfl`, expects something else.
    static let reserved = """
        Prop Sort Type abbrev add_decl_doc assert_not_exists assert_not_imported at attribute axiom bif binder_predicate break
        builtin_initialize by calc catch class coinductive coinductive_fixpoint continue dbg_trace declare_syntax_cat
        decreasing_by def deprecated_syntax deriving do docs_to_verso elab elab_rules else end example exists export extends
        finally for forall from fun generalizing grind_pattern have haveI hiding idbg if import in include inductive
        inductive_fixpoint inferInstanceAs infix infixl infixr init_grind_norm init_quot initialize instance leading_parser let
        letI let_delayed let_expr let_fun let_tmp local macro macro_rules match match_expr meta monotonicity_by mut mutual
        namespace nat_lit no_index nofun nomatch noncomputable nonrec notation omit opaque open partial partial_fixpoint
        postfix prefix private protected public recall recommended_spelling register_error_explanation
        register_tactic_tag renaming repeat return scoped section set_option show show_term_elab sorry structure suffices
        syntax tactic_extension termination_by then theorem trailing_parser try universe unless unsafe until using variable
        where while with with_weak_namespace lemma alias notation3 variables universes
        """.split { $0 == " " || $0 == "\n" }.map(String.init)

    @Test(arguments: reserved)
    func `a word of the language is no name of a theorem`(_ word: String) throws {
        let plain = LockedStatement.plainName(word)
        #expect(plain == "t_" + word)
        #expect(LockedStatement.plainName(plain) == plain)
        #expect(throws: LeanSourceError.self) { try LockedStatement(parsing: "theorem \(word) : p") }
        #expect(throws: LeanSourceError.self) { try LockedStatement(parsing: "theorem «\(word)» : p") }
        #expect(try LockedStatement(parsing: "theorem \(word)_1 : p").name == word + "_1")
    }

    @Test(
        arguments: [
            "swap", "swap'", "x₁", "α_pos", "mathd_algebra_478", "Even_add", "sorry_free", "axiom_like", "h_end", "t1",
            "_x", "is?", "go!",
            "and", "true", "omega", "simp", "exact", "rfl", "obtains", "Nat", "endpoint",
        ])
    func `other words are`(_ word: String) throws {
        #expect(LockedStatement.plainName(word) == word)
        #expect(try LockedStatement(parsing: "theorem \(word) : p").name == word)
    }
}

/// Tests of the variables' names in an answer.
struct BinderNameTests {
    private func text(_ theirs: String, _ proof: String, for ours: String) throws -> String {
        let statement = try LockedStatement(parsing: ours)
        let answer = theirs + " := by\n  " + proof
        guard case .proof(let body) = ProofReader.extract(from: answer, for: statement) else { return "" }
        return body.text
    }

    static let cases: [(ours: String, theirs: String, proof: String, text: String)] = [
        ("theorem t (a : ℕ) : a = a", "theorem t (x : ℕ) : x = x", "exact foo x", "exact foo a"),
        ("theorem t (a : ℕ) : a = a", "theorem t (x : ℕ) : x = x", "exact x.foo x.1 foo.x", "exact a.foo a.1 foo.x"),
        ("theorem t (a : ℕ) : a = a", "theorem t (x : ℕ) : x = x", "-- x\n  exact \"x\" x'", "-- x\nexact \"x\" x'"),
        ("theorem t (a b : ℕ) : a = b", "theorem t (b a : ℕ) : b = a", "exact f a b", "exact f b a"),
        ("theorem t (a b c : ℕ) : a = b", "theorem t (b c a : ℕ) : b = c", "exact f a b c", "exact f c a b"),
        ("theorem t {p : Prop} [d : Foo p] : p", "theorem t {q : Prop} [e : Foo q] : q", "exact e q", "exact d p"),
        ("theorem t {p : Prop} [Foo p] : p", "theorem t {q : Prop} [Foo q] : q", "exact f q", "exact f p"),
        ("theorem t (f : ∀ (x : ℕ), p x) : q", "theorem t (g : ∀ (y : ℕ), p y) : q", "exact g y", "exact f y"),
        ("theorem t ⦃a : ℕ⦄ (h : p (a : ℤ)) : q", "theorem t ⦃m : ℕ⦄ (k : p (m : ℤ)) : q", "exact k m", "exact h a"),
        // One of our names is taken by something else: Lean decides.
        ("theorem t (a : ℕ) : a = a", "theorem t (x : ℕ) : x = x", "intro a; exact x", "intro a; exact x"),
        ("theorem t (_ : p) : q", "theorem t (h : p) : q", "exact f h", "exact f h"),
        ("theorem t (h : p) : q", "theorem t (_ : p) : q", "exact f x", "exact f x"),
        ("theorem t (a : ℕ) : a = a", "theorem t (a : ℕ) : a = a", "exact f a", "exact f a"),
    ]

    @Test(arguments: cases)
    func `the model's names give way to ours`(
        _ example: (ours: String, theirs: String, proof: String, text: String)
    ) throws {
        #expect(try text(example.theirs, example.proof, for: example.ours) == example.text)
    }
}
