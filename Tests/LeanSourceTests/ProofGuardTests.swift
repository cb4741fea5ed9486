import LeanSource
import Support
import Testing

/// Tests of what the guard refuses.
struct ProofGuardTests {
    private func violations(_ text: String) -> [GuardViolation] {
        ProofGuard.violations(in: ProofBody(text: text, style: .tactics))
    }

    /// Each proof is hostile or useless; the word is the one that must be named.
    static let refused: [(proof: String, word: String)] = [
        // Closing without proving.
        ("sorry", "sorry"), ("admit", "admit"), ("stop", "stop"), ("exact sorryAx _ false", "sorryAx"),
        ("exact sorryAx _", "sorryAx"), ("exact «sorryAx» _ false", "«sorryAx»"),
        ("exact _root_.sorryAx _", "_root_.sorryAx"),
        ("exact «sorry»", "«sorry»"), ("exact X.sorryAx.Y", "X.sorryAx.Y"), ("exact (.sorryAx)", "sorryAx"),
        ("simp; sorry", "sorry"), ("first | done | sorry", "sorry"), ("exact lcProof", "lcProof"),
        ("trace s!\"{(sorry : Nat)}\"", "sorry"), ("plausible", "plausible"),
        ("have := s!\"{s!\"{sorryAx Nat}\"}\"", "sorryAx"),
        // Hidden from a careless lexer.
        ("/-/- -/ sorry /- -/", "sorry"), ("exact 'a' --'\n  sorry", "sorry"), ("exact h' \"'\" sorry", "sorry"),
        ("exact r\"\\\" sorry", "sorry"), ("-- \u{2028}x\r\n  sorry", "sorry"), ("/- /- -/ -/ sorry", "sorry"),
        ("exact \"\\\\\" sorry \"\"", "sorry"), ("exact '\\'' sorry '\\''", "sorry"), ("|-- \n sorry", "sorry"),
        ("exact \"a\"\u{301} sorry", "sorry"), ("exact r#\"\"# sorry \"#\"", "sorry"), ("simp [sorryé]", "sorryé"),
        // Commands.
        ("trivial\naxiom cheat : False", "axiom"), ("trivial axiom cheat : False", "axiom"),
        ("trivial\ntheorem u : True := trivial", "theorem"), ("trivial\nlemma u : True := trivial", "lemma"),
        ("trivial\nprivate theorem u : True := trivial", "theorem"), ("trivial\nexample : True := trivial", "example"),
        ("trivial\ndef f := 1", "def"), ("trivial\nabbrev f := 1", "abbrev"), ("trivial\nopaque f : Nat", "opaque"),
        ("trivial\nunsafe def f := 1", "unsafe"), ("trivial\npartial def f := 1", "partial"),
        ("trivial\ninstance : Add Nat := ⟨Nat.mul⟩", "instance"),
        ("trivial\nlocal instance : Add Nat := x", "instance"),
        ("trivial\nstructure S", "structure"), ("trivial\ninductive I", "inductive"), ("trivial\nclass C", "class"),
        ("trivial\nmacro \"x\" : tactic => `(tactic| skip)", "macro"),
        ("trivial\nmacro_rules | `(x) => `(y)", "macro_rules"),
        ("trivial\nelab \"x\" : tactic => pure ()", "elab"), ("trivial\nelab_rules : tactic | `(x) => y", "elab_rules"),
        ("trivial\nsyntax \"x\" : tactic", "syntax"), ("trivial\nnotation \"False\" => True", "notation"),
        ("trivial\nlocal notation \"a\" => b", "notation"), ("trivial\nnotation3 \"a\" => b", "notation3"),
        ("trivial\ninfixl:65 \" + \" => f", "infixl"), ("trivial\nprefix:max \"-\" => f", "prefix"),
        ("trivial\npostfix:max \"!\" => f", "postfix"), ("trivial\ndeclare_syntax_cat x", "declare_syntax_cat"),
        ("trivial\nattribute [simp] foo", "attribute"), ("attribute [local simp] foo in simp", "attribute"),
        ("@[simp] trivial", "@["), ("trivial\n@[implemented_by f] x", "@["), ("trivial\n@ [simp] x", "@["),
        ("trivial\nend X", "end"), ("trivial\nend", "end"), ("trivial\nnamespace X", "namespace"),
        ("trivial\nsection", "section"), ("trivial\nvariable (x : Nat)", "variable"),
        ("trivial\nuniverse u", "universe"),
        ("trivial\nmutual", "mutual"), ("trivial\nexport X (y)", "export"), ("trivial\nimport Lean", "import"),
        ("trivial\ninclude h", "include"), ("trivial\nomit h", "omit"),
        ("trivial\nderiving instance X for Y", "deriving"),
        ("trivial\ninitialize x : Nat ← pure 1", "initialize"), ("trivial\nalias a := b", "alias"),
        ("trivial\nsimproc s (x) := y", "simproc"), ("trivial\ngrind_pattern f => x", "grind_pattern"),
        ("trivial\nunseal f", "unseal"), ("trivial\nnoncomputable def x := 1", "noncomputable"),
        ("trivial\n«end» X", "«end»"), ("exact Foo.axiom", "Foo.axiom"), ("exact Foo.«instance».x", "Foo.«instance».x"),
        ("/-- doc -/ trivial", "/--"), ("trivial\n/-! module doc -/", "/--"), ("trivial\nmeta def x := 1", "meta"),
        // Commands with a number sign.
        ("trivial\n#eval 1", "#eval"), ("#exit", "#exit"), ("trivial\n#print axioms x", "#print"),
        ("#check x", "#check"),
        ("#guard_msgs (drop warning) in x", "#guard_msgs"), ("#reduce x", "#reduce"), ("#synth X", "#synth"),
        ("#where", "#where"), ("#«eval» 1", "#«eval»"),
        // Taking hold of the next command.
        ("simp\nopen Nat in", "open"), ("simp\nopen Nat in -- x", "open"),
        ("simp\nset_option maxRecDepth 3 in", "set_option"),
        // Running code.
        ("run_tac pure ()", "run_tac"), ("run_cmd x", "run_cmd"), ("run_elab x", "run_elab"),
        ("run_meta x", "run_meta"),
        ("exact by_elab return x", "by_elab"), ("exact eval_expr x", "eval_expr"),
        ("exact include_str \"/etc/passwd\"", "include_str"),
        ("exact dbg_trace \"x\"; y", "dbg_trace"), ("exact `x", "`"), ("exact ``x", "`"), ("exact `(x)", "`"),
        ("exact unsafeCast x", "unsafeCast"), ("exact unsafeIO x", "unsafeIO"), ("exact unsafe x", "unsafe"),
        ("exact IO.FS.writeFile x y", "IO.FS.writeFile"), ("exact Lean.Elab.x", "Lean.Elab.x"),
        ("exact _root_.Lean.x", "_root_.Lean.x"), ("exact «Lean».Elab.x", "«Lean».Elab.x"),
        ("exact System.x", "System.x"),
        ("exact Lean.ofReduceBool a b c", "Lean.ofReduceBool"), ("exact ofReduceBool a b c", "ofReduceBool"),
        ("sleep 100000", "sleep"), ("polyrith", "polyrith"), ("debug.x", "debug.x"),
        // Trusting compiled code.
        ("native_decide", "native_decide"), ("decide +native", "native"), ("decide + native", "native"),
        ("decide (config := { native := true })", "native"), ("bv_decide", "bv_decide"),
        ("«native_decide»", "«native_decide»"),
        ("exact implemented_by", "implemented_by"), ("exact extern", "extern"),
        // Printing instead of proving.
        ("exact?", "exact?"), ("apply?", "apply?"), ("rw?", "rw?"), ("rw [h]; exact?", "exact?"), ("simp?", "simp?"),
        ("simp_all?", "simp_all?"), ("simp?!", "simp?!"), ("simp!?", "simp!?"), ("aesop?", "aesop?"),
        ("norm_num?", "norm_num?"),
        ("show_term simp", "show_term"), ("hint", "hint"), ("library_search", "library_search"), ("suggest", "suggest"),
        ("simpa? using h", "simpa?"), ("try?", "try?"), ("grind?", "grind?"), ("have? using h", "have?"),
        ("by? simp", "by?"), ("exact by exact?", "exact?"), ("extract_goal", "extract_goal"), ("rw??", "rw??"),
        ("omega?", "omega?"),
        // Unbalanced.
        ("exact (x", "("), ("exact x)", ")"), ("exact [x}", "}"), ("exact ⟨x", "⟨"), ("exact x⟩", "⟩"),
        ("exact {x", "{"),
        ("/- open", "/-"), ("simp -/", "-/"), ("exact \"open", "\""), ("exact r#\"open\"", "\""), ("exact «open", "«"),
        ("exact s!\"{x\"", "\""), ("exact s!\"{(}\"", "}"), ("exact 'ab", "'"), ("exact (x]", "]"), ("exact ⌊x⌉", "⌉"),
        ("exact \"\\ axiom x \"", "\\"), ("exact \"\\x4g\"", "\\"), ("exact s!\"\\q{x}\"", "\\"),
        // Characters.
        ("simp\u{0}", "U+0"), ("simp -- \u{7}", "U+7"), ("simp -- \u{202E}x", "U+202E"),
        ("simp \"\u{2066}\"", "U+2066"),
        ("simp\u{85}", "U+85"), ("si\u{200B}mp", "U+200B"), ("simp\u{A0}at h", "U+A0"), ("simp\romega", "U+D"),
        ("simp\u{FEFF}", "U+FEFF"), ("exact x\u{2062}y", "U+2062"),
        // Literals and comments that touch a sign we may not know.
        ("exact f ⁻\"x\"", "⁻"), ("exact x →-- sorry", "→"), ("exact ∂'a'", "∂"), ("exact a +/- b -/ c", "+"),
    ]

