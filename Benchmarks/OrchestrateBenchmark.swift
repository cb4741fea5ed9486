import FakeModelServerKit
import Foundation
import Support

/// Problems per second through formalize, score and prove, against distilabel 1.5.3 with the same three calls, both against
/// the same zero-latency model server on this machine in the same run.
///
/// How it is made fair, and where it is not it leans towards distilabel:
/// - Server: the same program with the same answers; each run gets a fresh one.
/// - Time: distilabel's begins with its first request at the server and ends with the last answer sent, so that the start of
///   Python and of the pipeline (some ten seconds) and writing the result are not counted. Ours begins before the run is
///   assembled and ends when the last step of the last problem is committed and the run is closed.
/// - Work: distilabel sends short prompts without examples, reads each answer with one regular expression, has its cache off
///   and keeps no raw answers. Ours sends the prompts of the recipe with their examples, parses and guards statement and
///   proof, keeps every answer in the ledger, and makes two Lean stages more (their checker accepts at once).
/// - Tuning: distilabel runs once for each of several batch sizes and numbers of replicas; its best counts.
enum OrchestrateBenchmark: Benchmark {
    static let name = "orchestrate"
    private static let problems = 6000
    private static let inFlight = 64
    private static let settings = [
        Distilabel.Setting(problems: 500, batch: 50, replicas: 1),
        Distilabel.Setting(problems: 800, batch: 200, replicas: 1),
        Distilabel.Setting(problems: 1000, batch: 500, replicas: 1),
        Distilabel.Setting(problems: 800, batch: 200, replicas: 2),
    ]

    private struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    static func run() async throws -> Reading {
        let distilabel = try Distilabel.install()
        var parts: [String: Double] = [:]
        // Half of ours before and half after, so that a machine that gets slower or faster meanwhile shows.
        let before = try await ours()
        var best = 0.0
        for setting in settings {
            let rate = try await distilabel.rate(setting)
            parts["distilabelBatch\(setting.batch)Replicas\(setting.replicas)PerSecond"] = rate
            best = max(best, rate)
        }
        let after = try await ours()
        let rate = 2 / (1 / before + 1 / after)
        parts["dsproverPerSecondBefore"] = before
        parts["dsproverPerSecondAfter"] = after
        parts["dsproverPerSecond"] = rate
        parts["distilabelPerSecond"] = best
        parts["peakMiB"] = Measure.peakMiB
        return Reading(
            bench: name, value: rate / best, bar: 20, unit: "problems per second over those of distilabel at its best",
            parts: parts)
    }

    private static func ours() async throws -> Double {
        let server = try await FakeModelServer.start(script: BenchFactory.script(), keepsLog: false)
        defer { server.stop() }
        let factory = try await BenchFactory(baseURL: server.baseURL, problems: problems, inFlight: inFlight)
        let seconds = try await Measure.seconds { try await factory.run() }
        let verified = try await factory.verified()
        let calls = try await server.stats().answered
        try await factory.remove()
        guard verified == problems, calls == problems * 3 else {
            throw Failure(description: "\(verified) of \(problems) problems verified with \(calls) calls")
        }
        return Double(problems) / seconds
    }
}
