internal import Foundation

/// What goes onto the wire for one call.
struct Reply: Sendable {
    /// What happens after (a part of) the body.
    enum Ending: Sendable {
        case complete
        /// Reset the connection after so many bytes of the body; before the head when nil.
        case reset(after: Int?)
        /// Send so many bytes of the body, then nothing; nothing at all when nil.
        case stall(after: Int?)
    }

    var status = 200
    var headers: [(String, String)] = [("Content-Type", "application/json")]
    var body: Data
    var ending = Ending.complete
    /// Milliseconds before anything is sent.
    var delay = 0
    var rule: String?
    /// The kind of fault, nil for a completion.
    var fault: String?
}
