import Foundation
import LeanChecking
import LeanSource
import Support

/// 20,000 checks in a row through 2 workers, one in fifty of them hostile: it hangs, ends the process, eats memory or floods.
/// Every one must get its verdict, and nothing may pile up: memory, processes, descriptors.
///
/// The hostile texts go past the guard, which refuses most of them, straight to the workers. `DSPROVER_SOAK` sets another
/// number of checks.
enum SoakBenchmark: Benchmark {
    static let name = "soak"
    private static let workers = 2
    private static let hostileEvery = 50
    private static let window = 256
    private static let memoryMark = 1 << 30

    /// A text that does harm, and the verdicts that are right about it.
    private struct Harm {
        let kind: String
        let text: String
        let verdicts: Set<String>
    }

    private static let harms = [
        Harm(
            // It grows while it hangs: which limit it reaches first is a matter of the machine's speed.
            kind: "hang", text: "(p : Prop) (h : p) : p := by\n  repeat (have := trivial)\n  exact h",
            verdicts: ["timeout", "outOfMemory"]),
        // Deeper than the stack of a thread.
        Harm(
            kind: "crash",
            text: ": True := \(String(repeating: "(", count: 100_000))trivial\(String(repeating: ")", count: 100_000))",
            verdicts: ["crashed"]),
        // Lean's runtime gives up with exit code 1 and no message.
        Harm(
            kind: "panic",
            text: ": (2 ^ (2 ^ 33)) % 2 = 1 := by\n  set_option exponentiation.threshold 100000000000 in\n  decide",
            verdicts: ["crashed"]),
        // A number of 256 MiB, several times, in the kernel.
        Harm(
            kind: "bomb",
            text: ": (2 ^ (2 ^ 31)) % 2 = 1 := by\n  set_option exponentiation.threshold 100000000000 in\n  decide",
            verdicts: ["outOfMemory"]),
        // 75 MB of messages. Which limit it reaches first is a matter of the machine's speed.
        Harm(
            kind: "flood",
            text:
                ": True := by\n  iterate 30 (iterate 50 trace \"\(String(repeating: "x", count: 50_000))\")\n  trivial",
            verdicts: ["outOfMemory", "timeout"]),
    ]

    private struct Count {
        var wrong: [String] = []
        var memory: [Double] = []
        var workerMark = 0.0
    }

    static func run() async throws -> Reading {
        let checks = ProcessInfo.processInfo.environment["DSPROVER_SOAK"].flatMap { Int($0) } ?? 20_000
        let toolchain = try await ToolchainFinder.find(ToolchainSettings())
        let items = try CheckProofs.items(17 * 12)
        let limits = LeanLimits(
            wallClock: .milliseconds(1500), memoryBytes: memoryMark, recycleAtBytes: memoryMark / 2,
            graceBeforeKill: .milliseconds(500))
        // Everything that is opened once and for all is open after the first check.
        let first = try await LeanChecker(toolchain: toolchain, limits: limits, workers: workers)
        try await first.warmUp(.empty)
        await first.shutdown()
        let before = descriptors()
        let strangers = leanProcesses()

        let checker = try await LeanChecker(toolchain: toolchain, limits: limits, workers: workers)
        let watch = Task { await highestWorkerMemory() }
        var count = Count()
        let seconds = try await Measure.seconds {
            try await withThrowingTaskGroup(of: String?.self) { group in
                for number in 0..<checks {
                    if number >= window, let wrong = try await group.next() ?? nil { count.wrong.append(wrong) }
                    if number.isMultiple(of: max(1, checks / 200)) { count.memory.append(Measure.residentMiB) }
                    group.addTask { try await ask(number, items, checker) }
                }
                for try await wrong in group { if let wrong { count.wrong.append(wrong) } }
            }
        }
        let metrics = await checker.metrics
        await checker.shutdown()
        watch.cancel()
        count.workerMark = await watch.value
        for wrong in Set(count.wrong).sorted().prefix(10) { print("wrong: \(wrong)") }
        let orphans = leanProcesses().subtracting(strangers)
        return reading(count, checks, seconds, metrics, orphans: orphans.count, leaked: descriptors() - before)
    }

