import FakeModelServerKit
import Foundation
import Ledger
import Support
import TestSupport
import Testing

/// How `dsprover work` takes signals.
@Suite struct WorkSignalTests {
    /// Runs the body with a server whose answers take so many milliseconds.
    private func work(
        delay: Int, run: String = "{drain_seconds: 600}", _ body: (WorkRun, FakeModelServer) async throws -> Void
    ) async throws {
        let server = try await FakeModelServer.start(script: ScriptedWorld().script(delay: delay))
        defer { server.stop() }
        try await withTemporaryFolder { folder in
            try await body(try WorkRun(in: folder, baseURL: server.baseURL, run: run), server)
        }
    }

    @Test func `SIGTERM lets what is in flight finish, takes nothing new, and loses no answer`() async throws {
        try await work(delay: 400) { run, server in
            try await run.importProblems()
            let (running, _) = try await run.start()
            _ = try await server.wait(for: "answered", atLeast: 1)
            running.signal(SIGTERM)
            let result = try await running.result()
            #expect(result.status == 4, "\(result.errors)")
            #expect(result.errors.contains(#""phase":"draining""#))
            #expect(try await run.jobs().leased == 0)
            // Every answer that went out was taken.
            let stats = try await server.stats()
            #expect(stats.abandoned == 0)
            let ledger = try Ledger.open(at: run.ledger)
            #expect(try await ledger.status().modelCalls.sent == stats.requests)
            #expect(try await ledger.processes().isEmpty)
            try await ledger.close()
            // The next one goes on, and asks for nothing again.
            let rest = try await run.program.run("work", "--until-empty")
            #expect(rest.status == 0, "\(rest.errors)")
            #expect(try await Outcome.states(of: run.ledger) == run.world.expected)
            #expect(try await server.audit().repeated == 0)
        }
    }

    @Test func `while it drains it is not ready, and a second SIGTERM gives everything back at once`() async throws {
        // Nothing is ever answered, and the drain would last ten minutes.
        try await work(delay: 3_600_000) { run, server in
            try await run.importProblems()
            let (running, port) = try await run.start()
            _ = try await server.wait(for: "requests", atLeast: 1)
            #expect(try await LoopbackHTTP.ask(port, "/readyz").status == 200)
            running.signal(SIGTERM)
            #expect(try await eventually { try await LoopbackHTTP.ask(port, "/readyz").status == 503 })
            #expect(try await LoopbackHTTP.ask(port, "/readyz").body == "draining\n")
            #expect(try await LoopbackHTTP.ask(port, "/healthz").status == 200)
            #expect(try await run.page(port).value("dsprover_ready") == 0)
            #expect(try await run.jobs().leased > 0)
            running.signal(SIGTERM)
            let result = try await running.result()
            #expect(result.status == 4, "\(result.errors)")
            let jobs = try await run.jobs()
            #expect(jobs.leased == 0)
            #expect(jobs.ready == run.world.expected.count)
        }
    }

    @Test func `the drain ends after its time, and what was not finished is given back`() async throws {
        try await work(delay: 3_600_000, run: "{drain_seconds: 0.5}") { run, server in
            try await run.importProblems()
            let (running, _) = try await run.start()
            _ = try await server.wait(for: "requests", atLeast: 1)
            running.signal(SIGINT)
            #expect(try await running.result().status == 4)
            #expect(try await run.jobs().leased == 0)
        }
    }

    @Test func `SIGHUP puts new limits in force, and a broken configuration is refused`() async throws {
        try await work(delay: 50) { run, server in
            let (running, port) = try await run.start()
            func limit() async throws -> Double? {
                try await run.page(port).value("dsprover_jobs_limit", ["stage": "prove"])
            }
            #expect(try await eventually { try await limit() == 64 })
            try await run.importProblems()
            _ = try await server.wait(for: "requests", atLeast: 2)
            try run.write(
                WorkRun.configuration(
                    server.baseURL, run: "{drain_seconds: 600, limits: {prove: 3}}", more: "lean: {workers: 1}"),
                to: "dsprover.yaml")
            running.signal(SIGHUP)
            try await running.wait(forError: "now in force: run.limits.prove")
            #expect(try await eventually { try await limit() == 3 })
            try await running.wait(forError: "wait for the next start: lean.workers")

            try run.write("run: {limits: {prov: 3}}", to: "dsprover.yaml")
            running.signal(SIGHUP)
            try await running.wait(forError: "the new configuration is refused")
            #expect(running.errorsSoFar.contains("run.limits"))
            let page = try await run.page(port)
            #expect(page.value("dsprover_reloads_total", ["outcome": "applied"]) == 1)
            #expect(page.value("dsprover_reloads_total", ["outcome": "refused"]) == 1)
            #expect(try await limit() == 3)
            // Nothing in flight was lost by either.
            #expect(try await run.waitForTheEnd())
            #expect(try await server.audit().repeated == 0)
            running.signal(SIGTERM)
            #expect(try await running.result().status == 4)
        }
    }

    @Test func `SIGHUP reads templates anew, and faulty ones are refused`() async throws {
        var script = ScriptedWorld().script(delay: 0)
        script.rules.insert(
            ScriptRule(model: "writer-1", contains: "MARK-TWO", answers: ["CANNOT: the new prompt was used"]), at: 0)
        let server = try await FakeModelServer.start(script: script)
        defer { server.stop() }
        try await withTemporaryFolder { folder in
            let run = try WorkRun(in: folder, baseURL: server.baseURL)
            try FileManager.default.copyItem(
                at: Program.repository.appending(path: "templates/deepseek-prover"),
                to: folder.appending(path: "deepseek-prover"))
            let (running, _) = try await run.start()
            let file = folder.appending(path: "deepseek-prover/formalize.yaml")
            let old = try String(contentsOf: file, encoding: .utf8)
            try (old + "\nunknown_key: 1\n").write(to: file, atomically: true, encoding: .utf8)
            running.signal(SIGHUP)
            try await running.wait(forError: "the new configuration is refused")
            let changed = old.replacing("{{ informal_statement }}", with: "MARK-TWO {{ informal_statement }}")
            #expect(changed != old)
            try changed.write(to: file, atomically: true, encoding: .utf8)
            running.signal(SIGHUP)
            try await running.wait(forError: "reloaded settings and templates")
            try await run.importProblems()
            #expect(
                try await eventually {
                    Set(try await Outcome.states(of: run.ledger).values.flatMap(\.self)) == ["unformalizable"]
                })
            running.signal(SIGTERM)
            #expect(try await running.result().status == 4)
        }
    }

    @Test func `systemd is told of readiness, life and end`() async throws {
        try await work(delay: 0) { run, _ in
            let socket = try NotifySocket(at: run.folder.appending(path: "notify").path)
            var run = run
            run.program.environment["NOTIFY_SOCKET"] = socket.path
            run.program.environment["WATCHDOG_USEC"] = "200000"
            let (running, _) = try await run.start()
            var heard = ""
            func hear(_ word: String) async throws -> Bool {
                try await eventually {
                    while let text = socket.receive() { heard += text + "\n" }
                    return heard.contains(word)
                }
            }
            #expect(try await hear("READY=1\nSTATUS=working"))
            heard = ""
            #expect(try await hear("WATCHDOG=1\nSTATUS=ready"))
            #expect(!heard.contains("STOPPING=1"))
            running.signal(SIGTERM)
            #expect(try await running.result().status == 4)
            #expect(try await hear("STOPPING=1"))
        }
    }
}
