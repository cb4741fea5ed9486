import Foundation
import LeanSource
import Support
import Testing

/// Tests of reading a statement and of its rewritings.
struct LockedStatementTests {
    static let accepted: [(source: String, signature: String, binders: String, goal: String)] = [
        (
            "theorem t (a b : ℕ) : a * b = b * a := by sorry", "theorem t (a b : ℕ) : a * b = b * a", "(a b : ℕ)",
            "a * b = b * a"
        ),
        ("theorem t : p", "theorem t : p", "", "p"),
        ("theorem t : p :=", "theorem t : p", "", "p"),
        ("theorem t : p := by", "theorem t : p", "", "p"),
        ("theorem t : p := sorry", "theorem t : p", "", "p"),
        ("lemma t : p := by\n  sorry\n", "theorem t : p", "", "p"),
        ("theorem   t\t(a:ℕ)   :   a  =  a:=by sorry", "theorem t (a:ℕ) : a = a", "(a:ℕ)", "a = a"),
        (
            "theorem t -- name\n    (a : ℕ) /- one -/ (b : ℕ) -- two\n    (h : a = b) : -- goal\n    b = a := sorry -- done",
            "theorem t (a : ℕ) (b : ℕ)\n    (h : a = b) : b = a", "(a : ℕ) (b : ℕ)\n    (h : a = b)", "b = a"
        ),
        (
            "theorem t (a : ℕ)\r\n    (b : ℕ) :\r\n  a = b := by\r\n  sorry\r\n",
            "theorem t (a : ℕ)\n    (b : ℕ) : a = b",
            "(a : ℕ)\n    (b : ℕ)", "a = b"
        ),
        ("/-- A doc comment. -/\ntheorem t : p := sorry", "theorem t : p", "", "p"),
        ("import Mathlib\nimport Aesop\n\ntheorem t : p := by sorry", "theorem t : p", "", "p"),
        ("\u{FEFF}theorem t : p := by sorry", "theorem t : p", "", "p"),
        ("theorem t.{u} (α : Type u) : p := sorry", "theorem t.{u} (α : Type u) : p", "(α : Type u)", "p"),
        (
            "theorem t (x : ℕ := 3) : let y := x; y = 3 := by sorry", "theorem t (x : ℕ := 3) : let y := x; y = 3",
            "(x : ℕ := 3)", "let y := x; y = 3"
        ),
        (
            "theorem t' (s : String) : s = \"-- /- := sorry\" := by sorry",
            "theorem t' (s : String) : s = \"-- /- := sorry\"",
            "(s : String)", "s = \"-- /- := sorry\""
        ),
        ("theorem α₁ : p", "theorem α₁ : p", "", "p"),
        ("theorem t : #s = 3", "theorem t : #s = 3", "", "#s = 3"),
    ]

    @Test(arguments: accepted)
    func `a statement is taken in every form it is handed over`(
        _ example: (source: String, signature: String, binders: String, goal: String)
    ) throws {
        let statement = try LockedStatement(parsing: example.source)
        #expect(statement.signature == example.signature)
        #expect(statement.binders == example.binders)
        #expect(statement.goal == example.goal)
        // What we wrote we read again.
        #expect(try LockedStatement(parsing: statement.withSorry()) == statement)
    }

    static let refused: [(source: String, reason: LeanSourceError.Reason)] = [
        ("", .noTheorem),
        ("   -- nothing\n", .noTheorem),
        ("Here is the statement: theorem t : p", .noTheorem),
        ("a + b = b + a", .noTheorem),
        ("def t : p := h", .notTheorem),
        ("axiom t : p", .notTheorem),
        ("example : p := sorry", .notTheorem),
        ("instance t : p := sorry", .notTheorem),
        ("@[simp] theorem t : p := sorry", .notTheorem),
        ("private theorem t : p := sorry", .notTheorem),
        ("set_option maxRecDepth 3 in\ntheorem t : p", .severalCommands),
        ("open Nat\ntheorem t : p := sorry", .severalCommands),
        ("theorem t : p := sorry\ntheorem u : q := sorry", .severalCommands),
        ("def f := 1\ntheorem t : f = 1 := sorry", .severalCommands),
        ("theorem t : p := sorry\n#eval 1", .severalCommands),
        ("namespace X\ntheorem t : p := sorry\nend X", .severalCommands),
        ("theorem : p := sorry", .badName),
        ("theorem Nat.t : p := sorry", .badName),
        ("theorem «t» : p := sorry", .badName),
        ("theorem «a b» : p := sorry", .badName),
        ("theorem sorryAx : p := sorry", .badName),
        ("theorem _ : p := sorry", .badName),
        ("theorem t := sorry", .malformed),
        // A goal that would swallow the `:=` of the proof.
        ("theorem t : let x", .malformed),
        ("theorem t : have h : p", .malformed),
        ("theorem t : p ∧ let x : q :=", .malformed),
        ("theorem t (a : ℕ) := sorry", .malformed),
        ("theorem t : := sorry", .malformed),
        ("theorem t : p := by simp", .hasProof),
        ("theorem t : p := by sorry sorry", .hasProof),
        ("theorem t : p := h", .hasProof),
        ("theorem t : ∀ n, p n | 0 => sorry", .hasProof),
        ("theorem t : p where x := 1", .hasProof),
        ("theorem t : (a := sorry", .forbidden),
        ("theorem t : (p", .forbidden),
        ("theorem t (h : p : q", .forbidden),
        ("theorem t : (sorry : Prop) := by sorry", .forbidden),
        ("theorem t : sorryAx Prop := by sorry", .forbidden),
        ("theorem t (x : by run_tac skip) : p := sorry", .forbidden),
        ("theorem t : open Lean in p := sorry", .forbidden),
        ("theorem t : open Nat in p := sorry", .forbidden),
        ("theorem t : set_option maxRecDepth 3 in p := sorry", .forbidden),
        ("theorem t : p ∧\u{202E} q := sorry", .forbidden),
        ("theorem t : p\u{200B} := sorry", .forbidden),
        ("theorem t : \u{0}p := sorry", .forbidden),
        ("theorem t : p \" := sorry", .forbidden),
        ("theorem t : `p = q := sorry", .forbidden),
        ("theorem t : #eval = 1 := sorry", .forbidden),
    ]

