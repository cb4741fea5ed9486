import Factory
import Foundation
import Ledger
import Support

/// One ledger at the size of a large project: import of a million problems, ten million attempts at them, what people then ask
/// of it; and the rate at which processes take and end jobs.
enum LedgerBenchmark: Benchmark {
    static let name = "ledger"

    private static let problems = number("DSPROVER_BENCH_PROBLEMS", default: 1_000_000)
    private static let attemptsEach = 10
    private static let jobs = 100_000
    private static let processes = 4

    private static let importBar = 50_000.0
    private static let oneProcessBar = 20_000.0
    private static let processesBar = 12_000.0
    private static let statusBar = 1.0
    private static let attemptBytesBar = 200.0
    private static let memoryBar = 200.0
    /// The most by which memory may grow in the second half of the import, MiB.
    private static let slopeBar = 8.0

    private static func number(_ name: String, default number: Int) -> Int {
        ProcessInfo.processInfo.environment[name].flatMap { Int($0) } ?? number
    }

    static func run() async throws -> Reading {
        let folder = FileManager.default.temporaryDirectory.appending(path: "dsprover-bench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var parts: [String: Double] = ["problems": Double(problems)]
        let path = folder.appending(path: "ledger.sqlite").path
        try await measureImport(path, folder.appending(path: "problems.jsonl").path, &parts)
        let filling = try await LedgerFill.open(at: path)
        try await fill(filling, &parts)
        try await filling.close()
        let ledger = try Ledger.open(at: path)
        try await measureReports(ledger, &parts)
        try await ledger.close()
        try await measureJobs(folder.appending(path: "jobs.sqlite").path, &parts)

        func holds(_ name: String, atLeast bar: Double) -> Bool {
            parts["\(name)Bar"] = bar
            return parts[name].map { $0 >= bar } ?? false
        }
        func holds(_ name: String, below bar: Double) -> Bool {
            parts["\(name)Bar"] = bar
            return parts[name].map { $0 < bar } ?? false
        }
        let conditions = [
            holds("peakMiB", below: memoryBar), holds("importGrowthMiB", below: slopeBar),
            holds("claimAndCompletePerSecond", atLeast: oneProcessBar),
            holds("claimAndCompletePerSecondOf4Processes", atLeast: processesBar),
            holds("statusSeconds", below: statusBar), holds("bytesPerAttempt", below: attemptBytesBar),
            holds("auditFindings", below: 1),
        ]
        return Reading(
            bench: name, value: parts["importedPerSecond"] ?? 0, bar: importBar, unit: "problems imported per second",
            parts: parts, conditions: conditions.allSatisfy { $0 })
    }

    /// As `dsprover import` does it, from a file.
    private static func measureImport(_ path: String, _ file: String, _ parts: inout [String: Double]) async throws {
        let repeated = try LedgerFill.writeProblems(problems, to: file)
        let ledger = try Ledger.open(at: path)
        var summary = ProblemImport.Summary()
        var cost = (wall: 0.0, processor: 0.0)
        let memory = try await Measure.memory {
            cost = try await Measure.cost {
                summary = try await ProblemImport(into: ledger).run(path: file) { _ in }
            }
        }
        try await ledger.close()
        try FileManager.default.removeItem(atPath: file)
        guard summary.inserted == problems, summary.alreadyThere == repeated else {
            throw BenchmarkFailure(description: "\(summary.inserted) problems are new, \(summary.alreadyThere) are not")
        }
        parts["importSeconds"] = cost.wall
        parts["importProcessorSeconds"] = cost.processor
        parts["importedPerSecond"] = Double(problems) / cost.wall
        parts["importRepeatedLines"] = Double(repeated)
        for tenth in 1...10 { parts["importMiBAt\(tenth * 10)Percent"] = memory[(memory.count - 1) * tenth / 10] }
        parts["importGrowthMiB"] = (memory.last ?? 0) - memory[memory.count / 2]
        parts["peakMiB"] = memory.max() ?? 0
    }

    /// One statement for each problem and ten attempts at it; each hundredth is proved and waits for its verification.
    private static func fill(_ ledger: Ledger, _ parts: inout [String: Double]) async throws {
        let fill = LedgerFill(ledger: ledger)
        let proof = "intro n\nomega"
        let formalizing = try await Measure.seconds {
            try await fill.complete("formalize") { LedgerFill.statement($0, followUp: "prove") }
        }
        let before = try await ledger.info()
        let proving = try await Measure.seconds {
            try await fill.complete("prove") { job in
                let isProved = job.problemID.isMultiple(of: 100)
                var outcome = StepOutcome()
                outcome.attempts = (0..<attemptsEach).map { sample in
                    let holds = isProved && sample == attemptsEach - 1
                    return NewAttempt(
                        model: "prover", template: "prove@1", sample: sample, wave: 1, proof: proof,
                        proofStyle: "tactics", verdict: holds ? "verified" : "failed", rung: holds ? 3 : 2,
                        wallMilliseconds: 12, memoryBytes: 150_000_000, followUp: holds ? "verify" : nil)
                }
                outcome.statementMove = StatementMove(to: .elaborated)
                outcome.decisions = [NewDecision(gate: "prove", verdict: "sampled", reason: "ten attempts")]
                if !isProved { outcome.followUps = [NewJob(stage: "wait", delay: .seconds(86_400))] }
                return outcome
            }
        }
        let after = try await ledger.info()
        let attempts = Double(after.rows["attempt"] ?? 0)
        parts["attempts"] = attempts
        parts["formalizeStepsPerSecond"] = Double(problems) / formalizing
        parts["proveStepsPerSecond"] = Double(problems) / proving
        // What each problem's decision and waiting job take is counted as the attempts' own.
        let grown = (after.pages - after.freePages - before.pages + before.freePages) * after.pageBytes
        parts["bytesPerAttempt"] = Double(grown) / attempts - Double(proof.utf8.count)
        parts["ledgerMiB"] = Double(after.pages * after.pageBytes) / 1_048_576
    }

    /// What people and runs ask of a large ledger; the slowest of several askings counts.
    private static func measureReports(_ ledger: Ledger, _ parts: inout [String: Double]) async throws {
        func slowest(_ body: () async throws -> Void) async throws -> Double {
            var slowest = 0.0
            for _ in 0..<5 { slowest = max(slowest, try await Measure.seconds(body)) }
            return slowest
        }
        // As a new process would: nothing is at hand yet.
        parts["statusSeconds"] = try await slowest {
            let other = try Ledger.open(at: ledger.path)
            let status = try await other.status()
            guard status.problems == problems else { throw BenchmarkFailure(description: "status lost problems") }
        }
        parts["funnelSeconds"] = try await slowest { _ = try await ledger.funnel() }
        parts["infoSeconds"] = try await slowest { _ = try await ledger.info() }
        parts["showSeconds"] = try await slowest {
            let name = "p\(Int.random(in: 0..<problems))"
            guard try await ledger.history(of: name)?.statements.first?.attemptCount == attemptsEach else {
                throw BenchmarkFailure(description: "the history of \(name) is not whole")
            }
        }
        parts["pendingWorkSeconds"] = try await slowest {
            _ = try await ledger.pendingWork(stages: ["verify", "wait"])
        }
        parts["claimSeconds"] = try await slowest {
            let jobs = try await ledger.claim(
                stages: ["verify", "wait"], limit: 100, owner: "bench", lease: .seconds(600))
            try await ledger.release(jobs)
        }
        parts["auditSeconds"] = try await Measure.seconds {
            let findings = try await ledger.audit()
            for finding in findings { FileHandle.standardError.write(Data("\(finding)\n".utf8)) }
            parts["auditFindings"] = Double(findings.count)
        }
    }

    private static func measureJobs(_ path: String, _ parts: inout [String: Double]) async throws {
        let ledger = try Ledger.open(at: path)
        let fill = LedgerFill(ledger: ledger)
        try await fill.importProblems(jobs * 2, firstStage: "noop")
        let alone = try await Measure.cost { try await fill.complete("noop", limit: jobs) { _ in StepOutcome() } }
        parts["claimAndCompletePerSecond"] = Double(jobs) / alone.wall
        parts["claimAndCompleteProcessorMicroseconds"] = alone.processor * 1e6 / Double(jobs)
        let together = try LedgerClient.seconds(path: path, processes: processes, jobsEach: jobs / processes)
        parts["claimAndCompletePerSecondOf4Processes"] = Double(jobs / processes * processes) / together
        let left = try await ledger.status().jobs.values.reduce(0) { $0 + $1.ready + $1.leased }
        guard left == 0 else { throw BenchmarkFailure(description: "\(left) jobs were left") }
        try await ledger.close()
    }
}
