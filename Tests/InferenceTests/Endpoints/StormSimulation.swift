internal import Support

@testable internal import Inference

/// A model server and its callers in simulated time: so many callers ask again as soon as they are answered, the server
/// behaves by its script, and every decision is made by the real state machines.
struct StormSimulation {
    /// How the server meets a call that arrives.
    enum Weather {
        /// It answers.
        case fine
        /// It refuses this share of the calls at once.
        case refusing(InferenceError.Reason, share: Double, retryAfter: Duration?)
        /// It takes the call and never answers; the client gives up after its total time limit.
        case stalling
    }

    var callers = 1000
    /// How long an answer takes, and a refusal.
    var answerTime = Duration.seconds(2)
    var refusalTime = Duration.milliseconds(5)
    var totalTimeout = Duration.seconds(30)
    /// Calls that the server takes at once; it refuses what comes beyond with 429.
    var capacity = Int.max
    var limits = EndpointState.Limits()
    var endpoints = 1
    /// The weather at each endpoint at a time.
    var weather: (Int, Duration) -> Weather = { _, _ in .fine }

    /// When the calls were answered.
    private(set) var answers: [Duration] = []
    /// Times at which calls were refused.
    private(set) var refusals: [Duration] = []
    /// Calls that failed for good.
    private(set) var lost = 0

    private enum Event: Sendable {
        case arrive(caller: Int)
        case end(caller: Int, endpoint: Int, started: Duration, EndpointState.Outcome)
        case alarm
    }

    private struct Entry: Comparable, Sendable {
        let time: Duration
        let order: Int
        let event: Event
        static func < (left: Entry, right: Entry) -> Bool { (left.time, left.order) < (right.time, right.order) }
        static func == (left: Entry, right: Entry) -> Bool { left.order == right.order }
    }

    private struct Caller {
        var ticket: Int
        var retry: RetryState
        var avoiding: Set<Int> = []
        var isTrial = false
    }

    init() {}

    /// Runs until the time.
    mutating func run(for length: Duration) {
        var machine = EndpointPoolState(
            endpoints: (0..<endpoints).map { EndpointState(name: "e\($0)", limits: limits) })
        var queue = MinimumHeap<Entry>()
        var order = 0
        var tickets = 0
        var busy = Array(repeating: 0, count: endpoints)
        var random = StableRandom(seed: 7)
        var alarmAt: Duration?
        func fresh() -> RetryState {
            tickets += 1
            return RetryState(policy: RetryPolicy(), random: StableRandom(seed: UInt64(tickets)))
        }
        var people = (0..<callers).map { _ in
            let retry = fresh()
            return Caller(ticket: tickets, retry: retry)
        }
        func post(_ time: Duration, _ event: Event) {
            order += 1
            queue.insert(Entry(time: time, order: order, event: event))
        }
        for caller in 0..<callers { post(.zero, .arrive(caller: caller)) }

        while let entry = queue.removeLeast(), entry.time <= length {
            let now = entry.time
            switch entry.event {
            case .alarm:
                if alarmAt == now { alarmAt = nil }
            case .arrive(let caller):
                let person = people[caller]
                machine.arrive(
                    EndpointPoolState.Waiter(
                        id: caller, ticket: person.ticket, avoiding: person.avoiding, deadline: person.retry.deadline))
            case .end(let caller, let endpoint, let started, let outcome):
                _ = machine.end(outcome, endpoint: endpoint, cost: 0, started: started, at: now)
                switch outcome {
                case .answered:
                    busy[endpoint] -= 1
                    answers.append(now)
                    let retry = fresh()
                    people[caller] = Caller(ticket: tickets, retry: retry)
                    post(now, .arrive(caller: caller))
                case .failed(let reason, let wish):
                    refusals.append(now)
                    people[caller].avoiding.insert(endpoint)
                    let hasAnother = machine.hasAnother(than: people[caller].avoiding, at: now)
                    switch people[caller].retry.failed(reason, retryAfter: wish, at: now, hasAnother: hasAnother) {
                    case .retry(let delay):
                        if people[caller].isTrial {
                            tickets += 1
                            people[caller].ticket = tickets
                        }
                        if delay > .zero { people[caller].avoiding = [endpoint] }
                        post(now + delay, .arrive(caller: caller))
                    case .giveUp:
                        // The job comes back later, with another call.
                        lost += 1
                        let retry = fresh()
                        people[caller] = Caller(ticket: tickets, retry: retry)
                        post(now + .seconds(1), .arrive(caller: caller))
                    }
                case .withdrawn: break
                }
            }
            for admission in machine.admit(at: now) {
                people[admission.id].isTrial = admission.isTrial
                let place = admission.endpoint
                func end(_ delay: Duration, _ outcome: EndpointState.Outcome) {
                    post(now + delay, .end(caller: admission.id, endpoint: place, started: now, outcome))
                }
                switch weather(place, now) {
                case .refusing(let reason, let share, let wish) where Double.random(in: 0..<1, using: &random) < share:
                    end(refusalTime, .failed(reason, retryAfter: wish))
                case .stalling: end(totalTimeout, .failed(.timeout, retryAfter: nil))
                default:
                    if busy[place] >= capacity {
                        end(refusalTime, .failed(.rateLimited, retryAfter: nil))
                    } else {
                        busy[place] += 1
                        end(answerTime, .answered(tokens: 0))
                    }
                }
            }
            if let wake = machine.wakeAt, wake > now, alarmAt.map({ wake < $0 }) ?? true {
                alarmAt = wake
                post(wake, .alarm)
            }
        }
    }

    /// Answers per second between two times.
    func rate(from start: Duration, to end: Duration) -> Double {
        Double(answers.filter { $0 >= start && $0 < end }.count) / (end - start).seconds
    }
}
