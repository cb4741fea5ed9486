import Foundation
import Inference
import Ledger
import Support
import TestSupport
import Testing

@testable import Factory

@Suite struct BudgetGateTests {
    private struct NamedModel: ChatModel {
        let name: String
        var identity: String { name }
        var readsInputs: Bool { false }
        var samplesPerCall: Int { 1 }
        var sampleCount: Int? { nil }
        func answers(to request: ChatRequest) async throws -> [ChatAnswer] { [] }
    }

    private let server = NamedModel(name: "server")

    /// A request whose prompt may need 16 + 4 tokens and whose answer so many.
    private func request(answer tokens: Int) -> ChatRequest {
        ChatRequest(
            messages: [ChatMessage(role: .user, content: "12345678")],
            parameters: SamplingParameters(maxTokens: tokens), purpose: "prove")
    }

    private func answer(_ tokens: Int) -> ChatAnswer {
        ChatAnswer(
            sample: 0, content: "", usage: TokenUsage(promptTokens: 0, completionTokens: tokens, isEstimated: false),
            latencyMilliseconds: 1)
    }

    private func withGate(
        _ limits: BudgetLimits, _ body: (BudgetGate, Ledger, StopSignal) async throws -> Void
    ) async throws {
        try await withTemporaryFolder { folder in
            let ledger = try Ledger.open(at: folder.appending(path: "l.sqlite").path)
            let stop = StopSignal()
            let run = try await ledger.beginRun(owner: "test")
            let gate = BudgetGate(
                limits: limits, ledger: ledger, run: run, prices: ["server": PriceSettings(input: 1000, output: 1000)],
                metered: ["server"], stop: stop)
            try await gate.sync()
            try await body(gate, ledger, stop)
            try await ledger.close()
        }
    }

    @Test func `a call that does not fit waits for those in the air, and goes when they needed less`() async throws {
        try await withGate(BudgetLimits(tokens: 1000)) { gate, _, stop in
            let first = try await gate.enter(request(answer: 780), of: server)
            let second = Task { try await gate.enter(request(answer: 780), of: server) }
            await gate.waiters(atLeast: 1)
            await gate.leave(first, with: [answer(100)])
            _ = try await second.value
            #expect(!stop.isRequested)
        }
    }

    @Test func `when nothing is in the air and the next does not fit, the run is stopped and all who wait are told`()
        async throws
    {
        try await withGate(BudgetLimits(money: Money(units: 1))) { gate, _, stop in
            let first = try await gate.enter(request(answer: 780), of: server)
            let waiting = (0..<20).map { _ in Task { try await gate.enter(request(answer: 780), of: server) } }
            await gate.waiters(atLeast: 20)
            await gate.leave(first, with: [answer(700)])
            for task in waiting { await #expect(throws: BudgetReached.self) { try await task.value } }
            #expect(stop.isRequested)
            let report = try #require(await gate.reached)
            #expect(
                report.description(currency: "EUR")
                    == "budget.money: 0.70 of 1.00 EUR are spent, and the next call may cost 0.80")
            await #expect(throws: BudgetReached.self) { _ = try await gate.enter(request(answer: 1), of: server) }
        }
    }

    @Test func `a thousand calls at once never overrun the limit together`() async throws {
        try await withGate(BudgetLimits(tokens: 20_000)) { gate, _, _ in
            let spent = Locked(0)
            await withTaskGroup(of: Void.self) { group in
                for number in 0..<1000 {
                    group.addTask {
                        guard let ticket = try? await gate.enter(request(answer: 480), of: server) else { return }
                        let tokens = 100 + number % 300
                        spent.withLock { $0 += tokens }
                        await Task.yield()
                        await gate.leave(ticket, with: [answer(tokens)])
                    }
                }
            }
            let total = spent.withLock { $0 }
            #expect(total <= 20_000 && total > 19_500 - 500, "\(total)")
        }
    }

    @Test func `who waits can be cancelled, and the next in line goes on`() async throws {
        try await withGate(BudgetLimits(tokens: 1000)) { gate, _, _ in
            let first = try await gate.enter(request(answer: 600), of: server)
            let large = Task { try await gate.enter(request(answer: 900), of: server) }
            await gate.waiters(atLeast: 1)
            let small = Task { try await gate.enter(request(answer: 100), of: server) }
            await gate.waiters(atLeast: 2)
            large.cancel()
            await #expect(throws: CancellationError.self) { try await large.value }
            _ = try await small.value
            await gate.leave(first, with: [])
        }
    }

    @Test func `models that are not behind a server pass freely`() async throws {
        try await withGate(BudgetLimits(tokens: 0)) { gate, _, stop in
            let ticket = try await gate.enter(request(answer: 5), of: NamedModel(name: "portfolio"))
            await gate.leave(ticket, with: [answer(5)])
            #expect(!stop.isRequested)
        }
    }

    @Test func `what the ledger has spent in other runs counts, and hours end a run that asks nobody`() async throws {
        try await withGate(BudgetLimits(tokens: 1000, hours: 0)) { gate, _, stop in
            // The first reading in `withGate` has ended it.
            #expect(stop.isRequested)
            let report = try #require(await gate.reached)
            #expect(report.description(currency: "USD") == "budget.hours: 0.00 of 0.00 hours are used up")
        }
        try await withGate(BudgetLimits(tokens: 1000)) { gate, ledger, _ in
            let answer = StoredAnswer(
                key: "k", model: "server", identity: "server", purpose: "prove", sample: 0, content: "", reasoning: nil,
                finishReason: "stop", promptTokens: 900, completionTokens: 50, usageEstimated: false,
                latencyMilliseconds: 1)
            try await ledger.record(
                CallEntry(model: "server", stage: "prove", outcome: .answered([answer], latencyMilliseconds: 1)))
            try await gate.sync()
            await #expect(throws: BudgetReached.self) { _ = try await gate.enter(request(answer: 100), of: server) }
        }
    }
}

extension BudgetGate {
    /// Returns when so many calls wait.
    func waiters(atLeast count: Int) async {
        while waitingCount < count { await Task.yield() }
    }
}
