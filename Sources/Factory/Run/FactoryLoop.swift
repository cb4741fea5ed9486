internal import Inference
internal import Ledger
package import Logging
internal import Support
internal import Synchronization

/// Drives the jobs of a ledger through their stages until nothing is left, or until it is told to stop.
///
/// The ledger is the only buffer: at most the limits of `DispatchState` are held in memory. Whatever ends a job, its
/// result is one transaction; whatever ends the process, the ledger has the work.
package struct FactoryLoop: Sendable {
    /// How a run ended.
    package enum Outcome: Sendable, Equatable {
        /// Every job reached its end; parked ones count as ended.
        case finished
        /// It was told to stop and gave back what it held.
        case stopped
    }

    private enum Event: Sendable {
        case finished(stage: String, Ending)
        case claimed([Job], stage: String, asked: Int)
        case tick(mayHaveWork: Bool, paused: Set<String>?)
        case stopRequested
        case drainOver
        case ended
    }

    /// How a job ended.
    private enum Ending: Sendable {
        /// Well; the jobs that follow it and are held already, and the stages of those that wait in the ledger.
        case done(taken: [Job], queued: Set<String>)
        /// With an error, and what that means for others, if anything.
        case failed(Trouble?)
    }

    /// What a job's end means for others.
    private enum Trouble: Sendable {
        /// The run must end.
        case fatal(any Error)
        /// The stage's model was stopped.
        case modelStopped(any Error)
    }

    private let live: LiveFactory
    let monitor: RunMonitor
    private let waitsForWork: Bool
    private let stages: [String: any Stage]
    private let owner: String
    private let stop: StopSignal
    private let clock: any Clock<Duration>
    let logger: Logger
    private let outages: Locked<OutageWatch>
    private let onTick: @Sendable () async -> Void
    /// Time since the loop was made.
    private let elapsed: @Sendable () -> Duration

    /// - Parameters:
    ///   - factory: what stages work with; a job keeps to the end what it began with.
    ///   - stop: when requested, the run drains and ends.
    ///   - waitsForWork: go on when nothing is left: somebody else may add work.
    ///   - monitor: told what happens.
    ///   - clock: time for renewals, retries and the drain limit.
    ///   - onTick: done twice a second beside the work.
    package init(
        live factory: LiveFactory, stages: [any Stage] = FactoryLoop.allStages, owner: String, stop: StopSignal,
        waitsForWork: Bool = false, clock: any Clock<Duration> = ContinuousClock(), logger: Logger,
        monitor: RunMonitor = RunMonitor(), onTick: @escaping @Sendable () async -> Void = {}
    ) {
        live = factory
        self.waitsForWork = waitsForWork
        self.monitor = monitor
        self.stages = Dictionary(uniqueKeysWithValues: stages.map { ($0.name.rawValue, $0) })
        self.owner = owner
        self.stop = stop
        self.clock = clock
        self.logger = logger
        self.onTick = onTick
        outages = Locked(OutageWatch(limit: .seconds(factory.current.configuration.run.outageMinutes * 60)))
        elapsed = Self.stopwatch(clock)
    }

    /// A loop whose factory stays as it is.
    package init(
        factory: FactoryContext, stages: [any Stage] = FactoryLoop.allStages, owner: String, stop: StopSignal,
        waitsForWork: Bool = false, clock: any Clock<Duration> = ContinuousClock(), logger: Logger,
        onTick: @escaping @Sendable () async -> Void = {}
    ) {
        self.init(
            live: LiveFactory(factory), stages: stages, owner: owner, stop: stop, waitsForWork: waitsForWork,
            clock: clock, logger: logger, onTick: onTick)
    }

    var factory: FactoryContext { live.current }

    private static func stopwatch(_ clock: some Clock<Duration>) -> @Sendable () -> Duration {
        let start = clock.now
        return { start.duration(to: clock.now) }
    }

    /// Every stage of the recipe.
    package static let allStages: [any Stage] = [
        PracticeStage(), FormalizeStage(), ElaborateStage(), RepairStage(), LintStage(), NoveltyStage(), ScoreStage(),
        JudgeStage(), ConsistencyStage(), ProveStage(), RefuteStage(), VerifyStage(),
    ]

    /// Runs until everything is done or the stop was requested.
    ///
    /// A stage whose model was stopped (a refused key, an unknown model) is held: its jobs stay where they are, the other
    /// stages go on to their end, and then the reason is thrown. A stage that somebody paused is left alone until it is
    /// resumed; a run that has nothing else left ends.
    ///
    /// - Throws: what makes further work senseless: a broken Lean, an unusable ledger, a stopped model. Jobs in flight are
    ///   given back first.
    package func run() async throws -> Outcome {
        let held = HeldJobs(limits: Dictionary(uniqueKeysWithValues: limits))
        var state = DispatchState<Job>(limits: limits)
        var isEmpty = false
        var fatal: (any Error)?
        var stopped: (any Error)?
        if let closed = await closedStages() { _ = state.pause(closed) }

        try await withThrowingTaskGroup(of: Event.self) { group in
            group.addTask { await stop.wait() ? .stopRequested : .ended }
            group.addTask { await tick(awaiting: [], held: held) }
            group.addTask { await renewLeases(of: held) }

            func beginStop() async {
                monitor.enter(.draining)
                let unstarted = state.stop()
                await giveBack(unstarted, held: held)
            }

            while true {
                // Whoever cancels the task stops the run: what it holds is given back and nothing is claimed any more.
                if Task.isCancelled, !state.isStopping { await beginStop() }
                for action in state.actions() {
                    switch action {
                    case .start(let job, let stage):
                        group.addTask { await perform(job, stage: stage, held: held) }
                    case .claim(let stage, let count):
                        group.addTask { await claim(stage, count: count, held: held) }
                    }
                }
                if state.isStopping && state.inFlight == 0 && !state.isClaiming { break }
                if state.isIdle, !state.isStopping, !isEmpty {
                    // Nothing that would ever come could be done.
                    if waitsForWork, stages.keys.allSatisfy(state.held.contains) { break }
                    let going = stages.keys.filter(state.isOpen)
                    do {
                        isEmpty = try await factory.ledger.pendingWork(stages: going).isEmpty
                    } catch is CancellationError {
                        continue
                    }
                    if isEmpty, !waitsForWork { break }
                }
                switch try await group.next() {
                case .finished(let stage, .done(let taken, let queued)):
                    state.finished(stage: stage, queued: queued)
                    let unwanted = taken.filter { state.isStopping || !state.isOpen($0.stage) }
                    for job in taken where !unwanted.contains(job) { state.received(job, stage: job.stage) }
                    await giveBack(unwanted, held: held)
                case .finished(let stage, .failed(let trouble)):
                    state.finished(stage: stage)
                    switch trouble {
                    case .fatal(let error) where fatal == nil:
                        fatal = error
                        await beginStop()
                        group.cancelAll()
                    case .modelStopped(let error) where !state.held.contains(stage):
                        // Said once; the jobs behind are not even claimed.
                        logger.error("stage \(stage) is held, the others go on: \(error)")
                        stopped = stopped ?? error
                        await giveBack(state.hold(stage: stage), held: held)
                    default: break
                    }
                case .claimed(let jobs, let stage, let asked):
                    if state.isStopping || !state.isOpen(stage) {
                        await giveBack(jobs, held: held)
                        state.claimed([], stage: stage, asked: asked)
                    } else {
                        state.claimed(jobs, stage: stage, asked: asked)
                    }
                case .tick(let mayHaveWork, let paused):
                    if let paused { await giveBack(state.pause(paused), held: held) }
                    if mayHaveWork {
                        isEmpty = false
                        state.workMayHaveAppeared()
                    }
                    state.change(limits: limits)
                    // Nothing is taken along for a stage that is held or paused.
                    let places = limits.filter { state.isOpen($0.stage) }
                    held.change(limits: Dictionary(uniqueKeysWithValues: places))
                    monitor.turned(inFlight: state.inFlightByStage, limits: limits, held: state.held)
                    let open = state.isIdle ? stages.keys.filter(state.isOpen) : []
                    group.addTask { await tick(awaiting: open, held: held) }
                case .stopRequested:
                    logger.warning("stopping: finishing \(state.inFlight) jobs in flight")
                    await beginStop()
                    group.addTask { await drainLimit() }
                case .drainOver:
                    group.cancelAll()
                case .ended, nil:
                    break
                }
            }
            group.cancelAll()
        }
        if let error = fatal ?? stopped { throw error }
        return state.isStopping ? .stopped : .finished
    }

    // MARK: - What runs beside the loop

    /// The most jobs in flight of each stage as the configuration has it now. Later stages come first: finishing what was
    /// begun keeps the number of half-done statements small.
    private var limits: [(stage: String, limit: Int)] {
        let settings = factory.configuration.run
        return StageName.allCases.reversed().filter { stages[$0.rawValue] != nil }.map { stage in
            (stage.rawValue, settings.limit(of: stage))
        }
    }

    /// - Parameter stages: the stages to look for when nothing is in hand: then a look is enough, and claims, which are
    ///   writes, are made only when it finds something. Empty while there is work.
    private func tick(awaiting stages: [String], held: HeldJobs) async -> Event {
        do { try await clock.sleep(for: .milliseconds(500)) } catch { return .ended }
        await onTick()
        await revokeNeedless(held)
        // A busy ledger skips a beat; its claims give nothing for a paused stage in any case.
        let paused = await closedStages()
        guard !stages.isEmpty else { return .tick(mayHaveWork: true, paused: paused) }
        let found = try? await factory.ledger.mayHaveWork(stages: stages)
        return .tick(mayHaveWork: found ?? true, paused: paused)
    }

    private func drainLimit() async -> Event {
        do {
            try await clock.sleep(for: .seconds(factory.configuration.run.drainSeconds))
        } catch { return .ended }
        return .drainOver
    }

    /// Renews what is held, three times per lease, until cancelled.
    private func renewLeases(of held: HeldJobs) async -> Event {
        while true {
            let lease = Duration.seconds(factory.configuration.run.leaseSeconds)
            do {
                try await clock.sleep(for: lease / 3)
                let jobs = held.jobs
                guard !jobs.isEmpty else { continue }
                // A job that is missing from the answer was most likely finished a moment ago. One that was truly lost
                // shows when its result is refused.
                _ = try await factory.ledger.renew(jobs, lease: lease)
            } catch is CancellationError {
                return .ended
            } catch {
                // A busy or full ledger shows at the next step's own write; renewing is tried again.
                logger.warning("leases could not be renewed: \(error)")
            }
        }
    }

    private func claim(_ stage: String, count: Int, held: HeldJobs) async -> Event {
        do {
            let lease = Duration.seconds(factory.configuration.run.leaseSeconds)
            let jobs = try await factory.ledger.claim(stages: [stage], limit: count, owner: owner, lease: lease)
            held.insert(jobs)
            // What cannot be read now is read by the stage, which says what is wrong.
            try? await factory.prepare(jobs)
            return .claimed(jobs, stage: stage, asked: count)
        } catch {
            logger.warning("work of stage \(stage) could not be claimed: \(error)")
            return .claimed([], stage: stage, asked: count)
        }
    }

    // MARK: - One job

    private func perform(_ job: Job, stage name: String, held: HeldJobs) async -> Event {
        defer {
            held.remove(job)
            factory.subjects.ended(job)
        }
        guard let stage = stages[name] else { return .finished(stage: name, .failed(nil)) }
        let began = elapsed()
        // As it is now, to the end of the job: templates must not change between two of its prompts.
        let factory = factory
        do {
            let outcome = try await outcome(of: stage, job, in: factory, held: held)
            let ending = try await complete(job, outcome, held: held)
            outages.withLock { $0.succeeded(name, at: elapsed()) }
            monitor.ended(job, .done, after: elapsed() - began, outcome: outcome)
            return .finished(stage: name, ending)
        } catch is RevocableRun.Revoked {
            // Where somebody took it away there is nothing to give back.
            await giveBack([job], held: held)
            monitor.ended(job, .cancelled, after: elapsed() - began)
            return .finished(stage: name, .failed(nil))
        } catch {
            let (end, trouble) = await settle(job, began: began, after: error)
            monitor.ended(job, end, after: elapsed() - began, error: error)
            return .finished(stage: name, .failed(trouble))
        }
    }

    /// Records the outcome and takes what follows at once, as far as there is room.
    private func complete(_ job: Job, _ outcome: StepOutcome, held: HeldJobs) async throws -> Ending {
        var wish = LeaseWish()
        wish.places = held.reserve(outcome.followingStages)
        defer { held.giveBack(reserved: wish.places) }
        wish.lease = .seconds(factory.configuration.run.leaseSeconds)
        wish.asksForTries = [StageName.prove.rawValue, StageName.refute.rawValue]
        let result = try await factory.ledger.complete(job, outcome, taking: wish)
        held.revoke(result.cancelled)
        let taken = result.leased.map(\.job)
        held.insert(taken)
        if result.quarantined != nil { await alarm(job, held: held) }
        factory.subjects.insert(outcome, of: job, as: result)
        return .done(taken: taken, queued: result.queuedStages)
    }

    /// Decides what becomes of a job that ended with an error.
    ///
    /// - Returns: what became of it, and what that means for others, if anything.
    private func settle(
        _ job: Job, began: Duration, after error: any Error
    ) async -> (JobEnd, Trouble?) {
        // A new task: the ledger's own work must not be cancelled with the job.
        await Task { () -> (JobEnd, Trouble?) in
            do {
                let stageWorks = outages.withLock { $0.hasSucceeded(job.stage) }
                switch FailureDecision(error, tries: job.tries, stageWorks: stageWorks) {
                case .giveBack:
                    try await factory.ledger.release([job])
                    return (.givenBack, nil)
                case .awaitBatch:
                    try await factory.ledger.suspend(job, reason: "\(error)")
                    return (.awaitsBatch, nil)
                case .drop:
                    logger.warning("job \(job.id) belongs to another process now; this result is dropped")
                    return (.lost, nil)
                case .retry(let delay):
                    return (try await retry(job, error, after: delay), nil)
                case .park:
                    _ = try await factory.ledger.fail(
                        job, error: "\(error)", retryAfter: .zero, maximumTries: job.tries)
                    return (.parked, nil)
                case .holdStage:
                    try await factory.ledger.release([job])
                    return (.givenBack, .modelStopped(error))
                case .modelTrouble(let wish):
                    return try await settle(job, modelTrouble: error, began: began, wish: wish)
                case .endRun:
                    try await factory.ledger.release([job])
                    return (.fatal, .fatal(error))
                }
            } catch let failure as LedgerError where failure.reason == .leaseLost {
                return (.lost, nil)
            } catch {
                return (.fatal, .fatal(error))
            }
        }.value
    }

    private func retry(_ job: Job, _ error: any Error, after delay: Duration) async throws -> JobEnd {
        let maximum = factory.configuration.run.maximumTries
        let outcome = try await factory.ledger.fail(
            job, error: "\(error)", retryAfter: delay, maximumTries: maximum)
        return outcome == .parked ? .parked : .retried
    }

    private func settle(
        _ job: Job, modelTrouble error: any Error, began: Duration, wish: Duration?
    ) async throws -> (JobEnd, Trouble?) {
        let isUnreached = (error as? InferenceError)?.reason == .unreachable
        let longest = Duration.seconds(factory.configuration.run.outageMinutes * 60)
        let judgement = outages.withLock {
            $0.limit = longest
            return $0.failed(job.stage, began: began, at: elapsed(), isUnreached: isUnreached, wish: wish)
        }
        switch judgement {
        case .ownFault:
            let delay = max(FailureDecision.delay(tries: job.tries), wish ?? .zero)
            return (try await retry(job, error, after: delay), nil)
        case .outage(let wait, let isNews):
            if isNews { logger.warning("stage \(job.stage) waits for its model: \(error)") }
            try await factory.ledger.release([job], delay: wait)
            return (.postponed, nil)
        case .givenUp:
            try await factory.ledger.release([job])
            return (.fatal, .fatal(outage(error, stage: job.stage)))
        }
    }

    /// The error with which a run ends whose model answers nobody.
    private func outage(_ error: any Error, stage: String) -> any Error {
        guard var error = error as? InferenceError else { return error }
        error.message =
            "Stage \(stage) got no answer for as long as run.outage_minutes says, so the run ends; all jobs are kept. "
            + error.message
        return error
    }

    private func giveBack(_ jobs: [Job], held: HeldJobs) async {
        guard !jobs.isEmpty else { return }
        // A new task: the ledger works for no task that is cancelled.
        await Task {
            do {
                try await factory.ledger.release(jobs)
            } catch {
                logger.warning("\(jobs.count) jobs could not be given back; their leases will run out: \(error)")
            }
        }.value
        for job in jobs { held.remove(job) }
    }
}

extension StepOutcome {
    /// The stages of the jobs that follow at once, one for each.
    fileprivate var followingStages: [String] {
        newStatements.compactMap(\.followUp) + attempts.compactMap(\.followUp)
            + followUps.filter { $0.delay == nil }.map(\.stage)
    }
}
