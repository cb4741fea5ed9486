import Foundation
import Support
import TestSupport
import Testing

@Suite struct ImportTests {
    /// A line of each bad kind, with the code it is reported under.
    private static let badLines: [[UInt8]] = [
        Array("not json at all".utf8),
        Array("[1, 2, 3]".utf8),
        Array("{\"id\": \"x\"}".utf8),
        Array("{\"problem\": \"   \"}".utf8),
        Array("{\"problem\": 17}".utf8),
        Array("{\"problem\": \"cut".utf8),
        Array("{\"problem\": \"\u{FFFD}".utf8.dropLast(3)) + [0xFF, 0xFE] + Array("\"}".utf8),
        Array("{\"problem\": \"\(String(repeating: "long ", count: 220_000))\"}".utf8),
        Array("{\"id\": \"p1\", \"problem\": \"Another text under a known id.\"}".utf8),
    ]

    @Test func `a large file with every kind of bad line gives all good ones once and names every bad one`()
        async throws
    {
        try await withTemporaryFolder { folder in
            let keys = ["informal_statement", "problem", "question", "nl_statement", "natural_language_statement"]
            let ids = ["id", "name", "uuid", "problem_id"]
            var file = Data()
            var bad: [Int] = []
            var good = 0
            for line in 1...10_000 {
                // The first line makes the id known that a bad line misuses later.
                if line > 1 && line % 100 == 0 {
                    bad.append(line)
                    file.append(contentsOf: Self.badLines[(line / 100) % Self.badLines.count])
                } else {
                    good += 1
                    let text = "Show that \(line) + 0 = \(line)."
                    file.append(
                        contentsOf: "{\"\(ids[line % 4])\": \"p\(line)\", \"\(keys[line % 5])\": \"\(text)\"}".utf8)
                }
                file.append(contentsOf: line % 7 == 0 ? [0x0D, 0x0A] : [0x0A])
            }
            let path = folder.appending(path: "problems.jsonl").path
            try file.write(to: URL(filePath: path))

            let program = Program(folder: folder)
            let result = try await program.run("import", path)
            #expect(result.status == 2)
            #expect(result.output.contains("imported \(good) new problems"), "\(result.output)")
            #expect(result.output.contains("\(bad.count) bad lines"), "\(result.output)")
            let named = result.errors.split(separator: "\n").compactMap { line in
                line.split(separator: ":").dropFirst().first.flatMap { Int($0) }
            }
            #expect(named.sorted() == bad)

            let again = try await program.run("import", path)
            #expect(again.output.contains("imported 0 new problems; \(good) were there already"), "\(again.output)")
            let status = try await program.run("status", "--json").json()
            #expect(status["problems"]?.integer == good)
            #expect(status["badLines"]?.integer == bad.count)
        }
    }

    @Test func `a file that is not there is exit 2 and names it`() async throws {
        try await withTemporaryFolder { folder in
            let result = try await Program(folder: folder).run("import", "nowhere.jsonl")
            #expect(result.status == 2)
            #expect(result.errors.contains("nowhere.jsonl"))
        }
    }
}
