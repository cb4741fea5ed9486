/// Cuts the language server's byte stream into messages: `Content-Length: N`, an empty line, N bytes.
///
/// Total: any input gives frames or one fault, in memory bounded by the limit, whatever the sizes of the chunks.
struct MessageFraming: Sendable {
    /// The stream is not the protocol. There is no way to find the next message, so the stream is lost.
    enum Fault: Error, Sendable, Hashable {
        /// A header section without a readable length, or one that does not end.
        case badHeader
        /// A message longer than the limit, with its length.
        case tooLong(Int)
    }

    private static let headerLimit = 1024
    private let limit: Int
    private var buffer: [UInt8] = []
    /// Bytes of `buffer` that were already handed out.
    private var start = 0
    /// Length of the message whose header was read, while its bytes are not all there.
    private var length: Int?

    /// - Parameter limit: longest message in bytes.
    init(limit: Int = 16 << 20) {
        self.limit = limit
    }

    /// Bytes held at the moment, for tests.
    var bufferedBytes: Int { buffer.count }

    mutating func append(_ chunk: UnsafeRawBufferPointer) {
        if start == buffer.count {
            buffer.removeAll(keepingCapacity: buffer.capacity <= 1 << 20)
            start = 0
        } else if start > 1 << 16 {
            buffer.removeFirst(start)
            start = 0
        }
        buffer.append(contentsOf: chunk)
    }

    /// The next whole message, or nil until more bytes come.
    mutating func next() throws(Fault) -> ArraySlice<UInt8>? {
        if length == nil {
            guard let end = headerEnd() else {
                if buffer.count - start > Self.headerLimit || startsWithForeignLine { throw .badHeader }
                return nil
            }
            guard let read = Self.contentLength(buffer[start..<end]) else { throw .badHeader }
            guard read <= limit else { throw .tooLong(read) }
            length = read
            start = end
        }
        guard let length, buffer.count - start >= length else { return nil }
        defer {
            start += length
            self.length = nil
        }
        return buffer[start..<start + length]
    }

    /// Whether the first line is whole and not of the form `Name: value`: something else writes to the stream, and waiting
    /// for more would be waiting for ever.
    private var startsWithForeignLine: Bool {
        guard let end = buffer[start...].firstIndex(of: 0x0A) else { return false }
        let line = buffer[start..<end]
        return line.last != 0x0D || !line.contains(0x3A)
    }

    /// Index behind the first CR LF CR LF.
    private func headerEnd() -> Int? {
        var index = start
        let last = min(buffer.count, start + Self.headerLimit) - 4
        while index <= last {
            if buffer[index] == 0x0D, buffer[index + 1] == 0x0A, buffer[index + 2] == 0x0D, buffer[index + 3] == 0x0A {
                return index + 4
            }
            index += 1
        }
        return nil
    }

    /// The value of the one `Content-Length` line; other lines may stand beside it.
    private static func contentLength(_ header: ArraySlice<UInt8>) -> Int? {
        var length: Int?
        for line in header.split(whereSeparator: { $0 == 0x0D || $0 == 0x0A }) {
            guard let colon = line.firstIndex(of: 0x3A) else { return nil }
            let name = String(decoding: line[..<colon], as: UTF8.self).lowercased()
            guard name == "content-length" else { continue }
            let value = line[line.index(after: colon)...].drop { $0 == 0x20 }
            // At most ten digits, so that the number cannot overflow; a second length is a fault.
            guard length == nil, (1...10).contains(value.count), value.allSatisfy({ (0x30...0x39).contains($0) })
            else { return nil }
            length = value.reduce(0) { $0 * 10 + Int($1 - 0x30) }
        }
        return length
    }

    /// The message with its header.
    static func frame(_ body: some Collection<UInt8>) -> [UInt8] {
        Array("Content-Length: \(body.count)\r\n\r\n".utf8) + body
    }
}
