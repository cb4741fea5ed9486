import Inference
import Ledger
import Support
import Testing

@testable import Factory

/// Models that judge statements, scripted; Lean is the embedded one.
@Suite(.serialized) struct JudgeStageTests {
    private static let problem = "A number plus zero is the number."

    private static let writer = TalkingModel("writer") { _, _ in
        TalkingModel.fence("theorem tell_tale_name (n : ℕ) : n + 0 = n")
    }

    /// A judge with an answer for each sample; the last one stands for all later ones.
    private static func judge(_ name: String = "judge", _ answers: String...) -> TalkingModel {
        TalkingModel(name) { _, sample in answers[min(sample, answers.count - 1)] }
    }

    /// The end of the statement, and the judge's decision.
    private func end(
        _ models: [TalkingModel], configure: (inout JudgeSettings) -> Void = { _ in }
    ) async throws -> (state: StatementState, decision: Decision) {
        var end: (StatementState, Decision)?
        let world = StageWorld([Self.problem], models: [Self.writer] + models) { stages in
            stages.judge.enabled = true
            stages.judge.models = ["judge"]
            configure(&stages.judge)
        }
        try await world.run { ledger in
            let statement = try #require(try await ledger.statements(of: 1).first)
            end = (statement.state, try #require(try await StageWorld.decisions(ledger, "judge").first))
        }
        return try #require(end)
    }

    @Test func `a faithful statement goes on, an unfaithful one ends with the votes in the evidence`() async throws {
        let yes = try await end([Self.judge("judge", "All there.\n\nVerdict: yes")])
        #expect(yes.state == .verified)
        #expect(yes.decision.verdict == "faithful")
        #expect(yes.decision.reason == "vote: 1 of 1 vote for it (unanimous)")
        #expect(yes.decision.modelCalls == 1 && yes.decision.tokens == 10)
        let no = try await end([Self.judge("judge", "A hypothesis is lost.\n**Verdict:** No")])
        #expect(no.state == .rejected && no.decision.verdict == "rejected")
        let vote = try #require(no.decision.evidence["votes"]?.array?.first)
        #expect(vote["verdict"]?.string == "no" && vote["answer"]?.string?.contains("hypothesis is lost") == true)
    }

    @Test(arguments: [
        (JudgeSettings.Agreement.unanimous, StatementState.rejected), (.majority, .verified),
    ])
    func `two of three votes are a majority and not unanimous`(
        agree: JudgeSettings.Agreement, expected: StatementState
    ) async throws {
        let judge = Self.judge("judge", "Verdict: yes", "Verdict: no", "Verdict: yes")
        let end = try await end([judge]) {
            $0.votes = 3
            $0.agree = agree
        }
        #expect(end.state == expected)
        #expect(end.decision.reason == "vote: 2 of 3 votes for it (\(agree.rawValue))")
    }

    @Test func `a vote that nobody can read is asked for again, and at last counts against`() async throws {
        let late = Self.judge("judge", "hm", "Verdict: yes or no", "Verdict: yes")
        let end = try await end([late])
        #expect(end.state == .verified && end.decision.modelCalls == 3)
        #expect(late.asked.map(\.samples) == [0..<1, 1..<2, 2..<3])
        let never = try await self.end([Self.judge("judge", "hm")]) { $0.agree = .majority }
        #expect(never.state == .rejected && never.decision.modelCalls == 3)
        #expect(never.decision.reason == "vote: 0 of 1 vote for it, 1 unreadable (majority)")
    }

    @Test func `the translator never sees the problem, the comparer never the Lean text`() async throws {
        let translator = Self.judge("translator", "Translation: For every natural number n, n plus zero is n.")
        let comparer = Self.judge("judge", "Verdict: same")
        let end = try await end([translator, comparer]) {
            $0.method = .backTranslation
            $0.translators = ["translator"]
        }
        #expect(end.state == .verified && end.decision.reason == "back-translation: 1 of 1 vote for it (unanimous)")
        let seen = translator.asked.flatMap(\.messages).map(\.content).joined()
        #expect(seen.contains("n + 0 = n") && !seen.contains(Self.problem) && !seen.contains("p_1"))
        #expect(!seen.contains("tell_tale"))
        let compared = comparer.asked.flatMap(\.messages).map(\.content).joined()
        #expect(compared.contains(Self.problem) && compared.contains("For every natural number n, n plus zero is n."))
        #expect(!compared.contains("n + 0 = n"))
        let kept = end.decision.evidence["translations"]?.array?.first
        #expect(kept?["text"]?.string == "For every natural number n, n plus zero is n.")
    }

    @Test func `with both methods each must agree for itself`() async throws {
        let judge = TalkingModel("judge") { prompt, _ in
            if prompt.contains("Text B") { return "Verdict: different" }
            return prompt.contains("Problem:") ? "Verdict: yes" : "Translation: n is n."
        }
        let end = try await end([judge]) {
            $0.method = .both
            $0.agree = .majority
        }
        #expect(end.state == .rejected && end.decision.modelCalls == 3)
        #expect(
            end.decision.reason
                == "back-translation: 0 of 1 vote for it; vote: 1 of 1 vote for it (majority)")
    }

    @Test func `several models must all be convinced`() async throws {
        let end = try await end([Self.judge("judge", "Verdict: yes"), Self.judge("second", "Verdict: no")]) {
            $0.models = ["judge", "second"]
            $0.votes = 2
        }
        #expect(end.state == .rejected && end.decision.reason == "vote: 2 of 4 votes for it (unanimous)")
        #expect(end.decision.evidence["counts"]?["vote"]?["no"]?.integer == 2)
    }
}

@Suite struct JudgeCountTests {
    private func count(_ verdicts: [JudgeVote.Verdict]) -> JudgeCount {
        JudgeCount(
            verdicts.enumerated().map {
                JudgeVote(ground: .vote, model: "m", sample: $0, verdict: $1, excerpt: "")
            })
    }

    @Test(
        arguments: [
            ([], false, false), ([.yes], true, true), ([.no], false, false), ([.unreadable], false, false),
            ([.yes, .no], false, false), ([.yes, .yes, .no], false, true), ([.yes, .unreadable], false, false),
            ([.yes, .yes, .unreadable], false, true),
        ] as [([JudgeVote.Verdict], Bool, Bool)])
    func `unreadable votes count against the statement`(
        votes: [JudgeVote.Verdict], unanimous: Bool, majority: Bool
    ) {
        #expect(count(votes).agrees(by: .unanimous) == unanimous)
        #expect(count(votes).agrees(by: .majority) == majority)
    }
}