    @Test(arguments: refused)
    func `what is no proof is refused by its word`(_ example: (proof: String, word: String)) {
        let found = violations(example.proof)
        #expect(found.contains { $0.word == example.word }, "\(found)")
    }

    @Test(arguments: refused)
    func `it is refused as a term and deep inside a proof as well`(_ example: (proof: String, word: String)) {
        let term = ProofBody(text: "by\n  skip\n  " + example.proof, style: .term)
        #expect(ProofGuard.violations(in: term).contains { $0.word == example.word })
    }

    static let options: [(text: String, isAllowed: Bool)] = [
        ("maxRecDepth 2000", true), ("maxRecDepth 100000", true), ("maxRecDepth 100001", false),
        ("maxRecDepth 0", false),
        ("maxHeartbeats 200000", true), ("maxHeartbeats 400000", true), ("maxHeartbeats 400001", false),
        ("maxHeartbeats 0", false), ("maxHeartbeats 99999999999999999999999", false), ("maxHeartbeats 0x10", false),
        ("synthInstance.maxHeartbeats 20000", true), ("synthInstance.maxHeartbeats 0", false),
        ("pp.all true", true), ("pp.maxSteps 5000", true), ("pp.all 3", false), ("linter.all false", true),
        ("autoImplicit false", true), ("tactic.hygienic false", true), ("exponentiation.threshold 600", true),
        ("exponentiation.threshold 1000000", false), ("«maxRecDepth» 2000", true),
        ("debug.skipKernelTC true", false), ("«debug».«skipKernelTC» true", false),
        ("«debug.skipKernelTC» true", false),
        ("debug .skipKernelTC true", false), ("debug.\n skipKernelTC true", false), ("compiler.x true", false),
        ("trace.Meta true", false), ("profiler true", false), ("warn.sorry false", false), ("hygiene false", false),
        ("weak.maxRecDepth 3", false), ("pp true", false), ("Elab.async false", false), ("maxRecDepth true", false),
        ("maxRecDepth \"3\"", false),
    ]

