/// Bounds the memory of all unfinished answers together: who asks for more than is left has to wait. One transfer at a
/// time may grow beyond the limit, or a few half-read answers could wait for one another for ever. Lives on the thread of
/// the client.
final class BufferBudget {
    private let limit: Int
    private var used = 0
    private var taken: [Int: Int] = [:]
    /// The transfer that may go beyond the limit.
    private var exempt: Int?
    private var waiting: Set<Int> = []

    /// A budget of so many bytes.
    init(limit: Int) {
        self.limit = limit
    }

    /// Asks for room for some bytes of a transfer.
    ///
    /// - Returns: false when it has to wait until `release` names it.
    func take(_ count: Int, for id: Int) -> Bool {
        if used + count > limit, exempt != id {
            guard exempt == nil else {
                waiting.insert(id)
                return false
            }
            exempt = id
        }
        waiting.remove(id)
        used += count
        taken[id, default: 0] += count
        return true
    }

    /// A transfer has ended; its bytes are somebody else's now.
    ///
    /// - Returns: the transfers that may ask again, in the order of their numbers.
    func release(_ id: Int) -> [Int] {
        waiting.remove(id)
        if exempt == id { exempt = nil }
        guard let count = taken.removeValue(forKey: id) else { return [] }
        used -= count
        defer { waiting = [] }
        return waiting.sorted()
    }
}
