import FakeModelServerKit
import Foundation
import Support

/// 4,000 calls of 2 s each at 1,000 in flight, over HTTP/1.1 and over HTTP/2, against the ideal of 8 s. Client and server
/// are processes of their own on this machine. HTTP/2 goes over TLS, as it does in the world; a small Python program takes
/// the TLS off before the server, and its share of the machine is counted against us.
enum ConcurrencyBenchmark: Benchmark {
    static let name = "concurrency"
    private static let calls = 4000
    private static let inFlight = 1000
    private static let secondsPerCall = 2.0
    private static let memoryMiB = 100.0

    static func run() async throws -> Reading {
        let answer = ScriptAnswer(String(repeating: "An answer of the usual length. ", count: 40))
        let script = ModelScript(rules: [ScriptRule(answers: [answer], delay: Int(secondsPerCall * 1000))])
        let ideal = Double(calls / inFlight) * secondsPerCall
        var parts = ["calls": Double(calls), "inFlight": Double(inFlight), "idealSeconds": ideal]
        var value = Double.infinity
        var conditions = true
        for (protocolName, http2) in [("http1", false), ("http2", true)] {
            // No log: what is measured is the client.
            let server = try await FakeModelServer.start(script: script, keepsLog: false)
            defer { server.stop() }
            let front = http2 ? try await TLSFront.start(before: server) : nil
            defer { front?.stop() }
            let result = try LoadClient.run(
                LoadClient.Orders(
                    baseURL: front?.baseURL ?? server.baseURL, calls: calls, inFlight: inFlight,
                    certificate: front?.certificate.path))
            let stats = try await server.stats()
            if let failure = result.firstFailure { print("\(protocolName): \(failure)") }
            parts["\(protocolName)Seconds"] = result.seconds
            parts["\(protocolName)PeakMiB"] = result.peakMiB
            parts["\(protocolName)Failures"] = Double(result.failures)
            parts["\(protocolName)Connections"] = Double(stats.connections)
            parts["\(protocolName)PeakInFlight"] = Double(stats.peakInFlight)
            value = min(value, ideal / result.seconds)
            conditions = conditions && result.failures == 0 && result.peakMiB < memoryMiB
            conditions = conditions && stats.answered == calls && (stats.http2 > 0) == http2
        }
        return Reading(
            bench: name, value: value, bar: 0.95, unit: "ideal time over time, the slower of HTTP/1.1 and HTTP/2",
            parts: parts, conditions: conditions)
    }
}
