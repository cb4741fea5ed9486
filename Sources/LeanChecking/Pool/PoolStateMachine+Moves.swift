/// What several events have in common.
extension PoolStateMachine {
    /// Takes a check that nobody wants any more from its worker. The others of its batch go on.
    mutating func give(up check: CheckID, on id: WorkerID, now: Instant) -> [PoolAction] {
        running[check] = nil
        var actions = [PoolAction.finish(check, .cancelled)]
        guard var worker = workers[id] else { return actions }
        worker.held.removeAll { $0 == check }
        var isUnwanted = false
        if case .busy(var checks, let until) = worker.phase, checks.contains(check) {
            checks.removeAll { $0 == check }
            isUnwanted = checks.isEmpty
            worker.phase = .busy(checks, until: until)
        }
        if case .aside(var checks) = worker.phase, checks.contains(check) {
            checks.removeAll { $0 == check }
            worker.phase = .aside(checks)
            if checks.isEmpty { actions.append(.endAside(id)) }
        }
        workers[id] = worker
        if isUnwanted { actions.append(abandon(id, now: now)) }
        return actions
    }

    /// Lets the worker drop its document; it gets a grace to come back.
    mutating func abandon(_ id: WorkerID, now: Instant) -> PoolAction {
        workers[id]!.ticket += 1
        workers[id]!.phase = .abandoning(until: now + settings.grace)
        return .abandon(id, ticket: workers[id]!.ticket)
    }

    /// Ends an idle worker, after its canaries when it holds answers.
    mutating func leave(_ id: WorkerID, now: Instant) -> PoolAction {
        guard workers[id]?.held.isEmpty == false else { return retire(id, now: now) }
        workers[id]!.isLeaving = true
        return sing(id, now: now)
    }

    mutating func retire(_ id: WorkerID, now: Instant) -> PoolAction {
        workers[id]?.phase = .stopping(until: now + settings.grace)
        return .stop(id)
    }

    mutating func kill(_ id: WorkerID) -> PoolAction {
        workers[id]?.phase = .killed
        return .kill(id)
    }

    /// Asks the worker's canaries. They take milliseconds; a worker that does not answer them in the time of a start is
    /// killed, and its held checks are done again.
    mutating func sing(_ id: WorkerID, now: Instant) -> PoolAction {
        var worker = workers[id]!
        worker.ticket += 1
        let isDue = worker.checks - worker.sungAt >= settings.wholeSongEvery
        if isDue { worker.sungAt = worker.checks }
        worker.phase = .singing(until: now + settings.startUp)
        workers[id] = worker
        return .sing(id, all: isDue, ticket: worker.ticket)
    }

    mutating func enqueue(_ job: Job) {
        var jobs = lanes[job.header] ?? []
        let goesBefore: (Job) -> Bool = { other in
            (other.traits.priority, -other.sequence) < (job.traits.priority, -job.sequence)
        }
        // Nearly always the end; a check that is tried again goes back to its place.
        let index = jobs.last.map(goesBefore) == true ? jobs.firstIndex(where: goesBefore) ?? jobs.count : jobs.count
        jobs.insert(job, at: index)
        lanes[job.header] = jobs
    }

    /// Puts a check back among the waiting ones, with fewer others beside it.
    mutating func again(_ check: CheckID, company: Int) {
        guard var job = running.removeValue(forKey: check)?.job else { return }
        job.company = min(job.company, company)
        job.isSuspect = true
        enqueue(job)
    }

    /// The company of a check after a batch of so many went wrong: the culprit is found among 64 in three steps, and the
    /// innocent lose little.
    func smaller(_ count: Int) -> Int { max(1, count / 4) }

    /// Puts back what the answer to a batch does not settle; what it settles is returned.
    mutating func settled(_ checks: [CheckID], of worker: Worker, _ doubts: BatchDoubts) -> [CheckID] {
        checks.filter { check in
            let isAlone = doubts.alone.contains(check)
            guard isAlone || doubts.again.contains(check) else { return true }
            again(check, company: isAlone ? 1 : smaller(worker.batch))
            return false
        }
    }

    /// A batch did not end. The check that was at work then is the most likely culprit.
    mutating func takeApart(_ checks: [CheckID], of worker: Worker, _ suspect: CheckID?) {
        for check in checks { again(check, company: check == suspect ? 1 : smaller(worker.batch)) }
    }

    /// The worker of these answers has ended before its canaries could vouch for them: they are asked for again.
    mutating func lose(_ checks: [CheckID]) -> [PoolAction] {
        var actions: [PoolAction] = []
        for check in checks {
            guard var job = running.removeValue(forKey: check)?.job else { continue }
            job.losses += 1
            if job.losses > settings.lossLimit {
                let error = LeanCheckingError(
                    .broken, "Lean ended \(job.losses) times before an answer could be trusted.",
                    advice: Self.doctorAdvice)
                actions.append(.finish(check, .failed(error)))
            } else {
                enqueue(job)
            }
        }
        return actions
    }

    /// Learns how long the checks of a header take.
    mutating func note(_ checks: [CheckID], of worker: Worker, now: Instant) {
        // What went wrong before is no measure.
        guard worker.batch > 0, !checks.contains(where: { running[$0]?.job.isSuspect == true }) else { return }
        let each = (now - worker.sentAt) / .seconds(1) / Double(worker.batch)
        // Headers are few; should somebody make up thousands, the learnt is not worth its memory.
        if pace.count > 1000 { pace = [:] }
        pace[worker.header] = pace[worker.header].map { $0 * 0.7 + each * 0.3 } ?? each
    }

    /// Counts a failed start: pause and try again, or give the header up. A header that Lean refuses, or a canary that
    /// does not sing, is given up at once: the next process would say the same.
    mutating func startFailed(_ header: LeanHeader, _ error: LeanCheckingError, now: Instant) -> [PoolAction] {
        guard !isStopped else { return [] }
        if error.reason == .canary { return giveUp(header, error, now: now) }
        var record = starts[header] ?? StartRecord()
        record.failures += 1
        defer { starts[header] = record }
        guard error.reason == .header || record.failures >= settings.maximumStartFailures else {
            record.notBefore = now + settings.backOff * (1 << (record.failures - 1))
            return []
        }
        record.notBefore = nil
        record.broken = (error, until: now + settings.brokenFor)
        let jobs = lanes.removeValue(forKey: header) ?? []
        return jobs.map { .finish($0.id, .failed(error)) }
    }

    /// A canary of the header failed: this Lean is not believed anything. Its workers end; what waits, runs or is held
    /// ends with the error.
    mutating func giveUp(_ header: LeanHeader, _ error: LeanCheckingError, now: Instant) -> [PoolAction] {
        var record = starts[header] ?? StartRecord()
        record.notBefore = nil
        record.broken = (error, until: now + settings.brokenFor)
        starts[header] = record
        var lost = (lanes.removeValue(forKey: header) ?? []).map(\.id)
        for (check, entry) in running where entry.job.header == header { lost.append(check) }
        for check in lost { running[check] = nil }
        var actions = lost.sorted { $0.number < $1.number }.map { PoolAction.finish($0, .failed(error)) }
        for (id, worker) in workers.sorted(by: { $0.key.number < $1.key.number }) where worker.header == header {
            workers[id]?.held = []
            switch worker.phase {
            case .aside: actions += [.endAside(id), kill(id)]
            case .starting, .idle, .busy, .singing, .abandoning: actions.append(kill(id))
            case .stopping, .killed: break
            }
        }
        return actions
    }
}
