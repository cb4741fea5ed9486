internal import Foundation
internal import Support
internal import Testing

@testable internal import Inference

/// The tables of `docs/inference.md` against those of the code.
@Suite struct TableTests {
    /// The rows of the table after a mark, cells without white space around them.
    private func rows(after mark: String) throws -> [[String]] {
        let path = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../docs/inference.md")
        let text = try String(contentsOf: path.standardized, encoding: .utf8)
        let start = try #require(text.range(of: "<!-- \(mark) -->"))
        let lines = text[start.upperBound...].split(separator: "\n").prefix { $0.hasPrefix("|") }
        return lines.dropFirst(2).map { line in
            line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
        }
    }

    @Test func `the documented consequences are those of the code`() throws {
        func word(_ value: Bool) -> String { value ? "yes" : "no" }
        let expected = InferenceError.Reason.allCases.map { reason in
            let rule = reason.rule
            return [
                "`\(reason.rawValue)`", rule.consequence.rawValue, word(rule.countsAsTry),
                word(rule.countsAgainstBreaker), word(rule.lowersLimit), word(rule.failsOver),
            ]
        }
        let documented = try rows(after: "failure-rules")
        #expect(documented.count == expected.count)
        #expect(Set(documented) == Set(expected))
    }

    @Test func `the documented dialects are those of the code`() throws {
        func field(_ field: DialectTraits.ShapeField?) -> String {
            switch field {
            case .responseFormat, .responseFormatRegex: "`response_format`"
            case .structuredOutputs: "`structured_outputs`"
            case .guided: "`guided_json`"
            case .jsonSchema: "`json_schema`"
            case .regex: "`regex`"
            case nil: "no"
            }
        }
        let expected = Dialect.allCases.map { dialect in
            let traits = DialectTraits(dialect)
            return [
                "`\(dialect.rawValue)`",
                traits.usesDeployments
                    ? "`/openai/deployments/MODEL/chat/completions?api-version=…`" : "`/chat/completions`",
                traits.keyHeader.map { "`\($0)`" } ?? "`Authorization: Bearer`", "`\(traits.tokenField)`",
                traits.takesN ? "yes" : "no", traits.takesSeed ? "yes" : "no", field(traits.schema),
                field(traits.regex),
            ]
        }
        #expect(try rows(after: "dialects") == expected)
    }

    @Test func `what is retried is what counts against the breaker, and only that lowers the limit`() {
        for reason in InferenceError.Reason.allCases {
            let rule = reason.rule
            #expect((rule.consequence == .retried) == rule.countsAgainstBreaker)
            #expect(rule.countsAgainstBreaker || !(rule.lowersLimit || rule.countsAsTry))
        }
    }
}
