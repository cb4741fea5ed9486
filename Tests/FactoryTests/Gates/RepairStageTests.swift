import Ledger
import Support
import Testing

@testable import Factory

/// Statements that Lean refuses go back to a model; Lean is the embedded one.
@Suite(.serialized) struct RepairStageTests {
    /// A writer that knows two things that do not exist before it knows the right one.
    private static func writer(_ repairs: [String]) -> TalkingModel {
        TalkingModel("writer") { prompt, _ in
            guard prompt.contains("Lean's errors") else {
                return TalkingModel.fence("theorem any (n : ℕ) : first_guess n = n")
            }
            let round = ["first_guess", "second_guess", "third_guess"].firstIndex { prompt.contains($0) } ?? 0
            return repairs[min(round, repairs.count - 1)]
        }
    }

    private static let second = TalkingModel.fence("theorem any (n : ℕ) : second_guess n = n")
    private static let right = TalkingModel.fence("theorem any (n : ℕ) : n + 0 = n")

    private static func world(_ writer: TalkingModel, rounds: Int = 2) -> StageWorld {
        StageWorld(["A number plus zero is the number."], models: [writer]) { stages in
            stages.repair.enabled = true
            stages.repair.models = ["writer"]
            stages.repair.rounds = rounds
        }
    }

    @Test func `a statement that is repaired in the second round is proved, and the way there is recorded`()
        async throws
    {
        let writer = Self.writer([Self.second, Self.right])
        try await Self.world(writer).run { ledger in
            #expect(
                try await StageWorld.states(ledger) == [
                    "p_1: illFormed", "p_1_r1: illFormed", "p_1_r1_r1: verified",
                ])
            let rows = try await ledger.statements(of: 1)
            #expect(rows.map(\.repairRound) == [0, 1, 2])
            #expect(rows.map(\.repairedFrom) == [nil, rows[0].id, rows[1].id])
            #expect(rows[0].stateReason?.contains("first_guess") == true)
            #expect(rows[1].template.hasPrefix("deepseek-prover/repair@"))
            let decisions = try await StageWorld.decisions(ledger, "repair")
            #expect(decisions.map(\.verdict) == ["repaired-1", "repaired-2"])
            #expect(decisions.map(\.reason) == ["round 1: p_1_r1", "round 2: p_1_r1_r1"])
            #expect(decisions.map(\.modelCalls) == [1, 1] && decisions.map(\.tokens) == [10, 10])
            let rounds = try await ledger.status().repairs
            #expect(rounds.map(\.asked) == [1, 1] && rounds.map(\.candidates) == [1, 1])
            #expect(rounds.map(\.elaborated) == [0, 1] && rounds.map(\.rate) == [0, 1])
            #expect(try await ledger.audit().isEmpty)
        }
        // Lean's message stands under the place that it is about.
        let prompt = try #require(writer.prompts.first { $0.contains("Lean's errors") })
        let lines = prompt.split(separator: "\n")
        let caret = try #require(lines.firstIndex { $0.contains("^ error:") })
        #expect(lines[caret].contains("first_guess"), "\(lines[caret])")
        let column = try #require(lines[caret].firstIndex(of: "^"))
        let above = lines[caret - 1].unicodeScalars.dropFirst(lines[caret][..<column].unicodeScalars.count)
        #expect(String(above).hasPrefix("first_guess"), "\(lines[caret - 1])\n\(lines[caret])")
        #expect(prompt.contains("A number plus zero is the number."))
    }

    @Test func `the rounds end, and without repairs nothing is asked`() async throws {
        let stubborn = Self.writer([Self.second, TalkingModel.fence("theorem any (n : ℕ) : third_guess n = n")])
        try await Self.world(stubborn).run { ledger in
            let states = try await ledger.statements(of: 1).map(\.state)
            #expect(states == [.illFormed, .illFormed, .illFormed])
            #expect(try await ledger.status().jobs["repair"]?.ready == 0)
        }
        #expect(stubborn.prompts.count == 3)
        let alone = Self.writer([Self.right])
        var world = Self.world(alone)
        world.configuration.stages.repair.enabled = false
        try await world.run { ledger in
            let states = try await StageWorld.states(ledger)
            #expect(states == ["p_1: illFormed"])
            #expect(try await ledger.status().repairs.isEmpty)
        }
        #expect(alone.prompts.count == 1)
    }

    @Test(arguments: [
        (TalkingModel.fence("theorem other (m : ℕ) : first_guess m = m"), "the same statement again"),
        ("CANNOT: no such function", "cannot: no such function"), ("I am sorry.", "no Lean block"),
    ])
    func `an answer that repairs nothing is told and leaves no statement`(answer: String, reason: String) async throws {
        try await Self.world(Self.writer([answer])).run { ledger in
            #expect(try await ledger.statements(of: 1).count == 1)
            let decision = try #require(try await StageWorld.decisions(ledger, "repair").first)
            #expect(decision.verdict == "unrepaired-1" && decision.reason.contains(reason), "\(decision.reason)")
            #expect(try await ledger.status().repairs.map(\.answered) == [0])
        }
    }

    @Test func `repairs of two candidates by one model are different rows, whatever came first`() async throws {
        let sample = CandidateOrigin(model: "m", template: "t", sample: 0, repairs: 0)
        let other = CandidateOrigin(model: "m", template: "t", sample: 1, repairs: 0)
        let later = CandidateOrigin(model: "m", template: "t", sample: 0, repairs: 1)
        let numbers = [sample, other, later].flatMap { origin in (0..<4).map(origin.repairedSample) }
        #expect(Set(numbers).count == 12 && numbers.allSatisfy { $0 >= 0 && $0 < 1 << 53 })
        #expect(
            sample.repairedSample(0)
                == CandidateOrigin(model: "m", template: "t", sample: 0, repairs: 0).repairedSample(0))

        let writer = TalkingModel("writer") { prompt, sample in
            // Its candidates would be duplicates.
            if prompt.contains("Something else.") { return "CANNOT: no" }
            guard prompt.contains("Lean's errors") else {
                return TalkingModel.fence("theorem any (n : ℕ) : guess_\(sample) n = n")
            }
            return TalkingModel.fence("theorem any (n : ℕ) : n + \(prompt.contains("guess_0") ? 0 : 1) = n")
        }
        var world = Self.world(writer)
        world.configuration.stages.formalize.samples = 2
        var seen: [[String]] = []
        for problems in [["One more."], ["Something else.", "One more."]] {
            var world = world
            world.problems = problems.map { NewProblem(externalID: $0, statement: $0, file: "f", line: 1) }
            try await world.run { ledger in
                let rows = try await ledger.statements(of: problems.count).filter { $0.repairRound == 1 }
                seen.append(rows.map { "\($0.model) \($0.template) \($0.sample)" }.sorted())
            }
        }
        #expect(seen[0].count == 2 && seen[0] == seen[1])
    }
}

