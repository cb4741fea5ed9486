/// Decides everything about the pool of warm workers and does nothing: each method is an event and returns the actions that
/// follow from it. It knows no process, no clock and no task, so every decision is tested alone.
///
/// A worker belongs to one header for its whole life. Its slot is taken from its start until its end was reported, so there
/// are never more processes than `settings.workers`, dying ones included.
///
/// Small checks that wait for the same header go to a worker together, as one document. What the document leaves in doubt,
/// for whatever reason, is checked again in smaller company or alone; only a check alone ends in `timeout`,
/// `outOfMemory` or `crashed`.
///
/// Very many small checks of a header that is read quickly go to a process of their own, which is told nothing else and
/// ends: `AsideRule` says when. The worker rests meanwhile, so its slot stays one process at work. Such a batch has its
/// canaries inside.
///
/// An answer leaves the pool only after the worker's next good canaries. Until then it is held; when the worker ends
/// before, its held checks are done again by another one, and when a canary fails, they end with its error.
struct PoolStateMachine: Sendable {
    /// Time since the start of the pool.
    typealias Instant = Duration

    enum Phase: Sendable, Hashable {
        case starting(until: Instant)
        case idle(since: Instant)
        case busy([CheckID], until: Instant)
        /// It rests while a process of its own checks these.
        case aside([CheckID])
        /// The canaries are asked.
        case singing(until: Instant)
        case abandoning(until: Instant)
        case stopping(until: Instant)
        case killed
    }

    struct Worker: Sendable {
        let header: LeanHeader
        var phase: Phase
        var ticket = 0
        /// Checks that it has answered.
        var checks = 0
        /// Of these, how many when all its canaries sang last.
        var sungAt = 0
        /// Checks that it served while an older one of another header waited.
        var overtakes = 0
        /// Answered checks that wait for the next canaries.
        var held: [CheckID] = []
        var heldSince: Instant = .zero
        /// Since when it has its present document, and how many checks were in it.
        var sentAt: Instant = .zero
        var batch = 0
        /// Whether it ends after its next canaries.
        var isLeaving = false
    }

    struct Job: Sendable {
        let id: CheckID
        let header: LeanHeader
        let traits: CheckTraits
        /// Order of arrival; a check that is tried again keeps its place.
        let sequence: Int
        /// Most checks in its document, itself included.
        var company: Int
        var crashes = 0
        /// How often its answer was lost with its worker.
        var losses = 0

        /// Whether something went wrong with it before: answers are brought to safety before it is tried.
        var isSuspect = false
    }

    /// What is known about starting workers for one header.
    struct StartRecord: Sendable {
        var failures = 0
        var notBefore: Instant?
        /// Set while the header is given up.
        var broken: (error: LeanCheckingError, until: Instant)?
    }

    let settings: PoolSettings
    var workers: [WorkerID: Worker] = [:]
    /// Waiting checks by header, each list in the order in which they are served.
    var lanes: [LeanHeader: [Job]] = [:]
    /// Checks that a worker has, in work or held.
    var running: [CheckID: (job: Job, worker: WorkerID)] = [:]
    var starts: [LeanHeader: StartRecord] = [:]
    /// Seconds per check of each header's last batches, smoothed.
    var pace: [LeanHeader: Double] = [:]
    /// What is known about processes of their own for a header's checks.
    var asides: [LeanHeader: AsideRecord] = [:]
    private(set) var isStopped = false
    private var nextWorker = 0
    private var nextSequence = 0

    init(settings: PoolSettings) {
        self.settings = settings
    }

    /// How many checks wait.
    var queued: Int { lanes.values.reduce(0) { $0 + $1.count } }

    // MARK: Events from callers

    /// A caller wants a check. It ends with exactly one `finish`.
    mutating func submit(_ id: CheckID, header: LeanHeader, traits: CheckTraits, now: Instant) -> [PoolAction] {
        if isStopped { return [.finish(id, .failed(Self.stoppedError))] }
        if let broken = starts[header]?.broken {
            if now < broken.until { return [.finish(id, .failed(broken.error))] }
            starts[header] = nil
        }
        guard queued < settings.queueLimit else {
            let error = LeanCheckingError(
                .queueFull, "More than \(settings.queueLimit) checks wait for Lean.",
                advice: "Submit fewer at once, or give the pool more workers.")
            return [.finish(id, .failed(error))]
        }
        let isShared = traits.sharedBytes.map { $0 <= settings.batchBytes } ?? false
        enqueue(
            Job(
                id: id, header: header, traits: traits, sequence: nextSequence,
                company: isShared ? max(1, settings.batchLimit) : 1))
        nextSequence += 1
        return schedule(now)
    }

