import FakeModelServerKit
import Foundation
import Support

/// A whole run through a storm of 429, 503 and 529, with and without `Retry-After`, at several hundred calls in flight: how
/// many seconds after the storm is the throughput back at 90 % of what it was before?
///
/// The storm lasts 600 s, or as many as `DSPROVER_STORM_SECONDS` says. One call in fifty is answered meanwhile, as an
/// overloaded server does. Throughput is what the server answered, read ten times a second.
enum StormBenchmark: Benchmark {
    static let name = "storm"
    private static let inFlight = 120
    private static let callMilliseconds = 500
    private static let settling = 8.0
    private static let longestWait = 60.0
    private static let hold = 3.0

    /// Answers of the server so far, at a time in seconds.
    private struct Sample {
        let time: Double
        let answered: Int
    }

    static func run() async throws -> Reading {
        let storm = ProcessInfo.processInfo.environment["DSPROVER_STORM_SECONDS"].flatMap { Double($0) } ?? 600
        let script = BenchFactory.script(delay: callMilliseconds)
        let server = try await FakeModelServer.start(script: script, keepsLog: false)
        defer { server.stop() }
        // As many as could be done without a storm, and some.
        let perSecond = Double(inFlight * 3) / (Double(callMilliseconds) / 1000)
        let problems = Int((settling + longestWait + storm / 50) * perSecond / 3) + 2000
        let factory = try await BenchFactory(baseURL: server.baseURL, problems: problems, inFlight: inFlight)
        let running = Task { try await factory.run() }

        _ = try await watch(server, seconds: settling / 2)
        let before = try rate(try await watch(server, seconds: settling / 2))
        let faults = [
            ScriptFault(.status, status: 429, retryAfter: "1"), ScriptFault(.status, status: 429),
            ScriptFault(.status, status: 503), ScriptFault(.status, status: 503, retryAfter: "2"),
            ScriptFault(.status, status: 429, retryAfter: "date+2"), ScriptFault(.status, status: 529),
        ]
        try await server.set(windows: [FaultWindow(percent: 98, faults: faults)])
        let during = try await watch(server, seconds: storm)
        try await server.set(windows: [])
        let after = try await watch(server, seconds: longestWait) { samples in
            recovery(samples, wanted: before * 0.9) != nil
        }
        let stats = try await server.stats()
        // As a person would: the run finishes what is in flight and gives back the rest.
        kill(getpid(), SIGTERM)
        try await running.value
        try await factory.remove()
        let seconds = recovery(after, wanted: before * 0.9)
        return Reading(
            bench: name, value: seconds ?? longestWait, bar: 10,
            unit: "seconds after the storm until 90 % of the throughput before it",
            parts: [
                "stormSeconds": storm, "perSecondBefore": before, "perSecondDuring": try rate(during),
                "peakInFlight": Double(stats.peakInFlight), "refused": Double(stats.faults),
                "answered": Double(stats.answered), "repeated": Double(stats.repeated), "peakMiB": Measure.peakMiB,
            ], goal: .atMost, conditions: seconds != nil && stats.repeated == 0)
    }

    private struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Reads the counter ten times a second for so long, or until the readings are enough.
    private static func watch(
        _ server: FakeModelServer, seconds: Double, until isEnough: ([Sample]) -> Bool = { _ in false }
    ) async throws -> [Sample] {
        let start = ContinuousClock.now
        var samples: [Sample] = []
        while samples.last.map({ $0.time < seconds }) ?? true {
            let answered = try await server.stats().answered
            samples.append(Sample(time: start.duration(to: .now).seconds, answered: answered))
            if isEnough(samples) { break }
            try await Task.sleep(for: .milliseconds(100))
        }
        return samples
    }

    private static func rate(_ samples: [Sample]) throws -> Double {
        guard let first = samples.first, let last = samples.last, last.time > first.time else {
            throw Failure(description: "too few readings")
        }
        return Double(last.answered - first.answered) / (last.time - first.time)
    }

    /// The end of the first second with the wanted throughput, from which on it also holds on average.
    private static func recovery(_ samples: [Sample], wanted: Double) -> Double? {
        for (index, start) in samples.enumerated() {
            guard let second = samples[index...].first(where: { $0.time >= start.time + 1 }),
                let held = samples[index...].first(where: { $0.time >= start.time + 1 + hold }),
                let now = try? rate([start, second]), let later = try? rate([second, held])
            else { continue }
            if now >= wanted && later >= wanted { return second.time }
        }
        return nil
    }
}
