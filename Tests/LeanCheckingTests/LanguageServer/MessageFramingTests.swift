import Testing

@testable import LeanChecking

@Suite struct MessageFramingTests {
    private static let messages = [#"{"a":1}"#, "", #"{"text":"Content-Length: 5\r\n\r\n∀ 𝔸"}"#]
    private static let stream = messages.flatMap { MessageFraming.frame($0.utf8) }

    private func frames(_ chunks: [ArraySlice<UInt8>], limit: Int = 1 << 20) throws -> [String] {
        var framing = MessageFraming(limit: limit)
        var found: [String] = []
        for chunk in chunks {
            chunk.withUnsafeBytes { framing.append($0) }
            while let message = try framing.next() { found.append(String(decoding: message, as: UTF8.self)) }
        }
        return found
    }

    @Test func `messages are found wherever the stream is cut in two`() throws {
        for cut in 0...Self.stream.count {
            #expect(try frames([Self.stream[..<cut], Self.stream[cut...]]) == Self.messages, "cut at \(cut)")
        }
    }

    @Test func `messages are found when every byte comes alone`() throws {
        #expect(try frames(Self.stream.indices.map { Self.stream[$0...$0] }) == Self.messages)
    }

    @Test func `other header lines may stand beside the length`() throws {
        let bytes = Array("Content-Type: x\r\ncontent-length:  2\r\n\r\n{}".utf8)
        #expect(try frames([bytes[...]]) == ["{}"])
    }

    @Test(arguments: [
        "INFO starting\r\n\r\n{}", "Content-Length: -1\r\n\r\n", "Content-Length: 2x\r\n\r\n{}",
        "Content-Length:\r\n\r\n",
        "\r\n\r\n", "Content-Length: 99999999999999999999\r\n\r\n", "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
        String(repeating: "x", count: 2000), "hello\n", "hello: you\n", "hello\r\n",
    ])
    func `a header that cannot be read is a fault`(text: String) {
        #expect(throws: MessageFraming.Fault.badHeader) { try frames([Array(text.utf8)[...]]) }
    }

    @Test func `a message over the limit is refused before it is collected`() {
        #expect(throws: MessageFraming.Fault.tooLong(11)) {
            try frames([Array("Content-Length: 11\r\n\r\n".utf8)[...]], limit: 10)
        }
    }

    @Test func `memory does not grow with the number of messages`() throws {
        var framing = MessageFraming()
        let message = MessageFraming.frame(Array(repeating: 0x20, count: 50_000))
        for _ in 0..<200 {
            message.withUnsafeBytes { framing.append($0) }
            #expect(try framing.next()?.count == 50_000)
        }
        #expect(framing.bufferedBytes <= 2 * message.count)
    }
}
