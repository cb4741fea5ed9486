import Testing

@testable import Ledger

struct AnswerTests {
    @Test func `answers come back under their keys, unknown keys are missing`() async throws {
        try await withLedger { fixture in
            try await fixture.ledger.storeAnswers([.sample("a"), .sample("b", content: "∀ \"quoted\"\r\n\u{0}")])
            let answers = try await fixture.ledger.cachedAnswers(for: ["b", "c", "a"])
            #expect(Set(answers.keys) == ["a", "b"])
            #expect(answers["b"] == .sample("b", content: "∀ \"quoted\"\r\n\u{0}"))
            #expect(try await fixture.ledger.cachedAnswers(for: []).isEmpty)
        }
    }

    @Test func `the first answer under a key stays and its tokens count once`() async throws {
        try await withLedger { fixture in
            try await fixture.ledger.storeAnswers([.sample("a", content: "first")])
            try await fixture.ledger.storeAnswers([.sample("a", content: "second"), .sample("b")])
            #expect(try await fixture.ledger.cachedAnswers(for: ["a"])["a"]?.content == "first")
            let count = try #require(try await fixture.ledger.callCounts().first)
            #expect(count.promptTokens == 20)
            #expect(count.completionTokens == 10)
        }
    }

    @Test func `calls add up by model and purpose and in the status`() async throws {
        try await withLedger { fixture in
            let ledger = fixture.ledger
            try await ledger.countCalls(sent: 2, cached: 0, failed: 1, model: "m", purpose: "prove")
            try await ledger.countCalls(sent: 1, cached: 5, failed: 0, model: "m", purpose: "prove")
            try await ledger.countCalls(sent: 4, cached: 0, failed: 0, model: "m", purpose: "score")
            let counts = try await ledger.callCounts()
            #expect(counts.map(\.purpose) == ["prove", "score"])
            #expect(counts.map(\.sent) == [3, 4])
            let status = try await ledger.status()
            #expect(status.modelCalls == LedgerStatus.ModelCalls(sent: 7, cached: 5, failed: 1))
        }
    }
}

extension StoredAnswer {
    static func sample(_ key: String, content: String = "by simp") -> StoredAnswer {
        StoredAnswer(
            key: key, model: "m", identity: "m-1", purpose: "prove", sample: 3, content: content, reasoning: nil,
            finishReason: "stop", promptTokens: 10, completionTokens: 5, usageEstimated: true, latencyMilliseconds: 12)
    }
}
