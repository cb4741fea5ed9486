import Ledger
import Testing

@testable import Factory

struct IterationPlanTests {
    private func plan(rounds: Int = 3, stopBelow: Double? = nil, measures: Bool = true) -> IterationPlan {
        IterationPlan(rounds: rounds, stopBelow: stopBelow, measures: measures)
    }

    private func done(_ round: Int, before: Int = 0, after: Int = 0) -> Iteration {
        var iteration = Iteration(round: round, phase: .done, prover: Iteration.Prover(model: "m\(round)"))
        iteration.trained = Iteration.Prover(model: "m\(round + 1)")
        iteration.before = Iteration.Measure(total: 8, solved: before)
        iteration.after = Iteration.Measure(total: 8, solved: after)
        return iteration
    }

    @Test func `the phases of a round come in their order, and measuring only with a held-out file`() {
        for (measures, expected) in [
            (true, "measure prepare prove export train await gain done"),
            (false, "prepare prove export train await done"),
        ] {
            let plan = plan(measures: measures)
            guard case .work(let first) = plan.next(after: []) else {
                Issue.record("nothing to do")
                continue
            }
            var phases = [first.phase]
            while let last = phases.last, last != .done { phases.append(plan.phase(after: last)) }
            #expect(phases.map(\.rawValue).joined(separator: " ") == expected)
        }
    }

    @Test func `a round that was begun goes on in its phase`() {
        let begun = Iteration(round: 2, phase: .train)
        #expect(plan().next(after: [done(1), begun]) == .work(begun))
    }

    @Test func `the next round has the trained prover, and the last measure as its first`() {
        guard case .work(let next) = plan().next(after: [done(1, before: 2, after: 4)]) else {
            Issue.record("nothing to do")
            return
        }
        #expect(next.round == 2)
        #expect(next.phase == .prepare)
        #expect(next.prover.model == "m2")
        #expect(next.before?.solved == 4)
    }

    @Test func `it ends after the rounds, or with a gain below the threshold`() {
        #expect(plan(rounds: 2).next(after: [done(1), done(2)]) == .ended(.rounds))
        let small = done(1, before: 4, after: 5)
        #expect(plan(stopBelow: 0.2).next(after: [small]) == .ended(.gain(0.125, below: 0.2)))
        guard case .work = plan(stopBelow: 0.05).next(after: [small]) else {
            Issue.record("it ended with a gain above the threshold")
            return
        }
    }

    @Test func `practice takes the hardest of what is solved and not mastered, whatever the numbers of the rows`() {
        func solved(_ id: Int, _ hash: String, _ wins: Int, _ samples: Int) -> SolvedStatement {
            SolvedStatement(id: id, problemID: id, normalHash: hash, samples: samples, wins: wins)
        }
        let all = [
            solved(1, "d", 3, 4), solved(2, "c", 1, 4), solved(3, "b", 1, 4), solved(4, "a", 2, 4),
            // The portfolio alone.
            solved(5, "e", 0, 0),
        ]
        func names(_ share: Double, _ statements: [SolvedStatement]) -> [String] {
            IterationPlan.practice(statements, share: share, mastered: 0.75).map(\.normalHash)
        }
        #expect(names(1, all) == ["b", "c", "a"])
        #expect(names(0.4, all) == ["b", "c"])
        #expect(names(0.4, all.reversed()) == ["b", "c"])
        #expect(names(0, all) == [])
    }
}
