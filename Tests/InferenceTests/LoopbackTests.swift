internal import FakeModelServerKit
internal import Foundation
internal import Inference
internal import Support
internal import Synchronization
internal import Testing

/// The whole client against the fake model server, over real sockets of this machine.
@Suite struct LoopbackTests {
    private func model(
        _ server: FakeModelServer, client: CurlMultiClient = CurlMultiClient(), key: String? = nil,
        _ change: (inout EndpointSettings) -> Void = { _ in }
    ) throws -> OpenAIChatModel {
        var settings = EndpointSettings(
            baseURL: server.baseURL, model: "prover", apiKeyEnvironment: key.map { _ in "K" })
        settings.retryPolicy = RetryPolicy(firstDelay: .milliseconds(2), maximumDelay: .milliseconds(4))
        change(&settings)
        return try OpenAIChatModel(
            name: "prover", settings: settings, client: client, environment: key.map { ["K": $0] } ?? [:])
    }

    private func serve(
        _ rules: ScriptRule..., supportsN: Bool = true, requiredKey: String? = nil,
        body: (FakeModelServer) async throws -> Void
    ) async throws {
        let server = try await FakeModelServer.start(
            script: ModelScript(requiredKey: requiredKey, supportsN: supportsN, rules: rules))
        defer { server.stop() }
        try await body(server)
    }

    @Test func `samples come back in order with their own answers, however they are asked for`() async throws {
        let rule = ScriptRule(
            matches: "add (\\d+)",
            answers: ["{{1}} first", "second", ScriptAnswer("third", reasoning: "hm", finish: "length")],
            reversed: true)
        try await serve(rule) { server in
            let answers = try await model(server).answers(to: .user("please add 42", samples: 0..<3, seed: 0))
            #expect(answers.map(\.content) == ["42 first", "second", "third"])
            #expect(answers[2].reasoning == "hm" && answers[2].finishReason == .length)
            #expect(answers.allSatisfy { !$0.usage.isEstimated })
            let single = try await model(server) { $0.sampleMode = .split }
                .answers(to: .user("please add 42", samples: 1..<3, seed: 0))
            #expect(single.map(\.content) == ["second", "third"])
            #expect(try await server.wait(for: "answered", atLeast: 3).requests == 3)
        }
    }

    @Test(arguments: [
        ScriptFault(.status, times: 1, status: 429, retryAfter: "0.02"), ScriptFault(.status, times: 2, status: 500),
        ScriptFault(.status, times: 1, status: 503), ScriptFault(.resetBefore, times: 1),
        ScriptFault(.resetDuring, times: 2), ScriptFault(.truncatedJSON, times: 1), ScriptFault(.html, times: 1),
        ScriptFault(.html, times: 1, status: 200), ScriptFault(.emptyChoices, times: 1),
        ScriptFault(.nullContent, times: 1), ScriptFault(.errorObject, times: 1), ScriptFault(.plainText, times: 1),
        ScriptFault(.plainText, times: 1, body: ""),
        ScriptFault(.plainText, times: 1, bodyBase64: "AAECAwQ=", headers: ["Content-Encoding": "gzip"]),
    ])
    func `a fault that passes ends in the answer`(fault: ScriptFault) async throws {
        try await serve(ScriptRule(answers: ["fine"], faults: [fault])) { server in
            let answers = try await model(server).answers(to: .user("q"))
            #expect(answers.map(\.content) == ["fine"])
            let stats = try await server.wait(for: "answered", atLeast: 1)
            #expect(stats.requests == 1 + (fault.times ?? 0) && stats.answered == 1)
            let keys = Set(try server.journal().map(\.idempotency))
            #expect(keys.count == 1 && keys.first != nil)
        }
    }

