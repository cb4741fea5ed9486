import FakeModelServerKit
import Foundation
import GRDB
import Ledger
import Support
import TestSupport
import Testing

/// A whole run of the program on the scripted world, with a server that has its troubles.
struct FaultRun {
    static let key = "sk-test-4711-0123456789"

    let world = ScriptedWorld()
    let folder: URL
    let program: Program
    private let config: String

    /// Prepares a folder for runs against the address.
    ///
    /// - Parameters:
    ///   - patience: how long a call, and the run, waits for a server that is not there, seconds.
    ///   - timeout: how long one answer may take, seconds. Short only where answers stall: a busy machine may be late.
    init(in folder: URL, baseURL: String, patience: Double = 60, timeout: Double = 20) throws {
        self.folder = folder
        var program = Program(folder: folder)
        program.environment = ["OPENAI_API_KEY": Self.key, "DSPROVER_LOG": "trace"]
        self.program = program
        config = folder.appending(path: "faults.yaml").path
        try Self.configuration(baseURL, patience: patience, timeout: timeout).write(
            toFile: config, atomically: true, encoding: .utf8)
        try world.problemLines.write(
            to: folder.appending(path: "problems.jsonl"), atomically: true, encoding: .utf8)
    }

    /// Waits are short, and jobs are parked after two tries.
    private static func configuration(_ baseURL: String, patience: Double, timeout: Double) -> String {
        func model(_ id: String) -> String {
            """
            {kind: openai, base_url: "\(baseURL)", model: \(id), api_key_env: OPENAI_API_KEY, max_concurrent: 16,
                total_timeout_seconds: \(timeout), max_retries: 3, retry_delay_seconds: 0.01, max_retry_delay_seconds: 0.05,
                max_retry_seconds: \(patience)}
            """
        }
        return """
            templates: deepseek-prover
            lean: {workers: 2}
            models:
              writer: \(model("writer-1"))
              prover: \(model("prover-1"))
            stages:
              formalize: {models: [writer], samples: 2}
              score: {model: writer}
              consistency: {model: prover, samples: 2}
              prove: {portfolio: none, models: [prover], waves: [2, 6]}
            run: {maximum_tries: 2, outage_minutes: \(patience / 60)}
            """
    }

    /// Imports and runs to the end.
    func run() async throws -> Program.Result {
        let result = try await program.run("formalize", "problems.jsonl", "--config", config)
        try await expectNoKey(result)
        return result
    }

    /// Starts a run and leaves it running.
    func start() throws -> Running {
        try program.start(["formalize", "problems.jsonl", "--config", config])
    }

    /// The ledger's file.
    var ledger: String { folder.appending(path: "dsprover.sqlite").path }

    /// The end of every problem.
    func states() async throws -> [String: [String]] {
        try await Outcome.states(of: ledger)
    }

    /// Why jobs are parked, by the problem's own id.
    func parked() async throws -> [String: String] {
        let ledger = try Ledger.open(at: ledger)
        let jobs = try await ledger.parkedJobs(limit: 100)
        try await ledger.close()
        return Dictionary(jobs.map { ($0.externalID ?? "?", $0.lastError ?? "") }) { first, _ in first }
    }

    /// What the servers answered in full is in the ledger, and nothing was answered twice.
    ///
    /// - Parameter inTheAir: samples that a crash of the server or a time limit may have caught in the air.
    func expectNothingLostOrRepeated(_ servers: FakeModelServer..., inTheAir: Int = 0) async throws {
        var answered: Set<String> = []
        for server in servers {
            let audit = try await server.audit()
            #expect(audit.repeated <= inTheAir, "answered more than once: \(audit.repeated)")
            answered.formUnion(audit.contents.keys)
        }
        let queue = try DatabaseQueue(path: ledger)
        let kept = try await queue.read { try String.fetchAll($0, sql: "SELECT content FROM model_call") }
        let digests = Set(kept.map { Digest.sha256($0) })
        let lost = answered.subtracting(digests).count
        #expect(lost == 0, "answered and not in the ledger: \(lost)")
        #expect(digests.subtracting(answered).count <= inTheAir)
    }

    /// The key is in no file of the run and in nothing that it or any command says.
    private func expectNoKey(_ result: Program.Result) async throws {
        var texts = [result.output, result.errors]
        for command in [["status"], ["status", "--json"], ["show", "world-1"], ["config"]] {
            let said = try await program.run(command + ["--config", config])
            texts += [said.output, said.errors]
        }
        for text in texts { #expect(!text.contains("4711-01234"), "\(text)") }
        for file in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            var isFolder: ObjCBool = false
            _ = FileManager.default.fileExists(atPath: folder.appending(path: file).path, isDirectory: &isFolder)
            if isFolder.boolValue { continue }
            let bytes = try Data(contentsOf: folder.appending(path: file))
            #expect(bytes.range(of: Data("4711-01234".utf8)) == nil, "\(file)")
        }
    }
}
