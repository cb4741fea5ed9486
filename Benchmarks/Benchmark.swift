import Foundation
import Support

/// One benchmark: it measures both sides of its ratio itself, in the same run.
protocol Benchmark {
    /// The name behind `make bench-`.
    static var name: String { get }

    /// Runs the benchmark.
    static func run() async throws -> Reading
}

/// What a benchmark prints as its last line.
struct Reading: Encodable {
    /// Which side of the bar is the good one.
    enum Goal {
        case atLeast, atMost
    }

    /// The benchmark.
    let bench: String
    /// The measured value.
    let value: Double
    /// What the value must reach.
    let bar: Double
    /// What the value is.
    let unit: String
    /// What the value was made of.
    let parts: [String: Double]
    /// Whether the value must be at least or at most the bar.
    var goal = Goal.atLeast
    /// What must hold beside the value: memory, no failures.
    var conditions = true

    private enum CodingKeys: String, CodingKey { case bench, value, bar, unit, parts, ok }

    /// Whether the bar was reached and the conditions hold.
    var ok: Bool { conditions && (goal == .atLeast ? value >= bar : value <= bar) }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(bench, forKey: .bench)
        try container.encode(rounded(value), forKey: .value)
        try container.encode(bar, forKey: .bar)
        try container.encode(unit, forKey: .unit)
        try container.encode(ok, forKey: .ok)
        try container.encode(parts.mapValues(rounded), forKey: .parts)
    }

    private func rounded(_ number: Double) -> Double {
        (number * 1000).rounded() / 1000
    }
}

/// Time and memory of this process.
enum Measure {
    /// Seconds that the body takes.
    static func seconds(_ body: () async throws -> Void) async rethrows -> Double {
        let start = ContinuousClock.now
        try await body()
        return start.duration(to: .now).seconds
    }

    /// Seconds that the body takes, and those of the processor's time that this process spent meanwhile, on all processors: on a
    /// machine that is busy with other things they tell what the work costs.
    static func cost(_ body: () async throws -> Void) async rethrows -> (wall: Double, processor: Double) {
        let before = processorSeconds
        let wall = try await seconds(body)
        return (wall, processorSeconds - before)
    }

    private static var processorSeconds: Double {
        var usage = rusage()
        #if canImport(Glibc)
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        #else
        getrusage(RUSAGE_SELF, &usage)
        #endif
        return [usage.ru_utime, usage.ru_stime].reduce(0) { $0 + Double($1.tv_sec) + Double($1.tv_usec) / 1e6 }
    }

    /// Runs the body and looks at the resident memory ten times a second meanwhile.
    ///
    /// - Returns: the readings in MiB, the last one taken at the end.
    static func memory(_ body: () async throws -> Void) async rethrows -> [Double] {
        let readings = Locked<[Double]>([])
        let sampling = Task {
            while !Task.isCancelled {
                readings.withLock { $0.append(residentMiB) }
                try await Task.sleep(for: .milliseconds(100))
            }
        }
        defer { sampling.cancel() }
        try await body()
        return readings.withLock { $0 + [residentMiB] }
    }

    /// Largest resident memory of this process so far, MiB.
    static var peakMiB: Double { memory("VmHWM:") }

    /// Resident memory of this process now, MiB.
    static var residentMiB: Double { memory("VmRSS:") }

    private static func memory(_ field: String) -> Double {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix(field) }
        let kilobytes = line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Double($0) }
        return (kilobytes ?? 0) / 1024
    }
}
