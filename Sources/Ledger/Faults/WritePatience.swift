/// What a writer does about a failed transaction that may succeed later: pure, told of ends, answers with waits.
///
/// A run waits for room on the disk and for a lock that another process holds too long: what it holds in its hands is paid
/// for. It says so once, and once more when it goes on.
struct WritePatience: Sendable {
    /// What keeps the ledger from being written.
    enum Trouble: Sendable, Equatable {
        case full, locked
    }

    /// Whether anything is waited for.
    var waits = false
    /// What is waited for now.
    private(set) var present: Trouble?
    private var rounds = 0

    /// A transaction failed.
    ///
    /// - Returns: nil when the error is to be thrown; otherwise how long to wait before the next try, milliseconds, and
    ///   whether people should be told.
    mutating func failed(_ trouble: Trouble?) -> (milliseconds: Int, isNews: Bool)? {
        guard waits, let trouble else { return nil }
        let isNews = present != trouble
        present = trouble
        rounds = isNews ? 1 : rounds + 1
        return (min(50 << min(rounds, 5), 1000), isNews)
    }

    /// A transaction was committed.
    ///
    /// - Returns: the trouble that is over, if there was any.
    mutating func succeeded() -> Trouble? {
        defer { present = nil }
        return present
    }
}
