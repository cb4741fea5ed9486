import Foundation
import Support
import TestSupport
import Testing

@Suite struct LineReaderTests {
    private func lines(of bytes: [UInt8], maximumLength: Int = 100) async throws -> [LineReader.Line] {
        try await withTemporaryFolder { folder in
            let file = folder.appending(path: "lines")
            try Data(bytes).write(to: file)
            var reader = try LineReader(path: file.path, maximumLength: maximumLength)
            var lines: [LineReader.Line] = []
            while let line = try reader.next() { lines.append(line) }
            #expect(reader.lineNumber == lines.count)
            return lines
        }
    }

    private func bytes(_ text: String) -> LineReader.Line { .bytes(Array(text.utf8)) }

    @Test func `lines end with LF or CRLF, the last one with the file`() async throws {
        let read = try await lines(of: Array("a\r\nb\n\nc".utf8))
        #expect(read == [bytes("a"), bytes("b"), bytes(""), bytes("c")])
    }

    @Test func `an empty file has no line, a lone line end has one`() async throws {
        #expect(try await lines(of: []).isEmpty)
        #expect(try await lines(of: [0x0A]) == [bytes("")])
    }

    @Test func `separators inside JSON strings do not end a line`() async throws {
        let text = "{\"a\":\"x\u{2028}y\u{85}z\u{0B}\u{0C}\"}"
        #expect(try await lines(of: Array(text.utf8)) == [bytes(text)])
    }

    @Test func `a line at the limit is whole and one over it is reported with its length`() async throws {
        let read = try await lines(
            of: Array("12345\r\n123456\n1\n".utf8), maximumLength: 5)
        #expect(read == [bytes("12345"), .tooLong(length: 6), bytes("1")])
    }

    @Test func `lines longer than the buffer are put together`() async throws {
        let long = String(repeating: "x", count: 200_000)
        let read = try await lines(of: Array("a\n\(long)\nb\n".utf8), maximumLength: 1 << 20)
        #expect(read == [bytes("a"), bytes(long), bytes("b")])
    }

    @Test func `an endless line does not fill the memory`() async throws {
        let read = try await lines(of: [UInt8](repeating: 0x41, count: 3 << 20) + [0x0A, 0x42], maximumLength: 1000)
        #expect(read == [.tooLong(length: 3 << 20), bytes("B")])
    }

    @Test func `a file that is not there is an error that names it`() {
        do throws(LineReader.Failure) {
            _ = try LineReader(path: "/no/such/file.jsonl")
            Issue.record("opened")
        } catch {
            #expect(error.message.contains("/no/such/file.jsonl"))
            #expect(error.kind == .input)
        }
    }

    @Test func `a folder is an error, not an empty file`() {
        #expect(throws: LineReader.Failure.self) {
            var reader = try LineReader(path: "/tmp")
            _ = try reader.next()
        }
    }
}
