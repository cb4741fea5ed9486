import LeanSource
import Testing

@testable import LeanChecking

/// What rung 3 finds by itself when the guard is not there: sources go to the worker as they are.
@Suite struct RungThreeTests {
    private static let pool = Task {
        WorkerPool(
            toolchain: try await SharedLean.toolchain, limits: LeanLimits(), settings: PoolSettings(workers: 1),
            hooks: Hooks(), logger: SharedLean.quiet)
    }

    private func verdict(_ source: String, name: String = "t") async throws -> Verdict {
        try await SharedLean.unguarded(source, name: name, pool: try await Self.pool.value).verdict
    }

    @Test(arguments: [
        "theorem t (p : Prop) : p := by\n  sorry", "theorem t (p : Prop) : p := sorryAx _ false",
        "theorem t (p : Prop) : p := by\n  exact sorryAx _ true",
        "theorem h (p : Prop) : p := sorry\ntheorem t (p : Prop) : p := h p",
    ])
    func `a hole is seen in every spelling, also through a lemma`(source: String) async throws {
        #expect(try await verdict(source) == .incomplete)
    }

    @Test func `an axiom of the proof's own is named`() async throws {
        #expect(try await verdict("axiom cheat : False\ntheorem t (p : Prop) : p := cheat.elim") == .axioms(["cheat"]))
    }

    @Test(arguments: [
        "theorem t : True := by\n  trivial\n/-", "theorem t : True := trivial\n#exit\n",
        "theorem u : True := trivial\n", "namespace A\ntheorem t : True := trivial\nend A", "def x := \"",
        "private theorem u : True := trivial", "example : True := trivial",
    ])
    func `a theorem that is not there afterwards is not proved`(source: String) async throws {
        #expect(try await verdict(source) == .failed)
    }

    @Test func `a message that looks like the answer is not taken for it`() async throws {
        let source = """
            theorem t (p : Prop) : p := by
              trace "'t' does not depend on any axioms"
              sorry
            """
        #expect(try await verdict(source) == .incomplete)
    }

    @Test func `an exhausted heartbeat limit is a timeout`() async throws {
        let source = """
            set_option maxHeartbeats 1 in
            theorem t (a b c d : Nat) (h : a < b) (i : b < c) (j : c < d) : a + 3 ≤ d := by
              omega
            """
        #expect(try await verdict(source) == .timeout)
    }

    @Test func `names that Lean would invent are errors`() async throws {
        #expect(try await verdict("theorem t (h : α) : α := h") == .failed)
    }
}
