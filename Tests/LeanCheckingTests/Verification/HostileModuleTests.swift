import Foundation
import LeanSource
import Testing

@testable import LeanChecking

/// Candidates that were compiled with no guard before them, each with the word that the probe must have for it.
@Suite struct HostileModuleTests {
    struct Attack: Sendable, CustomTestStringConvertible {
        let what: String
        let goal: String
        let candidate: String
        let verdict: ProbeReport.Finding.Word
        var name = "t"
        /// What rung 4 says, where it knows less.
        var withoutKernel: ProbeReport.Finding.Word?

        var testDescription: String { what }
    }

    static let falsehood = "theorem t : 1 = 2 := sorry"

    static let attacks: [Attack] = [
        Attack(
            what: "the kernel is told to look away inside the proof", goal: falsehood,
            candidate: "theorem t : 1 = 2 := by set_option debug.skipKernelTC true in decide +kernel",
            verdict: .kernel, withoutKernel: .proved),
        Attack(
            what: "the kernel is told to look away at a lemma", goal: falsehood,
            candidate: """
                set_option debug.skipKernelTC true in
                theorem helper : 1 = 2 := by decide +kernel
                theorem t : 1 = 2 := helper
                """, verdict: .kernel, withoutKernel: .proved),
        Attack(
            what: "an axiom of its own", goal: falsehood,
            candidate: "axiom cheat : 1 = 2\ntheorem t : 1 = 2 := cheat", verdict: .axioms),
        Attack(
            what: "an axiom of its own behind a lemma and a definition", goal: falsehood,
            candidate: """
                axiom cheat : 1 = 2
                theorem step : 1 = 2 := cheat
                def proof : PLift (1 = 2) := ⟨step⟩
                theorem t : 1 = 2 := proof.down
                """, verdict: .axioms),
        Attack(
            what: "an opaque constant that hides an axiom", goal: falsehood,
            candidate: """
                axiom cheat : 1 = 2
                opaque hidden : PLift (1 = 2) := ⟨cheat⟩
                theorem t : 1 = 2 := hidden.down
                """, verdict: .axioms),
        Attack(what: "sorry", goal: falsehood, candidate: "theorem t : 1 = 2 := sorry", verdict: .axioms),
        Attack(
            what: "sorry behind a lemma", goal: falsehood,
            candidate: "theorem helper : 1 = 2 := sorry\ntheorem t : 1 = 2 := helper", verdict: .axioms),
        Attack(what: "no theorem at all", goal: falsehood, candidate: "theorem s : 1 = 1 := rfl", verdict: .missing),
        Attack(
            what: "the theorem elsewhere", goal: falsehood,
            candidate: "namespace a\ntheorem t : 1 = 1 := rfl\nend a", verdict: .missing),
        Attack(
            what: "a private theorem", goal: falsehood, candidate: "private theorem t : 1 = 1 := rfl", verdict: .missing
        ),
        Attack(
            what: "a definition instead of a theorem", goal: "theorem t : 1 = 1 := rfl",
            candidate: "set_option linter.all false\ndef t : 1 = 1 := rfl", verdict: .kind),
        Attack(
            what: "an axiom instead of a theorem", goal: falsehood, candidate: "axiom t : 1 = 2", verdict: .kind),
        Attack(
            what: "an opaque constant instead of a theorem", goal: "theorem t : 1 = 1 := rfl",
            candidate: "opaque t : 1 = 1 := rfl", verdict: .kind),
        Attack(
            what: "another statement", goal: "theorem t (a b : Nat) : a + b = b + a := sorry",
            candidate: "theorem t (a b : Nat) : a + b = a + b := rfl", verdict: .type),
        Attack(
            what: "another type that is equal by unfolding", goal: "theorem t : 2 + 2 = 4 := sorry",
            candidate: "theorem t : 4 = 4 := rfl", verdict: .type),
        Attack(
            what: "more universes", goal: "theorem t.{u} (α : Sort u) (a : α) : a = a := rfl",
            candidate: "theorem t.{v} (α : Sort v) (a : α) : a = a := rfl", verdict: .type),
        Attack(
            what: "an instance that makes the same letters mean something else",
            goal: "theorem t (a b : Nat) : a + b = b := sorry",
            candidate: """
                instance (priority := high) cheat : HAdd Nat Nat Nat := ⟨fun _ b => b⟩
                theorem t (a b : Nat) : a + b = b := rfl
                """, verdict: .type),
        Attack(
            what: "a notation that makes the same letters mean something else",
            goal: "theorem t : False := sorry", candidate: "notation \"False\" => True\ntheorem t : False := trivial",
            verdict: .type),
        Attack(
            what: "a name that is shadowed by the theorem's own namespace",
            goal: "theorem Arith.no_way : False := sorry",
            candidate: "abbrev Arith.False := True\ntheorem Arith.no_way : False := trivial", verdict: .type,
            name: "Arith.no_way"),
        Attack(
            what: "a variable that becomes a hypothesis", goal: falsehood,
            candidate: "variable (h : 1 = 2)\ninclude h\ntheorem t : 1 = 2 := h", verdict: .type),
        Attack(
            what: "a matcher of the statement that is another function",
            goal: "theorem t (n : Nat) : (match n with | 0 => 0 | _ + 1 => 1) = 0 := sorry",
            candidate: """
                noncomputable def t.match_1.{u} (motive : Nat → Sort u) (n : Nat) (a : Unit → motive 0)
                    (_ : (n : Nat) → motive n.succ) : motive n :=
                  Nat.rec (motive := fun n => motive n) (a ()) (fun n _ => cheat (motive n.succ)) n
                theorem t (n : Nat) : t.match_1 (fun _ => Nat) n (fun _ => 0) (fun _ => 1) = 0 := cheat _
                """.replacing("noncomputable def", with: "axiom cheat.{u} (α : Sort u) : α\nnoncomputable def"),
            verdict: .type),
        Attack(
            what: "a type of its own", goal: "theorem t : 1 = 1 := sorry",
            candidate:
                "inductive Mine where | one\ntheorem t : 1 = 1 := Mine.rec (motive := fun _ => 1 = 1) rfl Mine.one",
            verdict: .forbidden),
        Attack(
            what: "implemented_by in the same file", goal: "theorem t : 1 = 1 := sorry",
            candidate: """
                def quick (n : Nat) : Nat := n
                @[implemented_by quick] def slow (n : Nat) : Nat := n
                theorem t : 1 = 1 := rfl
                """, verdict: .forbidden),
        Attack(
            what: "extern in the same file", goal: "theorem t : 1 = 1 := sorry",
            candidate: "@[extern \"l\"] def linked (n : Nat) : Nat := n\ntheorem t : 1 = 1 := rfl", verdict: .forbidden),
        Attack(
            what: "csimp in the same file", goal: "theorem t : 1 = 1 := sorry",
            candidate: """
                def slow (n : Nat) : Nat := n
                def quick (n : Nat) : Nat := n
                @[csimp] theorem same : @slow = @quick := rfl
                theorem t : 1 = 1 := rfl
                """, verdict: .forbidden),
        Attack(
            what: "export in the same file", goal: "theorem t : 1 = 1 := sorry",
            candidate: "@[export mine] def shown (n : Nat) : Nat := n\ntheorem t : 1 = 1 := rfl", verdict: .forbidden),
    ]

