import Testing

/// What the embedded Lean promises, snippet by snippet. Each is checked alone, so that none can help another.
@Suite struct SnippetTests {
    @Test(.timeLimit(.minutes(10)), arguments: Snippet.all(in: "accept"))
    func `a snippet that must check does, without a message`(snippet: Snippet) async throws {
        let outcome = try await LeanProcess.check(snippet.source)
        #expect(outcome.isAccepted, "\(snippet.testDescription): exit \(outcome.exitCode)\n\(outcome.output)")
    }

    @Test(.timeLimit(.minutes(10)), arguments: Snippet.all(in: "reject"))
    func `a snippet that must not check causes the expected message`(snippet: Snippet) async throws {
        let expected = try #require(snippet.expectation, "\(snippet.testDescription) names no message")
        let outcome = try await LeanProcess.check(snippet.source)
        #expect(
            outcome.messages.contains { $0.kind == expected.kind && $0.data.hasPrefix(expected.messageStart) },
            "\(snippet.testDescription): exit \(outcome.exitCode)\n\(outcome.output)")
        let complains = outcome.messages.contains { $0.severity == "error" || $0.kind == "hasSorry" }
        let confesses = outcome.messages.contains { $0.data.contains("depends on axioms: [") }
        #expect(complains || confesses, "\(snippet.testDescription) was accepted")
    }

    @Test func `the suite has at least the promised number of snippets`() {
        let accepted = Snippet.all(in: "accept")
        let rejected = Snippet.all(in: "reject")
        #expect(accepted.count >= 300)
        #expect(rejected.count >= 100)
        #expect(accepted.allSatisfy { $0.expectation == nil && !$0.source.isEmpty })
        #expect(Set((accepted + rejected).map(\.testDescription)).count == accepted.count + rejected.count)
    }

    @Test func `a snippet's heading holds its name, kind and message`() {
        let text = """
            -- A file.

            -- snippet: plain
            example : 1 = 1 := rfl

            -- snippet: with a kind  kind: hasSorry
            one
            -- snippet: with a message  kind: [anonymous] message: two\\nlines
            two
            """
        let snippets = Snippet.parse(text, file: "x.lean")
        #expect(snippets.map(\.name) == ["plain", "with a kind", "with a message"])
        #expect(snippets.map { $0.expectation?.kind } == [nil, "hasSorry", "[anonymous]"])
        #expect(snippets[2].expectation?.messageStart == "two\nlines")
        #expect(snippets[0].source == "example : 1 = 1 := rfl\n")
    }
}
