import Foundation
import Support
import TestSupport
import Testing

@Suite struct JSONObjectReaderTests {
    /// The lines of a file with these bytes: the value of `a`, or what is wrong.
    private func lines(_ bytes: [UInt8], maximumLength: Int = 100) async throws -> [String] {
        try await withTemporaryFolder { folder in
            let file = folder.appending(path: "a.jsonl")
            try Data(bytes).write(to: file)
            var reader = try JSONObjectReader(path: file.path, maximumLength: maximumLength)
            var found: [String] = []
            while let line = try reader.next() {
                switch line {
                case .object(let members, _): found.append("\(reader.lineNumber) \(members["a"]?.integer ?? -1)")
                case .bad(let fault): found.append("\(reader.lineNumber) \(fault.reason.rawValue)")
                }
            }
            return found
        }
    }

    @Test func `objects come with their line numbers, blank lines count and say nothing`() async throws {
        let bytes = Array("\u{FEFF}{\"a\":1}\r\n\n \t\r\n{\"a\":2}".utf8)
        #expect(try await lines(bytes) == ["1 1", "4 2"])
        #expect(try await lines([]).isEmpty)
    }

    @Test func `every kind of bad line has its word, and the next line is read`() async throws {
        var bytes: [UInt8] = [0xC3, 0x28, 0x0A, 0x00, 0x00, 0x0A]
        bytes += Array("nonsense\n[1]\n{\"a\":\"\(String(repeating: "x", count: 200))\"}\n{\"a\":3}\n".utf8)
        #expect(
            try await lines(bytes) == [
                "1 not-utf8", "2 control-characters", "3 not-json", "4 not-object", "5 too-long", "6 3",
            ])
    }

    @Test func `a fault says the byte and shows the line without control characters`() async throws {
        try await withTemporaryFolder { folder in
            let file = folder.appending(path: "a.jsonl")
            try Data("{\"a\": \u{1B}[2J}\n".utf8).write(to: file)
            var reader = try JSONObjectReader(path: file.path)
            guard case .bad(let fault) = try reader.next() else { return #expect(Bool(false)) }
            #expect(fault.detail.contains("byte 7"))
            #expect(fault.excerpt == #"{"a": \u{1b}[2J}"#)
        }
    }
}
