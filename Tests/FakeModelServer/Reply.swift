internal import Foundation

/// What goes onto the wire for one call.
struct Reply: Sendable {
    /// How the body goes out and what happens then.
    enum Ending: Sendable, Equatable {
        case complete
        /// Complete, in pieces so many milliseconds apart.
        case slow(every: Int)
        /// Complete, and once more so many milliseconds later.
        case twice(after: Int)
        /// Complete, then the connection is reset.
        case resetAfterAll
        /// Reset the connection after so many bytes of the body; before the head when nil.
        case reset(after: Int?)
        /// Close the connection in good order after so many bytes of the body.
        case close(after: Int)
        /// Send so many bytes of the body, then nothing; nothing at all when nil.
        case stall(after: Int?)
        /// Send the head byte by byte, so many milliseconds apart, and never come to its end.
        case slowHead(every: Int)
        /// Send the body as raw bytes without a head, then close.
        case raw
    }

    var status = 200
    var headers: [(String, String)] = [("Content-Type", "application/json")]
    var body: Data
    var ending = Ending.complete
    /// Milliseconds before anything is sent.
    var delay = 0
    var rule: String?
    /// The kind of fault, nil for a plain completion.
    var fault: String?
    /// Whether the client has its answer when all of this went out.
    var isAnswer = false
    /// SHA-256 of the contents of the choices, in the order of the samples.
    var contents: [String] = []
}
