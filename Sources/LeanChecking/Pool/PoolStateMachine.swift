/// Decides everything about the pool of warm workers and does nothing: each method is an event and returns the actions that
/// follow from it. It knows no process, no clock and no task, so every decision is tested alone.
///
/// A worker belongs to one header for its whole life. Its slot is taken from its start until its end was reported, so there
/// are never more processes than `settings.workers`, dying ones included.
struct PoolStateMachine: Sendable {
    /// Time since the start of the pool.
    typealias Instant = Duration

    enum Phase: Sendable, Hashable {
        case starting(until: Instant)
        case idle(since: Instant)
        case busy(CheckID, until: Instant, sampleAt: Instant)
        case abandoning(until: Instant, sampleAt: Instant)
        case stopping(until: Instant)
        case killed
    }

    struct Worker: Sendable {
        let header: LeanHeader
        var phase: Phase
        var ticket = 0
        /// Checks that it has answered.
        var checks = 0
        /// Checks that it served while an older one of another header waited.
        var overtakes = 0
    }

    struct Job: Sendable {
        let id: CheckID
        let header: LeanHeader
        let priority: CheckPriority
        /// Order of arrival; a check that is tried again keeps its place.
        let sequence: Int
        var crashes = 0
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
    /// Checks that a worker has.
    var running: [CheckID: (job: Job, worker: WorkerID)] = [:]
    var starts: [LeanHeader: StartRecord] = [:]
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
    mutating func submit(_ id: CheckID, header: LeanHeader, priority: CheckPriority, now: Instant) -> [PoolAction] {
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
        let job = Job(id: id, header: header, priority: priority, sequence: nextSequence)
        nextSequence += 1
        enqueue(job)
        return schedule(now)
    }

    /// The caller does not want the check any more.
    mutating func cancel(_ id: CheckID, now: Instant) -> [PoolAction] {
        if let (_, worker) = running[id] {
            return end(id, on: worker, as: .cancelled, now: now)
        }
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
            switch worker.phase {
            case .idle: actions += [retire(id, now: now)]
            case .starting, .busy, .abandoning: actions += [kill(id)]
            case .stopping, .killed: break
            }
        }
        return actions
    }

    // MARK: Events from workers

    /// The worker has its header, and its canaries sang.
    mutating func ready(_ id: WorkerID, now: Instant) -> [PoolAction] {
        guard let worker = workers[id], case .starting = worker.phase else { return [] }
        starts[worker.header] = nil
        workers[id]?.phase = .idle(since: now)
        return schedule(now)
    }

    /// The worker answered what it got with the ticket; `privateBytes` is its memory, 0 when unknown.
    mutating func answered(_ id: WorkerID, ticket: Int, privateBytes: Int, now: Instant) -> [PoolAction] {
        // An answer with an old ticket was on its way when the check was given up.
        guard let worker = workers[id], worker.ticket == ticket else { return [] }
        var actions: [PoolAction] = []
        switch worker.phase {
        case .busy(let check, _, _):
            running[check] = nil
            actions.append(.finish(check, .answered))
        case .abandoning: break
        case .starting, .idle, .stopping, .killed: return []
        }
        workers[id]?.checks += 1
        if worker.checks + 1 >= settings.recycleAfter || privateBytes > settings.recycleAtBytes {
            actions.append(retire(id, now: now))
        } else {
            workers[id]?.phase = .idle(since: now)
        }
        return actions + schedule(now)
    }

    /// The answer to `sample`.
    mutating func memory(_ id: WorkerID, privateBytes: Int, now: Instant) -> [PoolAction] {
        guard privateBytes > settings.memoryBytes, let worker = workers[id] else { return [] }
        switch worker.phase {
        case .busy(let check, _, _):
            running[check] = nil
            return [.finish(check, .outOfMemory), kill(id)]
        case .abandoning: return [kill(id)]
        case .starting, .idle, .stopping, .killed: return []
        }
    }

