internal import Support
internal import Synchronization

/// The endpoints of one model and the line before them: carries out what `EndpointPoolState` decides.
package final class EndpointPool: Sendable {
    /// A place at an endpoint. Who has one must give it back with `leave`.
    package struct Place: Sendable, Hashable {
        package let endpoint: Int
        package let cost: Int
        /// When the try began, by the pool's own time.
        package let started: Duration
        /// Whether it is the call by which a half-open endpoint is tried.
        package let isTrial: Bool
    }

    private typealias Waiter = CheckedContinuation<Place?, any Error>

    private struct State {
        var machine: EndpointPoolState
        var nextID = 0
        var nextTicket = 0
        var waiters: [Int: (continuation: Waiter, cost: Int)] = [:]
        /// Arrivals whose task was cancelled before they got in line.
        var cancelled: Set<Int> = []
        var alarm: (time: Duration, id: Int, task: Task<Void, Never>)?
        var nextAlarm = 0
    }

    private enum Call {
        case go(Waiter, Place)
        case giveUp(Waiter)
        case refuse(Waiter, InferenceError)
    }

    private let state: Mutex<State>
    private let elapsed: @Sendable () -> Duration
    private let sleep: @Sendable (Duration) async throws -> Void

    /// A pool with nobody in line.
    ///
    /// - Parameter clock: all times and waits go by it.
    package init(endpoints: [EndpointState], clock: some Clock<Duration>) {
        state = Mutex(State(machine: EndpointPoolState(endpoints: endpoints)))
        let start = clock.now
        elapsed = { start.duration(to: clock.now) }
        sleep = { try await clock.sleep(for: $0) }
    }

    deinit { state.withLock { $0.alarm?.task.cancel() } }

    /// Time since the pool was made.
    package var now: Duration { elapsed() }

    /// How the endpoints fare.
    package var snapshots: [EndpointSnapshot] { state.withLock { $0.machine.endpoints.map(\.snapshot) } }

    /// Calls in line.
    package var waiting: Int { state.withLock { $0.machine.waitingCount } }

    /// Why the model is asked no more; nil while it is.
    package var stopped: InferenceError? { state.withLock { $0.machine.stopped } }

    /// A new last place in the line.
    package func ticket() -> Int {
        state.withLock { state in
            state.nextTicket += 1
            return state.nextTicket
        }
    }

    /// Whether an endpoint other than these could take a call.
    package func hasAnother(than tried: Set<Int>) -> Bool {
        let now = now
        return state.withLock { $0.machine.hasAnother(than: tried, at: now) }
    }

    /// Waits in line for a place.
    ///
    /// - Parameters:
    ///   - cost: the estimated tokens of the call.
    ///   - avoiding: endpoints that are taken only when no other is ready.
    ///   - deadline: when the wait is given up, by the pool's time. It is looked at while no endpoint takes calls.
    /// - Returns: nil when the deadline passed.
    /// - Throws: `CancellationError`, or the `InferenceError` for which the model was stopped.
    package func enter(
        ticket: Int, cost: Int = 0, avoiding: Set<Int> = [], deadline: Duration? = nil
    ) async throws -> Place? {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        let waiter = EndpointPoolState.Waiter(
            id: id, ticket: ticket, cost: cost, avoiding: avoiding, deadline: deadline)
        if !Task.isCancelled, let place = enterAtOnce(waiter) { return place }
        defer { state.withLock { _ = $0.cancelled.remove(id) } }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: Waiter) in
                step { state, _ in
                    if state.cancelled.contains(id) { return [.giveUp(continuation)] }
                    if let error = state.machine.stopped { return [.refuse(continuation, error)] }
                    state.waiters[id] = (continuation, cost)
                    state.machine.arrive(waiter)
                    return []
                }
            }
        } onCancel: {
            step { state, _ in
                state.cancelled.insert(id)
                guard state.machine.giveUp(id), let waiter = state.waiters.removeValue(forKey: id) else { return [] }
                return [.giveUp(waiter.continuation)]
            }
        }
    }

    /// Takes a place when nobody is in line and an endpoint is ready: nobody has to wait then, and nobody has to be told of a
    /// cancellation.
    private func enterAtOnce(_ waiter: EndpointPoolState.Waiter) -> Place? {
        let now = now
        return state.withLock { state in
            guard state.machine.waitingCount == 0, state.machine.stopped == nil else { return nil }
            state.machine.arrive(waiter)
            let admitted = state.machine.admit(at: now).first
            setAlarm(&state, now: now)
            guard let admitted else {
                _ = state.machine.giveUp(waiter.id)
                return nil
            }
            return Place(endpoint: admitted.endpoint, cost: waiter.cost, started: now, isTrial: admitted.isTrial)
        }
    }

    /// Gives a place back.
    ///
    /// - Parameter error: why the endpoint is to be asked no more, when that is the consequence.
    /// - Returns: what a person should be told.
    @discardableResult
    package func leave(
        _ place: Place, _ outcome: EndpointState.Outcome, stopping error: InferenceError? = nil
    ) -> EndpointState.News? {
        var news: EndpointState.News?
        step { state, now in
            news = state.machine.end(
                outcome, endpoint: place.endpoint, cost: place.cost, started: place.started, at: now,
                stopping: error)
            guard let error = state.machine.stopped else { return [] }
            return state.machine.dismissAll().compactMap { id in
                state.waiters.removeValue(forKey: id).map { .refuse($0.continuation, error) }
            }
        }
        return news
    }

    /// Other limits for all endpoints from now on; calls in flight go on.
    package func change(to limits: EndpointState.Limits) {
        step { state, _ in
            state.machine.change(to: limits)
            return []
        }
    }

    /// One event: the change, then whoever may go, then the next alarm.
    private func step(_ change: (inout State, Duration) -> [Call]) {
        let now = now
        let calls = state.withLock { state in
            var calls = change(&state, now)
            for admission in state.machine.admit(at: now) {
                guard let waiter = state.waiters.removeValue(forKey: admission.id) else { continue }
                let place = Place(
                    endpoint: admission.endpoint, cost: waiter.cost, started: now, isTrial: admission.isTrial)
                calls.append(.go(waiter.continuation, place))
            }
            setAlarm(&state, now: now)
            return calls
        }
        for call in calls {
            switch call {
            case .go(let waiter, let place): waiter.resume(returning: place)
            case .giveUp(let waiter): waiter.resume(throwing: CancellationError())
            case .refuse(let waiter, let error): waiter.resume(throwing: error)
            }
        }
    }

    private func setAlarm(_ state: inout State, now: Duration) {
        guard let time = state.machine.wakeAt else {
            state.alarm?.task.cancel()
            state.alarm = nil
            return
        }
        // One that rings earlier will set the next.
        if let alarm = state.alarm, alarm.time <= time { return }
        state.alarm?.task.cancel()
        state.nextAlarm += 1
        let id = state.nextAlarm
        let task = Task { [weak self, sleep] in
            guard (try? await sleep(max(.zero, time - now))) != nil else { return }
            self?.ring(id)
        }
        state.alarm = (time, id, task)
    }

    private func ring(_ id: Int) {
        var late: [Waiter] = []
        step { state, now in
            if state.alarm?.id == id { state.alarm = nil }
            late = state.machine.expire(at: now).compactMap { state.waiters.removeValue(forKey: $0)?.continuation }
            return []
        }
        for waiter in late { waiter.resume(returning: nil) }
    }
}
