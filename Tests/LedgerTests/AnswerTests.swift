import Support
import Testing

@testable import Ledger

struct AnswerTests {
    @Test func `answers come back under their keys, unknown keys are missing`() async throws {
        try await withLedger { fixture in
            let strange = StoredAnswer.sample("b", content: "∀ \"quoted\"\r\n\u{0}")
            try await fixture.ledger.record(.answered([.sample("a"), strange]))
            let answers = try await fixture.ledger.cachedAnswers(for: ["b", "c", "a"])
            #expect(Set(answers.keys) == ["a", "b"])
            #expect(answers["b"] == strange)
            #expect(try await fixture.ledger.cachedAnswers(for: []).isEmpty)
        }
    }

    @Test func `the first answer under a key stays, and both calls were paid for`() async throws {
        try await withLedger { fixture in
            try await fixture.ledger.record(.answered([.sample("a", content: "first")]))
            try await fixture.ledger.record(.answered([.sample("a", content: "second"), .sample("b")]))
            #expect(try await fixture.ledger.cachedAnswers(for: ["a"])["a"]?.content == "first")
            let account = try #require(try await fixture.ledger.callAccounts().first)
            #expect(account.sent == 2 && account.answers == 3)
            #expect(account.promptTokens == 30 && account.completionTokens == 15)
        }
    }

    @Test func `answers older than a time can be passed over, and are replaced then`() async throws {
        try await withLedger { fixture in
            let ledger = fixture.ledger
            try await ledger.record(.answered([.sample("a", content: "old")]))
            fixture.time.advance(by: .seconds(10))
            let begin = fixture.time.now
            #expect(try await ledger.cachedAnswers(for: ["a"], since: begin).isEmpty)
            try await ledger.record(.answered([.sample("a", content: "new")]), replacing: begin)
            fixture.time.advance(by: .seconds(10))
            try await ledger.record(.answered([.sample("a", content: "newer")]), replacing: begin)
            #expect(try await ledger.cachedAnswers(for: ["a"], since: begin)["a"]?.content == "new")
        }
    }

    @Test func `what one run is asking for no other run gets, until it is answered, given up, or its run is gone`()
        async throws
    {
        try await withLedger { fixture in
            let ledger = fixture.ledger
            let other = try fixture.another()
            let mine = try await ledger.beginRun(owner: "me")
            let yours = try await other.beginRun(owner: "you")
            #expect(try await ledger.claimCalls(["a", "b", "c"], run: mine) == CallClaims())
            #expect(
                try await ledger.claimCalls(["a"], run: mine) == CallClaims(), "a claim of one's own is no obstacle")
            #expect(try await other.claimCalls(["a", "d"], run: yours).elsewhere == ["a"])
            #expect(try await ledger.claimCalls(["d"], run: mine).elsewhere == ["d"])

            try await ledger.record(.answered([.sample("a")], keys: ["a"]))
            #expect(try await other.claimCalls(["a"], run: yours).answers["a"] == StoredAnswer.sample("a"))
            try await ledger.record(CallEntry(model: "m", stage: "s", outcome: .cancelled, keys: ["b"]))
            #expect(try await other.claimCalls(["b", "c"], run: yours).elsewhere == ["c"])

            fixture.time.advance(by: .seconds(20))
            _ = try await other.touchRun(yours, holding: .none)
            #expect(try await other.claimCalls(["c"], run: yours).elsewhere.isEmpty, "its run was not seen for long")
            try await other.endRun(yours)
            #expect(try fixture.rawInteger("SELECT count(*) FROM call_flight") == 0)
            try await other.close()
        }
    }

    @Test func `a stopped process of this machine keeps its calls for longer, a dead one loses them at once`()
        async throws
    {
        try await withLedger { fixture in
            let ledger = fixture.ledger
            let here = try await ledger.beginRun(owner: LeaseOwner.current.text)
            // Process numbers end at 2^22 (proc_sys_kernel(5)).
            var parts = LeaseOwner.current.text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
            parts[2] = "4194305"
            let gone = try await ledger.beginRun(owner: parts.joined(separator: "/"))
            _ = try await ledger.claimCalls(["a"], run: here)
            _ = try await ledger.claimCalls(["b"], run: gone)
            fixture.time.advance(by: .seconds(100))
            let other = try await ledger.beginRun(owner: "me")
            #expect(try await ledger.claimCalls(["a", "b"], run: other).elsewhere == ["a"])
            fixture.time.advance(by: .seconds(30))
            #expect(try await ledger.claimCalls(["a"], run: other).elsewhere.isEmpty)
        }
    }
}

extension CallEntry {
    /// A call of the model m for the stage `prove` with these answers.
    static func answered(
        _ answers: [StoredAnswer], latency: Int = 12, keys: [String] = [], problem: Int? = nil, statement: Int? = nil
    ) -> CallEntry {
        CallEntry(
            model: "m", stage: "prove", outcome: .answered(answers, latencyMilliseconds: latency), problemID: problem,
            statementID: statement, keys: keys)
    }
}

extension StoredAnswer {
    static func sample(
        _ key: String, content: String = "by simp", cost: Int = 0, model: String = "m"
    ) -> StoredAnswer {
        StoredAnswer(
            key: key, model: model, identity: "m-1", purpose: "prove", sample: 3, content: content, reasoning: nil,
            finishReason: "stop", promptTokens: 10, completionTokens: 5, usageEstimated: true, latencyMilliseconds: 12,
            cost: Money(nano: cost))
    }
}
