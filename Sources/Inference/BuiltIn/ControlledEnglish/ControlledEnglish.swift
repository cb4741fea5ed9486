/// The formalizer for the documented fragment of English (docs/controlled-english.md), without any model.
package enum ControlledEnglish {
    /// What became of a problem.
    package enum Outcome: Hashable, Sendable {
        /// A Lean 4 theorem that ends in `:= by sorry`.
        case theorem(String)
        /// The problem is outside the fragment; names the first word that was not understood. One line;
        /// of the problem's own text it repeats only words and known signs.
        case refused(String)
    }

    /// Formalizes a problem. Every word must be read by the grammar; anything else is refused.
    ///
    /// - Parameter name: the theorem's name; a name that is not a plain identifier is replaced by `problem`.
    package static func formalize(_ problem: String, name: String = "problem") -> Outcome {
        let tokens: [EnglishToken]
        do {
            tokens = try EnglishTokenizer.tokens(of: problem)
        } catch {
            return .refused(error.reason)
        }
        var parser = EnglishParser(tokens: tokens)
        do {
            let statement = try parser.problem()
            try StatementChecker.check(statement)
            return .theorem(LeanPrinter.theorem(statement, name: isPlain(name) ? name : "problem"))
        } catch {
            return .refused(error.isFinal ? error.reason : parser.explanation())
        }
    }

    /// ASCII letters, digits and underscores, not beginning with a digit, and not a word that Lean reserves.
    static func isPlain(_ name: String) -> Bool {
        let scalars = name.unicodeScalars
        guard let first = scalars.first, scalars.count <= 200, !("0"..."9").contains(first) else { return false }
        let isIdentifier = scalars.allSatisfy {
            switch $0 {
            case "a"..."z", "A"..."Z", "0"..."9", "_": true
            default: false
            }
        }
        return isIdentifier && name != "_" && !reserved.contains(name)
    }

    /// Whether Lean has the word for itself.
    static func isReserved(_ name: String) -> Bool { reserved.contains(name) }

    /// The words that the parser of Lean 4.35 takes for itself, those of Mathlib's commands, tactics that no proof may have,
    /// and names that Lean's library has at the top and elsewhere, so that a question about them has two answers.
    private static let reserved = Set(
        """
        Prop Sort Type abbrev add_decl_doc admit alias assert_not_exists at attribute axiom binder_predicate break
        builtin_initialize by calc catch class coinductive coinductive_fixpoint continue dbg_trace declare_syntax_cat
        decreasing_by def deriving do docs_to_verso elab elab_rules else end example exists export extends finally for
        forall from fun generalizing grind_pattern have haveI hiding idbg if import in include inductive
        inductive_fixpoint infix infixl infixr inferInstanceAs init_quot initialize instance leading_parser lemma let
        letI let_delayed let_fun let_tmp local macro macro_rules match meta mut mutual namespace nat_lit native_decide
        no_index nofun nomatch noncomputable nonrec notation notation3 omit opaque open partial partial_fixpoint
        postfix prefix private protected public recommended_spelling renaming repeat return scoped section set_option
        show sorry structure suffices syntax termination_by then theorem trailing_parser try universe universes unless
        unsafe using variable variables where while with and false not or true xor
        """.split { $0 == " " || $0 == "\n" }.map(String.init))
}
