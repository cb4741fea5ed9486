internal import Inference
package import LeanChecking
package import Ledger
package import Logging
internal import Prompting

/// What one run is asked for beside the configuration.
package struct RunOptions: Sendable {
    /// Ask the models anew: answers from before this run are not used, and those of this run take their place.
    package var ignoresCache = false
    /// The stages whose work is done; nothing is started that only others need.
    package var stages = Set(StageName.allCases)
    /// Go on when nothing is left to do: somebody may import more.
    package var waitsForWork = false
    /// Reads the configuration anew at SIGHUP; without it SIGHUP ends the process.
    package var reload: (@Sendable () throws -> LoadedConfiguration)?
    /// Where the metrics of the process are, for `status --watch`.
    package var metricsPort: Int?

    package init() {}
}

/// A whole run on one ledger: starts what is needed, drives the stages, ends in good order.
package struct FactoryRun: Sendable {
    /// How a run ended.
    package enum Outcome: Sendable, Equatable {
        /// Every job reached its end; parked ones and those that wait for a batch or for a paused stage count as ended.
        case finished
        /// It was told to stop and gave back what it held.
        case stopped
        /// A limit of the budget was reached; it gave back what it held.
        case budgetReached(BudgetReport)
    }

    private let assembly: FactoryAssembly
    private let configuration: Configuration
    private let ledger: Ledger
    private let logger: Logger
    private let options: RunOptions
    private let surroundings: Surroundings
    /// Checks in place of the configured Lean; for benchmarks that leave Lean out.
    package var checker: (any ProofChecker)?
    /// Told what happens.
    package var monitor: RunMonitor

    package init(
        _ loaded: LoadedConfiguration, surroundings: Surroundings, ledger: Ledger, options: RunOptions = RunOptions(),
        logger: Logger, monitor: RunMonitor = RunMonitor()
    ) {
        self.surroundings = surroundings
        self.monitor = monitor
        assembly = FactoryAssembly(loaded, surroundings: surroundings, logger: logger)
        configuration = loaded.configuration
        self.ledger = ledger
        self.logger = logger
        self.options = options
    }

    /// Runs every job to its end. SIGINT and SIGTERM stop the run, and so does a spent budget: what is in flight is finished
    /// within the drain limit or given back. A second signal gives it back at once.
    ///
    /// - Throws: environment errors (no Lean, no key), input errors (templates), `LedgerError`.
    package func run() async throws -> Outcome {
        let stop = StopSignal()
        let reloader = options.reload.map { Reloader(surroundings: surroundings, monitor: monitor, load: $0) }
        var onHangUp: (@Sendable () async -> Void)?
        if let reloader { onHangUp = { await reloader.reload() } }
        return try await StoppableRun.run(stop, logger: logger, onHangUp: onHangUp) {
            try await run(until: stop, reloader: reloader)
        }
    }

    /// As `run`, as a part of something longer that listens to signals itself and requests the stop. A spent budget requests
    /// it too.
    package func run(until stop: StopSignal) async throws -> Outcome {
        try await run(until: stop, reloader: nil)
    }

    private func run(until stop: StopSignal, reloader: Reloader?) async throws -> Outcome {
        defer { monitor.enter(.stopped) }
        do {
            return try await work(until: stop, reloader: reloader)
        } catch is CancellationError where stop.isRequested {
            return .stopped
        }
    }

    /// Starts what the chosen stages need, drives their jobs, and ends what was started.
    private func work(until stop: StopSignal, reloader: Reloader?) async throws -> Outcome {
        ledger.waitOutTrouble { [logger] in logger.warning("\($0)") }
        defer { ledger.waitNoLonger() }
        try await ledger.takeOverFromDeadOwners()
        try await ledger.resumeAwaiting()
        let prompts = try assembly.prompts()
        // Nothing to do: no worker has to start and no key has to be there.
        let paused = try await ledger.pausedStages().map(\.stage)
        let going = stageNames.filter { !paused.contains($0) }
        if !options.waitsForWork, try await ledger.pendingWork(stages: going).isEmpty { return .finished }

        let callsAtOnce = assembly.callsAtOnce(of: options.stages)
        let client = CurlMultiClient(
            CurlMultiClient.Settings(maximumInFlight: min(max(callsAtOnce, 64), 16_384)))
        if client.requestsAtOnce < callsAtOnce {
            logger.warning(
                """
                at most \(client.requestsAtOnce) of \(callsAtOnce) calls are made at once: this process may open too few \
                files (raise the limit: ulimit -n 65536)
                """)
        }
        let models = try assembly.models(of: options.stages, client: client)
        let needsLean = checker == nil && options.stages.contains { $0.needsLean }
        let lean = needsLean ? try await assembly.checker() : nil
        let result: Result<Outcome, any Error>
        do {
            // Whoever waits for work must not find out with the first job that there is no Lean.
            if options.waitsForWork { try await lean?.warmUp(LeanHeader(text: configuration.lean.header)) }
            result = .success(
                try await drive(models, lean: lean, prompts: prompts, until: stop, reloader: reloader))
        } catch {
            result = .failure(error)
        }
        await lean?.shutdown()
        await client.shutdown()
        return try result.get()
    }

    private var stageNames: [String] { StageName.allCases.filter(options.stages.contains).map(\.rawValue) }

    /// Runs the loop as one run of the ledger, under the budget.
    private func drive(
        _ models: [String: any ChatModel], lean: LeanChecker?, prompts: PromptLibrary, until stop: StopSignal,
        reloader: Reloader?
    ) async throws -> Outcome {
        // Who stops a run that waits for room on the disk wants it to end, with what it could not record left undone.
        let waiting = Task { if await stop.wait() { ledger.waitNoLonger() } }
        defer { waiting.cancel() }
        let began = ledger.time
        let number = try await ledger.beginRun(owner: LeaseOwner.current.text)
        let served = configuration.models.filter { $0.value.kind == .openai }
        let prices = PriceList(served.compactMapValues(\.price))
        let cache = LedgerAnswerCache(
            ledger: ledger, run: number, since: options.ignoresCache ? began : nil, prices: prices,
            metered: Set(served.keys), monitor: monitor)
        let budget = BudgetGate(
            limits: configuration.budget.limits, ledger: ledger, run: number, prices: prices,
            metered: Set(served.keys), stop: stop)
        let cached = models.mapValues { model -> any ChatModel in
            CachedChatModel(model, cache: cache, gate: budget)
        }
        let benchmarks = options.stages.contains(.novelty) ? try assembly.benchmarks() : BenchmarkLibrary()
        let live = LiveFactory(
            FactoryContext(
                ledger: ledger, checker: lean ?? checker ?? NoChecker(), models: ModelRegistry(cached),
                prompts: prompts, configuration: configuration, benchmarks: benchmarks))
        await reloader?.begin(
            with: Reloader.Parts(
                live: live, prices: prices, budget: budget, models: models.compactMapValues { $0 as? OpenAIChatModel }))
        let beat = BudgetBeat()
        let loop = FactoryLoop(
            live: live, stages: FactoryLoop.allStages.filter { options.stages.contains($0.name) },
            owner: LeaseOwner.current.text, stop: stop, waitsForWork: options.waitsForWork, logger: logger,
            monitor: monitor
        ) { [logger] in
            guard await beat.isDue(isQuiet: budget.isQuiet) else { return }
            // A busy ledger skips a beat; the limits hold with what is known.
            do { try await budget.sync() } catch { logger.warning("the budget could not be read: \(error)") }
        }
        let heartbeat = Heartbeat(
            ledger: ledger, monitor: monitor, stages: stageNames, models: models, lean: lean,
            port: options.metricsPort)
        let beating = Task { await heartbeat.run() }
        let result: Result<FactoryLoop.Outcome, any Error>
        do {
            try await budget.sync()
            monitor.enter(.running)
            result = .success(try await loop.run())
        } catch {
            result = .failure(error)
        }
        beating.cancel()
        await beating.value
        await heartbeat.end()
        // The task may be cancelled; the ledger's own work must not be.
        await Task { [ledger] in try? await ledger.endRun(number) }.value
        let outcome = try result.get()
        if let report = await budget.reached { return .budgetReached(report) }
        return outcome == .stopped ? .stopped : .finished
    }
}

/// When the budget is looked at: twice a second while calls are made, every five seconds while nothing happens, so that a
/// process that waits for work hardly writes. The ledger takes a run for dead after three times that silence.
private actor BudgetBeat {
    private var ticks = 0
    private static let quietTicks = 10

    func isDue(isQuiet: Bool) -> Bool {
        ticks += 1
        guard isQuiet, ticks < Self.quietTicks else {
            ticks = 0
            return true
        }
        return false
    }
}
