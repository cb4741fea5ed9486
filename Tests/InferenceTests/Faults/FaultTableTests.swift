internal import FakeModelServerKit
internal import Foundation
internal import Inference
internal import Support
internal import Testing

/// The table of failures (`FailureRule`) over real sockets: what each fault is taken for, and what it leads to.
@Suite struct FaultTableTests {
    @Test(arguments: ExpectedFailure.all)
    func `a fault for ever ends in its own error after as many tries as the table says`(
        expected: ExpectedFailure
    ) async throws {
        try await FaultyServer.with([expected.fault]) { faulty in
            let client = CurlMultiClient(CurlMultiClient.Settings(maximumBodyBytes: 1 << 20))
            let model = try faulty.model(client: client, key: "sk-1234567890") {
                // Only what is retried without counting ends by the time; a busy machine needs its own for three calls.
                $0.retryPolicy.maximumTime = expected.reason.rule.countsAsTry ? .seconds(60) : .seconds(1)
                if expected.needsTimeout { $0.totalTimeout = .milliseconds(400) }
            }
            let error = await #expect(throws: InferenceError.self) { try await model.answers(to: .user("q")) }
            #expect(error?.reason == expected.reason, "\(String(describing: error))")
            #expect(error?.message.contains("sk-1234567890") == false)
            let requests = try await faulty.server.stats().requests
            let rule = expected.reason.rule
            switch rule.consequence {
            case .retried where rule.countsAsTry: #expect(requests == 3)
            case .retried: #expect(requests >= 2)
            default: #expect(requests == 1)
            }
            await client.shutdown()
        }
    }

    @Test(arguments: ExpectedFailure.all.filter { $0.reason.rule.consequence == .retried })
    func `a fault that passes ends in the answer, and the answer tells of it`(expected: ExpectedFailure) async throws {
        var fault = expected.fault
        fault.times = 1
        try await FaultyServer.with([fault]) { faulty in
            let model = try faulty.model { if expected.needsTimeout { $0.totalTimeout = .milliseconds(1500) } }
            let answers = try await model.answers(to: .user("q"))
            #expect(answers.map(\.content) == ["fine"])
            #expect(answers.first?.tries == 2 && answers.first?.failures == [expected.reason])
            let stats = try await faulty.server.wait(for: "answered", atLeast: 1)
            #expect(stats.requests == 2 && stats.repeated == 0)
            let keys = Set(try faulty.server.journal().map(\.idempotency))
            #expect(keys.count == 1 && keys.first != nil)
        }
    }

    @Test func `what the table retries without counting waits for as long as it is allowed to`() async throws {
        let faults = [ScriptFault(.status, times: 2, status: 429), ScriptFault(.status, times: 2, status: 503)]
        try await FaultyServer.with(faults) { faulty in
            // Four failures, although only two would be allowed if they counted.
            let answers = try await faulty.model().answers(to: .user("q"))
            #expect(answers.first?.tries == 5)
        }
    }

    @Test(arguments: ["1", "date+2"])
    func `nothing is sent before the server's Retry-After is over`(wish: String) async throws {
        try await FaultyServer.with([ScriptFault(.status, times: 1, status: 429, retryAfter: wish)]) { faulty in
            _ = try await faulty.model().answers(to: .user("q"))
            let times = try faulty.server.journal().filter { $0.event == "request" }.map(\.at)
            #expect(times.count == 2)
            // A date has whole seconds: up to one less than asked for.
            #expect((times.last ?? 0) - (times.first ?? 0) >= 990, "\(times)")
        }
    }

    @Test func `a server that wants hours is given up at once, with its wish`() async throws {
        try await FaultyServer.with([ScriptFault(.status, status: 503, retryAfter: "7200")]) { faulty in
            let error = await #expect(throws: InferenceError.self) {
                try await faulty.model().answers(to: .user("q"))
            }
            #expect(error?.retryAfter == .seconds(7200))
            let requests = try await faulty.server.stats().requests
            #expect(requests == 1)
        }
    }

    @Test func `a name without address is said to be one`() async throws {
        try await FaultyServer.with([]) { faulty in
            let error = await #expect(throws: InferenceError.self) {
                try await faulty.model(at: "http://no-such-host.invalid/v1") {
                    $0.retryPolicy.maximumTime = .milliseconds(50)
                }.answers(to: .user("q"))
            }
            #expect(error?.reason == .unreachable && error?.message.contains("no-such-host.invalid") == true)
        }
    }
}
