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
        // Nothing is handed over to repair: what Lean refuses goes there. The judge is off until it is switched on, and the
        // negation is searched beside the statement, not after it.
        #expect(way == StageName.allCases.filter { ![.practice, .repair, .judge, .refute].contains($0) })
    }

    @Test func `the judge stands between score and consistency, and repair on no way forward`() {
        var stages = StagesSettings()
        stages.judge.enabled = true
        stages.repair.enabled = true
        #expect(StageName.score.next(stages) == .judge && StageName.judge.next(stages) == .consistency)
        #expect(StageName.elaborate.next(stages) == .lint && StageName.repair.next(stages) == .lint)
    }

    @Test func `every stage has somebody who does it`() {
        #expect(FactoryLoop.allStages.map(\.name) == StageName.allCases)
    }

    @Test func `a stage that is switched off is passed over`() {
        var stages = StagesSettings()
        stages.lint.enabled = false
        stages.score.enabled = false
        stages.consistency.enabled = false
        #expect(StageName.elaborate.next(stages) == .prove)
    }

    @Test func `with the search of the negation an admitted statement gets two jobs`() {
        var stages = StagesSettings()
        #expect(StageName.consistency.followUps(stages).map(\.stage) == ["prove"])
        stages.refute.enabled = true
        #expect(StageName.consistency.followUps(stages).map(\.stage) == ["prove", "refute"])
        #expect(StageName.elaborate.followUps(stages).map(\.stage) == ["lint"])
        #expect(StageName.verify.followUps(stages).isEmpty)
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
        #expect(SearchPlan(settings).searches(wave: 0).map(\.model) == ["portfolio"])
    }

    @Test func `the samples of a wave follow those of the waves before`() {
        #expect(SearchPlan(settings).searches(wave: 1).map(\.samples) == [0..<4, 0..<4])
        #expect(SearchPlan(settings).searches(wave: 2).map(\.samples) == [4..<12, 4..<12])
        #expect(SearchPlan(settings).searches(wave: 3).isEmpty)
    }

    @Test func `without a portfolio wave 0 asks nobody`() {
        var settings = settings
        settings.portfolio = nil
        #expect(SearchPlan(settings).searches(wave: 0).isEmpty)
    }

    @Test func `a wave without a proof is followed by the next, the last by the end`() {
        let next = SearchPlan(settings).withoutProof(StepOutcome(), after: 1)
        #expect(next.followUps.map(\.wave) == [2])
        #expect(next.statementMove == nil)
        let end = SearchPlan(settings).withoutProof(StepOutcome(), after: 2)
        #expect(end.followUps.isEmpty)
        #expect(end.statementMove?.to == .exhausted)
    }

    @Test func `the end of one side moves the statement only when nothing else is left to do about it`() {
        for plan in [SearchPlan(settings), SearchPlan(RefuteSettings())] {
            let move = plan.withoutProof(StepOutcome(), after: 9).statementMove
            #expect(move?.to == .exhausted && move?.onlyAsLastWork == true)
        }
    }

    @Test func `sketches come after the last wave, and right after the portfolio when no prover has waves`() {
        var settings = settings
        settings.sketch.enabled = true
        #expect([0, 1, 2, 3].map { SearchPlan(settings).wave(after: $0) } == [1, 2, 3, nil])
        settings.models = []
        #expect(SearchPlan(settings).wave(after: 0) == 3)
    }

    @Test func `without models the portfolio is the whole budget`() {
        let end = SearchPlan(ProveSettings()).withoutProof(StepOutcome(), after: 0)
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
