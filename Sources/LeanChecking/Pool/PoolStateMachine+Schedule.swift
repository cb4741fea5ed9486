extension PoolStateMachine {
    /// Gives waiting checks to workers: warm ones first, then new processes, then the slot of the worker of another
    /// header that has been idle longest.
    mutating func schedule(_ now: Instant) -> [PoolAction] {
        guard !isStopped else { return [] }
        var actions: [PoolAction] = []
        // Headers that can get nothing more now, and whether one of them waits for a slot.
        var settled: Set<LeanHeader> = []
        var someoneWaits = false
        // Slots that become free by themselves and are not promised yet.
        var freeing = workers.values.reduce(0) { count, worker in
            switch worker.phase {
            case .stopping, .killed: count + 1
            case .starting, .idle, .busy, .aside, .singing, .abandoning: count + (worker.isLeaving ? 1 : 0)
            }
        }
        while let header = firstLane(except: settled) {
            if let id = warmWorker(for: header) {
                actions.append(assign(id, header, overtaking: someoneWaits, now: now))
            } else if wantsMoreWorkers(header, now: now) {
                if workers.count < settings.workers {
                    actions.append(begin(header, now: now))
                } else {
                    someoneWaits = true
                    settled.insert(header)
                    if freeing > 0 {
                        freeing -= 1
                    } else if let idle = evictable() {
                        actions.append(leave(idle, now: now))
                    }
                }
            } else {
                settled.insert(header)
            }
        }
        // Whoever has nothing to do lets its answers go.
        for (id, worker) in workers.sorted(by: { $0.key.number < $1.key.number }) where !worker.held.isEmpty {
            if case .idle = worker.phase { actions.append(sing(id, now: now)) }
        }
        return actions
    }

    /// The header whose oldest most urgent check goes next.
    private func firstLane(except settled: Set<LeanHeader>) -> LeanHeader? {
        var best: (header: LeanHeader, job: Job)?
        for (header, jobs) in lanes where !settled.contains(header) {
            guard let job = jobs.first else { continue }
            if let other = best?.job, (job.traits.priority, -job.sequence) < (other.traits.priority, -other.sequence) {
                continue
            }
            best = (header, job)
        }
        return best?.header
    }

    /// The idle worker of the header that was used last: its caches are warm, and the others become old enough to go.
    private func warmWorker(for header: LeanHeader) -> WorkerID? {
        mostRecent { $0.header == header }
    }

    private func mostRecent(_ fits: (Worker) -> Bool) -> WorkerID? {
        var best: (id: WorkerID, since: Instant)?
        for (id, worker) in workers where fits(worker) {
            guard case .idle(let since) = worker.phase else { continue }
            if let other = best, (since, -id.number) <= (other.since, -other.id.number) { continue }
            best = (id, since)
        }
        return best?.id
    }

    /// Gives the worker what it does next: its canaries when its answers have waited long enough or the next check is
    /// dangerous, otherwise the next checks.
    private mutating func assign(
        _ id: WorkerID, _ header: LeanHeader, overtaking: Bool, now: Instant
    ) -> PoolAction {
        if mustSing(workers[id]!, before: lanes[header]![0], now: now) { return sing(id, now: now) }
        // So long a batch would hold up the other header.
        let aside = overtaking ? nil : asideBatch(header)
        // Answers do not wait for so long a batch to end.
        if aside != nil, workers[id]?.held.isEmpty == false { return sing(id, now: now) }
        let jobs = take(header, aside?.count ?? warmBatch(header))
        var worker = workers[id]!
        worker.ticket += 1
        worker.overtakes = overtaking ? worker.overtakes + jobs.count : 0
        worker.sentAt = now
        worker.batch = jobs.count
        if let aside {
            worker.phase = .aside(jobs.map(\.id))
            workers[id] = worker
            for job in jobs { running[job.id] = (job, id) }
            return .sendAside(id, jobs.map(\.id), within: aside.limit)
        }
        rested(header, jobs.count)
        let limit = jobs.count == 1 ? settings.wallClock : min(settings.wallClock, settings.batchClock)
        worker.phase = .busy(jobs.map(\.id), until: now + limit)
        workers[id] = worker
        for job in jobs { running[job.id] = (job, id) }
        return .send(id, jobs.map(\.id), ticket: worker.ticket)
    }

    private func mustSing(_ worker: Worker, before next: Job, now: Instant) -> Bool {
        guard !worker.held.isEmpty else { return false }
        return worker.held.count >= settings.canaryEvery || now - worker.heldSince >= settings.canaryWithin
            || next.isSuspect || worker.held.contains { (running[$0]?.job.losses ?? 0) > 0 }
    }

    /// Takes the first checks of a lane.
    private mutating func take(_ header: LeanHeader, _ count: Int) -> [Job] {
        var jobs = lanes[header]!
        let taken = Array(jobs[..<count])
        jobs.removeFirst(count)
        lanes[header] = jobs.isEmpty ? nil : jobs
        return taken
    }

    /// How many checks go together into the worker's next document. A batch never waits: it is what waits already.
    private func warmBatch(_ header: LeanHeader) -> Int {
        company(header, atMost: paceLimit(header), bytes: settings.batchBytes)
    }

    /// How many of the waiting checks may go together: the first of the lane and those right behind it that are as
    /// urgent and may have as much company, divided among the workers.
    func company(_ header: LeanHeader, atMost limit: Int, bytes: Int) -> Int {
        let jobs = lanes[header]!
        let first = jobs[0]
        let share = (jobs.count + settings.workers - 1) / settings.workers
        let limit = min(first.company == settings.batchLimit ? limit : min(first.company, limit), share)
        var count = 1
        var sum = first.traits.sharedBytes ?? 0
        while count < limit {
            let next = jobs[count]
            sum += next.traits.sharedBytes ?? 0
            guard next.company == first.company, next.traits.priority == first.traits.priority, sum <= bytes
            else { break }
            count += 1
        }
        return count
    }

    /// How many checks of the header fit into `batchTime`. The first batch of a header is a careful one.
    private func paceLimit(_ header: LeanHeader) -> Int {
        guard let each = pace[header] else { return min(8, settings.batchLimit) }
        let time = settings.batchTime / .seconds(1)
        return each * Double(settings.batchLimit) <= time ? settings.batchLimit : max(1, Int(time / each))
    }

    /// Whether more checks of the header wait than workers for it are on their way, and starting is allowed now.
    private func wantsMoreWorkers(_ header: LeanHeader, now: Instant) -> Bool {
        if let notBefore = starts[header]?.notBefore, notBefore > now { return false }
        let onTheirWay = workers.values.reduce(0) { count, worker in
            guard worker.header == header, case .starting = worker.phase else { return count }
            return count + 1
        }
        return onTheirWay < lanes[header]?.count ?? 0
    }

    /// The worker to replace by one with another header: the one idle longest that has nothing to do, or that has
    /// overtaken the waiting check often enough.
    private func evictable() -> WorkerID? {
        var best: (id: WorkerID, since: Instant)?
        for (id, worker) in workers {
            guard case .idle(let since) = worker.phase else { continue }
            let isUseful = lanes[worker.header]?.isEmpty == false && worker.overtakes < settings.overtakeLimit
            if isUseful { continue }
            if let other = best, (since, id.number) >= (other.since, other.id.number) { continue }
            best = (id, since)
        }
        return best?.id
    }
}
