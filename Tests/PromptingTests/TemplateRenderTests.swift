import Foundation
import Prompting
import TestSupport
import Testing

@Suite struct TemplateRenderTests {
    private func template(
        _ user: String, variables: String = "  x: {type: text, about: a text}", fewShot: String = ""
    ) throws -> PromptTemplate {
        let yaml = TemplateLoadTests.yaml(variables: variables, user: user, fewShot: fewShot)
        return try PromptTemplate(yaml: yaml, file: "t.yaml", recipe: "r")
    }

    private func text(_ template: PromptTemplate, _ values: [String: PromptValue]) throws -> String {
        try template.render(values).map(\.content).joined()
    }

    @Test func `tags on lines of their own leave no empty lines`() throws {
        let made = try template(
            "{% for e in examples %}\nQ: {{ e.q }}\n{% if e.a == \"no\" %}\nnever\n{% else %}\nA: {{ e.a }}\n{% endif %}\n"
                + "{% endfor %}\nQ: {{ x }}", variables: TemplateLoadTests.list,
            fewShot: "  - {q: one, a: two}\n  - {q: three, a: four}")
        #expect(try text(made, ["x": .text("five")]) == "Q: one\nA: two\nQ: three\nA: four\nQ: five")
    }

    @Test func `examples of the caller replace those of the file`() throws {
        let made = try template(
            TemplateLoadTests.loop, variables: TemplateLoadTests.list, fewShot: "  - {q: one, a: two}")
        let given = PromptValue.list([.object(["q": .text("ONE"), "a": .text("TWO")])])
        #expect(try text(made, ["x": .text("!")]) == "onetwo!")
        #expect(try text(made, ["x": .text("!"), "examples": given]) == "ONETWO!")
        #expect(try text(made, ["x": .text("!"), "examples": .list([])]) == "!")
    }

    @Test(
        arguments: ["formalize", "prove", "score"],
        [["x", "y", "z", "w"], ["", "y", "", "w"], ["{{ x }}\n", "\u{F0000}0\u{F0001}", "∀ 😀", ""]])
    func `what is prepared once renders as what is rendered every time`(name: String, texts: [String]) throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(
            path: "../../templates/deepseek-prover")
        let made = try PromptTemplate.load(from: folder.appending(path: "\(name).yaml"))
        var values: [String: PromptValue] = [:]
        for (index, variable) in made.variables.subtracting(["examples"]).sorted().enumerated() {
            values[variable] = .text(texts[index % texts.count])
        }
        // Examples of the caller are never prepared.
        let whole = try made.render(values.merging(["examples": .list(made.fewShot)]) { _, own in own })
        for _ in 0..<2 { #expect(try made.render(values) == whole) }
    }

    @Test(arguments: ["{{ x }} {% if %} {# c #}", "a\nb", "<b> & 'c' \"d\"", "ℕ → ∀ 😀", "```\n```", "$0 \\1", " x "])
    func `a value appears as it is, whatever it looks like`(_ value: String) throws {
        #expect(try text(try template("[{{ x }}]"), ["x": .text(value)]) == "[\(value)]")
    }

    @Test func `a missing value or one of another type is an error that names it`() throws {
        let made = try template(TemplateLoadTests.loop, variables: TemplateLoadTests.list)
        let element = PromptValue.object(["q": .text("a")])
        let cases: [([String: PromptValue], String)] = [
            (["x": .text("a")], "no value was given for the variable 'examples'"),
            (["examples": .list([])], "no value was given for the variable 'x'"),
            (["x": .number(1), "examples": .list([])], "'x' must be a text"),
            (["x": .text("a"), "examples": .text("b")], "'examples' must be a list"),
            (["x": .text("a"), "examples": .list([.text("b")])], "'examples' must be a list of objects"),
            (["x": .text("a"), "examples": .list([element])], "lacks the text field 'a' in its element 1"),
        ]
        for (values, part) in cases {
            do throws(PromptingError) {
                _ = try made.render(values)
                Issue.record("rendered without \(part)")
            } catch {
                #expect(error.reason == .badValue)
                #expect(error.message.contains(part))
            }
        }
    }

    @Test func `numbers, flags, text lists and filters work`() throws {
        let made = try template(
            "{{ n }} {{ names|join:\", \" }} {% if on and n > 2 %}{{ x|uppercase }}{% endif %}"
                + "{% for a in names where a != \"b\" %}{{ forloop.counter }}{{ a }}{% empty %}none{% endfor %}",
            variables: "  x: {type: text, about: a}\n  n: {type: number, about: a}\n  on: {type: flag, about: a}\n"
                + "  names: {type: list, about: a}")
        let names = PromptValue.list([.text("a"), .text("b"), .text("c")])
        let values: [String: PromptValue] = ["x": .text("up"), "n": .number(3), "on": .flag(true), "names": names]
        #expect(try text(made, values) == "3 a, b, c UP1a2c")
        #expect(try text(made, values.merging(["names": .list([]), "on": .flag(false)]) { $1 }) == "3  none")
    }

    @Test func `a caller can ask beforehand whether it gives all that is wanted`() throws {
        let made = try template(
            TemplateLoadTests.loop, variables: TemplateLoadTests.list, fewShot: "  - {q: one, a: two}")
        try made.check(provided: ["x", "more"])
        #expect(throws: PromptingError.self) { try made.check(provided: ["examples"]) }
    }

    @Test func `a template renders from many tasks at once`() async throws {
        let made = try template(
            "{% for e in examples %}{{ e.q }}{{ e.a }}{% endfor %}{{ x }}", variables: TemplateLoadTests.list)
        let examples = PromptValue.list([.object(["q": .text("q"), "a": .text("a")])])
        let values = (0..<200).map { ["x": PromptValue.text("\($0)"), "examples": examples] }
        let rendered = try await withThrowingTaskGroup(of: (Int, String).self) { group in
            for (index, value) in values.enumerated() {
                group.addTask { (index, try made.render(value)[0].content) }
            }
            return try await group.reduce(into: [Int: String]()) { $0[$1.0] = $1.1 }
        }
        #expect(rendered.count == 200)
        #expect(rendered.allSatisfy { $1 == "qa\($0)" })
    }

    @Test func `a library loads every template of a folder and names a faulty one`() async throws {
        try await withTemporaryFolder { folder in
            #expect(throws: PromptingError.self) { try PromptLibrary.load(folder: folder) }
            try Data(TemplateLoadTests.yaml().utf8).write(to: folder.appending(path: "t.yaml"))
            try Data("not a template".utf8).write(to: folder.appending(path: "notes.txt"))
            let library = try PromptLibrary.load(folder: folder)
            #expect(library.templates.keys.sorted() == ["t"])
            #expect(library["t"]?.recipe == folder.lastPathComponent)
            #expect(library["u"] == nil)
            #expect(throws: PromptingError.self) { try library.template("u") }
            try Data(TemplateLoadTests.yaml().utf8).write(to: folder.appending(path: "other.yaml"))
            do throws(PromptingError) {
                _ = try PromptLibrary.load(folder: folder)
                Issue.record("a file with another name than its template was loaded")
            } catch {
                #expect(error.file.hasSuffix("other.yaml"))
            }
        }
    }

    @Test func `the hash follows the bytes of the file`() throws {
        #expect(try template("{{ x }}").contentHash == template("{{ x }}").contentHash)
        #expect(try template("{{ x }}").contentHash != template("{{ x }} ").contentHash)
    }
}
