import Support
import Testing

@testable import Ledger

struct PruningTests {
    /// Answers "a" (old, problem 1 with work), "b" (old, problem 2 without), "c" (new, model n, problem 2), "d" (nobody's).
    private func fill(_ fixture: LedgerFixture) async throws {
        let ledger = fixture.ledger
        try await fixture.importProblems(2)
        for job in try await ledger.claim(stages: ["formalize"], limit: 2, owner: "me", lease: .seconds(60))
        where job.problemID == 2 {
            try await ledger.complete(job, StepOutcome())
        }
        try await ledger.record(.answered([.sample("a", content: "∀∀", cost: 3)], problem: 1))
        try await ledger.record(.answered([.sample("b")], problem: 2))
        try await ledger.record(.answered([.sample("d")]))
        fixture.time.advance(by: .seconds(100))
        var entry = CallEntry.answered([.sample("c", model: "n")], problem: 2)
        entry.model = "n"
        try await ledger.record(entry)
    }

    private func left(_ ledger: Ledger) async throws -> Set<String> {
        Set(try await ledger.cachedAnswers(for: ["a", "b", "c", "d"]).keys)
    }

    @Test func `stocks are counted by model, in bytes`() async throws {
        try await withLedger { fixture in
            try await fill(fixture)
            let stocks = try await fixture.ledger.answerStocks()
            #expect(stocks.map(\.model) == ["m", "n"])
            #expect(stocks.map(\.answers) == [3, 1])
            #expect(stocks.first?.bytes == "∀∀".utf8.count + 2 * "by simp".utf8.count)
            #expect(stocks.last?.oldest == fixture.time.now && stocks.last?.newest == fixture.time.now)
        }
    }

    @Test(
        arguments: [
            (nil, "m", false, ["c"]), (50, nil, false, ["c"]), (nil, nil, true, ["a", "d"]),
            (50, "n", false, ["a", "b", "c", "d"]),
            (50, "m", true, ["a", "c", "d"]),
        ] as [(Int?, String?, Bool, Set<String>)])
    func `what meets all conditions goes, and nothing else`(
        age: Int?, model: String?, unused: Bool, kept: Set<String>
    ) async throws {
        try await withLedger { fixture in
            try await fill(fixture)
            var selection = AnswerSelection()
            selection.storedBefore = age.map { fixture.time.now - $0 * 1000 }
            selection.model = model
            selection.unusedOnly = unused
            let count = try await fixture.ledger.answerStocks(selection).reduce(0) { $0 + $1.answers }
            #expect(try await fixture.ledger.pruneAnswers(selection) == count)
            #expect(try await left(fixture.ledger) == kept)
            #expect(try await fixture.ledger.spending().cost == Money(nano: 3), "the accounts stay")
        }
    }

    @Test func `many answers go page by page`() async throws {
        try await withLedger { fixture in
            for page in 0..<12 {
                try await fixture.ledger.record(.answered((0..<1000).map { .sample("\(page)-\($0)") }))
            }
            var selection = AnswerSelection()
            selection.model = "m"
            #expect(try await fixture.ledger.pruneAnswers(selection) == 12_000)
            #expect(try await fixture.ledger.answerStocks().isEmpty)
        }
    }
}
