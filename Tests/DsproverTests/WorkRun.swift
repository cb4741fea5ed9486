import FakeModelServerKit
import Foundation
import Ledger
import Support
import TestSupport
import Testing

/// Processes of `dsprover work` on the scripted world.
struct WorkRun {
    let world = ScriptedWorld()
    let folder: URL
    var program: Program
    /// The ledger's file.
    let ledger: String

    private struct Missing: Error {
        let what: String
    }

    /// Prepares a folder with a configuration for the server, and the problems.
    init(in folder: URL, baseURL: String, run: String = "{drain_seconds: 600}") throws {
        self.folder = folder
        ledger = folder.appending(path: "dsprover.sqlite").path
        program = Program(folder: folder)
        program.environment = ["OPENAI_API_KEY": "sk-test"]
        try write(Self.configuration(baseURL, run: run), to: "dsprover.yaml")
        try write(world.problemLines, to: "problems.jsonl")
    }

    static func configuration(_ baseURL: String, run: String, more: String = "") -> String {
        func model(_ id: String) -> String {
            "{kind: openai, base_url: \"\(baseURL)\", model: \(id), api_key_env: OPENAI_API_KEY, max_concurrent: 16}"
        }
        return """
            models:
              writer: \(model("writer-1"))
              prover: \(model("prover-1"))
            stages:
              formalize: {models: [writer], samples: 2}
              score: {model: writer}
              consistency: {model: prover, samples: 2}
              prove: {portfolio: none, models: [prover], waves: [2, 6]}
            run: \(run)
            \(more)
            """
    }

    func write(_ text: String, to name: String) throws {
        try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
    }

    /// Starts a process with a port for metrics and a JSON log, and waits until it works.
    func start(_ flags: String...) async throws -> (Running, port: Int) {
        let running = try program.start(["work", "--metrics-port", "0", "--log-format", "json"] + flags)
        try await running.wait(forError: #""phase":"running""#)
        return (running, try port(of: running))
    }

    /// The port that a process said it listens on.
    func port(of running: Running) throws -> Int {
        guard let match = running.errorsSoFar.firstMatch(of: /"port":(\d+)/), let port = Int(match.output.1) else {
            throw Missing(what: "a port in \(running.errorsSoFar)")
        }
        return port
    }

    func importProblems() async throws {
        #expect(try await program.run("import", "problems.jsonl").status == 0)
    }

    /// What the metrics of a process say.
    func page(_ port: Int) async throws -> PrometheusParser {
        try PrometheusParser(try await LoopbackHTTP.ask(port, "/metrics").body)
    }

    /// Waits until every problem has come to its end.
    func waitForTheEnd() async throws -> Bool {
        try await eventually { try await Outcome.states(of: ledger) == world.expected }
    }

    /// Jobs by state over all stages.
    func jobs() async throws -> (ready: Int, leased: Int) {
        let ledger = try Ledger.open(at: ledger)
        let queues = try await ledger.status().jobs.values
        try await ledger.close()
        return (queues.reduce(0) { $0 + $1.ready }, queues.reduce(0) { $0 + $1.leased })
    }

    /// The lines of a JSON log.
    static func lines(_ log: String) throws -> [JSONValue] {
        try log.split(separator: "\n").map { try CanonicalJSON.decode(JSONValue.self, from: String($0)) }
    }
}
