import Foundation
import Testing

@testable import Prompting

@Suite struct TemplateLoadTests {
    /// A template file with the parts that a test changes.
    static func yaml(
        variables: String = "  x: {type: text, about: a text}", system: String? = nil, user: String = "Say {{ x }}.",
        fewShot: String = "", answer: String = "  rules: [{in: text, pattern: '(?<answer>.+)'}]", more: String = ""
    ) -> String {
        let block = { (text: String) in
            text.split(separator: "\n", omittingEmptySubsequences: false).map { "  \($0)\n" }
        }
        return "name: t\nversion: \"1\"\ndescription: d\n" + more + "variables:\n\(variables)\n"
            + (system.map { "system: |\n\(block($0).joined())" } ?? "") + "user: |\n\(block(user).joined())"
            + (fewShot.isEmpty ? "" : "few_shot:\n\(fewShot)\n") + "answer:\n\(answer)\n"
    }

    static let list = "  x: {type: text, about: a}\n  examples: {type: list, fields: [q, a], about: b}"
    static let loop = "{% for e in examples %}{{ e.q }}{{ e.a }}{% endfor %}{{ x }}"

    private func error(_ yaml: String) -> PromptingError? {
        do throws(PromptingError) {
            _ = try PromptTemplate(yaml: yaml, file: "r/t.yaml", recipe: "r")
            return nil
        } catch {
            return error
        }
    }

    @Test func `a sound template loads`() throws {
        #expect(error(Self.yaml()) == nil)
        #expect(error(Self.yaml(variables: Self.list, user: Self.loop, fewShot: "  - {q: one, a: two}")) == nil)
    }

    @Test(arguments: [
        ("{{ y }}{{ x }}", PromptingError.Reason.unknownName, "'y' is used but not declared"),
        ("{{ x }}{{ loop.index }}", .unknownName, "'forloop'"),
        ("{{ x }}{% if y %}a{% endif %}", .unknownName, "'y'"),
        ("{{ x }}{% if x and not y %}a{% endif %}", .unknownName, "'y'"),
        ("{{ x }}{% if x %}a{% elif y == \"b\" %}b{% endif %}", .unknownName, "'y'"),
        ("{{ x if y else x }}", .unknownName, "'y'"),
        ("{{ x if x else y }}", .unknownName, "'y'"),
        ("{{ x }}{% for e in y %}{% endfor %}", .unknownName, "'y'"),
        ("{{ x.y }}", .unknownName, "no part 'y'"),
        ("{{ x|upper }}", .unknownName, "unknown filter 'upper'"),
        ("{{ x|default:\"\" }}", .unknownName, "unknown filter 'default'"),
        ("{{ x }}{% set y = 1 %}", .unknownName, "unknown tag 'set y = 1'"),
        ("{{ x }}{% include \"other\" %}", .unknownName, "unknown tag"),
        ("{{ x }}{% endif %}", .syntax, "'endif' without"),
        ("{{ x }}{% if x %}", .syntax, "'if' without 'endif'"),
        ("{{ x }}{% if x %}{% else %}{% else %}{% endif %}", .syntax, "'else' without"),
        ("{{ x }}{% if x == %}a{% endif %}", .syntax, "expression"),
        ("{{ x }}{% if %}a{% endif %}", .syntax, "condition"),
        ("{{ x }}{{ }}", .syntax, "empty"),
        ("{{ x }}{{ x + 1 }}", .syntax, "not a variable"),
        ("{{ x }}{{ x[0] }}", .syntax, "not a variable"),
        ("{{ x|join:\", \" }}", .syntax, "list of texts"),
        ("{{ x }}{% for e in x %}{% endfor %}", .syntax, "not a list"),
        ("{{ x }} and {{ x", .syntax, "never closed"),
        ("{{ x }} and {% if x", .syntax, "never closed"),
        ("nothing", .unusedName, "'x' is declared and never used"),
        ("{# {{ x }} #}", .unusedName, "'x' is declared and never used"),
    ])
    func `a faulty text is refused at load`(_ text: String, _ reason: PromptingError.Reason, _ part: String) throws {
        let found = try #require(error(Self.yaml(user: text)))
        #expect(found.reason == reason)
        #expect(found.detail.contains(part), "\(found)")
        #expect(found.file == "r/t.yaml")
    }