    @Test func `a stalled server is a timeout and is tried again`() async throws {
        for kind in [ScriptFault.Kind.stall, .stallDuring] {
            try await serve(ScriptRule(answers: ["fine"], faults: [ScriptFault(kind, times: 1)])) { server in
                let answers = try await model(server) { $0.totalTimeout = .milliseconds(300) }
                    .answers(to: .user("q"))
                #expect(answers.map(\.content) == ["fine"])
                let error = await #expect(throws: InferenceError.self) {
                    try await self.model(server) {
                        $0.totalTimeout = .milliseconds(50)
                        $0.retryPolicy.maximumRetries = 0
                    }.answers(to: .user("another prompt"))
                }
                #expect(error?.reason == .timeout)
            }
        }
    }

    @Test func `too few choices are a part of the answer, a body without end and an unknown path errors of their own`()
        async throws
    {
        let rules = [
            ScriptRule(contains: "few", faults: [ScriptFault(.fewerChoices)]),
            ScriptRule(contains: "huge", faults: [ScriptFault(.huge, bytes: 3 << 20)]),
        ]
        try await serve(rules[0], rules[1]) { server in
            let client = CurlMultiClient(CurlMultiClient.Settings(maximumBodyBytes: 1 << 20))
            let few = try await model(server).answers(to: .user("few", samples: 0..<3))
            #expect(few.map(\.sample) == [0, 1])
            let huge = await #expect(throws: InferenceError.self) {
                try await self.model(server, client: client).answers(to: .user("huge"))
            }
            #expect(huge?.reason == .tooLarge)
            let lost = await #expect(throws: InferenceError.self) {
                try await self.model(server) { $0.baseURLs = [server.baseURL + "/wrong"] }.answers(to: .user("few"))
            }
            #expect(lost?.reason == .notFound && lost?.message.contains("no such path") == true)
            await client.shutdown()
        }
    }

    @Test func `a wrong key is not tried again and never shown, even when the server echoes it`() async throws {
        let key = "sk-live-0123456789abcdef"
        try await serve(ScriptRule(), requiredKey: "another") { server in
            let error = await #expect(throws: InferenceError.self) {
                try await self.model(server, key: key).answers(to: .user("q"))
            }
            #expect(error?.reason == .unauthorized)
            let text = error.map { "\($0) \(String(reflecting: $0))" } ?? ""
            #expect(text.contains("Bearer [key]") && !text.contains(key), "\(text)")
            let stats = try await server.stats()
            #expect(stats.requests == 1)
        }
        try await serve(ScriptRule(answers: ["in"]), requiredKey: key) { server in
            let answers = try await model(server, key: key).answers(to: .user("q"))
            #expect(answers.map(\.content) == ["in"])
        }
    }

    @Test func `nobody listens, or a host without address: said so`() async throws {
        try await serve(ScriptRule()) { server in
            let address = server.baseURL
            server.stop()
            let refused = await #expect(throws: InferenceError.self) {
                try await self.model(server) { $0.retryPolicy.maximumRetries = 0 }.answers(to: .user("q"))
            }
            #expect(refused?.reason == .unreachable && refused?.message.contains(address) == true)
        }
    }

    @Test func `a run with the cache asks again for nothing it has, and for what failed`() async throws {
        let rules = [
            ScriptRule(contains: "bad", answers: ["good now"], faults: [ScriptFault(.status, times: 1, status: 400)]),
            ScriptRule(answers: ["a", "b", "c"]),
        ]
        try await serve(rules[0], rules[1]) { server in
            let cache = MemoryCache()
            let model = CachedChatModel(try model(server), cache: cache)
            await #expect(throws: InferenceError.self) { try await model.answers(to: .user("bad")) }
            #expect(cache.stored.isEmpty)
            _ = try await model.answers(to: .user("q", samples: 0..<2, seed: 0))
            let all = try await model.answers(to: .user("q", samples: 0..<3, seed: 0))
            #expect(all.map(\.content) == ["a", "b", "c"])
            #expect(try await model.answers(to: .user("bad")).map(\.content) == ["good now"])
            let stats = try await server.wait(for: "answered", atLeast: 3)
            #expect(stats.requests == 4 && stats.repeated == 0)
            #expect(cache.counts == MemoryCache.Counts(sent: 4, cached: 2, failed: 1))
            let journal = try server.journal()
            #expect(journal.filter { $0.event == "request" }.map(\.samples) == [1, 2, 1, 1])
        }
    }

    @Test func `many calls at once are all answered within the limit of the model`() async throws {
        try await serve(ScriptRule(matches: "call (\\d+)", answers: ["answer {{1}}"], delay: 5)) { server in
            let client = CurlMultiClient()
            let model = try model(server, client: client) { $0.maxConcurrent = 40 }
            let answers = try await withThrowingTaskGroup(of: (Int, String).self) { group in
                for call in 0..<200 {
                    group.addTask { (call, try await model.answers(to: .user("call \(call)")).first?.content ?? "") }
                }
                return try await group.reduce(into: [Int: String]()) { $0[$1.0] = $1.1 }
            }
            #expect(answers.count == 200 && answers.allSatisfy { $0.value == "answer \($0.key)" })
            let stats = try await server.wait(for: "answered", atLeast: 200)
            #expect(stats.requests == 200 && stats.peakInFlight <= 40 && stats.peakInFlight > 1)
            // Connections are used again: at most one for each place, and the few that asked for the counters.
            #expect(stats.connections <= 40 + 4, "\(stats)")
            await client.shutdown()
        }
    }
}
