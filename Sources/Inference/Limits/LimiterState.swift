/// The decisions of a `ConcurrencyLimiter`: who may go, who waits. First come, first served.
package struct LimiterState: Sendable {
    /// What an arrival may do.
    package enum Admission: Sendable, Hashable {
        case go
        case wait
    }

    /// Most holders at once.
    package private(set) var limit: Int
    /// How many hold a place now.
    package private(set) var holders = 0
    /// Who waits, in order of arrival. The front is at `head`.
    private var queue: [Int] = []
    private var head = 0
    private var waiting: Set<Int> = []

    /// How many wait.
    package var waitingCount: Int { waiting.count }

    /// Nobody holds a place and nobody waits.
    package init(limit: Int) {
        self.limit = max(1, limit)
    }

    /// Takes a place when one is free and nobody waits for it.
    ///
    /// - Returns: false when there is none; who wants to wait must arrive.
    mutating func goesAtOnce() -> Bool {
        guard holders < limit, waitingCount == 0 else { return false }
        holders += 1
        return true
    }

    /// Somebody wants a place.
    package mutating func arrive(_ id: Int) -> Admission {
        if holders < limit && waiting.isEmpty {
            holders += 1
            return .go
        }
        queue.append(id)
        waiting.insert(id)
        return .wait
    }

    /// Somebody who waits gives up.
    ///
    /// - Returns: false when they wait no longer, because they have a place already or never came.
    package mutating func giveUp(_ id: Int) -> Bool {
        waiting.remove(id) != nil
    }

    /// A holder is done.
    ///
    /// - Returns: who may go now.
    package mutating func leave() -> [Int] {
        holders -= 1
        return admit()
    }

    /// Changes the limit; holders over a lowered limit keep their place until they leave.
    ///
    /// - Returns: who may go now.
    package mutating func change(limit: Int) -> [Int] {
        self.limit = max(1, limit)
        return admit()
    }

    private mutating func admit() -> [Int] {
        var admitted: [Int] = []
        while holders < limit, head < queue.count {
            let id = queue[head]
            head += 1
            // Who gave up is still in the line.
            guard waiting.remove(id) != nil else { continue }
            holders += 1
            admitted.append(id)
        }
        if head > 64 && head * 2 > queue.count {
            queue.removeFirst(head)
            head = 0
        }
        return admitted
    }
}
