internal import FakeModelServerKit
internal import Foundation
internal import Inference
internal import Support
internal import Testing

/// Many calls while much goes wrong: every call is answered, no answer is lost, none is paid for twice.
@Suite struct StormTests {
    private let rule = ScriptRule(matches: "call (\\d+)", answers: ["{{1}}: {{sample}}"], delay: 4)

    /// Asks so many questions at once.
    ///
    /// - Returns: the failures.
    private func ask(
        _ calls: Int, _ model: any ChatModel, during: @escaping @Sendable () async throws -> Void = {}
    ) async throws -> [InferenceError] {
        let failures = Locked<[InferenceError]>([])
        try await withThrowingTaskGroup { group in
            group.addTask { try await during() }
            for call in 0..<calls {
                group.addTask {
                    do {
                        _ = try await model.answers(to: .user("call \(call)", samples: 0..<2, seed: 0))
                    } catch let error as InferenceError {
                        failures.withLock { $0.append(error) }
                    }
                }
            }
            try await group.waitForAll()
        }
        return failures.withLock { $0 }
    }

    /// What the client kept is what the server answered.
    private func expectSame(
        _ cache: MemoryCache, _ server: FakeModelServer, repeats: Int = 0, unlogged: Int = 0
    ) async throws {
        let audit = try await server.audit()
        #expect(audit.repeated <= repeats, "answered more than once: \(audit.repeated)")
        let kept = Set(cache.stored.values.map { Digest.sha256($0.content) })
        let answered = Set(audit.contents.keys)
        #expect(answered.subtracting(kept).count == 0, "answered and lost")
        #expect(kept.subtracting(answered).count <= unlogged, "kept and never answered")
    }

    @Test func `calls meet all the faults in turn, and all are answered`() async throws {
        let faults = ExpectedFailure.all.filter { $0.reason.rule.consequence == .retried }.map(\.fault)
        let window = FaultWindow(percent: 30, faults: faults)
        try await FaultyServer.with(ModelScript(windows: [window], rules: [rule])) { faulty in
            let client = CurlMultiClient()
            let cache = MemoryCache()
            let model = try faulty.model(client: client) {
                $0.totalTimeout = .milliseconds(400)
                $0.retryPolicy.maximumRetries = 20
                $0.maxConcurrent = 64
            }
            let failures = try await ask(120, CachedChatModel(model, cache: cache))
            #expect(failures.isEmpty, "\(failures)")
            #expect(cache.stored.count == 240)
            // A call that ran into its time limit on a busy machine may have been answered in that instant.
            let late = try await faulty.server.stats().abandoned
            try await expectSame(cache, faulty.server, repeats: late * 2)
            let faults = try await faulty.server.stats().faults
            #expect(faults >= 30)
            await client.shutdown()
        }
    }

    @Test(arguments: [nil, "1", "date+1"])
    func `a storm of 429 and 503 stops nobody for longer than it lasts`(retryAfter: String?) async throws {
        let faults = [429, 503, 529].map { ScriptFault(.status, status: $0, retryAfter: retryAfter) }
        let window = FaultWindow(from: 50, until: 1200, faults: faults)
        try await FaultyServer.with(ModelScript(windows: [window], rules: [rule])) { faulty in
            let client = CurlMultiClient()
            let cache = MemoryCache()
            let model = try faulty.model(client: client) { $0.maxConcurrent = 100 }
            let start = ContinuousClock.now
            #expect(try await ask(500, CachedChatModel(model, cache: cache)).isEmpty)
            #expect(start.duration(to: .now) < .seconds(60))
            try await expectSame(cache, faulty.server)
            #expect(cache.stored.count == 1000)
            // Refused calls do not knock again and again: the endpoint is left alone.
            let faults = try await faulty.server.stats().faults
            #expect(faults < 400)
            await client.shutdown()
        }
    }

    @Test func `a server with less room than the client thinks is filled, and not flooded`() async throws {
        let script = ModelScript(
            capacity: 20, overload: ScriptFault(.status, status: 429),
            rules: [ScriptRule(matches: "call (\\d+)", answers: ["{{1}}: {{sample}}"], delay: 40)])
        try await FaultyServer.with(script) { faulty in
            let client = CurlMultiClient()
            let model = try faulty.model(client: client) { $0.maxConcurrent = 200 }
            let cache = MemoryCache()
            #expect(try await ask(300, CachedChatModel(model, cache: cache)).isEmpty)
            try await expectSame(cache, faulty.server)
            let stats = try await faulty.server.stats()
            #expect(stats.faults < 300, "refused: \(stats.faults)")
            await client.shutdown()
        }
    }

    @Test func `a server that crashes and comes back on its port is found again`() async throws {
        try await FaultyServer.with(ModelScript(rules: [rule])) { faulty in
            let client = CurlMultiClient()
            let cache = MemoryCache()
            let model = try faulty.model(client: client) { $0.maxConcurrent = 30 }
            let server = faulty.server
            let failures = try await ask(300, CachedChatModel(model, cache: cache)) {
                _ = try await server.wait(for: "answered", atLeast: 100)
                try await server.restart()
            }
            #expect(failures.isEmpty, "\(failures.first.map { "\($0)" } ?? "")")
            #expect(cache.stored.count == 600)
            // Only what was in the air at the crash may have been answered twice, or without a line in the log.
            try await expectSame(cache, server, repeats: 30 * 2, unlogged: 30 * 2)
            await client.shutdown()
        }
    }

    @Test func `a key that expires stops the model: few calls more, one reason for all`() async throws {
        let key = "sk-live-0123456789abcdef"
        let script = ModelScript(requiredKey: key, keyExpiresAfter: 100, rules: [rule])
        try await FaultyServer.with(script) { faulty in
            let client = CurlMultiClient()
            let cache = MemoryCache()
            let model = try faulty.model(client: client, key: key) { $0.maxConcurrent = 10 }
            let failures = try await ask(300, CachedChatModel(model, cache: cache))
            #expect(failures.count == 200 && failures.allSatisfy { $0.reason == .unauthorized })
            #expect(failures.allSatisfy { !"\($0)".contains("0123456") })
            let requests = try await faulty.server.stats().requests
            #expect(requests <= 110)
            try await expectSame(cache, faulty.server)
            await client.shutdown()
        }
    }

    @Test func `hundreds at once over HTTP/2 share connections`() async throws {
        let script = ModelScript(rules: [ScriptRule(matches: "call (\\d+)", answers: ["{{1}}: {{sample}}"], delay: 300)]
        )
        try await FaultyServer.with(script) { faulty in
            let front = try await TLSFront.start(before: faulty.server)
            defer { front.stop() }
            let client = CurlMultiClient(CurlMultiClient.Settings(maximumInFlight: 800))
            let cache = MemoryCache()
            let model = try faulty.model(client: client, at: front.baseURL) {
                $0.maxConcurrent = 800
                $0.certificateFile = front.certificate.path
            }
            #expect(try await ask(800, CachedChatModel(model, cache: cache)).isEmpty)
            try await expectSame(cache, faulty.server)
            let stats = try await faulty.server.stats()
            #expect(stats.peakInFlight > 200 && stats.http2 > 0 && stats.http2 <= 400, "\(stats)")
            await client.shutdown()
        }
    }
}
