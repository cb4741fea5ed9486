import Foundation
import LeanChecking
import LeanSource
import Support

/// 500 small proofs through the warm pool (rung 3) and through the whole ladder (rung 5, batched), against the ideal
/// (all in one plain file, the header read once) and against one `lean` process per proof.
///
/// The same machine, the same run, one worker each. Every side is measured several times in turn, and the medians count,
/// because what else the machine does is different each minute. `DSPROVER_CHECK_RUNG=3` leaves out rung 5.
enum CheckBenchmark: Benchmark {
    static let name = "check"
    private static let proofs = 500
    private static let singleProcesses = 40
    private static let rounds = 5

    private struct Times {
        var ideal: [Double] = []
        var warm: [Double] = []
        var whole: [Double] = []
        var single: [Double] = []
    }

    static func run() async throws -> Reading {
        let toolchain = try await ToolchainFinder.find(ToolchainSettings())
        let items = try CheckProofs.items(proofs)
        let right = items.filter(\.isRight)
        let isWhole = ProcessInfo.processInfo.environment["DSPROVER_CHECK_RUNG"] != "3"
        let checker = try await LeanChecker(toolchain: toolchain, workers: 1)
        try await checker.warmUp(.empty)
        var times = Times()
        for round in 0...rounds {
            let ideal = try await Measure.seconds { try lean(toolchain, items.map(\.source), mayFail: true) }
            let warm = try await Measure.seconds {
                try await each(of: items) {
                    try await checker.check($0.proof, of: $0.statement, header: .empty).verdict
                }
            }
            if isWhole {
                let ideal = try await Measure.seconds { try lean(toolchain, right.map(\.source), mayFail: false) }
                let whole = try await Measure.seconds {
                    try await each(of: right) {
                        try await checker.verify($0.proof, of: $0.statement, header: .empty).verdict
                    }
                }
                if round > 0 { times.whole.append(whole / ideal) }
            }
            let single = try await Measure.seconds {
                for item in items.prefix(singleProcesses) { try lean(toolchain, [item.source], mayFail: true) }
            }
            // The first round warms the page cache and the processor.
            guard round > 0 else { continue }
            times.ideal.append(ideal / Double(items.count))
            times.warm.append(warm / ideal)
            times.single.append(single / Double(singleProcesses) / (warm / Double(items.count)))
        }
        let metrics = await checker.metrics
        await checker.shutdown()
        return reading(times, metrics)
    }

    private static func reading(_ times: Times, _ metrics: CheckerMetrics) -> Reading {
        let ideal = 1 / median(times.ideal)
        let warm = 1 / median(times.warm)
        // Not measured is not reached.
        let whole = times.whole.isEmpty ? 0 : 1 / median(times.whole)
        let single = median(times.single)
        return Reading(
            bench: name, value: warm, bar: 0.85, unit: "warm pool over ideal, rung 3, one worker",
            parts: [
                "idealPerSecond": ideal, "warmPerSecond": ideal * warm, "rungFiveOverIdeal": whole,
                "rungFiveBar": 0.6, "warmOverProcessPerProof": single, "warmOverProcessPerProofBar": 5,
                "batches": Double(metrics.batches), "recheckedAlone": Double(metrics.recheckedAlone),
                "spoiltBatches": Double(metrics.spoiltBatches), "canaries": Double(metrics.canaries),
                "peakMiB": Measure.peakMiB,
            ],
            conditions: whole >= 0.6 && single >= 5)
    }

    private static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        return sorted[sorted.count / 2]
    }

    /// Asks about all proofs at once; each must get the verdict that it deserves.
    private static func each(
        of items: [CheckProofs.Item], _ ask: @escaping @Sendable (CheckProofs.Item) async throws -> Verdict
    ) async throws {
        try await withThrowingTaskGroup(of: (CheckProofs.Item, Verdict).self) { group in
            for item in items {
                group.addTask { (item, try await ask(item)) }
            }
            for try await (item, verdict) in group where (verdict == .verified) != item.isRight {
                throw BenchmarkFailure(description: "\(item.statement.signature): \(verdict)")
            }
        }
    }

    /// One `lean` process on a file; throws when it finds an error that it should not.
    private static func lean(_ toolchain: LeanToolchain, _ sources: [String], mayFail: Bool) throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "bench-\(UUID().uuidString).lean")
        try sources.joined(separator: "\n").write(to: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process()
        process.executableURL = URL(filePath: toolchain.leanPath)
        // Otherwise it stops after 100 errors; the linters are off for the others too.
        process.arguments = ["-Dweak.maxErrors=0", "-Dweak.linter.all=false", "-DElab.async=false", file.path]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 || mayFail else {
            throw BenchmarkFailure(description: "lean refuses \(file.path)")
        }
    }
}