    /// The worker's process is gone.
    mutating func exited(_ id: WorkerID, _ exit: WorkerExit, now: Instant) -> [PoolAction] {
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
        case .busy(let check, _, _):
            guard var job = running.removeValue(forKey: check)?.job else { break }
            if exit == .outOfMemory {
                actions.append(.finish(check, .outOfMemory))
            } else if job.crashes < settings.crashRetries {
                // The end may be the fault of what ran before, or of a system out of memory: once more in a new process.
                job.crashes += 1
                enqueue(job)
            } else {
                actions.append(.finish(check, .crashed))
            }
        case .idle, .abandoning, .stopping, .killed: break
        }
        return actions + schedule(now)
    }

    // MARK: Time

    /// The instant at which `advance` has something to do, or nil.
    var nextDeadline: Instant? {
        var deadlines = workers.values.compactMap { worker -> Instant? in
            switch worker.phase {
            case .starting(let until), .stopping(let until): until
            case .busy(_, let until, let sampleAt), .abandoning(let until, let sampleAt): min(until, sampleAt)
            case .idle, .killed: nil
            }
        }
        deadlines += lanes.compactMap { $1.isEmpty ? nil : starts[$0]?.notBefore }
        return deadlines.min()
    }

    /// Time has passed.
    mutating func advance(to now: Instant) -> [PoolAction] {
        var actions: [PoolAction] = []
        // In the order of their numbers, so that the same events always lead to the same actions.
        for (id, worker) in workers.sorted(by: { $0.key.number < $1.key.number }) {
            switch worker.phase {
            case .starting(let until) where until <= now:
                let seconds = settings.startUp.components.seconds
                let error = LeanCheckingError(
                    .broken, "Lean was not ready \(seconds) s after its start.", advice: Self.doctorAdvice)
                actions += [kill(id)] + startFailed(worker.header, error, now: now)
            case .busy(let check, let until, _) where until <= now:
                actions += end(check, on: id, as: .timeout, now: now)
            case .busy(let check, let until, let sampleAt) where sampleAt <= now:
                workers[id]?.phase = .busy(check, until: until, sampleAt: now + settings.sampleEvery)
                actions.append(.sample(id))
            case .abandoning(let until, _) where until <= now: actions.append(kill(id))
            case .abandoning(let until, let sampleAt) where sampleAt <= now:
                workers[id]?.phase = .abandoning(until: until, sampleAt: now + settings.sampleEvery)
                actions.append(.sample(id))
            case .stopping(let until) where until <= now: actions.append(kill(id))
            case .starting, .busy, .abandoning, .stopping, .idle, .killed: break
            }
        }
        for (header, record) in starts {
            if let notBefore = record.notBefore, notBefore <= now { starts[header]?.notBefore = nil }
        }
        return actions + schedule(now)
    }

    // MARK: Moves shared by the events

    /// Takes a running check from its worker, which gets a grace to come back.
    private mutating func end(
        _ check: CheckID, on id: WorkerID, as ending: CheckEnding, now: Instant
    ) -> [PoolAction] {
        running[check] = nil
        guard var worker = workers[id] else { return [.finish(check, ending)] }
        worker.ticket += 1
        worker.phase = .abandoning(until: now + settings.grace, sampleAt: now + settings.sampleEvery)
        workers[id] = worker
        return [.finish(check, ending), .abandon(id, ticket: worker.ticket)]
    }

    mutating func retire(_ id: WorkerID, now: Instant) -> PoolAction {
        workers[id]?.phase = .stopping(until: now + settings.grace)
        return .stop(id)
    }

    private mutating func kill(_ id: WorkerID) -> PoolAction {
        workers[id]?.phase = .killed
        return .kill(id)
    }

    /// Gives a new worker its number and its slot.
    mutating func begin(_ header: LeanHeader, now: Instant) -> PoolAction {
        let id = WorkerID(number: nextWorker)
        nextWorker += 1
        workers[id] = Worker(header: header, phase: .starting(until: now + settings.startUp))
        return .start(id, header)
    }

    private mutating func enqueue(_ job: Job) {
        var jobs = lanes[job.header] ?? []
        let goesBefore: (Job) -> Bool = { other in
            (other.priority, -other.sequence) < (job.priority, -job.sequence)
        }
        // Nearly always the end; a check that is tried again goes back to its place.
        let index = jobs.last.map(goesBefore) == true ? jobs.firstIndex(where: goesBefore) ?? jobs.count : jobs.count
        jobs.insert(job, at: index)
        lanes[job.header] = jobs
    }

    /// Counts a failed start: pause and try again, or give the header up. A header that Lean refuses, or a canary that
    /// does not sing, is given up at once: the next process would say the same.
    private mutating func startFailed(
        _ header: LeanHeader, _ error: LeanCheckingError, now: Instant
    ) -> [PoolAction] {
        guard !isStopped else { return [] }
        var record = starts[header] ?? StartRecord()
        record.failures += 1
        defer { starts[header] = record }
        let isFinal = error.reason == .header || error.reason == .canary
        guard isFinal || record.failures >= settings.maximumStartFailures else {
            record.notBefore = now + settings.backOff * (1 << (record.failures - 1))
            return []
        }
        record.notBefore = nil
        record.broken = (error, until: now + settings.brokenFor)
        let jobs = lanes.removeValue(forKey: header) ?? []
        return jobs.map { .finish($0.id, .failed(error)) }
    }

    static let doctorAdvice = "Type `dsprover doctor` to see what is wrong with Lean."
    static let stoppedError = LeanCheckingError(.stopped, "The Lean checker was shut down.")
}
