import Factory
import Foundation
import Ledger
import Support
import TrainingData

/// Export of a million proofs from a ledger to a JSON Lines file.
enum ExportBenchmark: Benchmark {
    static let name = "export"

    private static let proofs =
        ProcessInfo.processInfo.environment["DSPROVER_BENCH_PROOFS"].flatMap { Int($0) } ?? 1_000_000
    /// The most memory while exporting, MiB.
    private static let memoryBar = 200.0
    /// The most by which memory may grow in the second half of an export, MiB.
    private static let growthBar = 8.0

    static func run() async throws -> Reading {
        let folder = FileManager.default.temporaryDirectory.appending(path: "dsprover-bench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        // `DSPROVER_BENCH_LEDGER` keeps the filled ledger for the next run.
        let kept = ProcessInfo.processInfo.environment["DSPROVER_BENCH_LEDGER"]
        let path = kept ?? folder.appending(path: "ledger.sqlite").path
        var parts = ["proofs": Double(proofs)]
        if !FileManager.default.fileExists(atPath: path) {
            let filling = try await LedgerFill.open(at: path)
            parts["fillSeconds"] = try await Measure.seconds { try await fill(filling) }
            try await filling.close()
        }
        let ledger = try Ledger.open(at: path)
        let out = folder.appending(path: "proofs.jsonl").path
        // Filling has had its own memory; what the export adds to it is looked at.
        let base = Measure.residentMiB
        var rate = 0.0
        for (index, format) in ["deepseek-prover", "messages", "raw"].enumerated() {
            var rows = 0
            var cost = (wall: 0.0, processor: 0.0)
            let memory = try await Measure.memory {
                cost = try await Measure.cost {
                    rows = try await TrainingExport(from: ledger).run(format: ExportFormat.allCases[index], to: out)
                }
            }
            guard rows == proofs else { throw BenchmarkFailure(description: "\(rows) rows were written") }
            parts["\(format)PerSecond"] = Double(rows) / cost.wall
            parts["\(format)ProcessorMicroseconds"] = cost.processor * 1e6 / Double(rows)
            parts["\(format)PeakMiB"] = memory.max() ?? 0
            parts["\(format)GrowthMiB"] = (memory.last ?? 0) - memory[memory.count / 2]
            if index == 0 { rate = Double(rows) / cost.wall }
            let size = try FileManager.default.attributesOfItem(atPath: out)[.size] as? Int ?? 0
            parts["\(format)BytesPerRow"] = Double(size) / Double(rows)
        }
        try await ledger.close()
        parts["residentMiBBefore"] = base
        let isFlat = ["deepseek-prover", "messages", "raw"].allSatisfy {
            (parts["\($0)GrowthMiB"] ?? .infinity) < growthBar && (parts["\($0)PeakMiB"] ?? .infinity) < memoryBar
        }
        return Reading(
            bench: name, value: rate, bar: 100_000, unit: "proofs exported per second", parts: parts, conditions: isFlat
        )
    }

    /// The way of a proof through a run: formalized, elaborated and scored, proved, verified.
    private static func fill(_ ledger: Ledger) async throws {
        let fill = LedgerFill(ledger: ledger)
        try await fill.importProblems(proofs, firstStage: "formalize")
        try await fill.complete("formalize") { LedgerFill.statement($0, followUp: "score") }
        try await fill.complete("score") { _ in
            var outcome = StepOutcome()
            outcome.statementMove = StatementMove(to: .elaborated, scoreClass: "good")
            outcome.decisions = [
                NewDecision(
                    gate: "score", verdict: "admitted", reason: "scored good",
                    evidence: .object(["model": .string("judge"), "template": .string("score@1")]))
            ]
            outcome.followUps = [NewJob(stage: "prove")]
            return outcome
        }
        try await fill.complete("prove") { job in
            var outcome = StepOutcome()
            outcome.statementMove = StatementMove(to: .proved)
            outcome.attempts = [
                NewAttempt(
                    model: "prover", template: "prove@1", sample: 0, proof: "rw [Nat.add_comm]\nomega -- \(job.id)",
                    proofStyle: "tactics", verdict: "verified", rung: 3, followUp: "verify")
            ]
            return outcome
        }
        try await fill.complete("verify") { _ in
            var outcome = StepOutcome()
            outcome.statementMove = StatementMove(to: .verified, rung: 5)
            outcome.verification = NewVerification(
                rung: 5, verdict: "verified", axioms: ["propext", "Quot.sound"], leanVersion: "4.35.0",
                library: "embedded", wallMilliseconds: 40)
            outcome.decisions = [NewDecision(gate: "verify", verdict: "verified", reason: "holds at rung 5")]
            return outcome
        }
    }
}
