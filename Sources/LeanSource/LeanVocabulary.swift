/// Words and signs of the language that the lexer and the readers must know.
enum LeanVocabulary {
    /// Words that Lean reserves: they are no names unless quoted or part of a dotted name.
    static let reserved: Set<LeanWord> = LeanWord.set(
        """
        abbrev at attribute axiom by calc class coinductive decreasing_by def deriving do else end example exists
        export extends finally for forall from fun have hiding if import in include inductive infix infixl infixr
        initialize instance let local macro macro_rules match mutual namespace noncomputable notation obtain omit
        opaque open partial postfix prefix private protected public rec renaming return scoped section set_option
        show structure suffices syntax elab elab_rules termination_by then theorem lemma try universe
        unless unsafe using variable where while with nonrec
        """)

    /// Words that the parser of Lean 4.35 or of Mathlib takes for itself, so that no theorem can have them as its name.
    static let unnameable: Set<LeanWord> = reserved.union(
        LeanWord.set(
            """
            Prop Sort Type add_decl_doc alias assert! assert_not_exists assert_not_imported bif binder_predicate break
            builtin_initialize catch coinductive_fixpoint continue dbg_trace debug_assert! declare_syntax_cat
            deprecated_syntax docs_to_verso generalizing grind_pattern haveI idbg inductive_fixpoint inferInstanceAs
            init_grind_norm init_quot leading_parser letI let_delayed let_expr let_fun let_tmp match_expr meta
            monotonicity_by mut nat_lit no_index nofun nomatch notation3 panic! partial_fixpoint recall recall?
            recommended_spelling register_error_explanation register_tactic_tag repeat show_term_elab sorry
            tactic_extension trailing_parser universes until variables with_weak_namespace
            """))

    /// Words that begin a declaration and can stand nowhere inside a term or a tactic.
    static let declarations: Set<LeanWord> = LeanWord.set(
        """
        theorem lemma def abbrev example instance axiom opaque structure inductive class coinductive
        """)

    /// Words that may stand before a declaration word.
    static let modifiers: Set<LeanWord> = LeanWord.set(
        "private protected noncomputable unsafe partial nonrec local scoped public meta")

    /// Words that begin a command when they stand at the beginning of a line in column 0.
    static let commands: Set<LeanWord> = declarations.union(modifiers).union(
        LeanWord.set(
            """
            namespace end variable variables universe universes open set_option attribute import export macro
            macro_rules syntax elab elab_rules notation notation3 infix infixl infixr prefix postfix deriving
            initialize builtin_initialize declare_syntax_cat include omit run_cmd run_elab run_meta add_decl_doc
            alias irreducible_def simproc dsimproc mutual section module
            """))

    /// Signs of more than one byte, longest first within each first byte. Two of them matter for safety: a sign that
    /// ends in `-` or `/` keeps Lean from seeing a comment in what follows.
    static let symbols: [UInt8: [[UInt8]]] = {
        let list = """
            := :: : => == <;> <|> <|> <|. <| <$> <*> <*  *> <- <-> <= <<< < >= >>= >>> >> -> -/ |>. |> ||| || |-
            && &&& ^^^ != .. ... ..< ++ // /\\ \\/ ∃! ⁻¹' ⁻¹ ∑' ∏' Σ' ×' '' ↦ ** <&> <&&> <||> ~= ?_ |>.
            """
        var table: [UInt8: [[UInt8]]] = [:]
        for word in LeanWord.set(list) where word.bytes.count > 1 {
            table[word.bytes[0], default: []].append(word.bytes)
        }
        for key in table.keys {
            table[key]?.sort { $0.count > $1.count }
        }
        return table
    }()

    /// Words after which a string literal is interpolated.
    static let interpolators: Set<LeanWord> = LeanWord.set(
        "s! m! f! throwError logInfo logWarning logError dbg_trace panic! throw_error")

    /// Words after which a string literal is never interpolated.
    static let plainStringTakers: Set<LeanWord> = LeanWord.set("exact trace fail refine apply show from at in if then else by")

    static let opening: Set<LeanWord> = LeanWord.set("( [ { ⟨ ⦃ ⌊ ⌈ ⟦ ⟪ ‹")
    static let closing: [LeanWord: LeanWord] = [
        ")": "(", "]": "[", "}": "{", "⟩": "⟨", "⦄": "⦃", "⌋": "⌊", "⌉": "⌈", "⟧": "⟦", "⟫": "⟪", "›": "‹",
    ]
}

/// Words by which a tactic block is told from other text.
extension LeanVocabulary {
    /// Words and signs that begin a tactic.
    static let tactics: Set<LeanWord> = LeanWord.set(
        """
        abel absurd ac_rfl aesop all_goals and_intros any_goals apply apply_fun apply_rules assumption bound by_cases
        by_contra by_contra! calc case cases cases' change choose classical clear congr constructor continuity
        contradiction contrapose contrapose! conv convert convert_to decide delta done dsimp eq_refl erw exact
        exact_mod_cast exacts exfalso exists existsi ext field_simp filter_upwards fin_cases first focus fun_prop funext
        gcongr generalize grind group have haveI induction induction' infer_instance injection injections
        interval_cases intro intros iterate left let letI lift linarith linear_combination match measurability mono
        native_decide next nlinarith nofun nomatch norm_cast norm_num nth_rewrite nth_rw obtain omega on_goal peel
        pick_goal polyrith positivity push_cast push_neg qify rcases refine refine' rename rename_i repeat replace
        revert rewrite rfl right ring ring_nf rintro rotate_left rw rwa set set_option show simp simp_all simp_arith
        simp_rw simpa skip solve_by_elim sorry specialize split split_ifs subst subst_vars suffices swap symm tauto
        trans trivial try unfold use wlog zify · .
        """)

    /// Words and signs after which a block or a term goes on in the next line.
    static let blockOpeners: Set<LeanWord> = LeanWord.set(
        "by := => ↦ with from calc then else do · , : ( [ { ⟨ + - * / = ≠ < > ≤ ≥ ∧ ∨ → ↔ $ <| |> at fun ; <;>")
}
