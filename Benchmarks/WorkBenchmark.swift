import Factory
import FakeModelServerKit
import Foundation
import Ledger
import Support

/// Two processes of `dsprover work` on one ledger, with a fake model server and the embedded Lean, fed with new problems all the
/// time: memory, descriptors and the write-ahead log must not grow.
///
/// It lasts 20 minutes, or as many as `DSPROVER_WORK_MINUTES` says. The value is the steepest slope of the resident memory of
/// a process by least squares, MiB an hour, without the first fifth of the time, in which caches fill; readings of a few minutes are
/// noise.
enum WorkBenchmark: Benchmark {
    static let name = "work"
    private static let processes = 2
    /// Jobs that wait for the first stage at least.
    private static let backlog = 400
    private static let every = Duration.seconds(2)
    /// Most growth that counts as flat, MiB an hour: a day's run must not need a gigabyte more.
    private static let steepest = 24.0
    /// `journal_size_limit` of the ledger.
    private static let logLimit = 64.0

    /// What was seen at one moment.
    private struct Sample {
        let hours: Double
        var memory: [Double] = []
        var descriptors: [Double] = []
        var lean = 0.0
        var log = 0.0
    }

    static func run() async throws -> Reading {
        let minutes = ProcessInfo.processInfo.environment["DSPROVER_WORK_MINUTES"].flatMap { Double($0) } ?? 20
        let server = try await FakeModelServer.start(script: BenchFactory.script(delay: 20), keepsLog: false)
        defer { server.stop() }
        let folder = FileManager.default.temporaryDirectory.appending(path: "dsprover-work-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try configuration(server.baseURL).write(
            to: folder.appending(path: "dsprover.yaml"), atomically: true, encoding: .utf8)
        let path = folder.appending(path: "dsprover.sqlite").path
        let ledger = try Ledger.open(at: path)
        var feed = Feed()
        try await feed.fill(ledger, to: backlog)
        let children = try (0..<processes).map { try WorkProcess(number: $0, folder: folder) }
        var samples: [Sample] = []
        let start = ContinuousClock.now
        while start.duration(to: .now).seconds < minutes * 60, children.allSatisfy(\.isRunning) {
            try await Task.sleep(for: every)
            try await feed.fill(ledger, to: backlog)
            var sample = Sample(hours: start.duration(to: .now).seconds / 3600)
            for child in children {
                sample.memory.append(child.memoryMiB)
                sample.descriptors.append(Double(child.descriptors))
            }
            sample.lean = WorkProcess.leanMiB(below: children.map(\.id))
            sample.log = Double(ledger.logBytes) / 1_048_576
            samples.append(sample)
        }
        let seconds = start.duration(to: .now).seconds
        let died = children.count { !$0.isRunning }
        for child in children { child.terminate() }
        for child in children { await child.wait() }
        let status = try await ledger.status()
        let repeated = try await server.stats().repeated
        try await ledger.close()
        return reading(
            samples, seconds: seconds, verified: status.proved, failures: died + status.parked + repeated,
            leased: status.jobs.values.reduce(0) { $0 + $1.leased })
    }

    private static func reading(
        _ samples: [Sample], seconds: Double, verified: Int, failures: Int, leased: Int
    ) -> Reading {
        let settled = Array(samples.dropFirst(samples.count / 5))
        var parts: [String: Double] = [
            "minutes": seconds / 60, "verified": Double(verified), "perSecond": Double(verified) / seconds,
            "failures": Double(failures), "leasedAtEnd": Double(leased), "samples": Double(samples.count),
            "walPeakMiB": samples.map(\.log).max() ?? 0, "walLimitMiB": logLimit,
            "leanSlopeMiBPerHour": slope(settled.map { ($0.hours, $0.lean) }), "leanMiB": settled.last?.lean ?? 0,
        ]
        var slopes: [Double] = []
        var leaked = 0.0
        for process in 0..<processes {
            let memory = settled.map { ($0.hours, $0.memory[process]) }
            let descriptors = settled.map { $0.descriptors[process] }
            let quarter = max(1, descriptors.count / 4)
            let growth = mean(descriptors.suffix(quarter)) - mean(descriptors.prefix(quarter))
            slopes.append(slope(memory))
            leaked = max(leaked, growth)
            parts["process\(process)SlopeMiBPerHour"] = slope(memory)
            parts["process\(process)MiB"] = memory.last?.1 ?? 0
            parts["process\(process)PeakMiB"] = memory.map(\.1).max() ?? 0
            parts["process\(process)Descriptors"] = descriptors.last ?? 0
        }
        parts["descriptorGrowth"] = leaked
        let isWell =
            failures == 0 && leased == 0 && verified > 0 && !settled.isEmpty && (parts["walPeakMiB"] ?? 0) <= logLimit
            // Connections and workers come and go.
            && leaked <= 4
        return Reading(
            bench: name, value: slopes.max() ?? .infinity, bar: steepest, unit: "MiB an hour, the steepest process",
            parts: parts, goal: .atMost, conditions: isWell)
    }

    /// The slope of the line of least squares through the points.
    static func slope(_ points: [(x: Double, y: Double)]) -> Double {
        let (x, y) = (mean(points.map(\.x)), mean(points.map(\.y)))
        let spread = points.reduce(0) { $0 + ($1.x - x) * ($1.x - x) }
        return spread > 0 ? points.reduce(0) { $0 + ($1.x - x) * ($1.y - y) } / spread : 0
    }

    private static func mean(_ values: some Collection<Double>) -> Double {
        values.reduce(0, +) / Double(max(1, values.count))
    }

    private static func configuration(_ baseURL: String) -> String {
        let models = ["formalizer", "judge", "prover"].map { name in
            "  \(name): {kind: openai, base_url: \"\(baseURL)\", model: \(name), max_concurrent: 32}"
        }
        return """
            models:
            \(models.joined(separator: "\n"))
            stages:
              formalize: {models: [formalizer], samples: 1}
              score: {model: judge}
              prove: {portfolio: none, models: [prover], waves: [1]}
            run: {limits: {formalize: 16, score: 16, prove: 16}}
            lean: {workers: 1}
            """
    }
}

/// New problems for the ledger, as fast as they are worked on.
private struct Feed {
    private var next = 0

    mutating func fill(_ ledger: Ledger, to backlog: Int) async throws {
        let waiting = try await ledger.status().jobs[StageName.formalize.rawValue]?.ready ?? 0
        guard waiting < backlog else { return }
        let batch = (next..<(next + backlog)).map { number in
            NewProblem(
                externalID: "item-\(number)",
                statement: "Show that item-\(number) plus a natural number n is n plus item-\(number).",
                file: "bench", line: number + 1)
        }
        next += backlog
        _ = try await ledger.importProblems(batch, firstStage: StageName.formalize.rawValue)
    }
}
