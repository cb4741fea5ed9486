import Foundation
import Testing

@testable import Prompting

/// Files of the repository that the tests read.
enum Repository {
    static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    static let templates = root.appending(path: "templates/deepseek-prover")
    static let answers = root.appending(path: "Tests/Fixtures/answers/answers.txt")
}

/// One case of `answers.txt`; the format is described beside it.
struct AnswerCase: Sendable, CustomTestStringConvertible {
    let template: String
    let title: String
    let answer: String
    let outcome: String
    let expected: String

    var testDescription: String { "\(template): \(title)" }

    static func all() throws -> [AnswerCase] {
        let text = try String(contentsOf: Repository.answers, encoding: .utf8)
        var sections: [(marker: String, lines: [Substring])] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("##### ") {
                sections.append((String(line.dropFirst(6)), []))
            } else {
                sections[sections.count - 1].lines.append(line)
            }
        }
        // The line end of the file's last line makes one empty line too many.
        sections[sections.count - 1].lines.removeLast()
        return stride(from: 0, to: sections.count, by: 2).map { index in
            let head = sections[index].marker.split(separator: ": ", maxSplits: 1)
            var answer = sections[index].lines.joined(separator: "\n")
            var expected = sections[index + 1].lines.joined(separator: "\n")
            let title = String(head[1])
            if title.hasSuffix("[crlf]") { answer = answer.replacingOccurrences(of: "\n", with: "\r\n") }
            if title.hasSuffix("[cr]") { answer = answer.replacingOccurrences(of: "\n", with: "\r") }
            if title.hasSuffix("[bom]") { answer = "\u{FEFF}" + answer }
            if title.hasSuffix("[nul]") {
                answer = answer.replacingOccurrences(of: "␀", with: "\0")
                expected = expected.replacingOccurrences(of: "␀", with: "\0")
            }
            return AnswerCase(
                template: String(head[0]), title: title, answer: answer, outcome: sections[index + 1].marker,
                expected: expected)
        }
    }
}
