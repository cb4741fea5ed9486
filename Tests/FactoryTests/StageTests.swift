import Ledger
import Testing

@testable import Factory

@Suite struct StageOrderTests {
    @Test func `every stage hands over to the next one`() {
        var stages = StagesSettings()
        #expect(StageName.lint.next(stages) == .score, "what compares is off unless it is configured")
        stages.novelty.enabled = true
        var way: [StageName] = [.formalize]
        while let last = way.last, let next = last.next(stages) { way.append(next) }
        #expect(way == StageName.allCases)
    }

    @Test func `a stage that is switched off is passed over`() {
        var stages = StagesSettings()
        stages.lint.enabled = false
        stages.score.enabled = false
        stages.consistency.enabled = false
        #expect(StageName.elaborate.next(stages) == .prove)
    }

    @Test func `the first job of a problem is its formalization`() {
        #expect(StageName.formalize.rawValue == "formalize")
        #expect(StageName.verify.next(StagesSettings()) == nil)
    }
}

@Suite struct ProveWavesTests {
    private var settings: ProveSettings {
        var settings = ProveSettings()
        settings.models = ["a", "b"]
        settings.waves = [4, 8]
        return settings
    }

    @Test func `wave 0 is the portfolio alone`() {
        #expect(ProveStage.searches(wave: 0, settings: settings).map(\.model) == ["portfolio"])
    }

    @Test func `the samples of a wave follow those of the waves before`() {
        #expect(ProveStage.searches(wave: 1, settings: settings).map(\.samples) == [0..<4, 0..<4])
        #expect(ProveStage.searches(wave: 2, settings: settings).map(\.samples) == [4..<12, 4..<12])
        #expect(ProveStage.searches(wave: 3, settings: settings).isEmpty)
    }

    @Test func `without a portfolio wave 0 asks nobody`() {
        var settings = settings
        settings.portfolio = nil
        #expect(ProveStage.searches(wave: 0, settings: settings).isEmpty)
    }

    @Test func `a wave without a proof is followed by the next, the last by the end`() {
        let next = ProveStage.withoutProof(StepOutcome(), after: 1, settings: settings)
        #expect(next.followUps.map(\.wave) == [2])
        #expect(next.statementMove == nil)
        let end = ProveStage.withoutProof(StepOutcome(), after: 2, settings: settings)
        #expect(end.followUps.isEmpty)
        #expect(end.statementMove?.to == .exhausted)
    }

    @Test func `without models the portfolio is the whole budget`() {
        let end = ProveStage.withoutProof(StepOutcome(), after: 0, settings: ProveSettings())
        #expect(end.statementMove?.to == .exhausted)
    }
}

@Suite struct LeanNameTests {
    @Test(arguments: [
        ("qs-001", "qs_001"), ("a.1", "a_1_7"), ("a-1", "a_1"), ("2021 Q3", "t_2021_Q3_7"), ("id", "problem_id"),
        ("UInt8", "problem_UInt8"), ("日本語", "t___________7"),
        ("mathd_algebra_116", "mathd_algebra_116"),
    ])
    func `a problem's own id becomes a Lean name`(id: String, name: String) {
        #expect(FormalizeStage.leanName(externalID: id, problemID: 7) == name)
    }

    @Test func `a problem without id is named by its number`() {
        #expect(FormalizeStage.leanName(externalID: nil, problemID: 12) == "problem_12")
    }

    @Test func `a long id is cut`() {
        #expect(FormalizeStage.leanName(externalID: String(repeating: "x1", count: 500), problemID: 1).count == 82)
    }
}