    /// The caller does not want the check any more.
    mutating func cancel(_ id: CheckID, now: Instant) -> [PoolAction] {
        if let (_, worker) = running[id] { return give(up: id, on: worker, now: now) }
        for (header, jobs) in lanes {
            guard let index = jobs.firstIndex(where: { $0.id == id }) else { continue }
            lanes[header]?.remove(at: index)
            return [.finish(id, .cancelled)] + schedule(now)
        }
        return []
    }

    /// No new checks; what waits or runs is given up, workers end.
    mutating func stop(now: Instant) -> [PoolAction] {
        guard !isStopped else { return [] }
        isStopped = true
        var actions = lanes.values.joined().map { PoolAction.finish($0.id, .failed(Self.stoppedError)) }
        actions += running.keys.map { .finish($0, .failed(Self.stoppedError)) }
        lanes = [:]
        running = [:]
        for (id, worker) in workers {
            workers[id]?.held = []
            switch worker.phase {
            case .idle: actions += [retire(id, now: now)]
            case .aside: actions += [.endAside(id), kill(id)]
            case .starting, .busy, .singing, .abandoning: actions += [kill(id)]
            case .stopping, .killed: break
            }
        }
        return actions
    }

    // MARK: Events from workers

    /// The worker has its header, and its canaries sang. `startTime` is what it took from its start until it had read
    /// the header.
    mutating func ready(_ id: WorkerID, startTime: Duration? = nil, now: Instant) -> [PoolAction] {
        guard let worker = workers[id], case .starting = worker.phase else { return [] }
        starts[worker.header] = nil
        if let startTime { noteStart(worker.header, startTime) }
        workers[id]?.phase = .idle(since: now)
        return schedule(now)
    }

    /// The worker answered what it got with the ticket; `privateBytes` is its memory, 0 when unknown. `doubts` are
    /// the checks of a batch that its answer does not settle.
    mutating func answered(
        _ id: WorkerID, ticket: Int, privateBytes: Int, doubts: BatchDoubts = .none, now: Instant
    ) -> [PoolAction] {
        // An answer with an old ticket was on its way when the check was given up.
        guard var worker = workers[id], worker.ticket == ticket else { return [] }
        var actions: [PoolAction] = []
        switch worker.phase {
        case .busy(let checks, _):
            note(checks, of: worker, now: now)
            for check in settled(checks, of: worker, doubts) {
                if settings.canaryEvery == 0 {
                    running[check] = nil
                    actions.append(.finish(check, .answered))
                } else {
                    if worker.held.isEmpty { worker.heldSince = now }
                    worker.held.append(check)
                }
            }
            worker.checks += checks.count
        case .abandoning: worker.checks += 1
        case .starting, .idle, .aside, .singing, .stopping, .killed: return []
        }
        worker.phase = .idle(since: now)
        workers[id] = worker
        if worker.checks >= settings.recycleAfter || privateBytes > settings.recycleAtBytes {
            actions.append(leave(id, now: now))
        }
        return actions + schedule(now)
    }

    /// The worker's canaries sang. With an error nothing counts that any worker of the header has said since its
    /// last good canaries: the header is given up, and all its checks end with the error.
    mutating func sang(_ id: WorkerID, ticket: Int, error: LeanCheckingError?, now: Instant) -> [PoolAction] {
        guard let worker = workers[id], worker.ticket == ticket, case .singing = worker.phase else { return [] }
        if let error { return giveUp(worker.header, error, now: now) + schedule(now) }
        let actions = worker.held.map { PoolAction.finish($0, .answered) }
        for check in worker.held { running[check] = nil }
        workers[id]?.held = []
        workers[id]?.phase = .idle(since: now)
        return actions + (worker.isLeaving ? [retire(id, now: now)] : []) + schedule(now)
    }

