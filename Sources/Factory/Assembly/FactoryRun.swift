internal import Inference
package import LeanChecking
package import Ledger
package import Logging
internal import Prompting

/// What one run is asked for beside the configuration.
package struct RunOptions: Sendable {
    /// Ask the models anew: answers from before this run are not used, and those of this run take their place.
    package var ignoresCache = false

    package init() {}
}

/// A whole run on one ledger: starts what is needed, drives the stages, ends in good order.
package struct FactoryRun: Sendable {
    /// How a run ended.
    package enum Outcome: Sendable, Equatable {
        /// Every job reached its end; parked ones and those that wait for a batch count as ended.
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
    /// Checks in place of the configured Lean; for benchmarks that leave Lean out.
    package var checker: (any ProofChecker)?

    package init(
        _ loaded: LoadedConfiguration, surroundings: Surroundings, ledger: Ledger, options: RunOptions = RunOptions(),
        logger: Logger
    ) {
        assembly = FactoryAssembly(loaded, surroundings: surroundings, logger: logger)
        configuration = loaded.configuration
        self.ledger = ledger
        self.logger = logger
        self.options = options
    }

    /// Runs every job to its end. SIGINT and SIGTERM stop the run, and so does a spent budget: what is in flight is finished
    /// within the drain limit or given back.
    ///
    /// - Throws: environment errors (no Lean, no key), input errors (templates), `LedgerError`.
    package func run() async throws -> Outcome {
        ledger.waitOutTrouble { [logger] in logger.warning("\($0)") }
        defer { ledger.waitNoLonger() }
        try await ledger.takeOverFromDeadOwners()
        try await ledger.resumeAwaiting()
        let prompts = try assembly.prompts()
        // Nothing to do: no worker has to start and no key has to be there.
        if try await ledger.pendingWork(stages: StageName.allCases.map(\.rawValue)).isEmpty { return .finished }

        let client = CurlMultiClient(
            CurlMultiClient.Settings(maximumInFlight: min(max(assembly.callsAtOnce, 64), 16_384)))
        if client.requestsAtOnce < assembly.callsAtOnce {
            logger.warning(
                """
                at most \(client.requestsAtOnce) of \(assembly.callsAtOnce) calls are made at once: this process may open too \
                few files (raise the limit: ulimit -n 65536)
                """)
        }
        let models = try assembly.models(client: client)
        let lean = checker == nil ? try await assembly.checker() : nil
        guard let checker: any ProofChecker = lean ?? checker else { return .stopped }
        let result: Result<Outcome, any Error>
        do {
            result = .success(try await drive(models, checker: checker, prompts: prompts))
        } catch {
            result = .failure(error)
        }
        await lean?.shutdown()
        await client.shutdown()
        return try result.get()
    }

    /// Runs the loop as one run of the ledger, under the budget.
    private func drive(
        _ models: [String: any ChatModel], checker: any ProofChecker, prompts: PromptLibrary
    ) async throws -> Outcome {
        let stop = StopSignal()
        // Who stops a run that waits for room on the disk wants it to end, with what it could not record left undone.
        let waiting = Task { if await stop.wait() { ledger.waitNoLonger() } }
        defer { waiting.cancel() }
        let began = ledger.time
        let number = try await ledger.beginRun(owner: LeaseOwner.current.text)
        let served = configuration.models.filter { $0.value.kind == .openai }
        let prices = served.compactMapValues(\.price)
        let cache = LedgerAnswerCache(
            ledger: ledger, run: number, since: options.ignoresCache ? began : nil, prices: prices,
            metered: Set(served.keys))
        let budget = BudgetGate(
            limits: configuration.budget.limits, ledger: ledger, run: number, prices: prices,
            metered: Set(served.keys), stop: stop)
        let cached = models.mapValues { model -> any ChatModel in
            CachedChatModel(model, cache: cache, gate: budget)
        }
        let loop = FactoryLoop(
            factory: FactoryContext(
                ledger: ledger, checker: checker, models: ModelRegistry(cached), prompts: prompts,
                configuration: configuration),
            owner: LeaseOwner.current.text, stop: stop, logger: logger
        ) { [logger] in
            // A busy ledger skips a beat; the limits hold with what is known.
            do { try await budget.sync() } catch { logger.warning("the budget could not be read: \(error)") }
        }
        let result: Result<FactoryLoop.Outcome, any Error>
        do {
            try await budget.sync()
            result = .success(try await StoppableRun.run(stop, logger: logger) { try await loop.run() } ?? .stopped)
        } catch {
            result = .failure(error)
        }
        try? await ledger.endRun(number)
        let outcome = try result.get()
        if let report = await budget.reached { return .budgetReached(report) }
        return outcome == .stopped ? .stopped : .finished
    }
}
