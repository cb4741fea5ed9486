import Support
import Testing

@testable import Factory
@testable import Ledger

struct ReportBuilderTests {
    @Test func `totals and what a proof cost are exact`() {
        let data = ReportSample.data()
        #expect(data.problemCount == 10 && data.solved == 3 && data.statementCount == 16 && data.verified == 4)
        #expect(data.attempts == 23 && data.tokens == 1000 && data.cost == Money(nano: 4_000_000_000))
        #expect(data.costPerProof == Money(nano: 1_000_000_000) && data.tokensPerProof == 250)
        #expect(data.attemptsPerProof == 5.75)
        #expect(data.leanMilliseconds == 4015 && data.leanMillisecondsPerProof == 1003)
        #expect(data.statements.map(\.name).first == "formalized", "in the order of the life cycle")
    }

    @Test func `without a proof nothing is divided by it`() {
        let data = ReportSample.data { $0.statements = [] }
        #expect(data.costPerProof == nil && data.attemptsPerProof == nil && data.scoreAgreement == nil)
    }

    @Test func `gates come in the order of the way, unknown ones last, with rates and costs`() throws {
        let gates = ReportSample.data().gates
        #expect(gates.map(\.name) == ["formalize", "duplicate", "verify", ReportSample.hostile])
        let first = try #require(gates.first)
        #expect(first.judged == 10 && first.decisions == 10 && first.passed == 8 && first.modelCalls == 10)
        #expect(first.verdicts.map(\.name) == ["formalized", "unformalizable"])
        #expect(first.tokens == 100 && first.cost == Money(nano: 1_000_000_000))
        #expect(gates[1].passed == 0)
        #expect(gates[3].passed == 5, "a word that nobody knows is told and not judged")
    }

    @Test func `attempts and times fall into their buckets`() throws {
        let data = ReportSample.data()
        #expect(data.attemptsNeeded == [1, 0, 0, 0, 2, 0, 0, 0, 0, 0, 1])
        #expect(data.attemptsNeededToDisprove == [0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0])
        let times = try #require(data.times.first)
        #expect(times.buckets == [1, 2, 0, 0, 0, 0, 0, 1])
        #expect(times.count == 4 && abs(times.p50 - 5000) < 160)
    }

    @Test func `classes are in their order, and gamma says how well they foretold`() {
        let data = ReportSample.data()
        #expect(data.scoreClasses.map(\.name) == ["excellent", "good", "poor"])
        #expect(data.scoreClasses.map(\.verifiedShare) == [0.75, 0.25, nil])
        // Pairs: 3 proved excellent × 3 unproved good agree, 1 unproved excellent × 1 proved good disagree.
        #expect(data.scoreAgreement == 0.8)
    }

    @Test(
        arguments: [
            ([(4, 0), (0, 4)], 1.0), ([(0, 4), (4, 0)], -1.0), ([(2, 2), (2, 2)], 0.0), ([(4, 0), (4, 0)], nil),
            ([(3, 1)], nil),
        ] as [([(Int, Int)], Double?)])
    func `gamma is one, minus one and nothing where it should be`(classes: [(Int, Int)], gamma: Double?) {
        let rows = classes.enumerated().map { index, counts in
            ReportData.ScoreClass(
                name: "\(index)", statements: 9, verified: counts.0, disproved: 0, vacuous: 0, exhausted: counts.1,
                rejected: 0)
        }
        #expect(ReportScores.agreement(rows) == gamma)
    }

    @Test func `models and templates are compared`() throws {
        let data = ReportSample.data()
        let writer = try #require(data.formalizers.first { $0.model == "writer" })
        #expect(writer.statements == 12 && writer.elaborated == 12 && writer.verified == 4 && writer.rejected == 4)
        let other = try #require(data.formalizers.first { $0.model == ReportSample.hostile })
        #expect(other.statements == 4 && other.elaborated == 0 && other.duplicate == 1)
        let prover = try #require(data.provers.first)
        #expect(prover.attempts == 22 && prover.statements == 8 && prover.proved == 6)
        #expect(prover.verdicts == [.init(name: "failed", count: 16), .init(name: "verified", count: 6)])
    }

    @Test func `rounds add up, and one of them can be told alone`() {
        let all = ReportSample.data()
        #expect(all.rounds.map(\.solvedSoFar) == [2, 3])
        let second = ReportSample.data(round: 2)
        #expect(second.rounds.map(\.number) == [2])
        #expect(second.rounds.first?.solvedSoFar == 3 && second.solved == 1)
    }

    @Test func `it survives its JSON form`() throws {
        let data = ReportSample.data()
        #expect(try CanonicalJSON.decode(ReportData.self, from: CanonicalJSON.string(data)) == data)
    }
}
