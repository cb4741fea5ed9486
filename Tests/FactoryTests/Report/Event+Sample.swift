import Support

@testable import Ledger

extension Event {
    /// An alarm with HTML in it.
    static let sample = Event(
        id: 1, at: 5, level: .alarm, kind: "both-sides", problemID: nil, statementID: nil, message: "<b>", data: .null)
}