    @Test(arguments: attacks)
    func `the probe finds out`(attack: Attack) async throws {
        let bench = try await Bench()
        let finding = try await bench.finding(attack.name, goal: attack.goal, candidate: attack.candidate)
        #expect(finding.verdict == attack.verdict, "\(finding)")
        let without = try await bench.finding(attack.name, goal: attack.goal, candidate: attack.candidate, rung: 4)
        #expect(without.verdict == attack.withoutKernel ?? attack.verdict, "\(without)")
        #expect(without.replayed == 0)
    }

    @Test func `attributes and elaborators that travel in a compiled file do not run in the probe`() async throws {
        // In a file that imports this one, `#print axioms` and `theorem` are what the candidate wants them to be.
        let finding = try await Bench().finding(
            "t", goal: Self.falsehood,
            candidate: """
                axiom cheat : 1 = 2
                theorem t : 1 = 2 := cheat
                macro_rules | `(#print axioms $_) => `(theorem honest : True := trivial)
                macro_rules | `(type_of% $_) => `(True)
                """)
        #expect(finding.verdict == .axioms)
        #expect(finding.about == "cheat")
    }

    @Test func `an honest theorem beside an axiom that it does not use is proved`() async throws {
        let finding = try await Bench().finding(
            "t", goal: "theorem t : 1 = 1 := sorry",
            candidate: "axiom cheat : 1 = 2\ntheorem t : 1 = 1 := rfl")
        #expect(finding.verdict == .proved)
        #expect(finding.axioms == [])
    }

    @Test func `constants outside the theorem's own namespace are named`() async throws {
        let finding = try await Bench().finding(
            "own.t", goal: "namespace own\ntheorem t : 1 = 1 := sorry\nend own",
            candidate: """
                namespace other
                theorem lemma' : 1 = 1 := rfl
                end other
                namespace own
                private theorem mine : 1 = 1 := other.lemma'
                theorem t : 1 = 1 := mine
                end own
                """, ownParts: 1)
        #expect(finding.verdict == .proved)
        #expect(finding.outside == ["other.lemma'"])
    }

    @Test func `lemmas that Lean makes by itself are nobody's`() async throws {
        let text = "namespace %\ntheorem t (a b : Nat) (h : a < b) : a + 1 ≤ b := by omega\nend %\n"
        let both = ["one", "two"].map { text.replacing("%", with: $0) }.joined()
        let bench = try await Bench()
        let goal = both.replacing("by omega", with: "sorry")
        let finding = try await bench.finding("two.t", goal: goal, candidate: both, ownParts: 1)
        #expect(finding.verdict == .proved)
        #expect(finding.outside == [])
        // Without the kernel the lemma has to be taken on trust, so it is named.
        let without = try await bench.finding("two.t", goal: goal, candidate: both, rung: 4, ownParts: 1)
        #expect(without.outside.allSatisfy { $0.hasPrefix("one.") })
    }
}
