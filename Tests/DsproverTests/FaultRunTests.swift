import FakeModelServerKit
import Foundation
import Support
import TestSupport
import Testing

/// Whole runs while the model server fails in every way: all work ends done or parked with the right reason, no answered
/// call is lost or repeated, and the key is nowhere.
@Suite struct FaultRunTests {
    /// Runs the body with a server and a prepared folder.
    private func serve(
        timeout: Double = 20, _ change: (inout ModelScript) -> Void,
        _ body: (FaultRun, FakeModelServer) async throws -> Void
    ) async throws {
        var script = ScriptedWorld().script(delay: 2)
        script.requiredKey = FaultRun.key
        change(&script)
        let server = try await FakeModelServer.start(script: script)
        defer { server.stop() }
        try await withTemporaryFolder { folder in
            try await body(try FaultRun(in: folder, baseURL: server.baseURL, timeout: timeout), server)
        }
    }

    /// What may pass, with the key repeated wherever a body can hold it.
    private static let passing: [ScriptFault] = [
        ScriptFault(.status, status: 429), ScriptFault(.status, status: 500, body: "you sent {{authorization}}"),
        ScriptFault(.resetBefore), ScriptFault(.truncatedJSON), ScriptFault(.closeDuring),
        ScriptFault(.status, status: 503), ScriptFault(.keyEcho), ScriptFault(.resetDuring), ScriptFault(.garbage),
        ScriptFault(.emptyChoices), ScriptFault(.html), ScriptFault(.stallDuring), ScriptFault(.nullContent),
        ScriptFault(.status, status: 529), ScriptFault(.errorObject, body: #"{"error":"{{authorization}}"}"#),
        ScriptFault(.brokenGzip), ScriptFault(.plainText, body: "{{authorization}}"), ScriptFault(.slowHeaders),
        ScriptFault(.choicesTwice), ScriptFault(.choicesShuffled), ScriptFault(.gzip), ScriptFault(.noUsage),
        ScriptFault(.wrongType), ScriptFault(.slowBody, every: 2), ScriptFault(.resetAfter), ScriptFault(.fewerChoices),
    ]

    @Test func `every fault that passes, in turn, to a third of all calls: all work is done`() async throws {
        try await serve(timeout: 2) {
            $0.windows = [FaultWindow(percent: 34, faults: Self.passing)]
        } _: { run, server in
            let result = try await run.run()
            #expect(result.status == 0, "\(result.errors.suffix(2000))")
            #expect(try await run.states() == run.world.expected)
            let late = try await server.stats().abandoned
            try await run.expectNothingLostOrRepeated(server, inTheAir: late * 8)
            let faults = try await server.stats().faults
            #expect(faults >= 10)
        }
    }

    @Test func `a storm with and without Retry-After delays the run and nothing else`() async throws {
        let faults = [nil, "1", "date+1"].flatMap { wish in
            [429, 503, 529].map { ScriptFault(.status, status: $0, retryAfter: wish) }
        }
        try await serve {
            $0.windows = [FaultWindow(from: 30, until: 1500, faults: faults)]
        } _: { run, server in
            let result = try await run.run()
            #expect(result.status == 0, "\(result.errors.suffix(2000))")
            #expect(try await run.states() == run.world.expected)
            try await run.expectNothingLostOrRepeated(server)
        }
    }

    @Test func `a server that crashes and comes back: all work is done`() async throws {
        try await serve { _ in
        } _: { run, server in
            let running = try run.start()
            _ = try await server.wait(for: "answered", atLeast: 6)
            try await server.restart()
            let result = try await running.result()
            #expect(result.status == 0, "\(result.errors.suffix(2000))")
            #expect(try await run.states() == run.world.expected)
            try await run.expectNothingLostOrRepeated(server, inTheAir: 16 * 8)
        }
    }

    @Test func `a key that expires ends the run with one clear message; with a good key it goes on`() async throws {
        try await serve {
            $0.keyExpiresAfter = 12
        } _: { run, server in
            let result = try await run.run()
            #expect(result.status == 3)
            #expect(result.errors.contains("OPENAI_API_KEY"), "\(result.errors.suffix(2000))")
            #expect(try await run.parked().isEmpty)
            let port = server.port
            server.crash()
            let script = ScriptedWorld().script(delay: 0)
            let second = try await FakeModelServer.start(script: script, port: port)
            defer { second.stop() }
            #expect(try await run.run().status == 0)
            #expect(try await run.states() == run.world.expected)
            try await run.expectNothingLostOrRepeated(second, inTheAir: 12 * 8)
            // Nothing that the first answered was asked of the second.
            let first = Set(AnswerAudit(try server.journal()).timesAnswered.keys)
            #expect(try await second.audit().timesAnswered.keys.allSatisfy { !first.contains($0) })
        }
    }

    @Test func `a model that the server does not have is named, and nothing is parked`() async throws {
        try await serve { script in
            script.models = ["prover-1"]
            script.refusesOtherModels = true
        } _: { run, server in
            let result = try await run.run()
            #expect(result.status == 3)
            #expect(result.errors.contains("writer-1"), "\(result.errors.suffix(2000))")
            #expect(try await run.parked().isEmpty)
            let requests = try await server.stats().requests
            #expect(requests <= 16, "asked again and again: \(requests)")
        }
    }

    @Test func `no address and a certificate of nobody end the run with their reason`() async throws {
        try await serve { _ in
        } _: { run, server in
            let front = try await TLSFront.start(before: server)
            defer { front.stop() }
            for (address, word) in [("http://no-such-host.invalid/v1", "not known"), (front.baseURL, "not trusted")] {
                try await withTemporaryFolder { folder in
                    let run = try FaultRun(in: folder, baseURL: address, patience: 1)
                    let result = try await run.run()
                    #expect(result.status == 3)
                    #expect(result.errors.contains(word), "\(result.errors.suffix(2000))")
                    #expect(try await run.parked().isEmpty)
                }
            }
            let requests = try await server.stats().requests
            #expect(requests == 0)
        }
    }

    @Test func `what will never be answered is parked with its reason, and the others are done`() async throws {
        let tooLong = #"{"error":{"message":"This model's maximum context length is 10 tokens, {{authorization}}"}}"#
        let hopeless: [(id: String, words: String, fault: ScriptFault, reason: String)] = [
            ("world-1", "world one.", ScriptFault(.huge), "too long"),
            ("world-2", "world two.", ScriptFault(.status, status: 400, body: tooLong), "maximum context length"),
            ("world-3", "world three.", ScriptFault(.truncatedJSON), "not a chat completion"),
            ("world-4", "world four.", ScriptFault(.status, status: 422), "422"),
        ]
        try await serve { script in
            script.rules = hopeless.map { ScriptRule(contains: $0.words, faults: [$0.fault]) } + script.rules
        } _: { run, server in
            let result = try await run.run()
            var expected = run.world.expected
            for (id, _, _, reason) in hopeless {
                expected[id] = ["pending"]
                let said = try await run.parked()[id]
                #expect(said?.contains(reason) == true, "\(id): \(said ?? "is not parked")")
            }
            #expect(try await run.states() == expected, "\(result.errors.suffix(2000))")
            try await run.expectNothingLostOrRepeated(server)
        }
    }
}
