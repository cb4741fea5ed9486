import Support
import Testing

@testable import LeanChecking

/// Drives the pool with random events, as a world of workers that answer, hang, die and refuse to start would.
private struct PoolWorld {
    var pool: PoolStateMachine
    var random: StableRandom
    var now = 0
    var nextCheck = 0
    var open: Set<CheckID> = []
    var finished: [CheckID: CheckEnding] = [:]
    var alive: Set<WorkerID> = []
    /// Processes beside the workers, with their checks.
    var asides: [WorkerID: [CheckID]] = [:]
    var sent: [WorkerID: (checks: [CheckID], sings: Bool, ticket: Int)] = [:]
    /// Checks that were answered by a worker that has not been vouched for since.
    var unconfirmed: [CheckID: WorkerID] = [:]
    var problems: [String] = []
    let headers = [PoolTest.a, PoolTest.b, LeanHeader.empty]

    init(seed: UInt64) {
        random = StableRandom(seed: seed)
        var settings = PoolTest.settings(workers: 1 + Int(seed % 4))
        settings.canaryEvery = seed.isMultiple(of: 3) ? 0 : 3
        settings.canaryWithin = .seconds(5)
        settings.batchLimit = 8
        settings.batchBytes = 1000
        settings.asideLimit = seed.isMultiple(of: 2) ? 12 : 0
        settings.asideLeast = 3
        settings.asideTime = .seconds(1000)
        settings.asideRest = 5
        pool = PoolStateMachine(settings: settings)
    }

    mutating func perform(_ actions: [PoolAction]) {
        for action in actions {
            switch action {
            case .start(let id, _):
                if !alive.insert(id).inserted { problems.append("\(id) started twice") }
                if alive.count > pool.settings.workers { problems.append("too many processes") }
            case .send(let id, let checks, let ticket):
                if !alive.contains(id) { problems.append("\(id) is gone and gets a check") }
                if !open.isSuperset(of: checks) { problems.append("\(checks) are over and are sent") }
                if sent[id].map({ !$0.checks.isEmpty || $0.sings }) == true {
                    problems.append("\(id) gets two documents")
                }
                if checks.isEmpty || checks.count > pool.settings.batchLimit {
                    problems.append("a batch of \(checks.count)")
                }
                for check in checks { unconfirmed[check] = nil }
                sent[id] = (checks, false, ticket)
            case .sendAside(let id, let checks, let limit):
                if !alive.contains(id) || asides[id] != nil { problems.append("\(id) gets a process") }
                if !open.isSuperset(of: checks) { problems.append("\(checks) are over and are sent") }
                if sent[id].map({ !$0.checks.isEmpty || $0.sings }) == true { problems.append("\(id) is at work") }
                if checks.count < pool.settings.asideLeast || checks.count > pool.settings.asideLimit || limit <= .zero
                {
                    problems.append("a process for \(checks.count)")
                }
                for check in checks { unconfirmed[check] = nil }
                asides[id] = checks
            case .endAside(let id): if asides[id] == nil { problems.append("\(id) has no process to end") }
            case .sing(let id, _, let ticket): sent[id] = ([], true, ticket)
            case .abandon(let id, let ticket): sent[id] = ([], false, ticket)
            case .stop(let id), .kill(let id):
                if !alive.contains(id) { problems.append("\(id) is gone and gets \(action)") }
            case .finish(let check, let ending):
                if open.remove(check) == nil { problems.append("\(check) ends twice") }
                finished[check] = ending
                if ending == .answered, unconfirmed[check] != nil { problems.append("\(check) was believed too early") }
                for (id, entry) in sent where entry.checks.contains(check) {
                    sent[id] = (entry.checks.filter { $0 != check }, entry.sings, entry.ticket)
                }
            }
        }
    }

    mutating func step() {
        let time = Duration.seconds(now)
        switch Int.random(in: 0..<20, using: &random) {
        case 0..<7:
            let id = CheckID(number: nextCheck)
            nextCheck += 1
            open.insert(id)
            let header = headers.randomElement(using: &random)!
            let traits = CheckTraits(
                priority: CheckPriority.allCases.randomElement(using: &random)!,
                sharedBytes: Bool.random(using: &random) ? Int.random(in: 1..<600, using: &random) : nil)
            perform(pool.submit(id, header: header, traits: traits, now: time))
        case 7:
            if let id = open.sorted(by: { $0.number < $1.number }).randomElement(using: &random) {
                perform(pool.cancel(id, now: time))
            }
        case 8..<10: touchAside(time)
        case 10..<18: touchWorker(time)
        default:
            now += Int.random(in: 1...12, using: &random)
            perform(pool.advance(to: .seconds(now)))
        }
    }

