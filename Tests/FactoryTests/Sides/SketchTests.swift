import Inference
import LeanChecking
import LeanSource
import Ledger
import Support
import Synchronization
import Testing

@testable import Factory

/// Statements that are provable only as a sketch, with the real Lean.
@Suite(.serialized) struct SketchTests {
    private static let theorem = "theorem t (p q r : Prop) (hp : p) (hpq : p → q) (hqr : q → r) : r"
    private static let sketch = SideWorld.fence(
        """
        theorem p1 (p q r : Prop) (hp : p) (hpq : p → q) (hqr : q → r) : r := by
          have hq : q := by sorry
          have hr : r := by sorry
          exact hr
        """)

    private static func configure(
        _ change: @escaping (inout SketchSettings) -> Void = { _ in }
    ) -> (
        inout Configuration
    ) -> Void {
        {
            $0.stages.refute.enabled = false
            $0.stages.prove.sketch.enabled = true
            $0.stages.prove.sketch.samples = 1
            $0.stages.prove.sketch.lemmaSamples = 1
            change(&$0.stages.prove.sketch)
        }
    }

    /// Whether the call asks for a sketch.
    private static func wantsSketch(_ request: ChatRequest) -> Bool {
        request.messages.contains { $0.content.contains("take theorems apart") }
    }

