import Foundation
import TestSupport
import Testing

@testable import Prompting

@Suite struct ExampleSetTests {
    private static let lines = [
        "The sum of two even integers is even.", "The product of two odd integers is odd.",
        "Every prime greater than two is odd.", "The square of a real number is not negative.",
        "A triangle has three sides.", "If n is even then n * n is even.",
    ]

    private func withSet<Result>(
        _ problems: [String] = lines, _ body: (ExampleSet) throws -> Result
    ) async throws -> Result {
        let text = try problems.enumerated().map { index, problem in
            let members = ["informal_statement": problem, "name": "e\(index)", "answer": "a\(index)", "source": "here"]
            return String(decoding: try JSONEncoder().encode(members), as: UTF8.self)
        }.joined(separator: "\n")
        return try await withTemporaryFolder { folder in
            let file = folder.appending(path: "examples.jsonl")
            try text.write(to: file, atomically: true, encoding: .utf8)
            return try body(try ExampleSet.load(from: file))
        }
    }

    private func names(_ values: [PromptValue]) -> [String] {
        values.compactMap { value in
            guard case .object(let members) = value, case .text(let name) = members["name"] else { return nil }
            return name
        }
    }

    @Test func `fixed examples are the first of the file`() async throws {
        try await withSet { set in
            #expect(names(set.examples(for: "anything", count: 2, by: .fixed, seed: 1)) == ["e0", "e1"])
            #expect(names(set.examples(for: "anything", count: 99, by: .fixed, seed: 1)).count == 6)
        }
    }

    @Test func `random examples are the same for the same problem and seed, and others otherwise`() async throws {
        try await withSet { set in
            let draw = { (problem: String, seed: UInt64) in
                self.names(set.examples(for: problem, count: 3, by: .random, seed: seed))
            }
            #expect(draw("one", 1) == draw("one", 1))
            #expect(Set(draw("one", 1)).count == 3)
            let draws = Set((0..<20).map { draw("one", $0) } + (0..<20).map { draw("problem \($0)", 1) })
            #expect(draws.count > 10)
        }
    }

    @Test(arguments: [
        ("Show that the sum of even integers is even.", "e0"), ("A prime greater than 2 must be odd!", "e2"),
        ("How many sides has a triangle?", "e4"), ("n*n is even if n is.", "e5"),
    ])
    func `the most similar example stands last`(problem: String, name: String) async throws {
        try await withSet { set in
            let chosen = names(set.examples(for: problem, count: 3, by: .similar, seed: 0))
            #expect(chosen.count == 3 && chosen.last == name, "\(chosen)")
        }
    }

    @Test(arguments: ExampleSet.Choice.allCases)
    func `an example is never shown for its own problem, however that is written`(
        choice: ExampleSet.Choice
    ) async throws {
        try await withSet { set in
            for problem in ["A triangle has three sides.", "a  TRIANGLE has $three$ sides"] {
                let chosen = names(set.examples(for: problem, count: 6, by: choice, seed: 3))
                #expect(chosen.count == 5 && !chosen.contains("e4"))
            }
        }
    }

    @Test(
        arguments: [
            ("{\"informal_statement\": \"x y\"}\nnot json", 2, "not"),
            ("{\"name\": \"n\"}", 1, "lacks the field 'informal_statement'"),
            ("{\"informal_statement\": \" \"}", 1, "lacks the field"), ("[1]", 1, "not an object"),
            ("{\"informal_statement\": \"A b.\"}\n\n{\"informal_statement\": \"a  b\"}", 3, "stands in line 1"),
            ("", nil, "no example"),
        ] as [(String, Int?, String)])
    func `a faulty file is refused with its line`(text: String, line: Int?, complaint: String) async throws {
        try await withTemporaryFolder { folder in
            let file = folder.appending(path: "examples.jsonl")
            try text.write(to: file, atomically: true, encoding: .utf8)
            let error = try #require(throws: PromptingError.self) { try ExampleSet.load(from: file) }
            #expect(error.line == line && error.message.contains(complaint), "\(error.message)")
            #expect(throws: PromptingError.self) { try ExampleSet.load(from: folder.appending(path: "none.jsonl")) }
        }
    }

