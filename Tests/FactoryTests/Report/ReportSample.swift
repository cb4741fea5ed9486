import Support

@testable import Factory
@testable import Ledger

/// Figures with a known report; names hold what would break a page that does not escape.
enum ReportSample {
    static let hostile = "<script>alert('x')</script>&\"|`"

    static var figures: LedgerFigures {
        var figures = LedgerFigures()
        figures.ledgerID = "id-1"
        figures.problems = ["formalized": 8, "unformalizable": 2]
        func group(
            _ state: String, _ scoreClass: String?, _ count: Int, _ model: String = "writer"
        ) -> LedgerFigures.StatementGroup {
            .init(model: model, template: "formalize@1", state: state, scoreClass: scoreClass, count: count)
        }
        figures.statements = [
            group("verified", "excellent", 3), group("exhausted", "excellent", 1), group("verified", "good", 1),
            group("disproved", "good", 2), group("vacuous", "good", 1), group("rejected", "poor", 4),
            group("illFormed", nil, 2, hostile), group("duplicate", nil, 1, hostile),
            group("formalized", nil, 1, hostile),
        ]
        figures.attempts = [
            .init(
                model: "prover", template: "prove@1", side: "P", kind: "proof", verdict: "failed", count: 16,
                wallMilliseconds: 1600),
            .init(
                model: "prover", template: "prove@1", side: "P", kind: "proof", verdict: "verified", count: 4,
                wallMilliseconds: 400),
            .init(
                model: "prover", template: "prove@1", side: "notP", kind: "proof", verdict: "verified", count: 2,
                wallMilliseconds: 10),
            .init(
                model: "prover", template: "prove@1", side: "P", kind: "vacuity", verdict: "verified", count: 1,
                wallMilliseconds: 5),
        ]
        figures.provers = [.init(model: "prover", template: "prove@1", statements: 8, proved: 6)]
        figures.gates = [
            .init(gate: "verify", verdict: "verified", count: 4, modelCalls: 0, tokens: 0, wallMilliseconds: 4000),
            .init(
                gate: "formalize", verdict: "unformalizable", count: 2, modelCalls: 2, tokens: 20, wallMilliseconds: 0),
            .init(gate: "formalize", verdict: "formalized", count: 8, modelCalls: 8, tokens: 80, wallMilliseconds: 0),
            .init(gate: "duplicate", verdict: "duplicate", count: 1, modelCalls: 0, tokens: 0, wallMilliseconds: 0),
            .init(gate: hostile, verdict: "what is this", count: 5, modelCalls: 0, tokens: 0, wallMilliseconds: 0),
        ]
        figures.judged = ["verify": 4, "formalize": 10, "duplicate": 1, hostile: 5]
        figures.needed = [
            .init(side: "P", attempts: 1, statements: 1), .init(side: "P", attempts: 5, statements: 2),
            .init(side: "P", attempts: 900, statements: 1), .init(side: "notP", attempts: 2, statements: 2),
        ]
        var times = LatencyHistogram()
        for time in [500, 5000, 5000, 90_000_000] { times.add(time) }
        figures.times = ["verified": times]
        figures.verifications = ["verified": 4]
        figures.verificationMilliseconds = 2000
        figures.accounts = [
            account("writer", "formalize", sent: 10, tokens: 100, cost: 1_000_000_000),
            account("prover", "prove", sent: 22, tokens: 900, cost: 3_000_000_000),
        ]
        var first = LedgerFigures.Round(number: 1, startedAt: 1, endedAt: 2, note: nil)
        (first.problems, first.solved, first.verified, first.attempts, first.cost) = (
            10, 2, 2, 12, Money(nano: 3_000_000_000)
        )
        var second = LedgerFigures.Round(number: 2, startedAt: 3, endedAt: nil, note: hostile)
        (second.solved, second.verified, second.disproved, second.attempts, second.cost) = (
            1, 2, 2, 11, Money(nano: 1_000_000_000)
        )
        figures.rounds = [first, second]
        figures.costly = [
            .init(problem: hostile, calls: 3, tokens: 30, cost: Money(nano: 5_000_000), statements: 2, verified: 1)
        ]
        figures.flags = ["contaminated": 2, "near-duplicate": 3]
        figures.leftOut = 1
        figures.runs = 2
        figures.runMilliseconds = 7_200_000
        return figures
    }

    static func data(round: Int? = nil, _ change: (inout LedgerFigures) -> Void = { _ in }) -> ReportData {
        var figures = figures
        change(&figures)
        return ReportBuilder.build(
            figures,
            ReportBuilder.Heading(
                ledger: "run.sqlite", generatedAt: 1_750_000_000_000, toolVersion: "1.2", currency: "USD", round: round)
        )
    }

    private static func account(_ model: String, _ stage: String, sent: Int, tokens: Int, cost: Int) -> CallAccount {
        CallAccount(
            model: model, stage: stage, round: 1, metered: true, sent: sent, failed: 0, answers: sent, cached: 0,
            promptTokens: tokens - 10, cachedPromptTokens: 0, completionTokens: 10, estimatedTokens: 0,
            cost: Money(nano: cost), latency: nil, faults: [])
    }
}
