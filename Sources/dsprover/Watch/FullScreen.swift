import Dispatch
import Foundation
import Synchronization

/// A terminal that one program has for itself: another screen without a cursor, keys as they are typed. Everything is put back
/// by `leave`, which is safe to call twice and from anywhere.
final class FullScreen: Sendable {
    /// What happens at the terminal.
    enum Event: Sendable {
        /// It has another size, or comes back from the background.
        case changed
        /// The user wants to leave.
        case quit
    }

    private struct State {
        var before: termios?
        var isEntered = false
    }

    private let state = Mutex(State())
    private let sources = Mutex<[KeptSource]>([])
    let events: AsyncStream<Event>
    private let continuation: AsyncStream<Event>.Continuation

    init() {
        (events, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(8))
    }

    /// Columns and rows; 80 × 24 when they cannot be known.
    static var size: (columns: Int, rows: Int) {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else {
            return (80, 24)
        }
        return (Int(size.ws_col), Int(size.ws_row))
    }

    /// Whether standard output is a terminal that can do it.
    static var isPossible: Bool {
        isatty(STDOUT_FILENO) == 1
            && ProcessInfo.processInfo.environment["TERM"].map { $0 != "dumb" && $0 != "" } ?? false
    }

    /// Takes the screen, and listens to keys and signals.
    func enter() {
        takeScreen()
        for number in [SIGINT, SIGTERM, SIGHUP] { listen(to: number) { [continuation] in continuation.yield(.quit) } }
        listen(to: SIGWINCH) { [continuation] in continuation.yield(.changed) }
        listen(to: SIGTSTP) { [weak self] in self?.sleep() }
        // Reading blocks, so it gets a thread of its own; it ends with the process.
        Thread.detachNewThread { [continuation] in
            var key: UInt8 = 0
            while read(STDIN_FILENO, &key, 1) == 1 {
                // q, Q, and Ctrl-C and Ctrl-D where they come as characters.
                if [0x71, 0x51, 0x03, 0x04].contains(key) { continuation.yield(.quit) }
            }
        }
    }

    private func listen(to number: Int32, _ action: @escaping @Sendable () -> Void) {
        signal(number, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
        source.setEventHandler(handler: action)
        source.resume()
        let kept = KeptSource(source: source)
        sources.withLock { $0.append(kept) }
    }

    /// Puts everything back.
    func leave() {
        let before = state.withLock { state -> termios?? in
            guard state.isEntered else { return nil }
            state.isEntered = false
            return .some(state.before)
        }
        guard case .some(let before) = before else { return }
        Terminal.show("\u{1B}[?7h\u{1B}[?25h\u{1B}[?1049l")
        if var before { tcsetattr(STDIN_FILENO, TCSAFLUSH, &before) }
    }

    /// Draws the lines over what was there; nothing flickers because nothing is erased first.
    func draw(_ lines: [String]) {
        let text = lines.map { $0 + "\u{1B}[K" }.joined(separator: "\r\n")
        Terminal.show("\u{1B}[H" + text + "\u{1B}[J")
    }

    private func takeScreen() {
        state.withLock { state in
            guard !state.isEntered else { return }
            state.isEntered = true
            var mode = termios()
            guard tcgetattr(STDIN_FILENO, &mode) == 0 else { return }
            state.before = mode
            mode.c_lflag &= ~tcflag_t(ICANON | ECHO)
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &mode)
        }
        // The other screen, no cursor, no wrapping of lines.
        Terminal.show("\u{1B}[?1049h\u{1B}[?25l\u{1B}[?7l\u{1B}[2J")
    }

    /// Ctrl-Z: gives the screen back, stops, and takes it again when the user comes back.
    private func sleep() {
        leave()
        kill(getpid(), SIGSTOP)
        takeScreen()
        continuation.yield(.changed)
    }
}

/// A signal source that is only kept alive: nobody calls it, so that it is no `Sendable` type does no harm.
private struct KeptSource: @unchecked Sendable {
    let source: any DispatchSourceSignal
}
