#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#else
internal import Darwin
#endif

/// Reads a file line by line in bounded memory, for JSON Lines files of any size.
///
/// Lines end with LF; a CR before it belongs to the line end. U+2028 and friends do not end a line: they may stand inside
/// a JSON string. A line over the limit is reported as such and its bytes are skipped, never held.
package struct LineReader: ~Copyable {
    /// One line of the file.
    package enum Line: Equatable, Sendable {
        /// The bytes of the line without its end.
        case bytes([UInt8])
        /// The line was longer than the limit; `length` is its full length in bytes.
        case tooLong(length: Int)
    }

    /// Why a file cannot be read.
    package struct Failure: UserFacingError {
        package let path: String
        package let errorNumber: Int32
        package var code: String { "file.unreadable" }
        package var message: String { "\(path): cannot be read: \(String(cString: strerror(errorNumber)))" }
        package var advice: String? { "Check the path and the permissions." }
        package var kind: ErrorKind { .input }
    }

    /// Number of the line returned last, counted from 1.
    package private(set) var lineNumber = 0
    private let descriptor: Int32
    private let path: String
    private let maximumLength: Int
    private var buffer: [UInt8]
    private var start = 0
    private var end = 0
    private var reachedEnd = false

    /// Opens the file; `-` means standard input.
    ///
    /// - Parameter maximumLength: longest line in bytes that is returned whole.
    /// - Throws: `Failure` when the file cannot be opened.
    package init(path: String, maximumLength: Int = 1 << 20) throws(Failure) {
        let opened = path == "-" ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC)
        guard opened >= 0 else { throw Failure(path: path, errorNumber: errno) }
        descriptor = opened
        self.path = path
        self.maximumLength = maximumLength
        buffer = [UInt8](repeating: 0, count: 1 << 16)
    }

    deinit { _ = close(descriptor) }

    /// The next line, or nil at the end of the file. A last line without line end counts.
    ///
    /// - Throws: `Failure` when reading fails.
    package mutating func next() throws(Failure) -> Line? {
        var collected: [UInt8] = []
        var length = 0
        while true {
            if start == end {
                if !reachedEnd { try fill() }
                if reachedEnd {
                    guard length > 0 else { return nil }
                    return finish(collected, length: length)
                }
            }
            let newline = buffer[start..<end].firstIndex(of: 0x0A)
            let stop = newline ?? end
            length += stop - start
            // One byte of room for the CR of a CRLF, which does not count against the limit.
            if length <= maximumLength + 1 {
                collected.append(contentsOf: buffer[start..<stop])
            } else {
                collected = []
            }
            start = stop
            if newline != nil {
                start += 1
                return finish(collected, length: length)
            }
        }
    }

    private mutating func finish(_ collected: [UInt8], length: Int) -> Line {
        lineNumber += 1
        var bytes = collected
        var length = length
        if bytes.last == 0x0D {
            bytes.removeLast()
            length -= 1
        }
        return length > maximumLength ? .tooLong(length: length) : .bytes(bytes)
    }

    private mutating func fill() throws(Failure) {
        while true {
            let count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw Failure(path: path, errorNumber: errno) }
            start = 0
            end = count
            reachedEnd = count == 0
            return
        }
    }
}
