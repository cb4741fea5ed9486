import Foundation
import Testing

@testable import Prompting

/// Time is not measured: the interpreter's match limit counts steps exactly, and the reader counts the bytes that its
/// searches go over. Both must grow with the size of the answer and no faster.
@Suite struct LinearityTests {
    struct Shape: Sendable, CustomTestStringConvertible {
        let name: String
        let template: String
        /// Repeated to fill the size.
        let unit: String
        var before = ""
        var after = ""
        /// A million for shapes with a short match every few bytes, which take seconds in a debug build and add nothing.
        var bytes = 5_000_000
        let reading: Reading

        enum Reading: Sendable {
            case found(String), missing, anything
        }

        var testDescription: String { name }

        func answer(bytes: Int) -> String {
            before + String(repeating: unit, count: max(1, bytes / unit.utf8.count)) + after
        }
    }

    static let good = "\n```lean4\ntheorem t : 0 < 2 := by sorry\n```\n"
    static let answer = Shape.Reading.found("theorem t : 0 < 2 := by sorry")

    static let shapes: [Shape] = [
        Shape(name: "backticks", template: "formalize", unit: "`", reading: .missing),
        Shape(name: "backticks before a block", template: "formalize", unit: "`", after: good, reading: .anything),
        Shape(name: "opened blocks", template: "formalize", unit: "```lean\n", reading: .missing),
        Shape(
            name: "opened blocks before a block", template: "formalize", unit: "```lean\n", after: good, reading: answer
        ),
        Shape(
            name: "empty fences", template: "formalize", unit: "```\n", after: good, bytes: 1_000_000,
            reading: .anything),
        Shape(
            name: "empty blocks", template: "formalize", unit: "```lean\n```\n", after: good, bytes: 1_000_000,
            reading: answer),
        Shape(
            name: "blocks on one line", template: "formalize", unit: "```a b``` ", after: good, bytes: 1_000_000,
            reading: answer),
        Shape(
            name: "opening fences without line end", template: "formalize", unit: "```a ", after: good, reading: answer),
        Shape(
            name: "tildes", template: "formalize", unit: "~~~\n```\n", after: good, bytes: 1_000_000, reading: .anything
        ),
        Shape(name: "open thinking", template: "formalize", unit: "<think>", reading: .missing),
        Shape(
            name: "nested thinking", template: "formalize", unit: "<think>a</think>b</think>", after: good,
            reading: answer),
        Shape(
            name: "stray thinking ends", template: "formalize", unit: "x</think>", after: good, bytes: 1_000_000,
            reading: answer),
        Shape(name: "half tags", template: "formalize", unit: "<think ", after: good, reading: answer),
        Shape(name: "prose", template: "formalize", unit: "theorem and lemma of a ` kind. ", reading: .missing),
        Shape(name: "lines of prose", template: "formalize", unit: "theorem says so\n", reading: .missing),
        Shape(name: "bare theorems", template: "formalize", unit: "theorem a : b := by \n", reading: .anything),
        Shape(name: "quoted lines", template: "formalize", unit: "> > ", after: good, reading: answer),
        Shape(
            name: "white space", template: "formalize", unit: " \t\n", after: good, bytes: 1_000_000, reading: answer),
        Shape(name: "refusals", template: "formalize", unit: "CANNOT\n", after: good, reading: answer),
        Shape(
            name: "comments that never end", template: "formalize", unit: "```lean\n/-\n```\n", after: good,
            reading: answer),
        Shape(
            name: "comment openers in a block", template: "prove", unit: "/- ", before: "```lean\ntheorem t : p :=",
            after: "\n```\n", bytes: 1_000_000, reading: .anything),
        Shape(
            name: "quotation marks in a block", template: "prove", unit: #"\""#, before: "```lean\ntheorem t : p := \"",
            after: "\n```\n", bytes: 1_000_000, reading: .anything),
        Shape(
            name: "odd quotation marks in a block", template: "prove", unit: "\"a\\\n",
            before: "```lean\ntheorem t : p :=",
            after: "\n```\n", reading: .anything),
        Shape(
            name: "imports in a block", template: "formalize", unit: "import A\n", before: "```lean\n",
            reading: .missing),
        Shape(name: "bare proof lines", template: "prove", unit: "by\n  simp\n", reading: .anything),
        Shape(
            name: "assessments", template: "score", unit: "Assessment:\n", after: "Assessment: good",
            reading: .found("good")),
        Shape(
            name: "one long assessment", template: "score", unit: "*", before: "Assessment: ", after: "poor",
            reading: .found("poor")),
        Shape(name: "JSON quotes", template: "score", unit: #""assessment": "#, bytes: 1_000_000, reading: .missing),
        Shape(
            name: "carriage returns", template: "formalize", unit: "\r", after: good, bytes: 1_000_000, reading: answer),
    ]

    @Test(arguments: shapes)
    func `steps grow with the size and no faster`(_ shape: Shape) throws {
        let reader = try AnswerReaderTests.library.get().template(shape.template).answer
        var limits = PatternLimits()
        limits.usesJIT = false
        limits.matchLimitBase = 2_000
        limits.matchLimitPerByte = 6
        for bytes in [100_000, 200_000] {
            let text = shape.answer(bytes: bytes)
            var cost = ReadingCost()
            let reading = reader.with(limits: limits).read(text, cost: &cost)
            if case .missing(let why) = reading { #expect(!why.contains("too many steps")) }
            #expect(cost.bytes <= 16 * text.utf8.count + 10_000, "\(cost)")
            #expect(cost.calls <= 4 * text.utf8.count + 1_000, "\(cost)")
        }
    }

    @Test(arguments: shapes)
    func `millions of bytes are read within the match limit`(_ shape: Shape) throws {
        let reader = try AnswerReaderTests.library.get().template(shape.template).answer
        let reading = reader.read(shape.answer(bytes: shape.bytes))
        switch (shape.reading, reading) {
        case (.found(let expected), .found(let text)): #expect(text == expected)
        case (.missing, .missing(let why)), (.anything, .missing(let why)): #expect(!why.contains("too many steps"))
        case (.anything, _): break
        default: Issue.record("read as \(String(describing: reading).prefix(300))")
        }
    }

    @Test func `a pattern that is not linear is stopped and reported`() throws {
        let yaml = """
            name: t
            version: "1"
            description: d
            variables: {x: {type: text, about: x}}
            user: "{{ x }}"
            answer:
              rules:
                - {in: text, pattern: '^(?<answer>(?:a+)+)$'}
            """
        let template = try PromptTemplate(yaml: yaml, file: "t.yaml", recipe: "r")
        let reading = template.answer.read(String(repeating: "a", count: 40) + "!")
        guard case .missing(let why) = reading else {
            Issue.record("read as \(reading)")
            return
        }
        #expect(why.contains("too many steps"))
        #expect(template.answer.read("aaa") == .found("aaa"))
    }
}
