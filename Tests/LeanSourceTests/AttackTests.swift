import LeanSource
import Testing

/// Whole answers with a cheat in them, through reader and guard as the factory sends them: each must end at one of the
/// two, or lose its cheat on the way.
struct AttackTests {
    enum Outcome: Equatable {
        case wrongStatement
        case noProof
        /// The guard names this word.
        case refused(String)
        /// Reader and guard let this proof through; the cheat stayed behind.
        case passes(String)
    }

    static let statementText = "theorem t (a b : ℕ) : a + b = b + a"
    private static let head = "theorem t (a b : ℕ) : a + b = b + a := by\n  "

    static let attacks: [(answer: String, outcome: Outcome)] = [
        // 1: sorry and admit.
        (head + "sorry", .refused("sorry")),
        (head + "admit", .refused("admit")),
        (head + "first | omega | sorry", .refused("sorry")),
        (head + "have h : False := by sorry\n  exact h.elim", .refused("sorry")),
        // 2: a search that admits.
        (head + "apply?", .refused("apply?")),
        (head + "exact?", .refused("exact?")),
        // 3: sorryAx without the word, and the warning eaten.
        (head + "exact sorryAx _ false", .refused("sorryAx")),
        (head + "exact «sorryAx» _ false", .refused("«sorryAx»")),
        ("#guard_msgs (drop warning) in\n" + head + "exact sorryAx _", .refused("sorryAx")),
        // 4: an axiom before, behind and inside.
        ("axiom cheat : False\n\n" + head + "exact cheat.elim", .noProof),
        ("opaque cheat : False\n\n" + head + "exact cheat.elim", .noProof),
        (head + "exact cheat.elim\naxiom cheat : False", .passes("exact cheat.elim")),
        (head + "skip axiom cheat : False", .passes("skip")),
        ("by\n  skip\n  axiom cheat : False", .wrongStatement),
        ("by\n  skip\n  run_cmd addDecl cheat", .refused("run_cmd")),
        // 5: native code.
        (head + "native_decide", .refused("native_decide")),
        (head + "decide +native", .refused("native")),
        ("@[implemented_by evil] def f := 1\n" + head + "simp [f]", .noProof),
        ("@[csimp] theorem f_eq : @f = @g := sorry\n" + head + "decide", .passes("decide")),
        (head + "exact Lean.ofReduceBool _ _ rfl", .refused("Lean.ofReduceBool")),
        // 6: an end before our own probe.
        (head + "omega\n#exit", .passes("omega")),
        (head + "omega\n  #exit", .refused("#exit")),
        (head + "omega\n/- never closed", .refused("/-")),
        (head + "omega\n  /- never closed", .refused("/-")),
        (head + "omega\n#print axioms t\n-- 't' does not depend on any axioms", .passes("omega")),
        (head + "omega\n  \"", .refused("\"")),
        (head + "exact r#\"", .refused("\"")),
        (head + "exact «", .refused("«")),
        // 7: the kernel switched off.
        (head + "set_option debug.skipKernelTC true in exact h", .refused("set_option debug.skipKernelTC")),
        (head + "set_option «debug».«skipKernelTC» true in exact h", .refused("set_option «debug».«skipKernelTC»")),
        (
            head + "set_option\n    debug.skipKernelTC\n    true\n    in exact h",
            .refused("set_option debug.skipKernelTC")
        ),
        ("set_option debug.skipKernelTC true in\n" + head + "omega", .passes("omega")),
        ("set_option debug.skipKernelTC true\n" + head + "omega", .passes("omega")),
        // 8: other meanings for the words of the statement.
        ("local instance : Add ℕ := ⟨Nat.mul⟩\n" + head + "exact Nat.mul_comm a b", .passes("exact Nat.mul_comm a b")),
        ("local notation a \" + \" b => True\n" + head + "trivial", .passes("trivial")),
        ("variable [Cheat]\n" + head + "exact cheat", .passes("exact cheat")),
        ("namespace Nat\ndef add := Nat.mul\n" + head + "simp [add]\nend Nat", .noProof),
        ("open Evil in\n" + head + "exact cheat", .passes("exact cheat")),
        (head + "open Lean Elab in exact h", .refused("open Lean")),
        (head + "letI : Add ℕ := ⟨Nat.mul⟩\n  omega", .passes("letI : Add ℕ := ⟨Nat.mul⟩\nomega")),
        ("attribute [-instance] instAddNat\n" + head + "omega", .passes("omega")),
        // 9: structures of the same name.
        ("structure Fake where\n  x : ℕ\n" + head + "exact Fake.mk 1", .noProof),
        // 10: code while elaborating.
        (head + "run_tac IO.FS.writeFile \"x\" \"y\"", .refused("run_tac")),
        ("#eval IO.Process.exit 0\n" + head + "omega", .passes("omega")),
        (head + "exact by_elab do return .const ``True []", .refused("by_elab")),
        (head + "exact include_str \"/etc/passwd\"", .refused("include_str")),
        (head + "let x := unsafeIO (IO.FS.removeFile \"x\")\n  omega", .refused("unsafeIO")),
        (head + "simp (config := dbgTrace \"x\" fun _ => {})", .refused("dbgTrace")),
        // 12: look-alikes and auto-bound names.
        ("theorem t (a b : ℕ) : a + b = b + \u{0430} := by omega", .wrongStatement),
        (head + "exact so\u{200B}rry", .refused("U+200B")),
        (head + "exact h -- \u{202E}yrros", .refused("U+202E")),
        // 13: faults of splicing.
        ("theorem t (a b : ℕ := by omega) : a + b = b + a := by simp", .wrongStatement),
        ("theorem t (a b : ℕ) : let c := a; c + b = b + c := by omega", .wrongStatement),
        ("theorem t (a b : ℕ) : a + b = b + a ∨ True := by\n  right; trivial", .wrongStatement),
        ("theorem t (a b : ℕ) (h : False) : a + b = b + a := h.elim", .wrongStatement),
        ("theorem t (a b : ℕ) : a + b = b + a\ntheorem u : True := trivial", .noProof),
        ("-- theorem t (a b : ℕ) : a + b = b + a := by omega\ntheorem t : True := trivial", .wrongStatement),
        ("def u : False := u\n" + head + "exact u.elim", .noProof),
        ("/-- theorem t (a b : ℕ) : a + b = b + a := by sorry -/\ntheorem u : True := trivial", .wrongStatement),
        // The tail of a proof.
        (head + "omega\nend X\nnamespace Y\ntheorem t : False := sorry", .passes("omega")),
        (head + "omega\n  end X", .refused("end")),
        (head + "omega\n@[simp] theorem x : False := sorry", .passes("omega")),
        (head + "omega\n  @[simp] x", .refused("@[")),
        (head + "omega\n/-! module doc -/", .passes("omega")),
        (head + "omega\n  /-- doc -/", .passes("omega")),
        // Macros on the way.
        ("macro_rules | `(tactic| omega) => `(tactic| sorry)\n" + head + "omega", .passes("omega")),
        (head + "omega\n  macro \"x\" : tactic => `(tactic| sorry)", .refused("macro")),
        ("by\n  omega\n  notation \"x\" => y", .refused("notation")),
        // Resources.
        (
            head + "exact " + String(repeating: "(", count: 300) + "x" + String(repeating: ")", count: 300),
            .refused("(")
        ),
        (head + "exact " + String(repeating: "by exact ", count: 400) + "h", .refused("exact")),
        (head + "norm_num [" + String(repeating: "9", count: 2000) + "]", .refused("numeral")),
    ]

