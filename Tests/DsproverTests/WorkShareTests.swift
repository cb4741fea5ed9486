import FakeModelServerKit
import Foundation
import Ledger
import Support
import TestSupport
import Testing

/// Several processes on one ledger, work that comes while they run, and what they tell of it.
@Suite struct WorkShareTests {
    private func work(delay: Int, _ body: (WorkRun, FakeModelServer) async throws -> Void) async throws {
        let server = try await FakeModelServer.start(script: ScriptedWorld().script(delay: delay))
        defer { server.stop() }
        try await withTemporaryFolder { folder in
            try await body(try WorkRun(in: folder, baseURL: server.baseURL), server)
        }
    }

    @Test func `two processes share one ledger: all is done, nothing twice`() async throws {
        try await work(delay: 20) { run, server in
            try await run.importProblems()
            let first = try run.program.start(["work", "--until-empty", "--log-format", "json"])
            let second = try run.program.start(["work", "--until-empty", "--log-format", "json"])
            var ended: [String: Int] = [:]
            for running in [first, second] {
                let result = try await running.result()
                #expect(result.status == 0, "\(result.errors)")
                for line in try WorkRun.lines(result.errors) where line["event"]?.string == "job" {
                    guard line["outcome"]?.string == "done", let job = line["job"]?.integer else { continue }
                    ended["\(job)", default: 0] += 1
                }
            }
            #expect(try await Outcome.states(of: run.ledger) == run.world.expected)
            #expect(try await server.audit().repeated == 0)
            #expect(!ended.isEmpty)
            #expect(ended.values.allSatisfy { $0 == 1 }, "\(ended.filter { $0.value > 1 })")
            let ledger = try Ledger.open(at: run.ledger)
            #expect(try await ledger.events(limit: 100).filter { $0.kind == "takeover" }.isEmpty)
            try await ledger.close()
        }
    }

    @Test func `problems imported while it runs are done, and metrics and log say the same as the ledger`() async throws
    {
        try await work(delay: 0) { run, server in
            let (running, port) = try await run.start()
            #expect(try await LoopbackHTTP.ask(port, "/healthz").status == 200)
            #expect(try await LoopbackHTTP.ask(port, "/readyz").body == "ready\n")
            try await run.importProblems()
            #expect(try await run.waitForTheEnd())

            let formalized = Double(run.world.expected.count)
            let verified = Double(run.world.expected.values.count { $0 == ["verified"] })
            // Gauges of the ledger are read every few seconds.
            #expect(
                try await eventually {
                    try await run.page(port).value("dsprover_statements", ["state": "verified"]) == verified
                })
            let page = try await run.page(port)
            #expect(page.value("dsprover_jobs_total", ["stage": "formalize", "outcome": "done"]) == formalized)
            #expect(page.sum("dsprover_jobs_total", ["outcome": "fatal"]) == 0)
            let requests = try await server.stats().requests
            #expect(page.sum("dsprover_model_calls_total", ["outcome": "answered"]) == Double(requests))
            #expect(page.sum("dsprover_endpoint_answered_total") == Double(requests))
            #expect(page.sum("dsprover_model_call_seconds_count") == Double(requests))
            #expect(page.value("dsprover_verdicts_total", ["stage": "verify", "verdict": "verified"]) == verified)
            #expect(page.sum("dsprover_queue_jobs") == 0)
            #expect(page.sum("dsprover_ledger_write_seconds_count") > 0)
            #expect(page.sum("dsprover_lean_worker_starts_total") >= 1)
            #expect(page.value("dsprover_metrics_dropped_series_total") == 0)

            running.signal(SIGTERM)
            let result = try await running.result()
            let lines = try WorkRun.lines(result.errors)
            for line in lines {
                for key in ["time", "level", "message", "process"] { #expect(line[key]?.string?.isEmpty == false) }
            }
            let jobs = lines.filter { $0["event"]?.string == "job" && $0["outcome"]?.string == "done" }
            #expect(Double(jobs.count) == page.sum("dsprover_jobs_total", ["outcome": "done"]))
            for job in jobs {
                #expect(job["job"]?.integer != nil)
                #expect(job["problem"]?.integer != nil)
                #expect(job["stage"]?.string == "formalize" || job["statement"]?.integer != nil)
            }
            let calls = lines.filter { $0["event"]?.string == "call" && $0["outcome"]?.string == "answered" }
            #expect(calls.count == requests)
            #expect(calls.allSatisfy { $0["model"]?.string != nil && $0["stage"]?.string != nil })
        }
    }

