import Foundation
import Support
import TestSupport
import Testing

@testable import TrainingData

@Suite struct ProblemReaderTests {
    private func entries(of bytes: [UInt8]) async throws -> [ProblemReader.Entry] {
        try await withTemporaryFolder { folder in
            let url = folder.appending(path: "problems.jsonl")
            try Data(bytes).write(to: url)
            var reader = try ProblemReader(path: url.path)
            var entries: [ProblemReader.Entry] = []
            while let entry = try reader.next() { entries.append(entry) }
            return entries
        }
    }

    private func only(_ line: String) async throws -> ProblemReader.Entry {
        let entries = try await entries(of: Array(line.utf8))
        #expect(entries.count == 1)
        return try #require(entries.first)
    }

    private func reason(_ entry: ProblemReader.Entry) -> BadLine.Reason? {
        if case .bad(let line) = entry { line.reason } else { nil }
    }

    private func problem(_ entry: ProblemReader.Entry) throws -> ImportedProblem {
        guard case .problem(let problem) = entry else { throw Unexpected(entry: "\(entry)") }
        return problem
    }

    private struct Unexpected: Error {
        let entry: String
    }

    @Test(arguments: ProblemReader.statementNames)
    func `the statement is found under any of the usual names`(_ name: String) async throws {
        let found = try problem(try await only(#"{"\#(name)": " Show 1 < 2.\n ", "answer": 1}"#))
        #expect(found.statement == "Show 1 < 2.")
        #expect(found.metadata == .object(["answer": .integer(1)]))
        #expect(found.externalID == nil)
        #expect(found.line == 1)
    }

    @Test(arguments: ProblemReader.idNames)
    func `the id is found under any of the usual names`(_ name: String) async throws {
        let text = try problem(try await only(#"{"problem": "p", "\#(name)": "a-7"}"#))
        #expect(text.externalID == "a-7")
        #expect(text.metadata == .object([:]))
        #expect(try problem(try await only(#"{"problem": "p", "\#(name)": 7}"#)).externalID == "7")
    }

    @Test func `the first usable name wins and the others stay metadata`() async throws {
        let line =
            #"{"problem": 3, "question": "q", "nl_statement": "n", "id": null, "name": "", "uuid": "u", "problem_id": 9}"#
        let found = try problem(try await only(line))
        #expect(found.statement == "q")
        #expect(found.externalID == "u")
        #expect(
            found.metadata
                == .object([
                    "problem": .integer(3), "nl_statement": .string("n"), "id": .null, "name": .string(""),
                    "problem_id": .integer(9),
                ]))
    }

    @Test func `nested and big metadata is kept`() async throws {
        let list = Array(repeating: #"{"a": [1.5, null, "é"]}"#, count: 1_000).joined(separator: ",")
        let found = try problem(try await only(#"{"problem": "p", "deep": [\#(list)], "big": 123456789012345678901}"#))
        #expect(found.metadata["deep"]?.array?.count == 1_000)
        #expect(found.metadata["deep"]?.array?.last?["a"]?.array == [.number(1.5), .null, .string("é")])
        #expect(found.metadata["big"] == .string("123456789012345678901"))
    }

    @Test(arguments: [
        (#"{"problem": "p""#, BadLine.Reason.notJSON), ("problem: p", .notJSON), (#"["p"]"#, .notObject),
        ("\"p\"", .notObject), ("null", .notObject), ("{}", .noStatement), (#"{"statement": "p"}"#, .noStatement),
        (#"{"problem": null}"#, .noStatement), (#"{"problem": ["p"]}"#, .statementNotText),
        (#"{"problem": ""}"#, .emptyStatement), (#"{"problem": " \n\u0000\u00a0\u200b"}"#, .emptyStatement),
        ("\0\0\0", .controlCharacters), ("\u{1B}\u{7F}", .controlCharacters), (#"{"problem": "\ud800"}"#, .notJSON),
        (#"{"problem": NaN}"#, .notJSON),
    ])
    func `a bad line is named by its kind`(_ line: String, _ expected: BadLine.Reason) async throws {
        #expect(reason(try await only(line)) == expected)
    }

    @Test func `bytes that are not UTF-8 are reported with a readable excerpt`() async throws {
        let entries = try await entries(of: Array(#"{"problem": ""#.utf8) + [0xFF, 0xC0] + Array("\"}\n".utf8))
        guard case .bad(let line) = try #require(entries.first) else {
            Issue.record("read as \(entries)")
            return
        }
        #expect(line.reason == .notUTF8)
        #expect(line.excerpt == "{\"problem\": \"\u{FFFD}\u{FFFD}\"}")
    }

    @Test func `a line over one mebibyte is reported and skipped, one of just that length is read`() async throws {
        let frame = #"{"problem": ""}"#.utf8.count
        let longest = #"{"problem": "\#(String(repeating: "x", count: ProblemReader.maximumLineLength - frame))"}"#
        let tooLong = #"{"problem": "\#(String(repeating: "x", count: ProblemReader.maximumLineLength - frame + 1))"}"#
        let entries = try await entries(of: Array("\(tooLong)\n\(longest)\n{\"problem\": \"p\"}".utf8))
        #expect(entries.map(reason) == [.tooLong, nil, nil])
        #expect(try problem(entries[2]).line == 3)
    }

    @Test func `an excerpt is bounded and harmless on a terminal`() async throws {
        let evil = "\u{1B}[2J\u{202E}" + String(repeating: "é", count: 500)
        guard case .bad(let line) = try await only(evil) else {
            Issue.record("the line was accepted")
            return
        }
        #expect(line.excerpt.hasPrefix("\\u{1b}[2J\\u{202e}é"))
        #expect(line.excerpt.hasSuffix("é…"))
        #expect(line.excerpt.unicodeScalars.count < 200)
        #expect(line.description.hasSuffix(line.excerpt))
    }

    @Test func `byte order mark, CR LF, blank lines and a missing last line end are no trouble`() async throws {
        let text = "\u{FEFF}{\"problem\": \"a\"}\r\n\r\n  \t\n{\"problem\": \"b\u{2028}c\"}\r\n\n{\"problem\": \"d\"}"
        let problems = try await entries(of: Array(text.utf8)).map(problem)
        #expect(problems.map(\.statement) == ["a", "b\u{2028}c", "d"])
        #expect(problems.map(\.line) == [1, 4, 6])
    }

    @Test func `an empty file holds nothing and a missing one is an error with its path`() async throws {
        #expect(try await entries(of: []).isEmpty)
        #expect(throws: LineReader.Failure.self) { _ = try ProblemReader(path: "/nowhere/at/all.jsonl") }
    }

    @Test func `ten thousand lines with every kind of bad line mixed in`() async throws {
        var random = StableRandom(seed: 20_240_523)
        var bytes: [UInt8] = []
        var expected: [Int: BadLine.Reason?] = [:]
        let bad: [(BadLine.Reason, [UInt8])] = [
            (.notUTF8, Array(#"{"problem": ""#.utf8) + [0xE2, 0x28, 0xA1] + Array("\"}".utf8)),
            (.notJSON, Array(#"{"problem": "cut"#.utf8)), (.notObject, Array("[1, 2]".utf8)),
            (.noStatement, Array(#"{"id": 5}"#.utf8)), (.statementNotText, Array(#"{"question": 12}"#.utf8)),
            (.emptyStatement, Array(#"{"problem": "\t"}"#.utf8)), (.controlCharacters, [0, 0, 0, 0]),
        ]
        for line in 1...10_000 {
            let choice = Int.random(in: 0..<20, using: &random)
            if line == 1 {
                bytes += Array(#"{"id": "fixed", "problem": "Show that 1 + 1 = 2."}"#.utf8)
                expected[line] = .some(nil)
            } else if line == 4_321 || line == 9_999 {
                bytes += [UInt8](repeating: 0x20, count: ProblemReader.maximumLineLength) + Array("{}".utf8)
                expected[line] = .tooLong
            } else if choice < bad.count {
                bytes += bad[choice].1
                expected[line] = bad[choice].0
            } else if choice > bad.count + 1 {
                let name = ProblemReader.statementNames[line % ProblemReader.statementNames.count]
                bytes += Array(
                    #"{"\#(name)": "Show that \#(line) < \#(line + 1).", "uuid": \#(line), "tags": ["é"]}"#.utf8)
                expected[line] = .some(nil)
            } else if choice == bad.count {
                bytes += [0x20, 0x0D]
            }
            bytes += line.isMultiple(of: 3) ? [0x0D, 0x0A] : [0x0A]
        }
        var found: [Int: BadLine.Reason?] = [:]
        var statements: Set<String> = []
        for entry in try await entries(of: bytes) {
            switch entry {
            case .problem(let problem):
                #expect(found.updateValue(nil, forKey: problem.line) == nil)
                #expect(statements.insert(problem.statement).inserted)
            case .bad(let line):
                #expect(found.updateValue(line.reason, forKey: line.line) == nil)
            }
        }
        #expect(found == expected)
        #expect(Set(expected.values.compactMap(\.self)) == Set(BadLine.Reason.allCases).subtracting([.duplicateID]))
        #expect(statements.count == expected.values.count { $0 == nil })
    }
}
