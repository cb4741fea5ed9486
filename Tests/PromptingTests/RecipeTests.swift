import Foundation
import Prompting
import Testing

/// The prompts that ship with the program.
@Suite struct RecipeTests {
    private func template(_ name: String) throws -> PromptTemplate {
        try AnswerReaderTests.library.get().template(name)
    }

    private static let values: [String: PromptValue] = [
        "informal_statement": .text("Show that 0 < 2 {{ as it is }}."), "name": .text("two_pos"),
        "formal_statement": .text("theorem two_pos : 0 < 2 := by\n  sorry"), "header": .text("import Mathlib"),
        "marked_statement": .text(" 1 | theorem"), "back_translation": .text("Two is positive."),
    ]

    @Test(arguments: [
        ("formalize", ["informal_statement", "name", "answer", "solution", "examples"]),
        ("formalize-analysis", ["informal_statement", "name", "answer", "solution", "examples"]),
        ("score", ["informal_statement", "formal_statement", "examples"]),
        ("prove", ["informal_statement", "formal_statement", "name", "header", "examples"]),
        ("repair", ["informal_statement", "formal_statement", "marked_statement", "name", "header"]),
        ("judge-vote", ["informal_statement", "formal_statement", "header"]),
        ("judge-translate", ["formal_statement", "header"]),
        ("judge-compare", ["informal_statement", "back_translation"]),
    ])
    func `the recipe's templates take what the stages give`(_ name: String, _ variables: [String]) throws {
        let template = try template(name)
        #expect(template.variables == Set(variables))
        #expect(template.recipe == "deepseek-prover")
        #expect(!template.citations.isEmpty)
        try template.check(provided: Set(variables).subtracting(["examples", "answer", "solution"]))
        let messages = try template.render(Self.values)
        #expect(messages.map(\.role) == [.system, .user])
        let user = try #require(messages.last?.content)
        for variable in variables {
            guard case .text(let value) = Self.values[variable] else { continue }
            #expect(user.contains(value), "\(variable)")
        }
        #expect(!user.contains("\n\n\n"))
        let end = [
            "formalize": "Name: two_pos", "formalize-analysis": "Name: two_pos", "judge-compare": "Two is positive.",
        ]
        #expect(user.hasSuffix(end[name] ?? "```"))
    }

    @Test func `without a header the prover is told that there is no Mathlib`() throws {
        let template = try template("prove")
        let with = try template.render(Self.values)[1].content
        let without = try template.render(Self.values.merging(["header": .text("")]) { $1 })[1].content
        #expect(with.contains("```lean4\nimport Mathlib\n```") && !with.contains("imports nothing"))
        #expect(without.contains("imports nothing") && !without.contains("import Mathlib"))
    }

    @Test func `the answer and the proof of a problem are shown when there are some`() throws {
        for name in ["formalize", "formalize-analysis"] {
            let template = try template(name)
            let without = try template.render(Self.values)[1].content
            #expect(!without.contains("known"))
            let values = Self.values.merging(["answer": .text("forty-two"), "solution": .text("By magic.")]) { $1 }
            let with = try template.render(values)[1].content
            #expect(with.contains("answer: forty-two") && with.contains("By magic.") && !with.contains("\n\n\n"))
        }
    }

    @Test(arguments: ["formalize", "formalize-analysis", "score", "prove"])
    func `the few-shot examples are all different in every field that names a problem`(_ name: String) throws {
        let examples = try template(name).fewShot
        #expect(examples.count >= 3)
        for field in ["informal_statement", "formal_statement", "name", "answer", "analysis"] {
            let texts = examples.compactMap { example -> String? in
                guard case .object(let members) = example, case .text(let text) = members[field] else { return nil }
                return text
            }
            #expect(Set(texts).count == texts.count, "\(field)")
        }
    }

    @Test(arguments: [("formalize", "answer"), ("formalize-analysis", "answer"), ("prove", "answer")])
    func `the examples' answers are read by the template's own rules`(_ name: String, _ field: String) throws {
        let template = try template(name)
        for example in template.fewShot {
            guard case .object(let members) = example, case .text(let answer) = members[field] else { continue }
            switch template.answer.read(answer) {
            case .found(let text): #expect(text.hasPrefix("theorem "))
            case .cannot(let reason): #expect(!reason.isEmpty)
            case .missing(let why): Issue.record("\(why): \(answer)")
            }
        }
    }

    @Test func `the scorer's layout and classes are read by its own rules`() throws {
        let template = try template("score")
        for example in template.fewShot {
            guard case .object(let members) = example, case .text(let word) = members["assessment"] else { continue }
            #expect(template.answer.read("Natural language: a\nAnalysis: b\nAssessment: \(word)") == .found(word))
        }
        let system = try #require(try template.render(Self.values).first?.content)
        for word in [
            "excellent", "good", "above average", "fair", "poor", "Natural language:", "Analysis:", "Assessment:",
        ] {
            #expect(system.contains(word))
        }
    }
}
