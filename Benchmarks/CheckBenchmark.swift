import Foundation
import LeanChecking
import LeanSource
import Support

/// 500 small proofs through the warm pool (rung 3) and through the whole ladder (rung 5, batched), against the ideal
/// (`lean FILE`: all in one plain file, the header read once) and against one `lean` process per proof.
///
/// The bars are per core, so everything is held on one processor: Lean's own default spreads one file over several. The
/// ideal is Lean as it comes, but for the limit of 100 errors, and it answers what the pool asks of each proof: the axioms. `…OverTuned` compares with the same file without linters
/// and without asynchronous elaboration, which the pool's workers leave out too; what is missing there is the price of
/// the language server, which reports after every command, against a file that is read to its end in one thread.
///
/// `…ServerIdeal` compares with the same file as one document of a warm worker: what sharing, names and canaries cost beside it.
///
/// The same machine, the same run, one worker each. Every side is measured several times in turn, and the medians count,
/// because what else the machine does is different each minute. `DSPROVER_CHECK_RUNG=3` leaves out rung 5.
enum CheckBenchmark: Benchmark {
    static let name = "check"
    private static let proofs = 500
    private static let singleProcesses = 40
    private static let rounds = 5

    /// Seconds per proof, one for each round.
    private struct Times {
        var ideal: [Double] = []
        var tuned: [Double] = []
        var server: [Double] = []
        var warm: [Double] = []
        var whole: [Double] = []
        var wholeIdeal: [Double] = []
        var single: [Double] = []
    }

    private static let tuning = ["-Dweak.linter.all=false", "-Dweak.Elab.async=false"]

    static func run() async throws -> Reading {
        try OneCore.hold()
        let toolchain = try await ToolchainFinder.find(ToolchainSettings())
        let items = try CheckProofs.items(proofs)
        let right = items.filter(\.isRight)
        let isWhole = ProcessInfo.processInfo.environment["DSPROVER_CHECK_RUNG"] != "3"
        let checker = try await LeanChecker(toolchain: toolchain, workers: 1)
        try await checker.warmUp(.empty)
        var times = Times()
        // The first round warms the page cache and the processor.
        for round in 0...rounds {
            if round == 1 { times = Times() }
            times.ideal.append(try await each(items) { try lean(toolchain, items.map(\.asked), mayFail: true) })
            times.tuned.append(
                try await each(items) { try lean(toolchain, items.map(\.asked), mayFail: true, tuning) })
            times.server.append(
                try await each(items) {
                    _ = try await checker.checkPastGuard(
                        items.map(\.asked).joined(separator: "\n"), name: items[0].statement.name, header: .empty,
                        mayShare: false)
                })
            times.warm.append(
                try await each(items) {
                    try await ask(items) {
                        try await checker.check($0.proof, of: $0.statement, header: .empty).verdict
                    }
                })
            if isWhole {
                times.wholeIdeal.append(
                    try await each(right) { try lean(toolchain, right.map(\.asked), mayFail: false) })
                times.whole.append(
                    try await each(right) {
                        try await ask(right) {
                            try await checker.verify($0.proof, of: $0.statement, header: .empty).verdict
                        }
                    })
            }
            let few = Array(items.prefix(singleProcesses))
            times.single.append(
                try await each(few) { for item in few { try lean(toolchain, [item.source], mayFail: true) } })
        }
        let metrics = await checker.metrics
        await checker.shutdown()
        return reading(times, metrics)
    }

    private static func reading(_ times: Times, _ metrics: CheckerMetrics) -> Reading {
        let warm = ratio(times.ideal, times.warm)
        // Not measured is not reached.
        let whole = ratio(times.wholeIdeal, times.whole)
        let single = ratio(times.single, times.warm)
        return Reading(
            bench: name, value: warm, bar: 0.85, unit: "warm pool over ideal, rung 3, one worker, one core",
            parts: [
                "idealPerSecond": 1 / median(times.ideal), "warmPerSecond": 1 / median(times.warm),
                "tunedIdealPerSecond": 1 / median(times.tuned), "warmOverTuned": ratio(times.tuned, times.warm),
                "serverIdealPerSecond": 1 / median(times.server),
                "warmOverServerIdeal": ratio(times.server, times.warm),
                "rungFiveOverIdeal": whole, "rungFiveBar": 0.6,
                "rungFivePerSecond": times.whole.isEmpty ? 0 : 1 / median(times.whole),
                "warmOverProcessPerProof": single, "warmOverProcessPerProofBar": 5,
                "batches": Double(metrics.batches), "recheckedAlone": Double(metrics.recheckedAlone),
                "asides": Double(metrics.asides), "spoiltBatches": Double(metrics.spoiltBatches),
                "canaries": Double(metrics.canaries),
                "peakMiB": Measure.peakMiB,
            ],
            conditions: whole >= 0.6 && single >= 5)
    }

    /// How many times as fast the second is, round by round, in the middle; 0 without rounds.
    private static func ratio(_ first: [Double], _ second: [Double]) -> Double {
        first.isEmpty ? 0 : median(zip(first, second).map { $0 / $1 })
    }

    /// Seconds per item.
    private static func each(_ items: [CheckProofs.Item], _ body: () async throws -> Void) async throws -> Double {
        try await Measure.seconds(body) / Double(items.count)
    }

    private static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        return sorted[sorted.count / 2]
    }

    /// Asks about all proofs at once; each must get the verdict that it deserves.
    private static func ask(
        _ items: [CheckProofs.Item], _ ask: @escaping @Sendable (CheckProofs.Item) async throws -> Verdict
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
    private static func lean(
        _ toolchain: LeanToolchain, _ sources: [String], mayFail: Bool, _ options: [String] = []
    ) throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "bench-\(UUID().uuidString).lean")
        try sources.joined(separator: "\n").write(to: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process()
        process.executableURL = URL(filePath: toolchain.leanPath)
        // Otherwise it stops after 100 errors, and does not do all the work. Without `weak.`, which takes effect too late for it.
        process.arguments = ["-DmaxErrors=0"] + options + [file.path]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 || mayFail else {
            throw BenchmarkFailure(description: "lean refuses \(file.path)")
        }
    }
}
