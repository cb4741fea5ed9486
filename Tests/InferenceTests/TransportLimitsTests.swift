internal import FakeModelServerKit
internal import Foundation
internal import Support
internal import Testing

@testable internal import Inference

@Suite struct BufferBudgetTests {
    @Test(arguments: [
        (64, 0, 64), (64, 1152, 64), (4000, 9024, 4000), (4000, 4096, 3072), (4000, 1024, 128), (4000, 256, 32),
        (2, 16, 2),
    ])
    func `no more requests at once than there are files for`(wanted: Int, files: Int, expected: Int) {
        #expect(CurlMultiClient.requestsAtOnce(wanted: wanted, files: files) == expected)
    }

    @Test func `over the budget one may go on, the others wait until somebody has ended`() {
        let budget = BufferBudget(limit: 100)
        #expect(budget.take(60, for: 1) && budget.take(40, for: 2))
        // The first that asks for more may go on, so that there is an end to it.
        #expect(budget.take(30, for: 2) && budget.take(500, for: 2))
        #expect(!budget.take(1, for: 1) && !budget.take(1, for: 3))
        #expect(budget.release(2) == [1, 3])
        #expect(budget.take(30, for: 3) && budget.take(10, for: 1))
        #expect(budget.release(1).isEmpty)
        #expect(budget.release(3).isEmpty && budget.take(100, for: 4))
    }
}

@Suite struct MinimumHeapTests {
    @Test(arguments: 0..<20 as Range<UInt64>)
    func `elements come out in order, whatever is dropped meanwhile`(seed: UInt64) {
        var random = StableRandom(seed: seed)
        var heap = MinimumHeap<Int>()
        let numbers = (0..<200).map { _ in Int.random(in: 0..<1000, using: &random) }
        for number in numbers { heap.insert(number) }
        heap.keep { $0 % 3 != 0 }
        var taken: [Int] = []
        while let least = heap.removeLeast() { taken.append(least) }
        #expect(taken == numbers.filter { $0 % 3 != 0 }.sorted())
        #expect(heap.count == 0 && heap.least == nil)
    }
}

@Suite struct TransportLimitsTests {
    private let body = Data(#"{"model":"m","messages":[{"role":"user","content":"q"}]}"#.utf8)

    @Test func `an answer that does not begin in time ends, one that begins may take longer`() async throws {
        let rules = [ScriptRule(faults: [ScriptFault(.stall, times: 1), ScriptFault(.stallDuring, times: 1)])]
        let server = try await FakeModelServer.start(script: ModelScript(rules: rules))
        let client = CurlMultiClient()
        func send(total: Duration) async throws -> HTTPResponse {
            try await client.send(
                HTTPRequest(
                    .post(body: body), url: server.baseURL + "/chat/completions", firstByteTimeout: .seconds(1),
                    totalTimeout: total))
        }
        let silent = await #expect(throws: TransportError.self) { try await send(total: .seconds(60)) }
        #expect(silent?.reason == .firstByteTimeout)
        _ = try await server.wait(for: "faults", atLeast: 1)
        let begun = await #expect(throws: TransportError.self) { try await send(total: .seconds(3)) }
        #expect(begun?.reason == .totalTimeout)
        await client.shutdown()
    }

    @Test func `large answers together stay within the budget of memory and all arrive`() async throws {
        let rule = ScriptRule(faults: [ScriptFault(.huge, bytes: 1 << 20)])
        let server = try await FakeModelServer.start(script: ModelScript(rules: [rule]))
        let client = CurlMultiClient(CurlMultiClient.Settings(maximumBufferedBytes: 1 << 20))
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<12 {
                group.addTask {
                    try await client.send(
                        HTTPRequest(.post(body: body), url: server.baseURL + "/chat/completions")
                    ).body.count
                }
            }
            for try await count in group { #expect(count == 1 << 20) }
        }
        await client.shutdown()
    }

    @Test func `a thousand calls are in flight at once, and cancelling them frees every connection`() async throws {
        let server = try await FakeModelServer.start(script: ModelScript(rules: [ScriptRule(delay: 3_600_000)]))
        var settings = EndpointSettings(baseURL: server.baseURL, model: "m")
        settings.maxConcurrent = 1000
        let client = CurlMultiClient()
        let model = try OpenAIChatModel(name: "m", settings: settings, client: client, environment: [:])
        let calls = Task {
            await withTaskGroup(of: Void.self) { group in
                for call in 0..<1000 { group.addTask { _ = try? await model.answers(to: .user("\(call)")) } }
            }
        }
        _ = try await server.wait(for: "inFlight", atLeast: 1000)
        #expect(model.endpoints.first?.inFlight == 1000)
        calls.cancel()
        await calls.value
        let stats = try await server.wait(for: "abandoned", atLeast: 1000)
        #expect(stats.inFlight == 0 && model.endpoints.first?.inFlight == 0)
        #expect(model.endpoints.first?.limit == 1000 && model.endpoints.first?.breaker == .closed)
        await client.shutdown()
    }
}