    @Test(arguments: options)
    func `options are allowed by name and value`(_ option: (text: String, isAllowed: Bool)) {
        #expect(violations("set_option \(option.text) in simp").isEmpty == option.isAllowed)
        #expect(violations("set_option\n  \(option.text)\n -- why\n in\n  simp").isEmpty == option.isAllowed)
        // Without `in` it would be a command and outlive the proof.
        #expect(!violations("simp\nset_option \(option.text)").isEmpty)
    }

    @Test func `the highest values of options are configurable`() {
        var limits = GuardLimits()
        limits.heartbeats = 1_000
        let proof = ProofBody(text: "set_option maxHeartbeats 2000 in simp", style: .tactics)
        #expect(ProofGuard.violations(in: proof).isEmpty)
        #expect(!ProofGuard.violations(in: proof, limits: limits).isEmpty)
    }

    static let namespaces: [(text: String, isAllowed: Bool)] = [
        ("Nat in", true), ("Nat Real in", true), ("scoped BigOperators in", true), ("Finset.Nat in", true),
        ("Classical in", true), ("Nat (add_comm sub_self) in", true), ("Polynomial\n in", true),
        ("Lean in", false), ("Lean Elab in", false), ("Lean.Meta in", false), ("Lean.Elab.Tactic in", false),
        ("«Lean» in", false), ("Nat Lean in", false), ("scoped Lean in", false), ("_root_.Lean in", false),
        ("IO in", false), ("System in", false), ("Elab in", false), ("Unknown in", false), ("Nat", false),
        ("in", false), ("Nat hiding add_comm in", false), ("Nat renaming a → b in", false), ("Nat (sorry) in", false),
        ("Nat.Lean.Meta in", false),
    ]

    @Test(arguments: namespaces)
    func `only plain namespaces of mathematics may be opened, and only for one tactic`(
        _ example: (text: String, isAllowed: Bool)
    ) {
        #expect(violations("open \(example.text) simp").isEmpty == example.isAllowed)
        #expect(violations("exact (open \(example.text) foo)").isEmpty == example.isAllowed)
    }

    @Test func `a violation says where it is`() {
        let found = violations("simp\n  α → exact? \r\n\tsorry -- sorry")
        #expect(found.map(\.word) == ["exact?", "sorry"])
        #expect(found.map(\.line) == [2, 3])
        #expect(found.map(\.column) == [6, 1])
        #expect(found.first?.description == "2:6: `exact?` searches and prints a suggestion instead of proving")
    }

    @Test func `no more violations are reported than asked for`() {
        let text = String(repeating: "sorry ", count: 1000)
        #expect(violations(text).count == GuardLimits().reported)
        #expect(violations(String(repeating: "\u{7}", count: 1000)).count == GuardLimits().reported)
    }
}
