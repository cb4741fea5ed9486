import Ledger
import Support

/// Fills ledgers for benchmarks through the same steps that a run takes, so that states, counts and history are true.
struct LedgerFill {
    let ledger: Ledger

    /// Jobs of one claim; as many steps are on their way at once and share transactions.
    private static let batch = 1000

    /// Carries out every job of the stage, or the first so many.
    ///
    /// - Returns: how many.
    @discardableResult
    func complete(
        _ stage: String, limit: Int = .max, owner: String = "bench",
        _ outcome: @escaping @Sendable (Job) -> StepOutcome
    ) async throws -> Int {
        var done = 0
        while done < limit {
            let jobs = try await ledger.claim(
                stages: [stage], limit: min(Self.batch, limit - done), owner: owner, lease: .seconds(600))
            if jobs.isEmpty { break }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for job in jobs { group.addTask { _ = try await ledger.complete(job, outcome(job)) } }
                try await group.waitForAll()
            }
            done += jobs.count
        }
        return done
    }

    /// Imports numbered problems; each 50th line says again what a line of an earlier batch said.
    ///
    /// - Parameter after: called after each tenth of the problems.
    /// - Returns: how many were new.
    func importProblems(_ count: Int, firstStage: String, after: () -> Void = {}) async throws -> Int {
        let size = 2000
        var inserted = 0
        for start in stride(from: 0, to: count, by: size) {
            var batch = (start..<min(start + size, count)).map { Self.problem($0) }
            if start > 0 { batch += stride(from: start - size, to: start, by: 50).map { Self.problem($0) } }
            inserted += try await ledger.importProblems(batch, firstStage: firstStage).inserted
            if (start / size + 1) * 10 % (count / size) == 0 { after() }
        }
        return inserted
    }

    private static func problem(_ number: Int) -> NewProblem {
        NewProblem(
            externalID: "p\(number)", statement: "Show that \(number) + n = n + \(number) for all natural numbers n.",
            metadata: .object(["level": .integer(number % 5)]), file: "bench.jsonl", line: number + 1)
    }

    /// The statement that a problem gets.
    static func statement(_ job: Job, followUp: String) -> StepOutcome {
        let number = job.problemID
        var outcome = StepOutcome()
        outcome.problemState = .formalized
        outcome.newStatements = [
            NewStatement(
                name: "problem_\(number)",
                source: "theorem problem_\(number) (n : Nat) : \(number) + n = n + \(number)",
                header: "", normalHash: Digest.sha256("\(number)"), model: "writer", template: "formalize@1", sample: 0,
                followUp: followUp)
        ]
        outcome.decisions = [NewDecision(gate: "formalize", verdict: "formalized", reason: "candidate statements: 1")]
        return outcome
    }
}
