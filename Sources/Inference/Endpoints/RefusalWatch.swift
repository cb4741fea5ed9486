/// Tells an endpoint that refuses everything from single requests that it cannot take. Pure.
///
/// What parks one job would park them all when the settings do not fit the server: a field it does not know, a template it
/// does not have. So many refusals of different calls without an answer between them are taken for that.
struct RefusalWatch: Sendable {
    /// Refusals after which the endpoint is stopped; 0 for never.
    let limit: Int
    /// The keys of the calls that were refused since the last answer.
    private var calls: Set<String> = []

    /// A watch over an endpoint that nobody asked yet.
    init(limit: Int) {
        self.limit = limit
    }

    /// A call was answered.
    mutating func answered() {
        calls = []
    }

    /// A call was refused.
    ///
    /// - Returns: how many different calls were refused in a row, when that is enough; it stays so until one is answered.
    mutating func refused(_ call: String) -> Int? {
        guard limit > 0 else { return nil }
        if calls.count < limit { calls.insert(call) }
        return calls.count >= limit ? calls.count : nil
    }
}