    private mutating func touchWorker(_ time: Duration) {
        guard let id = alive.sorted(by: { $0.number < $1.number }).randomElement(using: &random) else { return }
        switch Int.random(in: 0..<12, using: &random) {
        case 0..<9:
            if let entry = sent[id] {
                answer(id, entry, bytes: Int.random(in: 0..<1100, using: &random), time)
            } else {
                perform(pool.ready(id, startTime: .milliseconds(1), now: time))
            }
        default: end(id, time)
        }
    }

    private mutating func touchAside(_ time: Duration) {
        guard let id = asides.keys.sorted(by: { $0.number < $1.number }).randomElement(using: &random) else { return }
        let checks = asides.removeValue(forKey: id)!
        let ending: AsideEnding =
            switch Int.random(in: 0..<30, using: &random) {
            case 0: .lied(LeanCheckingError(.canary, "lies"))
            case 1..<8: .disturbed(checks.randomElement(using: &random))
            case 8..<10: .ended
            case 10..<15: .answered(BatchDoubts(alone: Set(checks.prefix(1)), again: Set(checks.dropFirst(2))))
            default: .answered(.none)
            }
        perform(pool.asideEnded(id, ending, now: time))
    }

    private mutating func answer(
        _ id: WorkerID, _ entry: (checks: [CheckID], sings: Bool, ticket: Int), bytes: Int, _ time: Duration
    ) {
        sent[id] = ([], false, entry.ticket)
        if entry.sings {
            let isWrong = Int.random(in: 0..<40, using: &random) == 0
            if !isWrong { for (check, worker) in unconfirmed where worker == id { unconfirmed[check] = nil } }
            let error = isWrong ? LeanCheckingError(.canary, "lies") : nil
            return perform(pool.sang(id, ticket: entry.ticket, error: error, now: time))
        }
        var doubts = BatchDoubts()
        for check in entry.checks {
            switch entry.checks.count > 1 ? Int.random(in: 0..<8, using: &random) : 7 {
            case 0: doubts.alone.insert(check)
            case 1: doubts.again.insert(check)
            default: if pool.settings.canaryEvery > 0 { unconfirmed[check] = id }
            }
        }
        perform(pool.answered(id, ticket: entry.ticket, privateBytes: bytes, doubts: doubts, now: time))
    }

    private mutating func end(_ id: WorkerID, _ time: Duration) {
        alive.remove(id)
        sent[id] = nil
        for (check, worker) in unconfirmed where worker == id { unconfirmed[check] = nil }
        let exit: WorkerExit =
            switch Int.random(in: 0..<3, using: &random) {
            case 0: .failedToStart(LeanCheckingError(.broken, "no"))
            case 1: .outOfMemory
            default: .ended
            }
        perform(pool.exited(id, exit, now: time))
    }

    /// From now on everything works and time passes: all that is open must end.
    mutating func settle() {
        for _ in 0..<10_000 where !open.isEmpty {
            for id in alive.sorted(by: { $0.number < $1.number }) {
                switch pool.workers[id]?.phase {
                case .killed, .stopping:
                    alive.remove(id)
                    sent[id] = nil
                    perform(pool.exited(id, .ended, now: .seconds(now)))
                case .starting: perform(pool.ready(id, now: .seconds(now)))
                case .busy, .abandoning:
                    let ticket = sent[id]!.ticket
                    sent[id] = ([], false, ticket)
                    perform(pool.answered(id, ticket: ticket, privateBytes: 0, now: .seconds(now)))
                case .singing:
                    let ticket = sent[id]!.ticket
                    sent[id] = ([], false, ticket)
                    unconfirmed = unconfirmed.filter { $0.value != id }
                    perform(pool.sang(id, ticket: ticket, error: nil, now: .seconds(now)))
                case .aside, .idle, nil: break
                }
            }
            for id in asides.keys.sorted(by: { $0.number < $1.number }) {
                asides[id] = nil
                perform(pool.asideEnded(id, .answered(.none), now: .seconds(now)))
            }
            if let deadline = pool.nextDeadline, deadline > .seconds(now) {
                now = Int(deadline.components.seconds) + 1
            }
            perform(pool.advance(to: .seconds(now)))
        }
    }
}

@Suite struct PoolRandomTests {
    @Test(arguments: 0..<60 as Range<UInt64>)
    func `whatever happens, every check ends once and no more processes live than allowed`(seed: UInt64) {
        var world = PoolWorld(seed: seed)
        for _ in 0..<600 { world.step() }
        world.settle()
        #expect(world.problems == [])
        #expect(world.open.isEmpty)
        #expect(world.finished.count == world.nextCheck)
        #expect(world.pool.running.isEmpty)
        #expect(world.pool.queued == 0)
    }
}
