import Foundation
import LeanChecking
import LeanSource
import Support

/// Small proofs through the warm pool, against the ideal (all in one file, the header read once) and against one `lean`
/// process per proof, on the same machine in the same run, one worker each.
enum CheckBenchmark: Benchmark {
    static let name = "check"
    private static let proofs = 500
    private static let singleProcesses = 50

    private static let shapes: [(statement: String, proof: String)] = [
        ("(a b : Nat) : a + b = b + a", "omega"),
        ("(n : Nat) (h : n % 2 = 1) : (n + 1) % 2 = 0", "omega"),
        ("(p q : Prop) (h : p ∧ q) : q ∧ p", "exact ⟨h.2, h.1⟩"),
        ("(n : Nat) : n * 0 = 0", "simp"),
        (": 17 * 3 = 51", "decide"),
        ("(x : Int) (h : 3 * x + 5 = 20) : x = 5", "omega"),
    ]

    static func run() async throws -> Reading {
        let toolchain = try await ToolchainFinder.find(ToolchainSettings())
        let items = try (0..<proofs).map { number in
            let shape = shapes[number % shapes.count]
            let statement = try LockedStatement(parsing: "theorem bench_\(number) \(shape.statement)")
            return (statement, ProofBody(text: shape.proof, style: .tactics))
        }
        let checker = try await LeanChecker(toolchain: toolchain, workers: 1)
        try await checker.warmUp(.empty)
        let warm = try await Measure.seconds {
            try await withThrowingTaskGroup(of: Verdict.self) { group in
                for (statement, proof) in items {
                    group.addTask { try await checker.check(proof, of: statement, header: .empty).verdict }
                }
                for try await verdict in group where verdict != .verified {
                    throw Failure(description: "a proof was not verified: \(verdict)")
                }
            }
        }
        await checker.shutdown()
        let whole = items.map { $0.0.spliced(with: $0.1).text }
        let ideal = try await Measure.seconds { try lean(toolchain, whole.joined(separator: "\n")) }
        let single = try await Measure.seconds {
            for text in whole.prefix(singleProcesses) { try lean(toolchain, text) }
        }
        let warmRate = Double(proofs) / warm
        let idealRate = Double(proofs) / ideal
        return Reading(
            bench: name, value: warmRate / idealRate, bar: 0.85, unit: "warm pool over ideal, rung 3, one core",
            parts: [
                "warmPerSecond": warmRate, "idealPerSecond": idealRate,
                "processPerProofPerSecond": Double(singleProcesses) / single,
                "warmOverProcessPerProof": warmRate / (Double(singleProcesses) / single), "peakMiB": Measure.peakMiB,
            ])
    }

    private struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// One `lean` process on a file; throws when it finds an error.
    private static func lean(_ toolchain: LeanToolchain, _ text: String) throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "bench-\(UUID().uuidString).lean")
        try text.write(to: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process()
        process.executableURL = URL(filePath: toolchain.leanPath)
        process.arguments = [file.path]
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure(description: "lean refuses \(file.path)") }
    }
}
