internal import Ledger
internal import Synchronization

/// The jobs whose leases this process holds, and the places that are left for more.
final class HeldJobs: Sendable {
    private struct State {
        var jobs: [Int: Job] = [:]
        /// Jobs held or about to be, by stage.
        var taken: [String: Int] = [:]
        /// Most jobs of each stage in flight.
        var limits: [String: Int] = [:]
        /// Work that can be revoked, by job.
        var running: [Int: RevocableRun] = [:]
        /// Jobs that were revoked and have not ended.
        var revoked: Set<Int> = []
    }

    private let state: Mutex<State>

    /// - Parameter limits: most jobs of each stage in flight; of other stages nothing is taken along.
    init(limits: [String: Int]) {
        state = Mutex(State(limits: limits))
    }

    /// From now on so many jobs of each stage may be in flight; of other stages nothing is taken along.
    func change(limits: [String: Int]) {
        state.withLock { $0.limits = limits }
    }

    var jobs: [Job] { state.withLock { Array($0.jobs.values) } }

    func insert(_ jobs: [Job]) {
        guard !jobs.isEmpty else { return }
        state.withLock { state in
            for job in jobs where state.jobs.updateValue(job, forKey: job.id) == nil {
                state.taken[job.stage, default: 0] += 1
            }
        }
    }

    func remove(_ job: Job) {
        state.withLock { state in
            if state.jobs.removeValue(forKey: job.id) != nil { state.taken[job.stage, default: 0] -= 1 }
            state.running[job.id] = nil
            state.revoked.remove(job.id)
        }
    }

    /// Notes the work of a held job, so that it can be revoked.
    func began(_ job: Job, _ run: RevocableRun) {
        let isRevoked = state.withLock { state in
            state.running[job.id] = run
            return state.revoked.contains(job.id)
        }
        if isRevoked { run.revoke() }
    }

    /// Whether the job was revoked.
    func isRevoked(_ job: Job) -> Bool { state.withLock { $0.revoked.contains(job.id) } }

    /// These jobs are needless: what runs of them is cancelled at once, what waits is not begun. Others than those that are
    /// held are passed over.
    func revoke(_ ids: some Sequence<Int>) {
        let runs = state.withLock { state -> [RevocableRun] in
            ids.filter { state.jobs[$0] != nil && state.revoked.insert($0).inserted }.compactMap { state.running[$0] }
        }
        for run in runs { run.revoke() }
    }

    /// Reserves places for jobs that follow a step, as long as they could start at once: with as many of a stage as may be in
    /// flight nothing more is taken, so that what is held stays bounded when a stage is slow.
    ///
    /// - Parameter stages: of each job its stage.
    /// - Returns: how many places of each stage are the caller's until `giveBack`.
    func reserve(_ stages: [String]) -> [String: Int] {
        guard !stages.isEmpty else { return [:] }
        return state.withLock { state in
            var places: [String: Int] = [:]
            for stage in stages where state.taken[stage, default: 0] < state.limits[stage] ?? 0 {
                state.taken[stage, default: 0] += 1
                places[stage, default: 0] += 1
            }
            return places
        }
    }

    /// Gives reserved places back; what was taken in them is held by then.
    func giveBack(reserved places: [String: Int]) {
        guard !places.isEmpty else { return }
        state.withLock { state in for (stage, count) in places { state.taken[stage, default: 0] -= count } }
    }
}
