/// What a proof has no business saying, by reason. The commands are those of Lean 4.35, Batteries and Mathlib.
enum GuardVocabulary {
    /// Why a word is refused.
    enum Reason: String {
        case admits = "closes a goal without proving it"
        case command = "begins or changes a command; a proof is only a proof"
        case compiled = "trusts compiled code instead of the kernel"
        case runsCode = "runs code while the proof is elaborated"
        case searches = "searches and prints a suggestion instead of proving"
        case wastes = "only spends time or memory"
        case internals = "reaches into Lean's internals"
    }

    /// Words that are refused as any component of a name, quoted or not.
    static let components: [LeanWord: Reason] = table([
        .admits: "sorry admit sorryAx lcProof lcUnreachable lcAny lcErased",
        .command: """
        abbrev add_decl_doc add_aesop_rules erase_aesop_rules declare_aesop_rule_sets attribute axiom binder_predicate
        binder_predicates builtin_initialize coinductive compile_def compile_inductive csimp declare_syntax_cat
        declare_simp_like_tactic declare_config_elab def_replacement deprecate deriving dsimproc elab elab_rules
        builtin_dsimproc builtin_simproc end example export extend_docs gen_injective_theorems grind_pattern import
        inductive infix infixl infixr init_quot initialize initialize_simps_projections instance irreducible_def lemma
        library_note macro macro_rules mk_iff_of_inductive_prop mutual namespace noncomputable notation notation3 omit
        opaque postfix prefix private_decl proof_wanted recommended_spelling register_builtin_option
        register_error_explanation register_label_attr register_option register_simp_attr register_tactic_tag
        register_try_tactic register_grind_attr reset_grind_attrs cbv_simproc_pattern builtin_simproc_pattern
        builtin_cbv_simproc_pattern let_mvar decl_name section set_premise_selector simproc
        simproc_decl simproc_pattern structure suppress_compilation syntax tactic_extension theorem to_additive
        unlock_limits universe unseal unset_option variable assert_exists assert_not_exists assert_not_imported
        deprecated_module deprecated_syntax docs_to_verso monotonicity_by computed_fields
        declare_int_theorems declare_uint_theorems declare_bitwise_int_theorems declare_bitwise_uint_theorems
        declare_sint_simprocs declare_uint_simprocs norm_cast_add_elim with_weak_namespace show_panel_widgets
        whatsnew in_namespace count_heartbeats guard_min_heartbeats builtin_cbv_simproc builtin_cbv_simproc_decl
        cbv_simproc cbv_simproc_decl builtin_simproc_decl builtin_dsimproc_decl dsimproc_decl builtin_env_linter
        builtin_grind_propagator grind_propagator gen_cnstr_fns init_grind_norm def_eval_config_item declare!
        derive_eval_expr_instance_using_meta_eval ensure_eval_expr_instance ensure_eval_term_instance
        ensure_eval_term_expr_instances grind_annotated show_deprecated_modules register_parser_alias unif_hint
        register_sym_simp register_sym_dsimp register_sym_simp_attr unsuppress_compilation register_linter_set
        register_hint insert_to_additive_translation insert_to_dual_translation library_note2 mk_simp_attribute
        deprecated_alias postprocess_traces store_traces_as with_exporting set_config
        """,
        .compiled: """
        native_decide bv_decide bv_check bv_decide? native_omega implemented_by extern unsafe partial ofReduceBool
        ofReduceNat reduceBool reduceNat trustCompiler unsafeCast ptrAddrUnsafe withPtrEq withPtrAddr
        unsafePerformIO skipKernelTC
        """,
        .runsCode: """
        run_tac run_cmd run_elab run_meta run_conv by_elab eval_expr evalExpr evalDecl include_str include_bytes idbg
        dbg_trace dbg_trace_if_shared dbg_sleep dbg_stack_trace dbgTrace dbgTraceVal dbgTraceIfShared dbgSleep
        dbgStackTrace addDecl addAndCompile polyrith println! assert! debug_assert! wait_for_sync wait_for_test_task
        """,
    ])

