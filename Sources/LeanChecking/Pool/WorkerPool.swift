internal import Foundation
internal import Logging

/// What became of a text that a worker was given.
struct WorkerOutcome: Sendable {
    enum Ending: Sendable, Hashable {
        case answered([Diagnostic])
        case timeout
        case outOfMemory
        case crashed
    }
    let ending: Ending
    /// From the moment the worker got the text.
    let elapsed: Duration
    let peakMemoryBytes: Int?
}

/// Carries out what `PoolStateMachine` decides: owns the processes, the waiting callers and the one timer.
actor WorkerPool {
    private struct Pending {
        let text: String
        let continuation: CheckedContinuation<WorkerOutcome, any Error>
        var sentAt: ContinuousClock.Instant?
        var peak: Int?
    }

    private struct Running {
        let handle: ProcessHandle
        let commands: AsyncStream<WorkerCommand>.Continuation
        let task: Task<Void, Never>
        var check: CheckID?
        var wasKilled = false
    }

    private let toolchain: LeanToolchain
    private let limits: LeanLimits
    private let hooks: Hooks
    private let logger: Logger
    private let clock = ContinuousClock()
    private let origin = ContinuousClock.now
    private var machine: PoolStateMachine
    private var pending: [CheckID: Pending] = [:]
    private var workers: [WorkerID: Running] = [:]
    private var counters = CheckerMetrics()
    private var nextCheck = 0
    private var timer: (due: Duration, task: Task<Void, Never>)?

    init(toolchain: LeanToolchain, limits: LeanLimits, settings: PoolSettings, hooks: Hooks, logger: Logger) {
        self.toolchain = toolchain
        self.limits = limits
        self.hooks = hooks
        self.logger = logger
        machine = PoolStateMachine(settings: settings)
    }

    private var now: Duration { clock.now - origin }

    /// The counters, with the present queue and processes.
    var metrics: CheckerMetrics {
        var snapshot = counters
        snapshot.queued = machine.queued
        snapshot.workers = workers.count
        return snapshot
    }

    /// Lets a warm worker with the header elaborate the text, which begins with the header.
    ///
    /// - Throws: `LeanCheckingError` when no worker can be had; `CancellationError` when the task is cancelled, which takes
    ///   the check out of the queue or away from its worker.
    func run(_ text: String, header: LeanHeader, priority: CheckPriority) async throws -> WorkerOutcome {
        try Task.checkCancellation()
        let id = CheckID(number: nextCheck)
        nextCheck += 1
        counters.submitted += 1
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                pending[id] = Pending(text: text, continuation: continuation)
                perform(machine.submit(id, header: header, priority: priority, now: now))
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
        while let task = workers.first?.value.task { await task.value }
        timer?.task.cancel()
        timer = nil
    }

    // MARK: Actions

    private func perform(_ actions: [PoolAction], answer: [Diagnostic] = []) {
        for action in actions {
            switch action {
            case .start(let id, let header): start(id, header)
            case .send(let id, let check, let ticket): send(check, to: id, ticket: ticket)
            case .abandon(let id, let ticket):
                if let header = machine.workers[id]?.header {
                    workers[id]?.commands.yield(.change(CheckDocument.idleText(header), ticket: ticket))
                }
            case .stop(let id):
                workers[id]?.wasKilled = true
                workers[id]?.commands.yield(.stop)
            case .kill(let id):
                counters.kills += 1
                workers[id]?.wasKilled = true
                workers[id]?.handle.kill()
            case .sample(let id): sample(id)
            case .finish(let check, let ending): finish(check, ending, answer)
            }
        }
        setTimer()
    }

    private func send(_ check: CheckID, to id: WorkerID, ticket: Int) {
        guard let text = pending[check]?.text else { return }
        pending[check]?.sentAt = clock.now
        workers[id]?.check = check
        if let hook = hooks.willSend, let processID = workers[id]?.handle.processID { hook(processID) }
        workers[id]?.commands.yield(.change(text, ticket: ticket))
    }

    private func sample(_ id: WorkerID) {
        guard let worker = workers[id], let processID = worker.handle.processID,
            let memory = ProcessMemory.of(processID)
        else { return }
        note(memory, of: worker.check)
        perform(machine.memory(id, privateBytes: memory.privateBytes, now: now))
    }

    private func note(_ memory: ProcessMemory?, of check: CheckID?) {
        guard let memory, let check, let waiting = pending[check] else { return }
        pending[check]?.peak = max(waiting.peak ?? 0, memory.peakBytes)
    }

    private func finish(_ check: CheckID, _ ending: CheckEnding, _ answer: [Diagnostic]) {
        guard let caller = pending.removeValue(forKey: check) else { return }
        let elapsed = caller.sentAt.map { clock.now - $0 } ?? .zero
        let outcome: (WorkerOutcome.Ending) -> WorkerOutcome = {
            WorkerOutcome(ending: $0, elapsed: elapsed, peakMemoryBytes: caller.peak)
        }
        switch ending {
        case .answered:
            counters.answered += 1
            caller.continuation.resume(returning: outcome(.answered(answer)))
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

    // MARK: Processes

    private func start(_ id: WorkerID, _ header: LeanHeader) {
        counters.started += 1
        let handle = ProcessHandle()
        // Commands wait here only while the worker writes the one before; the machine never sends more than a check, an
        // abandonment and a stop.
        let (commands, continuation) = AsyncStream.makeStream(
            of: WorkerCommand.self, bufferingPolicy: .bufferingOldest(8))
        let task = Task {
            let exit = await live(id, header, handle, commands, continuation)
            ended(id, exit)
        }
        workers[id] = Running(handle: handle, commands: continuation, task: task)
    }

    /// The whole life of one process, its folder included.
    private nonisolated func live(
        _ id: WorkerID, _ header: LeanHeader, _ handle: ProcessHandle, _ commands: AsyncStream<WorkerCommand>,
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
        let plan = LaunchPlan(
            lean: lean, arguments: arguments, folder: folder.path,
            environment: LaunchPlan.environment(for: toolchain, folder: folder.path),
            limits: ProcessLimits(
                addressSpaceBytes: ProcessLimits.addressSpace(
                    memoryBytes: limits.memoryBytes, profile: toolchain.profile),
                // A worker has no reason to write any file.
                fileBytes: 0))
        return await WarmWorker(plan: plan, header: header, handle: handle).run(
            commands: commands, stopCommands: { continuation.finish() }
        ) { [self] report in
            await received(report, from: id)
        }
    }

    private func received(_ report: WorkerReport, from id: WorkerID) {
        switch report {
        case .ready:
            counters.ready += 1
            if let hook = hooks.workerReady, let processID = workers[id]?.handle.processID { hook(processID) }
            perform(machine.ready(id, now: now))
        case .answered(let ticket, let diagnostics, let memory):
            note(memory, of: workers[id]?.check)
            let bytes = memory?.privateBytes ?? 0
            perform(machine.answered(id, ticket: ticket, privateBytes: bytes, now: now), answer: diagnostics)
        }
    }

    private func ended(_ id: WorkerID, _ exit: WorkerExit) {
        let wasKilled = workers.removeValue(forKey: id)?.wasKilled ?? true
        if case .failedToStart(let error) = exit {
            counters.failedStarts += 1
            logger.warning(
                "Lean worker did not start", metadata: ["code": "\(error.code)", "reason": "\(error.message)"])
        } else if !wasKilled {
            counters.unexpectedExits += 1
            logger.info("Lean worker ended unexpectedly")
        }
        perform(machine.exited(id, exit, now: now))
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
        perform(machine.advance(to: now))
    }
}