    @Test(arguments: refused)
    func `anything else is refused with its reason`(_ example: (source: String, reason: LeanSourceError.Reason)) {
        let error = #expect(throws: LeanSourceError.self) { try LockedStatement(parsing: example.source) }
        #expect(error?.reason == example.reason)
        #expect(error?.code == "lean-source." + example.reason.rawValue)
        #expect(error?.kind == .input)
        #expect(error?.message.hasSuffix(".") == true)
    }

    @Test func `a statement that is too long is refused`() {
        let goal = String(repeating: "a + ", count: 20_000) + "a = 0"
        #expect(throws: LeanSourceError.self) { try LockedStatement(parsing: "theorem t : \(goal)") }
    }

    @Test func `renaming changes the name alone`() throws {
        let statement = try LockedStatement(parsing: "theorem t (a : ℕ) : a = a := sorry")
        #expect(statement.renamed(to: "u_1").signature == "theorem u_1 (a : ℕ) : a = a")
        #expect(statement.renamed(to: "u_1").normalHash == statement.normalHash)
        #expect(statement.renamed(to: "t") == statement)
    }

    @Test func `another goal stands under the same hypotheses and another name`() throws {
        let statement = try LockedStatement(parsing: "theorem t (a : ℕ) (h : a < a) : a = 1 := sorry")
        let question = statement.withGoal("False")
        #expect(question.signature == "theorem t_variant (a : ℕ) (h : a < a) : False")
        #expect(
            statement.withGoal("¬ (a = 1)", name: "t_not").signature == "theorem t_not (a : ℕ) (h : a < a) : ¬ (a = 1)")
        #expect(question.normalHash != statement.normalHash)
    }

    @Test func `the sorry form ends in one tactic`() throws {
        let statement = try LockedStatement(parsing: "lemma t : p")
        #expect(statement.withSorry() == "theorem t : p := by\n  sorry\n")
    }

    @Test(arguments: [
        ("mul_comm_42", "mul_comm_42"), ("1a", "t_1a"), ("a b-c", "a_b_c"), ("", "t_"), ("theorem", "t_theorem"),
        ("sorry", "t_sorry"), ("_", "t__"), ("é", "é"), ("Nat.x", "Nat_x"), ("or_comm'", "or_comm'"),
        ("日本", "t_______"), ("stop", "t_stop"),
    ])
    func `any text gives a plain name`(_ text: String, _ name: String) throws {
        #expect(LockedStatement.plainName(text) == name)
        #expect(try LockedStatement(parsing: "theorem \(name) : p").name == name)
    }

    @Test func `statements are compared byte by byte`() throws {
        // U+2126 (ohm) and U+03A9 (omega) are equal to Swift and different names to Lean.
        let ohm = try LockedStatement(parsing: "theorem t : \u{2126} = 1")
        let omega = try LockedStatement(parsing: "theorem t : \u{03A9} = 1")
        #expect(ohm != omega)
        #expect(ohm.normalHash != omega.normalHash)
        #expect(Set([ohm, omega, ohm]).count == 2)
    }

    @Test func `a statement survives coding and is examined again when decoded`() throws {
        let statement = try LockedStatement(parsing: "theorem t (a : ℕ) : a = a := sorry")
        let data = try JSONEncoder().encode([statement])
        #expect(try JSONDecoder().decode([LockedStatement].self, from: data) == [statement])
        let forged = Data(#"["theorem t : p := by sorry\naxiom x : False"]"#.utf8)
        #expect(throws: LeanSourceError.self) { try JSONDecoder().decode([LockedStatement].self, from: forged) }
    }
}