    @Test func `a process for formalize and score alone starts no Lean and asks no prover`() async throws {
        try await work(delay: 0) { run, _ in
            try run.write(
                try String(contentsOfFile: run.folder.appending(path: "dsprover.yaml").path, encoding: .utf8)
                    + "\nlean: {path: /nowhere/lean}\n", to: "dsprover.yaml")
            try await run.importProblems()
            let result = try await run.program.run("work", "--stages", "formalize,score", "--until-empty")
            #expect(result.status == 0, "\(result.errors)")
            let ledger = try Ledger.open(at: run.ledger)
            let status = try await ledger.status()
            #expect(status.jobs["formalize"]?.ready == 0)
            #expect((status.jobs["elaborate"]?.ready ?? 0) > 0)
            try await ledger.close()
            // The others need it.
            #expect(try await run.program.run("work", "--stages", "elaborate", "--until-empty").status == 3)
        }
    }

    @Test func `the jobs of a process that was killed are taken over by one that runs, long before the lease ends`()
        async throws
    {
        let deaf = try await FakeModelServer.start(script: ScriptedWorld().script(delay: 3_600_000))
        defer { deaf.stop() }
        try await work(delay: 0) { run, server in
            let lease = "{drain_seconds: 600, lease_seconds: 3600}"
            try run.write(WorkRun.configuration(deaf.baseURL, run: lease), to: "deaf.yaml")
            try run.write(WorkRun.configuration(server.baseURL, run: lease), to: "dsprover.yaml")
            try await run.importProblems()
            let (first, _) = try await run.start("--config", "deaf.yaml", "--stages", "formalize")
            _ = try await deaf.wait(for: "requests", atLeast: 1)
            #expect(try await eventually { try await run.jobs().leased == run.world.expected.count })
            let (second, port) = try await run.start()
            first.signal(SIGKILL)
            _ = try await first.result()
            #expect(try await run.waitForTheEnd())
            #expect(
                try await eventually {
                    try await run.page(port).value("dsprover_lease_takeovers_total") == Double(run.world.expected.count)
                })
            second.signal(SIGTERM)
            #expect(try await second.result().errors.contains("took over \(run.world.expected.count) jobs"))
        }
    }

    @Test(arguments: [
        (["--stages", "formalise"], "formalise"), (["--limit", "prove"], "name=number"),
        (["--limit", "prov=3"], "prov"), (["--limit", "prove=0"], "1 to 100000"), (["--calls", "x=1"], "no model"),
        (["--metrics-port", "70000"], "65535"), (["--run", "a", "--ledger", "b"], "--run"),
        (["--stages", ","], "none"),
    ])
    func `flags that make no sense are wrong usage`(flags: [String], complaint: String) async throws {
        try await withTemporaryFolder { folder in
            let result = try await Program(folder: folder).run(["work"] + flags)
            #expect(result.status == 1, "\(result.errors)")
            #expect(result.errors.contains(complaint), "\(result.errors)")
        }
    }

    @Test func `a folder can hold the whole run, and flags stand above its configuration`() async throws {
        try await withTemporaryFolder { folder in
            let runFolder = folder.appending(path: "monday")
            try FileManager.default.createDirectory(at: runFolder, withIntermediateDirectories: true)
            try "run: {limits: {prove: 2}}".write(
                to: runFolder.appending(path: "dsprover.yaml"), atomically: true, encoding: .utf8)
            let program = Program(folder: folder)
            let running = try program.start([
                "work", "--run", "monday", "--stages", "formalize,score", "--limit", "score=5", "--metrics-port", "0",
                "--log-format", "json",
            ])
            try await running.wait(forError: #""phase":"running""#)
            let run = try WorkRun(in: folder, baseURL: "http://127.0.0.1:9/v1")
            let port = try run.port(of: running)
            #expect(
                try await eventually {
                    try await run.page(port).value("dsprover_jobs_limit", ["stage": "score"]) == 5
                })
            #expect(try await run.page(port).value("dsprover_jobs_limit", ["stage": "prove"]) == nil)
            running.signal(SIGTERM)
            #expect(try await running.result().status == 4)
            #expect(FileManager.default.fileExists(atPath: runFolder.appending(path: "dsprover.sqlite").path))
        }
    }
}