    @Test(arguments: [
        ("{% for e in examples %}{{ e.q }}{{ e.a }}{{ e.b }}{% endfor %}{{ x }}", "no field 'b'; it has a, q"),
        ("{% for e in examples %}{{ e.q }}{{ e.a }}{{ e }}{% endfor %}{{ x }}", "'e' is not a text"),
        ("{% for e in examples %}{{ e.q }}{{ e.a }}{% endfor %}{{ e.q }}{{ x }}", "'e' is used but not declared"),
        ("{% for e in examples %}{{ e.q }}{{ e.a }}{% empty %}{{ e.q }}{% endfor %}{{ x }}", "'e' is used but"),
        ("{% for x in examples %}{{ x.q }}{{ x.a }}{% endfor %}{{ x }}", "hides another variable"),
        ("{% for e in examples %}{{ e.q }}{% endfor %}{{ x }}", "field 'a' of 'examples' is declared and never used"),
        ("{% for e in examples %}{{ e.q }}{{ e.a }}{{ forloop.index }}{% endfor %}{{ x }}", "no part 'index'"),
        ("{% for e in examples %}{{ e.q }}{{ e.a }}{{ x }}", "'for' without 'endfor'"),
        ("{% for e in examples %}{{ e.q }}{{ e.a }}{% empty %}{{ x }}", "'for' without 'endfor'"),
        ("{% for e examples %}{% endfor %}{{ x }}", "write 'for x in list'"),
    ])
    func `loop variables and fields are checked in their scope`(_ text: String, _ part: String) throws {
        let found = try #require(error(Self.yaml(variables: Self.list, user: text)))
        #expect(found.detail.contains(part), "\(found)")
    }

    @Test func `the line is that of the file, even when lines repeat`() throws {
        let found = try #require(error(Self.yaml(user: "same\nsame\n{{ x }}\nsame\n\nsame {{ y }}\n")))
        #expect(found.line == 7 + 5)
        #expect(found.message.hasPrefix("r/t.yaml:12: "))
        let inSystem = try #require(error(Self.yaml(system: "a\n{{ z }}", user: "{{ x }}")))
        #expect(inSystem.line == 8)
        let byStencil = try #require(error(Self.yaml(user: "{{ x }}\n\n\n{% if x == %}\na\n{% endif %}")))
        #expect(byStencil.line == 7 + 3)
    }

    @Test(arguments: [
        ("  - {q: one}", PromptingError.Reason.badExample, "lacks the field 'a'"),
        ("  - {q: one, a: two, b: three}", .unknownName, "field 'b'"),
        ("  - {q: one, a: two}\n  - {a: two, q: one}", .badExample, "twice"),
        ("  - {q: one, a: ''}", .malformed, "empty"),
        ("  - one", .malformed, "mapping"),
        ("  q: one", .malformed, "list"),
    ])
    func `few-shot examples must be whole and different`(
        _ examples: String, _ reason: PromptingError.Reason, _ part: String
    ) throws {
        let found = try #require(error(Self.yaml(variables: Self.list, user: Self.loop, fewShot: examples)))
        #expect(found.reason == reason)
        #expect(found.detail.contains(part), "\(found)")
        #expect(found.line != nil)
    }

    @Test func `few-shot examples without a variable for them are refused`() {
        #expect(error(Self.yaml(fewShot: "  - {q: one}"))?.reason == .badExample)
    }

    @Test(arguments: [
        ("  rules: []", "empty"), ("  thinking: skip", "lacks 'rules'"),
        ("  rules: [{in: text, pattern: '('}]", "does not compile"),
        ("  rules: [{in: text, pattern: 'a'}]", "no group (?<answer>"),
        ("  rules: [{in: nowhere, pattern: '(?<answer>a)'}]", "known are block, prose, text"),
        ("  rules: [{in: text, info: a, pattern: '(?<answer>a)'}]", "'info' belongs"),
        ("  rules: [{in: text, take: second, pattern: '(?<answer>a)'}]", "known are first, last"),
        ("  rules: [{in: text, pattern: '(?<answer>a)', flags: i}]", "unknown key 'flags'"),
        ("  rules: [{in: text, pattern: '(?<answer>a)'}]\n  cannot: 'no'", "no group (?<reason>"),
        ("  rules: [{in: text, pattern: '(?<answer>a)'}]\n  thinking: maybe", "skip or keep"),
        (
            "  rules: [{in: text, pattern: '(?<answer>(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)(a)"
                + "(a)(a)(a)(a)(a)(a)(a)(a))'}]", "more than 31 groups"
        ),
    ])
    func `faulty answer rules are refused at load`(_ answer: String, _ part: String) throws {
        let found = try #require(error(Self.yaml(answer: answer)))
        #expect(found.detail.contains(part), "\(found)")
        #expect(found.line != nil)
    }

    @Test(arguments: [
        ("", "the file is empty"), ("a: [", "not valid YAML"), ("- a", "must be a mapping"),
        ("name: t", "lacks 'version'"),
        (yaml(more: "colour: red\n"), "unknown key 'colour'"), (yaml(more: "name: u\n"), "not valid YAML"),
        (yaml(variables: "  x: text"), "must be a mapping"), (yaml(variables: "  x: {type: text}"), "lacks 'about'"),
        (yaml(variables: "  x: {type: word, about: a}"), "unknown type 'word'"),
        (yaml(variables: "  x: {type: text, fields: [a], about: a}"), "only a list"),
        (yaml(variables: "  nan: {type: text, about: a}"), "cannot be the name"),
        (yaml(variables: "  x-y: {type: text, about: a}"), "cannot be the name"),
    ])
    func `a faulty file is refused with the reason`(_ yaml: String, _ part: String) throws {
        let found = try #require(error(yaml))
        #expect(found.detail.contains(part), "\(found)")
    }
}
