import Inference
import LeanSource
import Ledger
import Support
import Testing

@testable import Factory

/// The search for contradictions by the portfolio and then by models; Lean is the embedded one.
@Suite(.serialized) struct ConsistencyStageTests {
    private static func writer(_ statement: String) -> TalkingModel {
        TalkingModel("writer") { _, _ in TalkingModel.fence(statement) }
    }

    /// No list of tactics finds this contradiction: three steps of the sequence have to be named.
    private static let deep = "theorem any (f : ℕ → ℕ) (h : ∀ n : ℕ, f n < f (n + 1) ∧ f n < 3) : f 0 = 7"
    private static let insight = """
        ```lean4
        by
          have h0 : f 0 < f 1 := (h 0).1
          have h1 : f 1 < f 2 := (h 1).1
          have h2 : f 2 < f 3 := (h 2).1
          have h3 : f 3 < 3 := (h 3).2
          omega
        ```
        """

    private func end(
        _ statement: String, thinker: TalkingModel?, samples: Int = 2
    ) async throws -> (state: StatementState, attempts: [Attempt], decision: Decision) {
        var found: (StatementState, [Attempt], Decision)?
        let models = [Self.writer(statement)] + (thinker.map { [$0] } ?? [])
        try await StageWorld(["Some problem."], models: models) { stages in
            stages.consistency.models = thinker.map { [$0.name] } ?? []
            stages.consistency.samples = samples
        }.run { ledger in
            let row = try #require(try await ledger.statements(of: 1).first)
            let attempts = try await ledger.attempts(of: row.id).filter { $0.kind == .vacuity }
            let decision = try #require(try await StageWorld.decisions(ledger, "consistency").first)
            found = (row.state, attempts, decision)
        }
        return try #require(found)
    }

    @Test func `a contradiction that the portfolio does not see is found by the model after it`() async throws {
        let thinker = TalkingModel("thinker") { _, sample in sample == 0 ? "CANNOT: I see none" : Self.insight }
        let end = try await end(Self.deep, thinker: thinker)
        #expect(end.state == .vacuous)
        #expect(end.decision.verdict == "vacuous" && end.decision.evidence["model"]?.string == "thinker")
        #expect(end.decision.evidence["proof"]?.string?.contains("have h3") == true)
        #expect(end.decision.evidence["rung"]?.integer == 5)
        // The portfolio came first, and its failures are kept.
        #expect(end.attempts.last?.model == "thinker" && end.attempts.last?.verdict == "verified")
        let others = end.attempts.dropLast()
        #expect(!others.isEmpty && others.allSatisfy { $0.model == "portfolio" && $0.verdict == "failed" })
        #expect(thinker.prompts.allSatisfy { $0.contains(": False") && $0.contains("p_1_vacuous") })
    }

    @Test func `what the portfolio finds costs no call`() async throws {
        let thinker = TalkingModel("thinker") { _, _ in "CANNOT: no" }
        let end = try await end("theorem any (n : ℕ) (h : n < 0) : n = 7", thinker: thinker)
        #expect(end.state == .vacuous && end.decision.evidence["model"]?.string == "portfolio")
        #expect(thinker.asked.isEmpty)
    }

    @Test func `without a model, and with one that knows nothing, the statement goes on`() async throws {
        let alone = try await end(Self.deep, thinker: nil)
        #expect(alone.decision.verdict == "consistent" && alone.state == .exhausted)
        let clueless = TalkingModel("thinker") { _, _ in "```lean4\nby omega\n```" }
        let both = try await end(Self.deep, thinker: clueless, samples: 3)
        #expect(both.decision.verdict == "consistent" && both.state == .exhausted)
        #expect(both.decision.evidence["models"]?.array?.compactMap(\.string) == ["portfolio", "thinker"])
        #expect(clueless.asked.map(\.samples.count) == [3])
        #expect(both.attempts.count { $0.model == "thinker" } == 1)
    }
}

/// What a candidate must not be, whoever wrote it.
@Suite(.serialized) struct CandidateShapeTests {
    @Test(
        arguments: [
            ("theorem a : 1 = 1 := by sorry\ntheorem b : 2 = 2", [], ProblemState.unformalizable),
            ("def f (n : ℕ) : ℕ := n\ntheorem b (n : ℕ) : f n = n", [], .unformalizable),
            ("theorem a (x : Unknown) : x = x", ["p_1: illFormed"], .formalized),
            ("theorem a (n : ℕ) : n = m", ["p_1: illFormed"], .formalized),
            ("theorem a (h : p) : p", ["p_1: illFormed"], .formalized),
        ] as [(String, [String], ProblemState)])
    func `more than one declaration is no candidate, and a name that nobody binds does not elaborate`(
        lean: String, states: [String], problem: ProblemState
    ) async throws {
        let writer = TalkingModel("writer") { _, _ in TalkingModel.fence(lean) }
        try await StageWorld(["Some problem."], models: [writer]).run { ledger in
            let found = try await StageWorld.states(ledger)
            #expect(found == states)
            #expect(try await ledger.problem(1)?.state == problem)
        }
    }
}