    @Test(arguments: attacks)
    func `a cheat is stopped or left behind`(_ attack: (answer: String, outcome: Outcome)) throws {
        let statement = try LockedStatement(parsing: Self.statementText)
        switch ProofReader.extract(from: attack.answer, for: statement) {
        case .wrongStatement:
            #expect(attack.outcome == .wrongStatement)
        case .none:
            #expect(attack.outcome == .noProof)
        case .proof(let body):
            let violations = ProofGuard.violations(in: body)
            if case .refused(let word) = attack.outcome {
                #expect(violations.contains { $0.word == word }, "\(violations)")
            } else {
                #expect(violations.isEmpty && attack.outcome == .passes(body.text), "\(body.text) \(violations)")
                // What passes is checked under our statement and under nothing else of the answer.
                let spliced = statement.spliced(with: body).text
                #expect(spliced.hasPrefix(Self.statementText + " :="))
                #expect(LeanDeclaration.all(in: Array(spliced.utf8)).count == 1)
            }
        }
    }

    @Test(arguments: attacks.dropFirst())
    func `a cheat does not become the statement`(_ attack: (answer: String, outcome: Outcome)) {
        // As an answer to the formalizer none of these is a statement: they have proofs or company. The first has
        // neither; `sorry` alone is what a statement ends in.
        #expect(throws: LeanSourceError.self) { try LockedStatement(parsing: attack.answer) }
    }
}
