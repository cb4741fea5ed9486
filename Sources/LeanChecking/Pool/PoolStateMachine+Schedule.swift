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
            case .starting, .idle, .busy, .abandoning: count
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
                        actions.append(retire(idle, now: now))
                    }
                }
            } else {
                settled.insert(header)
            }
        }
        return actions
    }

    /// The header whose oldest most urgent check goes next.
    private func firstLane(except settled: Set<LeanHeader>) -> LeanHeader? {
        var best: (header: LeanHeader, job: Job)?
        for (header, jobs) in lanes where !settled.contains(header) {
            guard let job = jobs.first else { continue }
            if let other = best?.job, (job.priority, -job.sequence) < (other.priority, -other.sequence) { continue }
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

    private mutating func assign(
        _ id: WorkerID, _ header: LeanHeader, overtaking: Bool, now: Instant
    ) -> PoolAction {
        let job = lanes[header]!.removeFirst()
        if lanes[header]!.isEmpty { lanes[header] = nil }
        var worker = workers[id]!
        worker.ticket += 1
        worker.overtakes = overtaking ? worker.overtakes + 1 : 0
        worker.phase = .busy(job.id, until: now + settings.wallClock, sampleAt: now + settings.sampleEvery)
        workers[id] = worker
        running[job.id] = (job, id)
        return .send(id, job.id, ticket: worker.ticket)
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
