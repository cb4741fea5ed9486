import Foundation
import Inference
import Ledger
import Support
import TestSupport
import Testing

@testable import Factory

/// Two processes on one ledger, each with its own connection, run and models.
@Suite struct SharedCacheTests {
    /// Answers when it is let, and counts.
    private final class SlowModel: ChatModel {
        let name = "m"
        let identity = "m-1"
        let readsInputs = false
        let samplesPerCall = 1
        let sampleCount: Int? = nil
        let calls = Locked(0)
        let open = StopSignal()
        let text: String

        init(_ text: String = "answer") { self.text = text }

        func answers(to request: ChatRequest) async throws -> [ChatAnswer] {
            calls.withLock { $0 += 1 }
            _ = await open.wait()
            return request.samples.map {
                ChatAnswer(
                    sample: $0, content: text,
                    usage: TokenUsage(promptTokens: 1, completionTokens: 1, isEstimated: false), latencyMilliseconds: 1)
            }
        }
    }

    private struct Process {
        let ledger: Ledger
        let model: SlowModel
        let cached: CachedChatModel
        let clock = ManualClock()

        init(_ path: String, text: String = "answer", since: Int? = nil) async throws {
            ledger = try Ledger.open(at: path)
            model = SlowModel(text)
            let run = try await ledger.beginRun(owner: "test")
            let cache = LedgerAnswerCache(ledger: ledger, run: run, since: since)
            cached = CachedChatModel(model, cache: cache, clock: clock)
        }
    }

    private let request = ChatRequest(
        messages: [ChatMessage(role: .user, content: "q")], samples: 0..<2, purpose: "prove")

    @Test func `the second process finds the answers of the first`() async throws {
        try await withTemporaryFolder { folder in
            let path = folder.appending(path: "l.sqlite").path
            let one = try await Process(path)
            let two = try await Process(path)
            one.model.open.request()
            let first = try await one.cached.answers(to: request)
            #expect(try await two.cached.answers(to: request) == first)
            #expect(two.model.calls.withLock { $0 } == 0)
            let account = try #require(try await two.ledger.callAccounts().first)
            #expect(account.sent == 2 && account.cached == 2)
            try await one.ledger.close()
            try await two.ledger.close()
        }
    }

    @Test func `what the first is asking for the second waits for`() async throws {
        try await withTemporaryFolder { folder in
            let path = folder.appending(path: "l.sqlite").path
            let one = try await Process(path)
            let two = try await Process(path)
            let first = Task { try await one.cached.answers(to: request) }
            while one.model.calls.withLock({ $0 }) < 2 { await Task.yield() }
            let second = Task { try await two.cached.answers(to: request) }
            await two.clock.sleepers(atLeast: 1)
            one.model.open.request()
            let answers = try await first.value
            two.clock.advance(by: .seconds(2))
            #expect(try await second.value == answers)
            #expect(two.model.calls.withLock { $0 } == 0)
            try await one.ledger.close()
            try await two.ledger.close()
        }
    }

    @Test func `a run that ignores the cache asks anew, and its answers take the place of the old ones`() async throws {
        try await withTemporaryFolder { folder in
            let path = folder.appending(path: "l.sqlite").path
            let one = try await Process(path, text: "old")
            one.model.open.request()
            _ = try await one.cached.answers(to: request)
            // Times are in milliseconds: the new run begins in a later one.
            let begin = one.ledger.time + 1
            while one.ledger.time <= begin { await Task.yield() }
            let two = try await Process(path, text: "new", since: begin)
            two.model.open.request()
            for _ in 1...2 { #expect(try await two.cached.answers(to: request).map(\.content) == ["new", "new"]) }
            #expect(two.model.calls.withLock { $0 } == 2, "nothing is paid twice in one run")
            let three = try await Process(path)
            #expect(try await three.cached.answers(to: request).map(\.content) == ["new", "new"])
            for process in [one, two, three] { try await process.ledger.close() }
        }
    }
}
