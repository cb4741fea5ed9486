import Foundation
import Ledger
import Support

/// Import of many problems, then claims and completions of jobs that do nothing.
enum LedgerBenchmark: Benchmark {
    static let name = "ledger"
    private static let problems = 200_000
    private static let jobs = 40_000

    static func run() async throws -> Reading {
        let folder = FileManager.default.temporaryDirectory.appending(path: "dsprover-bench-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let ledger = try Ledger.open(at: folder.appending(path: "ledger.sqlite").path)
        let importing = try await Measure.seconds {
            for start in stride(from: 0, to: problems, by: 2000) {
                let batch = (start..<start + 2000).map { number in
                    NewProblem(
                        externalID: "p\(number)", statement: "Show that \(number) + n = n + \(number) for all n.",
                        file: "bench", line: number + 1)
                }
                _ = try await ledger.importProblems(batch, firstStage: "noop")
            }
        }
        let status = try await Measure.seconds { _ = try await ledger.status() }
        let working = try await Measure.seconds {
            var done = 0
            while done < jobs {
                let claimed = try await ledger.claim(stages: ["noop"], limit: 500, owner: "bench", lease: .seconds(60))
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for job in claimed { group.addTask { try await ledger.complete(job, StepOutcome()) } }
                    try await group.waitForAll()
                }
                done += claimed.count
            }
        }
        try await ledger.close()
        return Reading(
            bench: name, value: Double(problems) / importing, bar: 50_000, unit: "problems imported per second",
            parts: [
                "problems": Double(problems), "importSeconds": importing, "statusSeconds": status,
                "claimAndCompletePerSecond": Double(jobs) / working, "peakMiB": Measure.peakMiB,
            ])
    }
}