    @Test func `a template's fields must be in every example`() async throws {
        let template = { (fields: String) in
            try PromptTemplate(
                yaml: """
                    name: t
                    version: "1"
                    description: d
                    variables:
                      examples: { type: list, fields: \(fields), about: a }
                    user: "{% for e in examples %}{{ e.name }}\(fields.contains("extra") ? "{{ e.extra }}" : ""){% endfor %}"
                    answer: { rules: [{ in: text, pattern: "(?<answer>.*)" }] }
                    """, file: "t.yaml", recipe: "r")
        }
        try await withSet { set in
            let good = try template("[name]")
            try set.check(for: good)
            let rendered = try good.render(["examples": .list(set.examples(for: "x", count: 2, by: .fixed, seed: 0))])
            #expect(rendered.first?.content == "e0e1")
            let error = try #require(throws: PromptingError.self) { try set.check(for: template("[name, extra]")) }
            #expect(error.line == 1 && error.message.contains("'extra'"))
        }
    }

    @Test func `the shipped examples fit the shipped formalizers, and their answers are read`() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(
            path: "../../templates/deepseek-prover")
        let set = try ExampleSet.load(from: folder.appending(path: "examples.jsonl"))
        #expect(set.count >= 20)
        let library = try PromptLibrary.load(folder: folder)
        for name in ["formalize", "formalize-analysis"] {
            let template = try library.template(name)
            try set.check(for: template)
            let values = set.examples(for: "anything", count: set.count, by: .fixed, seed: 0)
            for case .object(let members) in values {
                guard case .text(let answer)? = members["answer"], case .text(let own)? = members["name"],
                    case .text(let source)? = members["source"]
                else {
                    Issue.record("an example lacks a field")
                    continue
                }
                #expect(!source.isEmpty)
                guard case .found(let lean) = template.answer.read(answer) else {
                    Issue.record("\(answer)")
                    continue
                }
                #expect(lean.hasPrefix("theorem \(own) "))
            }
        }
    }
}

@Suite struct TextSimilarityTests {
    @Test(arguments: [
        ("Let $x \\in \\mathbb{R}$, x>0.", ["let", "x", "in", "mathbb", "r", "x", ">", "0"]),
        ("  ", []), ("Größe: 3,5", ["größe", "3", "5"]), ("a+b", ["a", "+", "b"]),
    ])
    func `words are told apart by white space and signs`(text: String, words: [String]) {
        #expect(TextSimilarity.words(text) == words)
    }

    @Test func `a text is most like itself, and like nothing it shares no word with`() {
        let similarity = TextSimilarity(["a b c", "c d e", "x y"])
        let scores = similarity.scores(of: "a b c")
        #expect(abs(scores[0] - 1) < 1e-9 && scores[1] > 0 && scores[1] < 0.9 && scores[2] == 0)
        #expect(similarity.scores(of: "unknown words").allSatisfy { $0 == 0 })
        #expect(similarity.scores(of: "").allSatisfy { $0 == 0 })
        #expect(TextSimilarity([]).scores(of: "a").isEmpty)
    }

    @Test func `rare words weigh more than common ones`() {
        let similarity = TextSimilarity(["show that primes exist", "show that it is so", "show that it holds"])
        let scores = similarity.scores(of: "primes show")
        #expect(scores[0] > 2 * scores[1])
    }
}

@Suite struct OptionalVariableTests {
    private func template(_ optional: String) throws -> PromptTemplate {
        try PromptTemplate(
            yaml: """
                name: t
                version: "1"
                description: d
                variables:
                  must: { type: text, about: a }
                  may: { type: text, about: a, optional: \(optional) }
                  list: { type: list, about: a, optional: true }
                  flag: { type: flag, about: a, optional: true }
                  size: { type: number, about: a, optional: true }
                user: "{{ must }}{% if may %} ({{ may }}){% endif %}{% for x in list %}{{ x }}{% endfor %}{% if flag %}!{% endif %}{{ size }}"
                answer: { rules: [{ in: text, pattern: "(?<answer>.*)" }] }
                """, file: "t.yaml", recipe: "r")
    }

    @Test func `what is optional need not be given, and is empty then`() throws {
        let template = try template("true")
        try template.check(provided: ["must"])
        #expect(try template.render(["must": .text("a")]).first?.content == "a0")
        let full = try template.render([
            "must": .text("a"), "may": .text("b"), "list": .list([.text("c")]), "flag": .flag(true),
            "size": .number(7),
        ])
        #expect(full.first?.content == "a (b)c!7")
    }

    @Test func `what is not optional must be given`() throws {
        let template = try template("false")
        #expect(throws: PromptingError.self) { try template.check(provided: ["must"]) }
        #expect(throws: PromptingError.self) { try template.render(["must": .text("a")]) }
        #expect(throws: PromptingError.self) { try self.template("perhaps") }
    }
}
