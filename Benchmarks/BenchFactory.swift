import Factory
import FakeModelServerKit
import Foundation
import LeanChecking
import LeanSource
import Ledger
import Logging
import Support

/// A real run of the factory on problems without end, with a fake model server and a Lean that accepts at once: formalize,
/// score and prove over HTTP, the ledger on.
struct BenchFactory {
    let folder: URL
    private let loaded: LoadedConfiguration
    private let ledger: Ledger

    /// The three model stages answered at once, or after so many milliseconds. Every problem gets a statement of its own.
    static func script(delay: Int = 0) -> ModelScript {
        let statement = "theorem any_name (n : Nat) : n + {{1}} = {{1}} + n := by sorry"
        let fence = "```"
        return ModelScript(
            models: ["formalizer", "judge", "prover"],
            rules: [
                ScriptRule(
                    model: "formalizer", matches: "item-(\\d+)",
                    answers: [ScriptAnswer("Here it is:\n\(fence)lean4\n\(statement)\n\(fence)\n")], delay: delay),
                ScriptRule(
                    model: "judge",
                    answers: ["Natural language: it says so.\nAnalysis: nothing is missing.\nAssessment: good"],
                    delay: delay),
                ScriptRule(model: "prover", answers: [ScriptAnswer("\(fence)lean4\nby omega\n\(fence)")], delay: delay),
            ])
    }

    /// Makes a ledger with the problems in a new folder.
    ///
    /// - Parameter inFlight: most calls of each of the three models at once.
    init(baseURL: String, problems: Int, inFlight: Int) async throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "dsprover-bench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let file = folder.appending(path: "bench.yaml")
        try Self.configuration(baseURL: baseURL, inFlight: inFlight)
            .write(to: file, atomically: true, encoding: .utf8)
        loaded = try ConfigurationLoader.load(file.path, folder: folder)
        ledger = try Ledger.open(at: folder.appending(path: "ledger.sqlite").path)
        for start in stride(from: 0, to: problems, by: 2000) {
            let batch = (start..<min(start + 2000, problems)).map { number in
                NewProblem(
                    externalID: "item-\(number)",
                    statement: "Show that item-\(number) plus a natural number n is n plus item-\(number).",
                    file: "bench", line: number + 1)
            }
            _ = try await ledger.importProblems(batch, firstStage: StageName.formalize.rawValue)
        }
    }

    /// Runs until every problem is at its end.
    func run() async throws {
        var logger = Logger(label: "bench")
        logger.logLevel = .critical
        let surroundings = Surroundings(
            environment: ProcessInfo.processInfo.environment, folder: folder,
            executable: URL(filePath: CommandLine.arguments[0]).absoluteURL)
        var run = FactoryRun(loaded, surroundings: surroundings, ledger: ledger, logger: logger)
        run.checker = AcceptingChecker()
        _ = try await run.run()
    }

    /// How many statements are verified.
    func verified() async throws -> Int {
        try await ledger.status().statements[StatementState.verified.rawValue] ?? 0
    }

    /// Closes the ledger and removes the folder.
    func remove() async throws {
        try await ledger.close()
        try FileManager.default.removeItem(at: folder)
    }

    private static func configuration(baseURL: String, inFlight: Int) -> String {
        let models = ["formalizer", "judge", "prover"].map { name in
            "  \(name): {kind: openai, base_url: \"\(baseURL)\", model: \(name), max_concurrent: \(inFlight)}"
        }
        return """
            templates: deepseek-prover
            models:
            \(models.joined(separator: "\n"))
            stages:
              formalize: {models: [formalizer], samples: 1}
              lint: {enabled: false}
              score: {model: judge}
              consistency: {enabled: false}
              prove: {portfolio: none, models: [prover], waves: [1]}
            run: {model_jobs: \(inFlight), lean_jobs: 64, drain_seconds: 2}
            """
    }
}

/// Lean switched off: accepts everything at once.
private struct AcceptingChecker: ProofChecker {
    let toolchain = LeanToolchain(
        profile: .embedded, leanPath: "/nowhere/lean", version: "0", library: "none", origin: "benchmark")

    func elaborate(_ statement: LockedStatement, header: LeanHeader) async throws -> CheckResult {
        accepted(rung: 3)
    }

    func check(_ proof: ProofBody, of statement: LockedStatement, header: LeanHeader) async throws -> CheckResult {
        accepted(rung: 3)
    }

    func verify(
        _ proof: ProofBody, of statement: LockedStatement, header: LeanHeader, upTo rung: Int
    ) async throws -> CheckResult {
        accepted(rung: rung)
    }

    private func accepted(rung: Int) -> CheckResult {
        CheckResult(
            verdict: .verified, rung: rung, messages: [], axioms: [], elapsed: .zero, peakMemoryBytes: nil,
            leanVersion: "0")
    }
}
