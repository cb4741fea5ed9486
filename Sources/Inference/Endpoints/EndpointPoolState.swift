/// The decisions of an `EndpointPool`: who goes to which endpoint, who waits, and until when. Pure.
///
/// Calls wait in one line for all endpoints, in the order in which they first came: a call that failed and comes back
/// stands before those that came after it. The front call takes the least loaded of the endpoints that are ready.
package struct EndpointPoolState: Sendable {
    /// A call that may go now.
    package struct Admission: Sendable, Hashable {
        package let id: Int
        package let endpoint: Int
        /// Whether it is the call by which a half-open endpoint is tried.
        package let isTrial: Bool
    }

    /// A call that waits for a place.
    package struct Waiter: Sendable {
        package let id: Int
        /// Place in the line: the order of first arrival.
        package let ticket: Int
        /// Estimated tokens.
        package let cost: Int
        /// Endpoints that failed it just now: others are taken first.
        package let avoiding: Set<Int>
        /// When its time is up; nil for a call that has not failed yet.
        package let deadline: Duration?

        package init(id: Int, ticket: Int, cost: Int = 0, avoiding: Set<Int> = [], deadline: Duration? = nil) {
            self.id = id
            self.ticket = ticket
            self.cost = cost
            self.avoiding = avoiding
            self.deadline = deadline
        }
    }

    private struct Position: Comparable {
        let ticket: Int
        let id: Int

        static func < (left: Position, right: Position) -> Bool { (left.ticket, left.id) < (right.ticket, right.id) }
    }

    package private(set) var endpoints: [EndpointState]
    private var line = MinimumHeap<Position>()
    private var waiting: [Int: Waiter] = [:]
    /// Where the search for the least loaded begins, so that equals take turns.
    private var turn = 0
    /// When something changes for the front call without an event.
    package private(set) var wakeAt: Duration?

    /// Endpoints that nobody asked yet.
    package init(endpoints: [EndpointState]) {
        self.endpoints = endpoints
    }

    /// Calls in line.
    package var waitingCount: Int { waiting.count }

    /// Why the model is asked no more: all its endpoints are stopped.
    package var stopped: InferenceError? {
        endpoints.allSatisfy { $0.stopped != nil } ? endpoints.first?.stopped : nil
    }

    /// Whether an endpoint other than these could take a call now or soon.
    package mutating func hasAnother(than tried: Set<Int>, at now: Duration) -> Bool {
        endpoints.indices.contains { index in
            guard !tried.contains(index), endpoints[index].stopped == nil else { return false }
            endpoints[index].advanceBreaker(to: now)
            return endpoints[index].breaker.admits
        }
    }

    /// Somebody wants a place.
    package mutating func arrive(_ waiter: Waiter) {
        waiting[waiter.id] = waiter
        line.insert(Position(ticket: waiter.ticket, id: waiter.id))
    }

    /// Somebody in line gives up.
    ///
    /// - Returns: false when they are not in line.
    package mutating func giveUp(_ id: Int) -> Bool {
        guard waiting.removeValue(forKey: id) != nil else { return false }
        // Who gave up stays in the heap until it comes to the front, or until there are too many of them.
        if line.count > 2 * waiting.count + 64 { line.keep { waiting[$0.id] != nil } }
        return true
    }

    /// Takes those from the line who may go now, and says in `wakeAt` when to ask again.
    package mutating func admit(at now: Duration) -> [Admission] {
        var admitted: [Admission] = []
        wakeAt = nil
        while let front = line.least {
            guard let waiter = waiting[front.id] else {
                _ = line.removeLeast()
                continue
            }
            guard let endpoint = choose(for: waiter, at: now) else { break }
            _ = line.removeLeast()
            waiting[waiter.id] = nil
            let isTrial = endpoints[endpoint].breaker.phase == .halfOpen
            endpoints[endpoint].start(cost: waiter.cost, at: now)
            admitted.append(Admission(id: waiter.id, endpoint: endpoint, isTrial: isTrial))
        }
        return admitted
    }

    /// A call ended at its endpoint.
    ///
    /// - Parameter error: why the endpoint is to be asked no more, when that is the consequence.
    package mutating func end(
        _ outcome: EndpointState.Outcome, endpoint: Int, cost: Int, started: Duration, at now: Duration,
        stopping error: InferenceError? = nil
    ) -> EndpointState.News? {
        if let error { endpoints[endpoint].stop(because: error) }
        return endpoints[endpoint].end(outcome, cost: cost, started: started, at: now)
    }

    /// Other limits for all endpoints from now on.
    package mutating func change(to limits: EndpointState.Limits) {
        for index in endpoints.indices { endpoints[index].change(to: limits) }
    }

    /// Takes those from the line whose time is up.
    package mutating func expire(at now: Duration) -> [Int] {
        let late = waiting.values.filter { $0.deadline.map { $0 <= now } ?? false }.map(\.id).sorted()
        for id in late { _ = giveUp(id) }
        return late
    }

    /// Empties the line: the model is stopped.
    package mutating func dismissAll() -> [Int] {
        defer {
            waiting = [:]
            line = MinimumHeap()
        }
        return waiting.keys.sorted()
    }

    /// The least loaded endpoint that is ready for the call; one that failed it just now only when no other is ready.
    private mutating func choose(for waiter: Waiter, at now: Duration) -> Int? {
        var best: Int?
        var second: Int?
        var wake: Duration?
        for offset in endpoints.indices {
            let index = (turn + offset) % endpoints.count
            switch endpoints[index].readiness(for: waiter.cost, at: now) {
            case .stopped: continue
            case .notBefore(let time):
                if let time { wake = min(wake ?? time, time) }
            case .ready where waiter.avoiding.contains(index):
                second = lessLoaded(second, index)
            case .ready:
                best = lessLoaded(best, index)
            }
        }
        guard let chosen = best ?? second else {
            wakeAt = wake
            return nil
        }
        turn = (chosen + 1) % endpoints.count
        return chosen
    }

    private func lessLoaded(_ best: Int?, _ candidate: Int) -> Int {
        guard let best, endpoints[best].load <= endpoints[candidate].load else { return candidate }
        return best
    }
}
