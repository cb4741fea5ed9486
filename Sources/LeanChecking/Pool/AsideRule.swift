/// When a batch of checks gets a process of its own, and how large it is.
///
/// A plain `lean FILE` elaborates the same text in a fifth less time than the language server, which reports on every
/// command in a thread of its own, but it reads the header anew. So it is worth its start only for many checks at once
/// of a header that is read quickly.
struct AsideRule: Sendable, Hashable {
    /// Checks in the batch.
    let count: Int
    /// Longest time for it. What does not end by then is taken apart and checked in the workers.
    let limit: Duration

    /// Nil when what waits stays in the workers.
    ///
    /// - Parameters:
    ///   - waiting: checks that may go together.
    ///   - each: seconds that one takes.
    ///   - startTime: what a process takes until it has read the header.
    init?(waiting: Int, each: Double?, startTime: Duration?, _ settings: PoolSettings) {
        guard settings.asideLimit > 0, let each, let startTime else { return nil }
        let start = startTime / .seconds(1)
        let fitting = each > 0 ? settings.asideTime / .seconds(1) / each : Double(settings.asideLimit)
        count = min(waiting, settings.asideLimit, Int(min(fitting, Double(settings.asideLimit))))
        guard count >= settings.asideLeast, start <= settings.asideStartShare * each * Double(count) else { return nil }
        // A busy machine may take its time: what is cut off is lost and done again.
        let milliseconds = 1000 * (start + 4 * each * Double(count))
        limit = min(settings.wallClock, settings.batchClock + .milliseconds(Int(min(milliseconds.rounded(), 1e9))))
    }
}

/// What is known about processes of their own for one header's checks.
struct AsideRecord: Sendable, Hashable {
    /// The shortest time that a process took until it had read the header.
    var start: Duration?
    /// Checks that still go to the workers because a batch did not end well.
    var rest = 0
    /// How many it will be the next time; 0 before the first.
    var nextRest = 0
}

extension PoolStateMachine {
    /// The process of its own that the waiting checks of the header should get.
    func asideBatch(_ header: LeanHeader) -> AsideRule? {
        guard settings.asideLimit > 0, let record = asides[header], record.rest == 0,
            let first = lanes[header]?.first, first.traits.sharedBytes != nil, !first.isSuspect, first.losses == 0,
            first.company == settings.batchLimit
        else { return nil }
        let waiting = company(header, atMost: settings.asideLimit, bytes: settings.asideBytes)
        return AsideRule(waiting: waiting, each: pace[header], startTime: record.start, settings)
    }

    /// Learns how long a process takes until it has read the header.
    mutating func noteStart(_ header: LeanHeader, _ time: Duration) {
        // As for the pace.
        if asides.count > 1000 { asides = [:] }
        asides[header, default: AsideRecord()].start = min(asides[header]?.start ?? time, time)
    }

    /// So many checks of the header went to a worker.
    mutating func rested(_ header: LeanHeader, _ count: Int) {
        guard let rest = asides[header]?.rest, rest > 0 else { return }
        asides[header]?.rest = max(0, rest - count)
    }

    /// The process beside the worker is gone, and this came of it. Its answers need not be held: its own canaries were
    /// among them.
    mutating func asideEnded(_ id: WorkerID, _ ending: AsideEnding, now: Instant) -> [PoolAction] {
        guard let worker = workers[id], case .aside(let checks) = worker.phase else { return [] }
        workers[id]?.phase = .idle(since: now)
        var actions: [PoolAction] = []
        switch ending {
        case .answered(let doubts):
            note(checks, of: worker, now: now)
            for check in settled(checks, of: worker, doubts) {
                running[check] = nil
                actions.append(.finish(check, .answered))
            }
            if doubts.again.isEmpty {
                asides[worker.header]?.nextRest = 0
            } else {
                rest(worker.header)
            }
        case .lied(let error): return giveUp(worker.header, error, now: now) + schedule(now)
        case .disturbed(let suspect):
            takeApart(checks, of: worker, suspect)
            rest(worker.header)
        case .ended: for check in checks { again(check) }
        }
        return actions + schedule(now)
    }

    /// Leaves the header's next checks to the workers.
    private mutating func rest(_ header: LeanHeader) {
        guard var record = asides[header] else { return }
        record.rest = max(settings.asideRest, record.nextRest)
        record.nextRest = min(settings.asideLongestRest, 2 * record.rest)
        asides[header] = record
    }

    /// Puts a check back as it was.
    mutating func again(_ check: CheckID) {
        guard let job = running.removeValue(forKey: check)?.job else { return }
        enqueue(job)
    }
}
