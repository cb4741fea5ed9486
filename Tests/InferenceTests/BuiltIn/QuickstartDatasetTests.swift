import Foundation
import Inference
import Support
import Testing

/// `datasets/quickstart.jsonl` against what the built-in models make of it without Lean. What Lean proves is checked by the
/// run of the whole factory.
@Suite("Quickstart dataset")
struct QuickstartDatasetTests {
    private struct Problem {
        let id: String
        let text: String
    }

    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().appending(path: "datasets")

    private static func lines(_ file: String) throws -> [[String: Any]] {
        let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
        return try text.split(separator: "\n").map {
            try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
    }

    private static func problems() throws -> [Problem] {
        try lines("quickstart.jsonl").map {
            Problem(id: try #require($0["id"] as? String), text: try #require($0["problem"] as? String))
        }
    }

    private static func states() throws -> [String: [String]] {
        var states: [String: [String]] = [:]
        for line in try lines("quickstart.expected.jsonl") {
            let id = try #require(line["id"] as? String)
            #expect(states[id] == nil, "\(id) is expected twice")
            states[id] = try #require(line["states"] as? [String])
            #expect((line["reason"] as? String)?.isEmpty == false)
        }
        return states
    }

    @Test func `the expected file covers exactly the ids of the dataset`() throws {
        let ids = try Self.problems().map(\.id)
        #expect(Set(ids).count == ids.count)
        #expect(Set(ids) == Set(try Self.states().keys))
    }

    @Test func `every problem has its fields`() throws {
        for line in try Self.lines("quickstart.jsonl") {
            #expect(Set(line.keys) == ["id", "problem", "difficulty", "topic"])
            #expect((1...4).contains(try #require(line["difficulty"] as? Int)))
        }
    }

    @Test func `the mixture is as promised`() throws {
        let states = try Self.states()
        let known: Set = ["verified", "exhausted", "vacuous", "rejected", "duplicate", "illFormed", "unformalizable"]
        #expect(states.values.allSatisfy { !$0.isEmpty && known.isSuperset(of: $0) })
        func count(_ wanted: [String]) -> Int { states.values.count { $0 == wanted } }
        #expect(states.count >= 90)
        #expect(count(["verified"]) >= 55)
        #expect(count(["exhausted"]) >= 10)
        #expect(count(["vacuous"]) >= 5)
        #expect(count(["duplicate", "verified"]) >= 5)
        #expect(count(["unformalizable"]) >= 5)
        #expect(count(["rejected"]) >= 2)
    }

    @Test func `every problem is formalized or refused as expected`() throws {
        let states = try Self.states()
        for problem in try Self.problems() {
            let isRefused = if case .refused = ControlledEnglish.formalize(problem.text) { true } else { false }
            #expect(isRefused == (states[problem.id] == ["unformalizable"]), "\(problem.id): \(problem.text)")
        }
    }

    @Test func `the heuristic rejects those that are expected to be rejected and no others`() async throws {
        let states = try Self.states()
        for problem in try Self.problems() {
            guard case .theorem(let source) = ControlledEnglish.formalize(problem.text) else { continue }
            let request = ChatRequest(
                messages: [], inputs: ["formal_statement": source, "informal_statement": problem.text], purpose: "score"
            )
            let answer = try #require(try await HeuristicModel().answers(to: request).first?.content)
            let isRejected = answer.hasSuffix("Assessment: fair") || answer.hasSuffix("Assessment: poor")
            #expect(isRejected == (states[problem.id] == ["rejected"]), "\(problem.id): \(answer)")
        }
    }

    @Test func `the examples of the documentation are what the formalizer answers`() throws {
        let page = try String(
            contentsOf: Self.folder.deletingLastPathComponent().appending(path: "docs/controlled-english.md"),
            encoding: .utf8)
        let block = try #require(page.components(separatedBy: "```text\n").dropFirst().first)
        let examples = try #require(block.components(separatedBy: "\n```").first).components(separatedBy: "\n\n")
        #expect(examples.count >= 4)
        for example in examples {
            let lines = example.components(separatedBy: "\n    ")
            let expected: ControlledEnglish.Outcome =
                lines[1].hasPrefix("CANNOT: ")
                ? .refused(String(lines[1].dropFirst(8))) : .theorem(lines[1] + " := by sorry")
            #expect(ControlledEnglish.formalize(lines[0]) == expected)
        }
    }
}
