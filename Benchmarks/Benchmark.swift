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

    /// Largest resident memory of this process so far, MiB.
    static var peakMiB: Double {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        let kilobytes = line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Double($0) }
        return (kilobytes ?? 0) / 1024
    }
}
