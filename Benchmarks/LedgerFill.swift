import Ledger
import Support
import TrainingData

/// Fills ledgers for benchmarks through the same steps that a run takes, so that states, counts and history are true.
struct LedgerFill {
    let ledger: Ledger

    /// Opens a ledger to be filled: nobody waits for the disk at each of millions of steps.
    static func open(at path: String) async throws -> Ledger {
        var options = LedgerOptions()
        options.synchronous = .normal
        return try Ledger.open(at: path, options: options)
    }

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

    /// Imports numbered problems.
    func importProblems(_ count: Int, firstStage: String) async throws {
        let size = 5000
        for start in stride(from: 0, to: count, by: size) {
            let batch = (start..<min(start + size, count)).map(Self.problem)
            try await ledger.importProblems(batch, firstStage: firstStage)
        }
    }

    /// Writes the same problems to a file, after every fifty of them one line again that stood there long before.
    ///
    /// - Returns: how many lines are such repetitions.
    static func writeProblems(_ count: Int, to path: String) throws -> Int {
        let file = try OutputFile(path: path)
        var repeated = 0
        var bytes: [UInt8] = []
        for number in 0..<count {
            bytes.append(contentsOf: line(number).utf8)
            if number.isMultiple(of: 50), number >= 10_000 {
                bytes.append(contentsOf: line(number - 10_000).utf8)
                repeated += 1
            }
            if bytes.count > 1 << 20 {
                try file.write(bytes)
                bytes.removeAll(keepingCapacity: true)
            }
        }
        try file.write(bytes)
        try file.commit()
        return repeated
    }

    private static func line(_ number: Int) -> String {
        "{\"id\": \"p\(number)\", \"problem\": \"\(text(number))\", \"level\": \(number % 5)}\n"
    }

    private static func text(_ number: Int) -> String {
        "Show that \(number) + n = n + \(number) for all natural numbers n."
    }

    private static func problem(_ number: Int) -> NewProblem {
        NewProblem(
            externalID: "p\(number)", statement: text(number), metadata: .object(["level": .integer(number % 5)]),
            file: "bench.jsonl", line: number + 1)
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
