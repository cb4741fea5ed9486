import Foundation
import Support

/// Standard output and error, and what the terminal behind them can do.
enum Terminal {
    /// Writes a line to standard output; control characters in it become visible text.
    static func say(_ line: String) {
        write(TerminalText.visible(line) + "\n", to: STDOUT_FILENO)
    }

    /// Writes a line to standard error; control characters in it become visible text.
    static func complain(_ line: String) {
        write(TerminalText.visible(line) + "\n", to: STDERR_FILENO)
    }

    /// Writes a line of JSON to standard output; control characters in it become JSON escapes, so that it stays JSON.
    static func sayJSON(_ line: String) {
        write(TerminalText.escapedJSON(line) + "\n", to: STDOUT_FILENO)
    }

    /// Writes a line of JSON to standard error, as `sayJSON` does to standard output.
    static func complainJSON(_ line: String) {
        write(TerminalText.escapedJSON(line) + "\n", to: STDERR_FILENO)
    }

    /// Writes text as it is to standard error: only what the program itself made.
    static func draw(_ text: String) {
        write(text, to: STDERR_FILENO)
    }

    /// Writes text as it is to standard output: only what the program itself made.
    static func show(_ text: String) {
        write(text, to: STDOUT_FILENO)
    }

    /// Whether standard error is a terminal that takes cursor movements.
    static var isInteractive: Bool {
        isatty(STDERR_FILENO) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"
    }

    /// Columns of the terminal; 80 when they cannot be known.
    static var width: Int {
        var size = winsize()
        guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }

    /// Whether standard output is a pipe that nobody reads any more.
    static var readerIsGone: Bool {
        var output = pollfd(fd: STDOUT_FILENO, events: Int16(POLLOUT), revents: 0)
        return poll(&output, 1, 0) == 1 && output.revents & Int16(POLLERR | POLLHUP) != 0
    }

    private static func write(_ text: String, to descriptor: Int32) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 {
                let fault = errno
                if fault == EINTR { continue }
                if fault == EAGAIN {
                    var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                    _ = poll(&waiting, 1, -1)
                    continue
                }
                // The reader is gone (`dsprover show … | head`), or standard error itself: nobody is left to tell.
                if fault == EPIPE || descriptor != STDOUT_FILENO { return }
                complain("dsprover: standard output cannot be written: \(String(cString: strerror(fault)))")
                Foundation.exit(ErrorKind.environment.rawValue)
            }
            bytes = bytes.dropFirst(count)
        }
    }
}