    private static func ask(
        _ number: Int, _ items: [CheckProofs.Item], _ checker: LeanChecker
    ) async throws -> String? {
        if number % hostileEvery == hostileEvery - 1 {
            let harm = harms[number / hostileEvery % harms.count]
            let result = try await checker.checkPastGuard(
                "theorem hostile \(harm.text)", name: "hostile", header: .empty, mayShare: true)
            return harm.verdicts.contains(result.verdict.word) ? nil : "\(harm.kind): \(result.verdict)"
        }
        let item = items[number % items.count]
        let verdict = try await checker.check(item.proof, of: item.statement, header: .empty).verdict
        let expected: Verdict = item.isRight ? .verified : .failed
        return verdict == expected ? nil : "\(item.statement.signature): \(verdict)"
    }

    private static func reading(
        _ count: Count, _ checks: Int, _ seconds: Double, _ metrics: CheckerMetrics, orphans: Int,
        leaked: Int
    ) -> Reading {
        let quarter = max(1, count.memory.count / 4)
        let start = mean(count.memory.dropFirst(count.memory.count / 20).prefix(quarter))
        let end = mean(count.memory.suffix(quarter))
        let right = Double(checks - count.wrong.count) / Double(checks)
        // A worker that was not looked at would be zero.
        let isBelowMark = (1..<Double(memoryMark >> 20)).contains(count.workerMark)
        let isWell =
            count.wrong.isEmpty && Measure.peakMiB < 150 && end < start * 1.1 + 4 && orphans == 0 && leaked <= 0
            && isBelowMark
        return Reading(
            bench: name, value: right, bar: 1, unit: "share of \(checks) checks with the right verdict",
            parts: [
                "checks": Double(checks), "seconds": seconds, "perSecond": Double(checks) / seconds,
                "peakMiB": Measure.peakMiB, "firstQuarterMiB": start, "lastQuarterMiB": end,
                "workerMarkMiB": Double(memoryMark >> 20), "workerPeakMiB": count.workerMark,
                "orphans": Double(orphans), "leakedDescriptors": Double(leaked), "started": Double(metrics.started),
                "kills": Double(metrics.kills), "unexpectedExits": Double(metrics.unexpectedExits),
                "timeouts": Double(metrics.timeouts), "outOfMemory": Double(metrics.outOfMemory),
                "crashes": Double(metrics.crashes), "batches": Double(metrics.batches),
                "spoiltBatches": Double(metrics.spoiltBatches), "recheckedAlone": Double(metrics.recheckedAlone),
                "canaries": Double(metrics.canaries),
            ],
            conditions: isWell)
    }

    private static func mean(_ values: some Collection<Double>) -> Double {
        values.reduce(0, +) / Double(max(1, values.count))
    }

    // MARK: The system

    private static func descriptors() -> Int {
        (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count) ?? 0
    }

    /// All processes called `lean`, whoever started them: one that lost its parent counts too. One that has ended and waits to be
    /// collected by its parent does not.
    private static func leanProcesses() -> Set<Int> {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return Set(
            names.compactMap { Int($0) }.filter {
                (try? String(contentsOfFile: "/proc/\($0)/stat", encoding: .utf8)).map {
                    $0.contains("(lean) ") && !$0.contains("(lean) Z")
                } ?? false
            })
    }

    /// Looks at the private memory of the workers until it is cancelled; the highest that it saw, MiB.
    private static func highestWorkerMemory() async -> Double {
        var highest = 0.0
        var looks = 0
        var children: Set<Int> = []
        while !Task.isCancelled {
            // To look for processes costs more than to look at them.
            if looks.isMultiple(of: 10) { children = leanProcesses() }
            looks += 1
            for child in children {
                let status = (try? String(contentsOfFile: "/proc/\(child)/status", encoding: .utf8)) ?? ""
                let line = status.split(separator: "\n").first { $0.hasPrefix("RssAnon:") }
                let kilobytes = line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Double($0) }
                highest = max(highest, (kilobytes ?? 0) / 1024)
            }
            try? await Task.sleep(for: .milliseconds(10))
        }
        return highest
    }
}
