import Foundation
import Ledger
import Prompting
import Support
import Testing

@testable import Factory

@Suite struct ScoreMedianTests {
    @Test(
        arguments: [
            ([], nil), (["good"], "good"), (["good", "poor"], "poor"), (["excellent", "poor", "good"], "good"),
            (["excellent", "good", "above average", "fair"], "above average"), (["nonsense"], nil),
            (["fair", "excellent", "excellent", "excellent"], "excellent"),
        ] as [([String], String?)])
    func `the median is the class in the middle, the lower one of two`(classes: [String], expected: String?) {
        #expect(ScoreMedian.of(classes) == expected)
    }
}

/// The score gate with scripted answers; Lean is the embedded one.
@Suite(.serialized) struct ScoreStageTests {
    private static let writer = TalkingModel("writer") { _, _ in
        TalkingModel.fence("theorem any (n : ℕ) : n + 0 = n")
    }

    private func decision(_ answers: [String], samples: Int = 1) async throws -> (Statement, Decision) {
        let scorer = TalkingModel("scorer") { _, sample in answers[min(sample, answers.count - 1)] }
        var found: (Statement, Decision)?
        try await StageWorld(["A number plus zero is the number."], models: [Self.writer, scorer]) { stages in
            stages.score.enabled = true
            stages.score.model = "scorer"
            stages.score.samples = samples
        }.run { ledger in
            let statement = try #require(try await ledger.statements(of: 1).first)
            found = (statement, try #require(try await StageWorld.decisions(ledger, "score").first))
        }
        return try #require(found)
    }

    @Test func `the median of several samples decides, and all of them are in the evidence`() async throws {
        let (statement, decision) = try await decision(
            ["Assessment: excellent", "I cannot say.", "Assessment: fair", "Assessment: good"], samples: 3)
        #expect(statement.scoreClass == "good" && statement.state == .verified)
        #expect(decision.reason == "scored good, the median of excellent, fair, good")
        #expect(decision.modelCalls == 4)
        let samples = try #require(decision.evidence["samples"]?.array)
        #expect(samples.map { $0["class"]?.string } == ["excellent", nil, "fair", "good"])
        #expect(samples[1]["unreadable"]?.string != nil)
    }

    @Test func `without any readable class the statement falls after a bounded number of answers`() async throws {
        let (statement, decision) = try await decision(["Assessment: brilliant"], samples: 2)
        #expect(statement.state == .rejected && statement.scoreClass == nil)
        #expect(decision.modelCalls == 6 && decision.reason.contains("no class could be read"))
    }

    @Test func `fewer readable classes than wanted still have a median`() async throws {
        let (statement, decision) = try await decision(["Assessment: poor", "?"], samples: 2)
        #expect(statement.state == .rejected && statement.scoreClass == "poor")
        #expect(decision.reason == "scored poor")
    }

    @Test(
        arguments: [
            (
                "Natural language: x\nAnalysis: good, not excellent.\n\n**Assessment:** **Above Average**",
                "above average"
            ),
            ("**Assessment**: GOOD.", "good"), ("assessment: above-average", "above average"),
            ("### Assessment\nfair", "fair"), ("Assessment: `poor`", "poor"),
            ("- Assessment: *excellent*", "excellent"),
            ("First I thought Assessment: poor\nAssessment: fair\n\nOn reflection:\nAssessment: good", "good"),
            ("<think>Assessment: poor</think>Assessment: good", "good"),
            ("```json\n{\"analysis\": \"Assessment: poor\", \"assessment\": \"Good\"}\n```", "good"),
            ("{\n \"natural_language\": \"x\",\n \"assessment\" : \"above_average\"\n}", "above average"),
            ("Overall assessment: Above\u{2011}average", "above average"), ("Final Assessment – fair", "fair"),
            ("Assessment: good or fair", nil), ("Assessment: excellent/good/above average/fair/poor", nil),
            ("It is good.", nil), ("Assessment: very good", nil), ("Assessment: goodness", nil),
        ] as [(String, String?)])
    func `the class is read from many forms, and never guessed`(answer: String, expected: String?) throws {
        let prompts = try PromptLibrary.load(
            folder: StageWorld.repository.appending(path: "templates/deepseek-prover"))
        let reading = try prompts.template("score").answer.read(answer)
        let found = ScoreShape.read(answer) ?? { if case .found(let text) = reading { text } else { nil } }()
        #expect(found == expected, "\(reading)")
    }
}
