internal import Inference
package import LeanChecking
package import Ledger
package import Logging

/// A whole run on one ledger: starts what is needed, drives the stages, ends in good order.
package struct FactoryRun: Sendable {
    private let assembly: FactoryAssembly
    private let configuration: Configuration
    private let ledger: Ledger
    private let logger: Logger
    /// Checks in place of the configured Lean; for benchmarks that leave Lean out.
    package var checker: (any ProofChecker)?

    package init(
        _ loaded: LoadedConfiguration, surroundings: Surroundings, ledger: Ledger, logger: Logger
    ) {
        assembly = FactoryAssembly(loaded, surroundings: surroundings, logger: logger)
        configuration = loaded.configuration
        self.ledger = ledger
        self.logger = logger
    }

    /// Runs every job to its end. SIGINT and SIGTERM stop the run: what is in flight is finished within the drain limit
    /// or given back.
    ///
    /// - Throws: environment errors (no Lean, no key), input errors (templates), `LedgerError`.
    package func run() async throws -> FactoryLoop.Outcome {
        try await ledger.takeOverFromDeadOwners()
        let prompts = try assembly.prompts()
        // Nothing to do: no worker has to start and no key has to be there.
        if try await ledger.pendingWork(stages: StageName.allCases.map(\.rawValue)).isEmpty { return .finished }

        let client = CurlMultiClient(
            CurlMultiClient.Settings(maximumInFlight: min(max(assembly.callsAtOnce, 64), 16_384)))
        let cache = LedgerAnswerCache(ledger: ledger)
        let models = try assembly.models(client: client).mapValues { model -> any ChatModel in
            CachedChatModel(model, cache: cache)
        }
        let lean = checker == nil ? try await assembly.checker() : nil
        guard let checker: any ProofChecker = lean ?? checker else { return .stopped }
        let stop = StopSignal()
        let loop = FactoryLoop(
            factory: FactoryContext(
                ledger: ledger, checker: checker, models: ModelRegistry(models), prompts: prompts,
                configuration: configuration),
            owner: LeaseOwner.current.text, stop: stop, logger: logger)
        let result: Result<FactoryLoop.Outcome, any Error>
        do {
            result = .success(try await StoppableRun.run(stop, logger: logger) { try await loop.run() } ?? .stopped)
        } catch {
            result = .failure(error)
        }
        await lean?.shutdown()
        await client.shutdown()
        return try result.get()
    }
}