    @Test func `holes are proved one by one with the steps before them, and the whole is checked and verified`()
        async throws
    {
        try await withEmbeddedLean { checker in
            try await SideWorld.with(
                [Self.theorem], checker: checker, configure: Self.configure(),
                prover: { request, _ in
                    if Self.wantsSketch(request) { return Self.sketch }
                    let goal = request.inputs["formal_statement"] ?? ""
                    if goal.contains("_h1") { return SideWorld.fence("by\n  exact hpq hp") }
                    if goal.contains("_h2") { return SideWorld.fence("by\n  exact hqr hq") }
                    return SideWorld.fence("by omega")
                }
            ) { world, _ in
                try await world.run()
                #expect(try await world.statement().state == .verified)
                let glued = try #require(try await world.attempts().last)
                #expect(glued.template.contains("prove_sketch") && glued.rung == 5 && glued.wave == 2)
                #expect(
                    glued.proof == """
                        have hq : q := by
                          exact hpq hp
                        have hr : r := by
                          exact hqr hq
                        exact hr
                        """)
                let history = try #require(try await world.ledger.history(of: "p1"))
                let decision = try #require(history.decisions.first { $0.gate == "prove-sketch" })
                #expect(decision.verdict == "glued" && decision.evidence["holes"]?.array?.count == 2)
                #expect(decision.modelCalls == 3)
                try await world.expectSound()
            }
        }
    }

    @Test func `a hole can have a sketch of its own when there is depth for it`() async throws {
        try await withEmbeddedLean { checker in
            for (depth, end) in [(1, StatementState.exhausted), (2, .verified)] {
                try await SideWorld.with(
                    [Self.theorem], checker: checker, configure: Self.configure { $0.depth = depth },
                    prover: { request, _ in
                        let goal = request.inputs["formal_statement"] ?? ""
                        guard Self.wantsSketch(request) else {
                            return SideWorld.fence(goal.contains("p1_h1_h1") ? "by\n  exact hpq hp" : "by omega")
                        }
                        return SideWorld.fence(
                            goal.contains("p1_h1")
                                ? "by\n  have hq : q := by sorry\n  exact hqr hq"
                                : "by\n  have hr : r := by sorry\n  exact hr")
                    }
                ) { world, _ in
                    try await world.run()
                    #expect(try await world.statement().state == end)
                    let last = try #require(try await world.attempts().last)
                    #expect(last.verdict == (depth == 1 ? "incomplete" : "verified"))
                    #expect(depth == 1 || last.proof?.contains("have hq : q := by\n    exact hpq hp") == true)
                    try await world.expectSound()
                }
            }
        }
    }

    @Test func `the portfolio closes holes without asking a model`() async throws {
        try await withEmbeddedLean { checker in
            let asked = Mutex<[String]>([])
            try await SideWorld.with(
                ["theorem t (f : Nat → Nat) (hf : ∀ n, f n = n) (a b : Nat) (h : a < b) : f a + 1 ≤ b"],
                checker: checker,
                configure: {
                    Self.configure()(&$0)
                    $0.stages.prove.portfolio = "portfolio"
                    $0.stages.prove.waves = []
                    $0.stages.prove.models = []
                    $0.stages.prove.sketch.models = ["prover"]
                },
                prover: { request, _ in
                    asked.withLock { $0.append(request.inputs["formal_statement"] ?? "") }
                    return SideWorld.fence("by\n  have step : a + 1 ≤ b := by sorry\n  rw [hf a]\n  exact step")
                }
            ) { world, _ in
                try await world.run()
                let state = try await world.statement().state
                #expect(state == .verified)
                // By the portfolio itself, or by the one sketch.
                #expect(asked.withLock { $0 }.count <= 1)
                try await world.expectSound()
            }
        }
    }

    @Test(arguments: [
        ("by\n  have hq : q := by sorry\n  exact nonsense hq", "failed", "the skeleton itself"),
        ("by\n  have hq : q := by sorry\n  exact hqr (by sorry)", "failed", "a hole elsewhere"),
        ("by\n  have hq : q := by sorry\n  native_decide", "forbidden", "what the guard refuses"),
        (
            "by\n  have h : ∀ n : Nat, n = n + 1 := by sorry\n  exact absurd (h 0) (by decide)", "incomplete",
            "a false step"
        ),
    ])
    func `a sketch that does not stand, hides something or claims too much proves nothing`(
        _ text: String, _ verdict: String, _ what: String
    ) async throws {
        try await withEmbeddedLean { checker in
            try await SideWorld.with(
                [Self.theorem], checker: checker, configure: Self.configure(),
                prover: { request, _ in
                    if Self.wantsSketch(request) { return SideWorld.fence(text) }
                    return SideWorld.fence("by omega")
                }
            ) { world, _ in
                try await world.run()
                #expect(try await world.statement().state == .exhausted)
                #expect(try await world.attempts().last?.verdict == verdict, "\(what)")
                #expect(try await world.decisions().contains("prove-sketch: notGlued"))
                try await world.expectSound()
            }
        }
    }

    @Test func `holes are worked on within the budget of the statement, and equal ones once`() async throws {
        let lemmas = Mutex<[String]>([])
        try await SideWorld.with(
            [Self.theorem], checker: SketchyChecker(),
            configure: {
                Self.configure {
                    $0.samples = 4
                    $0.budget = 3
                }(&$0)
            },
            prover: { request, sample in
                if Self.wantsSketch(request) {
                    return SideWorld.fence(
                        "by\n  have a : p := by sorry\n  have b\(sample) : q := by sorry\n  exact x\(sample)")
                }
                let goal = request.inputs["formal_statement"] ?? ""
                if goal.contains("_h") { lemmas.withLock { $0.append(goal) } }
                return SideWorld.fence("by exact y")
            }
        ) { world, _ in
            try await world.run()
            // `a` of the first sketch is that of the others; the second holes differ by what stands before them.
            #expect(lemmas.withLock { $0 }.count <= 3)
            #expect(try await world.statement().state == .exhausted)
        }
    }
}

/// Accepts every skeleton and every proof of a lemma, and no whole.
private struct SketchyChecker: ProofChecker {
    private let yes = YesChecker()
    var toolchain: LeanToolchain { yes.toolchain }

    func elaborate(_ statement: LockedStatement, header: LeanHeader) async throws -> CheckResult {
        try await yes.elaborate(statement, header: header)
    }

    func check(_ proof: ProofBody, of statement: LockedStatement, header: LeanHeader) async throws -> CheckResult {
        try await YesChecker(accepts: { $0.name.contains("_h") }).check(proof, of: statement, header: header)
    }

    func verify(
        _ proof: ProofBody, of statement: LockedStatement, header: LeanHeader, upTo rung: Int
    ) async throws -> CheckResult {
        try await yes.verify(proof, of: statement, header: header, upTo: rung)
    }

    func elaborate(
        _ sketch: ProofSketch, of statement: LockedStatement, header: LeanHeader
    ) async throws -> CheckResult {
        try await yes.elaborate(statement, header: header)
    }
}
