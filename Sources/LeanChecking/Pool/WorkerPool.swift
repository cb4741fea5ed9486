internal import Foundation
internal import Logging

/// What became of a check.
struct WorkerOutcome: Sendable {
    enum Ending: Sendable, Hashable {
        case answered(CheckAnswer)
        case timeout
        case outOfMemory
        case crashed
    }
    let ending: Ending
    /// The time that Lean spent on the check.
    let elapsed: Duration
    /// Of the process during the check; during the whole batch when it was in one.
    let peakMemoryBytes: Int?
}

/// Carries out what `PoolStateMachine` decides: owns the processes, the waiting callers and the one timer.
actor WorkerPool {
    struct Pending {
        let check: PoolCheck
        let continuation: CheckedContinuation<WorkerOutcome, any Error>
        var sentAt: ContinuousClock.Instant?
        var peak: Int?
        /// What was answered, while the canaries have not confirmed it.
        var answer: CheckAnswer?
        var elapsed: Duration?
    }

    struct Running {
        let header: LeanHeader
        let worker: WarmWorker
        let commands: AsyncStream<WorkerCommand>.Continuation
        let task: Task<Void, Never>
        /// The checks that it has, in the order of its document.
        var checks: [CheckID] = []
        var batch: BatchDocument?
        var sentAt: ContinuousClock.Instant?
        /// The canaries that are still to sing, the one that sings first.
        var songs: [CanarySong] = []
        var wasKilled = false
    }

    let toolchain: LeanToolchain
    let limits: LeanLimits
    let hooks: Hooks
    let logger: Logger
    let clock = ContinuousClock()
    private let origin = ContinuousClock.now
    var machine: PoolStateMachine
    var pending: [CheckID: Pending] = [:]
    var workers: [WorkerID: Running] = [:]
    var counters = CheckerMetrics()
    /// The processes beside the workers, each with its batch.
    var asides: [WorkerID: Task<Void, Never>] = [:]
    private var nextCheck = 0
    private var timer: (due: Duration, task: Task<Void, Never>)?
    var freeNames = FreeNames()

    init(toolchain: LeanToolchain, limits: LeanLimits, settings: PoolSettings, hooks: Hooks, logger: Logger) {
        self.toolchain = toolchain
        self.limits = limits
        self.hooks = hooks
        self.logger = logger
        var settings = settings
        hooks.adjust?(&settings)
        machine = PoolStateMachine(settings: settings)
    }

    var now: Duration { clock.now - origin }

    /// The counters, with the present queue and processes.
    var metrics: CheckerMetrics {
        var snapshot = counters
        snapshot.queued = machine.queued
        snapshot.workers = workers.count
        return snapshot
    }

    /// Lets a warm worker with the check's header elaborate it, alone or with others.
    ///
    /// - Throws: `LeanCheckingError` when no worker can be had, or none that can be trusted; `CancellationError` when the
    ///   task is cancelled, which takes the check out of the queue or away from its worker.
    func run(_ check: PoolCheck, priority: CheckPriority = .normal) async throws -> WorkerOutcome {
        try Task.checkCancellation()
        let id = CheckID(number: nextCheck)
        nextCheck += 1
        counters.submitted += 1
        let traits = CheckTraits(priority: priority, sharedBytes: check.item?.source.utf8.count)
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                pending[id] = Pending(check: check, continuation: continuation)
                perform(machine.submit(id, header: check.document.header, traits: traits, now: now))
                // The cancellation may have come before there was anything to cancel.
                if Task.isCancelled { perform(machine.cancel(id, now: now)) }
            }
        } onCancel: {
            Task { await self.cancel(id) }
        }
    }

    private func cancel(_ id: CheckID) {
        perform(machine.cancel(id, now: now))
    }

    /// Gives up what waits or runs, ends all processes, and returns when the last one is gone.
    func shutDown() async {
        perform(machine.stop(now: now))
        while let task = workers.first?.value.task ?? asides.first?.value { await task.value }
        timer?.task.cancel()
        timer = nil
    }

    // MARK: Actions

    func perform(_ actions: [PoolAction]) {
        for action in actions {
            switch action {
            case .start(let id, let header): start(id, header)
            case .send(let id, let checks, let ticket): send(checks, to: id, ticket: ticket)
            case .sing(let id, let all, let ticket):
                counters.canaries += 1
                guard let header = workers[id]?.header else { continue }
                workers[id]?.songs = all ? CanarySong.all(header) : [CanarySong.choir(header)]
                sing(id, ticket: ticket)
            case .sendAside(let id, let checks, let limit): sendAside(checks, beside: id, within: limit)
            case .endAside(let id): asides[id]?.cancel()
            case .abandon(let id, let ticket):
                guard let header = workers[id]?.header else { continue }
                workers[id]?.checks = []
                workers[id]?.commands.yield(.change(CheckDocument.idleText(header), ticket: ticket))
            case .stop(let id):
                workers[id]?.wasKilled = true
                workers[id]?.commands.yield(.stop)
            case .kill(let id):
                counters.kills += 1
                workers[id]?.wasKilled = true
                workers[id]?.worker.handle.kill()
            case .finish(let check, let ending): finish(check, ending)
            }
        }
        setTimer()
    }

    private func send(_ ids: [CheckID], to worker: WorkerID, ticket: Int) {
        guard var running = workers[worker] else { return }
        let checks = ids.compactMap { pending[$0]?.check }
        guard checks.count == ids.count, let header = checks.first?.document.header else { return }
        let items = checks.compactMap(\.item)
        let text: String
        if ids.count > 1, items.count == ids.count {
            let batch = BatchDocument(header: header, items: items, free: freeNames.of(header))
            running.batch = batch
            text = batch.text
            counters.batches += 1
        } else {
            running.batch = nil
            text = checks[0].document.text
        }
        running.checks = ids
        running.sentAt = clock.now
        for id in ids {
            pending[id]?.sentAt = running.sentAt
            pending[id]?.answer = nil
        }
        workers[worker] = running
        if let hook = hooks.willSend, let processID = running.worker.handle.processID { hook(processID) }
        running.commands.yield(.change(text, ticket: ticket))
    }

    private func sing(_ id: WorkerID, ticket: Int) {
        guard let song = workers[id]?.songs.first else { return }
        workers[id]?.checks = []
        workers[id]?.commands.yield(.change(song.text, ticket: ticket))
    }

    /// The check of a batch that Lean was at when it was last heard: the first whose question has no answer.
    private func suspect(_ id: WorkerID) -> CheckID? {
        guard let worker = workers[id], let batch = worker.batch else { return nil }
        let reading = batch.reading(of: worker.worker.heard?.diagnostics ?? [])
        return zip(worker.checks, reading.items).first { !$1.isReached }?.0
    }

    func note(_ memory: ProcessMemory?, of checks: [CheckID]) {
        guard let memory else { return }
        for check in checks {
            guard let waiting = pending[check] else { continue }
            pending[check]?.peak = max(waiting.peak ?? 0, memory.peakBytes)
        }
    }

    private func finish(_ check: CheckID, _ ending: CheckEnding) {
        guard let caller = pending.removeValue(forKey: check) else { return }
        let elapsed = caller.elapsed ?? caller.sentAt.map { clock.now - $0 } ?? .zero
        let outcome: (WorkerOutcome.Ending) -> WorkerOutcome = {
            WorkerOutcome(ending: $0, elapsed: elapsed, peakMemoryBytes: caller.peak)
        }
        switch ending {
        case .answered:
            counters.answered += 1
            // The machine finishes as answered only what was answered.
            caller.continuation.resume(
                returning: outcome(caller.answer.map { .answered($0) } ?? .crashed))
        case .timeout:
            counters.timeouts += 1
            caller.continuation.resume(returning: outcome(.timeout))
        case .outOfMemory:
            counters.outOfMemory += 1
            caller.continuation.resume(returning: outcome(.outOfMemory))
        case .crashed:
            counters.crashes += 1
            caller.continuation.resume(returning: outcome(.crashed))
        case .cancelled:
            counters.cancelled += 1
            caller.continuation.resume(throwing: CancellationError())
        case .failed(let error):
            counters.refused += 1
            caller.continuation.resume(throwing: error)
        }
    }

    // MARK: Answers

    private func answered(_ id: WorkerID, _ ticket: Int, _ heard: WorkerSession.Heard, _ memory: ProcessMemory?) {
        guard let worker = workers[id] else { return }
        if let song = worker.songs.first {
            // An answer to something older says nothing about the canary.
            guard machine.workers[id]?.ticket == ticket else { return }
            let objection = song.objection(to: heard.diagnostics)
            workers[id]?.songs.removeFirst()
            if objection == nil, worker.songs.count > 1 { return sing(id, ticket: ticket) }
            workers[id]?.songs = []
            if let objection {
                logger.critical("A canary failed", metadata: ["reason": "\(objection.message)"])
            }
            return perform(machine.sang(id, ticket: ticket, error: objection, now: now))
        }
        note(memory, of: worker.checks)
        let isCurrent = machine.workers[id]?.ticket == ticket
        let doubts = isCurrent ? take(heard, from: worker) : .none
        perform(
            machine.answered(id, ticket: ticket, privateBytes: memory?.privateBytes ?? 0, doubts: doubts, now: now))
    }

    /// Keeps what was said about each check until the canaries confirm it; returns what is not settled.
    private func take(_ heard: WorkerSession.Heard, from worker: Running) -> BatchDoubts {
        guard let sentAt = worker.sentAt else { return .none }
        guard let batch = worker.batch else {
            guard let id = worker.checks.first, let check = pending[id]?.check else { return .none }
            let answer = check.answer(heard.diagnostics)
            pending[id]?.answer = answer
            pending[id]?.elapsed = clock.now - sentAt
            if answer.reading.verdict == .verified { freeNames.add([check.document.name], check.document.header) }
            return .none
        }
        let reading = batch.reading(of: heard.diagnostics)
        guard reading.doubt == nil else {
            counters.spoiltBatches += 1
            let culprit = zip(worker.checks, reading.items).first { !$1.isReached }?.0
            return BatchDoubts(
                alone: Set([culprit].compactMap(\.self)), again: Set(worker.checks.filter { $0 != culprit }))
        }
        freeNames.add(batch.items.map(\.name), worker.header)
        return settle(worker.checks, reading.items, times: batch.times(heard, from: sentAt))
    }

    /// Keeps what a good document says about its checks; returns what is not settled.
    func settle(
        _ checks: [CheckID], _ items: some Collection<BatchReading.Item>, times: [Duration]
    ) -> BatchDoubts {
        var doubts = BatchDoubts()
        for ((id, item), time) in zip(zip(checks, items), times) {
            guard let check = pending[id]?.check else { continue }
            if let settled = item.verdict(check.kind.read) {
                pending[id]?.answer = CheckAnswer(messages: item.messages, reading: settled)
                pending[id]?.elapsed = time
            } else {
                counters.recheckedAlone += 1
                doubts.alone.insert(id)
            }
        }
        return doubts
    }

    // MARK: Processes

    private func start(_ id: WorkerID, _ header: LeanHeader) {
        counters.started += 1
        let handle = ProcessHandle(memoryLimit: machine.settings.memoryBytes)
        // Commands wait here only while the worker writes the one before; the machine never sends more than a document, an
        // abandonment and a stop.
        let (commands, continuation) = AsyncStream.makeStream(
            of: WorkerCommand.self, bufferingPolicy: .bufferingOldest(8))
        var worker = WarmWorker(header: header, handle: handle, alter: hooks.alterAnswer)
        if let limit = hooks.outputLimit { worker.outputLimit = limit }
        let task = Task {
            let exit = await live(id, worker, commands, continuation)
            ended(id, exit)
        }
        workers[id] = Running(header: header, worker: worker, commands: continuation, task: task)
    }

    /// The whole life of one process, its folder included.
    private nonisolated func live(
        _ id: WorkerID, _ worker: WarmWorker, _ commands: AsyncStream<WorkerCommand>,
        _ continuation: AsyncStream<WorkerCommand>.Continuation
    ) async -> WorkerExit {
        let folder: PrivateFolder
        do {
            folder = try PrivateFolder()
        } catch {
            return .failedToStart(error)
        }
        defer { folder.remove() }
        let (lean, arguments) =
            hooks.replaceWorker?(toolchain.leanPath, LeanOptions.worker(limits))
            ?? (toolchain.leanPath, LeanOptions.worker(limits))
        let plan = plan(lean, arguments, in: folder)
        return await worker.run(
            plan, commands: commands, stopCommands: { continuation.finish() }
        ) { [self] report in
            await received(report, from: id)
        }
    }

    /// How a process of this pool is started: it has no reason to write any file.
    nonisolated func plan(_ lean: String, _ arguments: [String], in folder: PrivateFolder) -> LaunchPlan {
        LaunchPlan(
            lean: lean, arguments: arguments, folder: folder.path,
            environment: LaunchPlan.environment(for: toolchain, folder: folder.path),
            limits: ProcessLimits(limits, toolchain.profile, fileBytes: 0))
    }

    private func received(_ report: WorkerReport, from id: WorkerID) {
        switch report {
        case .ready(let startTime):
            counters.ready += 1
            if let hook = hooks.workerReady, let processID = workers[id]?.worker.handle.processID { hook(processID) }
            perform(machine.ready(id, startTime: startTime, now: now))
        case .answered(let ticket, let heard, let memory): answered(id, ticket, heard, memory)
        }
    }

    private func ended(_ id: WorkerID, _ exit: WorkerExit) {
        let suspect = suspect(id)
        let running = workers.removeValue(forKey: id)
        var wasKilled = running?.wasKilled ?? true
        if let running {
            note(running.worker.handle.memory, of: running.checks)
            if running.worker.handle.isOutOfMemory, !wasKilled {
                counters.kills += 1
                wasKilled = true
            }
        }
        if case .failedToStart(let error) = exit {
            // A worker that was still starting when the pool was shut down did not fail: it was ended.
            guard !machine.isStopped else { return perform(machine.exited(id, exit, suspect: suspect, now: now)) }
            counters.failedStarts += 1
            logger.warning(
                "Lean worker did not start", metadata: ["code": "\(error.code)", "reason": "\(error.message)"])
        } else if !wasKilled {
            counters.unexpectedExits += 1
            logger.debug("Lean worker ended unexpectedly")
        }
        perform(machine.exited(id, exit, suspect: suspect, now: now))
    }

    // MARK: Time

    /// One timer for all deadlines. It is only replaced when a deadline comes before it; when it fires early it finds
    /// nothing due and is set again. So the usual check, which ends long before its deadlines, costs no timer.
    private func setTimer() {
        guard let due = machine.nextDeadline else { return }
        if let timer, timer.due <= due { return }
        timer?.task.cancel()
        let instant = origin + due
        let task = Task { [clock] in
            do {
                try await clock.sleep(until: instant)
            } catch {
                return
            }
            fired(due)
        }
        timer = (due, task)
    }

    private func fired(_ due: Duration) {
        guard timer?.due == due else { return }
        timer = nil
        perform(machine.advance(to: now, suspect: { suspect($0) }))
    }
}