@Suite struct MarkedSourceTests {
    private func mark(_ line: Int, _ column: Int, _ text: String) -> MarkedSource.Mark {
        MarkedSource.Mark(line: line, column: column, severity: "error", text: text)
    }

    @Test(
        arguments: [
            ("a b\nc\n", [], " 1 | a b\n 2 | c"),
            ("ab cd", [(1, 3, "bad")], " 1 | ab cd\n   |    ^ error: bad"),
            ("∀ x, y", [(1, 5, "unknown\nhint")], " 1 | ∀ x, y\n   |      ^ error: unknown\n   |     hint"),
            ("a", [(7, 3, "elsewhere"), (1, 99, "far")], " 1 | a\n   |  ^ error: far\n   | ^ error: elsewhere"),
            ("", [(1, 0, "empty")], "   | ^ error: empty"),
        ] as [(String, [(Int, Int, String)], String)])
    func `messages stand under their places`(source: String, marks: [(Int, Int, String)], expected: String) {
        #expect(MarkedSource(source, marks: marks.map { mark($0.0, $0.1, $0.2) }).text == expected)
    }

    @Test func `long messages are cut, and only the first errors count`() {
        let text = MarkedSource("a", marks: [mark(1, 0, String(repeating: "x\n", count: 5000))]).text
        #expect(text.split(separator: "\n").count == 10 && text.hasSuffix("…"))
        let messages = (0..<9).map { index -> JSONValue in
            .object([
                "severity": .string(index == 0 ? "warning" : "error"), "line": .integer(10 - index),
                "column": .integer(0), "text": .string("m\(index)"),
            ])
        }
        let evidence = JSONValue.object(["messages": .array(messages)])
        #expect(MarkedSource.Mark.errors(in: evidence, atMost: 3).map(\.text) == ["m8", "m7", "m6"])
        #expect(MarkedSource.Mark.errors(in: .null, atMost: 3).isEmpty)
    }
}