    /// Words that are refused only when they stand alone: as a component of a longer name they are harmless.
    static let whole: [LeanWord: Reason] = table([
        .admits: "stop mstop plausible slim_check",
        .command: """
        alias class def include local meta nonrec private protected public recall scoped
        seal sudo variables universes variable? recall?
        """,
        .compiled: "native",
        .runsCode: "test_extern",
        .searches: """
        hint show_term library_search suggest propose rw_search extract_goal search_proof llmstep
        """,
        .wastes: "sleep sleep_heartbeats dbg_cache run_linter",
    ])

    /// Tactics whose form with a question mark prints what it would do. Any run of `?` and `!` behind the word counts.
    static let searching: Set<LeanWord> = LeanWord.set(
        """
        aesop apply apply_rules bound bv_decide by calc cases congr constructor conv cutsat decide dsimp duper exact ext
        field field_simp finish fun_prop gcongr grind have induction infer_instance instances invariants itauto
        library_search lia linarith linear_combination measurability continuity mono mvcgen nlinarith norm_cast norm_num
        observe omega positivity polyrith propose push_cast push_neg rcases refine rewrite rewrites rintro ring ring_nf
        rw rw_search rwa says show simp simp_all simp_all_arith simp_arith simpa solve_by_elim split split_ifs suggest
        tauto trivial try unfold use zify qify
        """)

    /// First components of names that belong to Lean's own programming interface.
    static let internalRoots: Set<LeanWord> = LeanWord.set(
        "Lean IO System Lake Qq EIO BaseIO EST ST Elab Meta Parser Compiler MetaM TacticM TermElabM CommandElabM MacroM"
    )

    /// Namespaces of mathematics that a proof may open for a tactic or a term, by first component.
    static let openable: Set<LeanWord> = LeanWord.set(
        """
        AddSubgroup Affine AlgebraicGeometry Algebra Asymptotics BigOperators Bool Cardinal CategoryTheory Circle Classical
        Combinatorics Complex ComplexConjugate ComplexOrder Convex Dvd ENNReal ENat EReal EuclideanGeometry Equiv Fact
        FiniteDimensional Filter Fin Finset Finsupp Fintype Fourier Function Geometry Group Ideal InnerProductGeometry
        InnerProductSpace Int Interval Irrational LinearAlgebra LinearMap List Localization Matrix MeasureTheory Metric
        Module Monoid Multiset MvPolynomial NNRat NNReal Nat Nimber NumberField NumberTheory Option Order Ordinal
        Orientation Padic Pointwise Polynomial PowerSeries Prime Prod ProbabilityTheory Prop Quaternion Rat Real
        RealInnerProductSpace Ring Set SetTheory SimpleGraph Sigma Subgroup Submodule Subset Subtype Sum Sym2 Symmetric
        Topology Tropical UniformSpace Uniformity Upto Vector Vitali WithTop WithBot ZMod Zsqrtd And Or Not Iff Exists Eq
        Ne HEq Decidable
        """)

    /// Characters that show as nothing or as a blank. In code they can only deceive.
    static func isInvisible(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0xA0, 0xAD, 0x34F, 0x115F, 0x1160, 0x1680, 0x17B4, 0x17B5, 0x180E, 0x2000...0x200F, 0x2028...0x202F,
            0x205F...0x206F, 0x3000, 0x3164, 0xFE00...0xFE0F, 0xFEFF, 0xFFA0, 0xFFF0...0xFFFB, 0xE0000...0xE0FFF:
            true
        default: false
        }
    }

    /// Characters that reorder what is shown.
    static func isBidirectionalControl(_ scalar: UInt32) -> Bool {
        scalar == 0x61C || 0x200E...0x200F ~= scalar || 0x202A...0x202E ~= scalar || 0x2066...0x2069 ~= scalar
    }

    private static func table(_ lists: [Reason: String]) -> [LeanWord: Reason] {
        var table: [LeanWord: Reason] = [:]
        for (reason, list) in lists {
            for word in LeanWord.set(list) { table[word] = reason }
        }
        return table
    }
}

extension LeanVocabulary {
    /// Whether the word can be no name of a theorem: Lean reserves it or the guard refuses it.
    static func isReservedOrForbidden(_ word: LeanWord) -> Bool {
        unnameable.contains(word) || GuardVocabulary.components[word] != nil || GuardVocabulary.whole[word] != nil
    }
}