    /// The worker's process is gone. `suspect` is the check of a batch that was at work then, as far as it is known.
    mutating func exited(
        _ id: WorkerID, _ exit: WorkerExit, suspect: CheckID? = nil, now: Instant
    ) -> [PoolAction] {
        guard let worker = workers.removeValue(forKey: id) else { return [] }
        var actions: [PoolAction] = []
        switch worker.phase {
        case .starting:
            if case .failedToStart(let error) = exit {
                actions += startFailed(worker.header, error, now: now)
            } else {
                let error = LeanCheckingError(.broken, "Lean ended while it started.", advice: Self.doctorAdvice)
                actions += startFailed(worker.header, error, now: now)
            }
        case .busy(let checks, _) where worker.batch > 1: takeApart(checks, of: worker, suspect)
        case .busy(let checks, _):
            for check in checks {
                guard var job = running.removeValue(forKey: check)?.job else { continue }
                // Memory that runs out in a worker which has served nothing else is the check's own.
                let isOwnFault = exit == .outOfMemory && worker.checks == 0
                if job.crashes < settings.crashRetries, !isOwnFault {
                    // The end may be the fault of what ran before and left memory behind, or of a system out of memory: once
                    // more, alone.
                    job.crashes += 1
                    job.company = 1
                    job.isSuspect = true
                    enqueue(job)
                } else {
                    actions.append(.finish(check, exit == .outOfMemory ? .outOfMemory : .crashed))
                }
            }
        case .aside(let checks):
            // The batch loses the slot in which it runs; nothing is known against its checks.
            for check in checks { again(check) }
            actions.append(.endAside(id))
        case .idle, .singing, .abandoning, .stopping, .killed: break
        }
        return actions + lose(worker.held) + schedule(now)
    }

    // MARK: Time

    /// The instant at which `advance` has something to do, or nil.
    var nextDeadline: Instant? {
        var deadlines = workers.values.compactMap { worker -> Instant? in
            switch worker.phase {
            case .starting(let until), .stopping(let until), .busy(_, let until), .singing(let until),
                .abandoning(let until):
                until
            case .idle, .aside, .killed: nil
            }
        }
        deadlines += lanes.compactMap { $1.isEmpty ? nil : starts[$0]?.notBefore }
        return deadlines.min()
    }

    /// Time has passed. `suspect` tells which check of a worker's batch is at work, as far as it is known.
    mutating func advance(to now: Instant, suspect: (WorkerID) -> CheckID? = { _ in nil }) -> [PoolAction] {
        var actions: [PoolAction] = []
        // In the order of their numbers, so that the same events always lead to the same actions.
        for (id, worker) in workers.sorted(by: { $0.key.number < $1.key.number }) {
            switch worker.phase {
            case .starting(let until) where until <= now:
                let seconds = settings.startUp.components.seconds
                let error = LeanCheckingError(
                    .broken, "Lean was not ready \(seconds) s after its start.", advice: Self.doctorAdvice)
                actions += [kill(id)] + startFailed(worker.header, error, now: now)
            case .busy(let checks, let until) where until <= now:
                if worker.batch > 1 {
                    note(checks, of: worker, now: now)
                    takeApart(checks, of: worker, suspect(id))
                } else {
                    for check in checks { running[check] = nil }
                    actions += checks.map { .finish($0, .timeout) }
                }
                actions.append(abandon(id, now: now))
            case .singing(let until) where until <= now: actions.append(kill(id))
            case .abandoning(let until) where until <= now: actions.append(kill(id))
            case .stopping(let until) where until <= now: actions.append(kill(id))
            case .starting, .busy, .singing, .abandoning, .stopping, .idle, .aside, .killed: break
            }
        }
        for (header, record) in starts {
            if let notBefore = record.notBefore, notBefore <= now { starts[header]?.notBefore = nil }
        }
        return actions + schedule(now)
    }

    // MARK: Moves shared by the events

    /// Gives a new worker its number and its slot.
    mutating func begin(_ header: LeanHeader, now: Instant) -> PoolAction {
        let id = WorkerID(number: nextWorker)
        nextWorker += 1
        workers[id] = Worker(header: header, phase: .starting(until: now + settings.startUp))
        return .start(id, header)
    }

    static let doctorAdvice = "Type `dsprover doctor` to see what is wrong with Lean."
    static let stoppedError = LeanCheckingError(.stopped, "The Lean checker was shut down.")
}
