internal import Foundation
internal import Inference
package import Ledger
package import Logging
internal import Support

/// Rounds of expert iteration: prove, export, train, and again with the new prover. Every phase that ended is kept in the
/// ledger, so a run that was stopped or killed goes on in the middle of a round.
package struct IterationRun: Sendable {
    /// How it ended.
    package enum Outcome: Sendable, Equatable {
        /// The number of rounds is reached.
        case finished
        /// The held-out file gained less than the threshold.
        case gainBelow(Double, threshold: Double)
        /// It was told to stop; the same command goes on.
        case stopped
        case budgetReached(BudgetReport)
    }

    private let loaded: LoadedConfiguration
    private let surroundings: Surroundings
    private let ledger: Ledger
    private let logger: Logger
    private let settings: IterateSettings
    private let prover: String
    private let plan: IterationPlan

    /// - Parameter rounds: rounds at most, those that are over counted.
    /// - Throws: `ConfigurationError` when the configuration names no prover to train, or one that proves nothing.
    package init(
        _ loaded: LoadedConfiguration, surroundings: Surroundings, ledger: Ledger, rounds: Int, logger: Logger
    ) throws {
        settings = loaded.configuration.iterate
        guard let prover = settings.prover, loaded.configuration.models[prover]?.endpoint != nil,
            loaded.configuration.stages.prove.models.contains(prover)
        else {
            throw ConfigurationError(
                code: "config.no-prover",
                message: "iterate.prover must name a model of kind openai that stages.prove.models names too.",
                advice: "See docs/expert-iteration.md for a configuration to start from.")
        }
        self.prover = prover
        self.loaded = loaded
        self.surroundings = surroundings
        self.ledger = ledger
        self.logger = logger
        plan = IterationPlan(
            rounds: rounds, stopBelow: settings.stopBelow, measures: settings.heldOut != nil)
    }

    /// Works until the rounds are over. SIGINT and SIGTERM stop it, also in the middle of training, which is ended then.
    ///
    /// - Parameter report: told of every phase that begins.
    /// - Throws: as `FactoryRun.run`; `FactoryError` when training fails or the new prover does not answer.
    package func run(report: @escaping @Sendable (Iteration) -> Void) async throws -> Outcome {
        let stop = StopSignal()
        do {
            return try await StoppableRun.run(stop, logger: logger) { try await work(until: stop, report: report) }
        } catch is CancellationError where stop.isRequested {
            return .stopped
        }
    }

    private func work(
        until stop: StopSignal, report: @escaping @Sendable (Iteration) -> Void
    ) async throws -> Outcome {
        while true {
            switch plan.next(after: try await ledger.iterations()) {
            case .ended(.rounds): return .finished
            case .ended(.gain(let gain, let threshold)): return .gainBelow(gain, threshold: threshold)
            case .work(var iteration):
                report(iteration)
                if let interruption = try await perform(&iteration, until: stop) { return interruption }
                iteration.phase = plan.phase(after: iteration.phase)
                try await ledger.keep(iteration)
                if iteration.phase == .done { report(iteration) }
            }
        }
    }

    /// One phase.
    ///
    /// - Returns: why it has not ended, or nil.
    private func perform(_ iteration: inout Iteration, until stop: StopSignal) async throws -> Outcome? {
        // The row of the round must be there before anything is counted under its number.
        try await ledger.keep(iteration)
        switch iteration.phase {
        case .measure:
            let (measure, interruption) = try await measure(iteration.prover, round: 0, until: stop)
            iteration.before = measure
            return interruption
        case .prepare:
            try await prepare(&iteration)
        case .prove:
            let configuration = try configuration(iteration)
            let run = FactoryRun(configuration, surroundings: surroundings, ledger: ledger, logger: logger)
            if let interruption = Self.interruption(try await run.run(until: stop)) { return interruption }
            iteration.verifiedAfter = try await verified()
        case .export:
            let file = try folder(iteration.round).appending(path: "train.jsonl")
            iteration.trainingRows = try await TrainingExport(from: ledger).run(
                format: settings.format, to: file.path)
        case .train:
            let trained = try await unless(stop) { [iteration] in try await train(iteration) }
            guard let trained else { return .stopped }
            iteration.trained = trained
        case .await:
            let answers: Bool? = try await unless(stop) { [iteration] in
                try await awaitProver(iteration)
                return true
            }
            if answers == nil { return .stopped }
        case .gain:
            let trained = iteration.trained ?? iteration.prover
            let (measure, interruption) = try await measure(trained, round: iteration.round, until: stop)
            iteration.after = measure
            return interruption
        case .done: break
        }
        return nil
    }

    // MARK: Phases

    private func prepare(_ iteration: inout Iteration) async throws {
        iteration.verifiedBefore = try await verified()
        guard iteration.round > 1 else { return }
        let newest = try await ledger.newestStatement()
        let refutes = loaded.configuration.stages.refute.enabled
        let sides: [StageName] = refutes ? [.prove, .refute] : [.prove]
        while true {
            let count = try await ledger.reopenExhausted(
                stages: sides.map { ($0.rawValue, 1) }, through: newest,
                reason: "round \(iteration.round): searched again with the new prover")
            guard count > 0 else { break }
            iteration.reopened += count
            // So that the count is right when the process dies here.
            try await ledger.keep(iteration)
        }
        guard settings.solvedShare > 0 else { return }
        let chosen = IterationPlan.practice(
            try await ledger.solvedStatements(), share: settings.solvedShare, mastered: settings.mastered)
        _ = try await ledger.queue(StageName.practice.rawValue, wave: iteration.round, for: chosen)
        iteration.practised = chosen.count
    }

    private func train(_ iteration: Iteration) async throws -> Iteration.Prover {
        let folder = try folder(iteration.round)
        // With the variables of the environment filled in: the command and the comparison below need the server's own name.
        let model = try FactoryAssembly(try configuration(iteration), surroundings: surroundings, logger: logger)
            .endpoint(of: ProverSwap.name(prover, round: iteration.round)).model
        let command = TrainCommand(
            command: settings.train ?? "true", folder: folder, workingFolder: surroundings.folder,
            told: [
                "DSPROVER_ROUND": "\(iteration.round)",
                "DSPROVER_TRAINING_FILE": folder.appending(path: "train.jsonl").path,
                "DSPROVER_TRAINING_ROWS": "\(iteration.trainingRows)",
                "DSPROVER_BASE_MODEL": settings.baseModel,
                "DSPROVER_MODEL": model,
            ])
        let trained = try await command.run(environment: surroundings.environment)
        guard trained.model != model || trained.baseURL != nil else {
            throw FactoryError.sameModel(trained.model ?? "", folder: folder.path)
        }
        return trained
    }

    /// Waits until the new prover gives its first answer.
    private func awaitProver(_ iteration: Iteration) async throws {
        let next = Iteration(
            round: iteration.round + 1, phase: .prove, prover: iteration.trained ?? iteration.prover)
        let configuration = try configuration(next)
        let name = ProverSwap.name(prover, round: next.round)
        let client = CurlMultiClient(CurlMultiClient.Settings(maximumInFlight: 64))
        let result: Result<Void, any Error>
        do {
            let models = try FactoryAssembly(configuration, surroundings: surroundings, logger: logger)
                .models(of: [.prove], client: client)
            guard let model = models[name] else { throw FactoryError.unknownModel(name) }
            result = .success(
                try await EndpointWait(minutes: settings.endpointMinutes, clock: ContinuousClock()).run(model))
        } catch {
            result = .failure(error)
        }
        await client.shutdown()
        try result.get()
    }

    private func measure(
        _ prover: Iteration.Prover, round: Int, until stop: StopSignal
    ) async throws -> (Iteration.Measure?, Outcome?) {
        guard let heldOut = settings.heldOut else { return (nil, nil) }
        // The name of the prover that the round after this one would use.
        let configuration = try configuration(Iteration(round: round + 1, phase: .prove, prover: prover))
        let measure = HeldOut(settings: heldOut, prover: ProverSwap.name(self.prover, round: round + 1))
        let path = try folder(nil).appending(path: "held-out-\(round).sqlite").path
        let measured = try measure.configuration(configuration, ledger: path)
        let own = try await measure.open(path, file: surroundings.file(heldOut.file, of: loaded).path)
        let run = FactoryRun(measured, surroundings: surroundings, ledger: own, logger: logger)
        let outcome = try await run.run(until: stop)
        let result = try await measure.result(own, path: path)
        try await own.close()
        if let interruption = Self.interruption(outcome) { return (nil, interruption) }
        return (try result.get(), nil)
    }

    // MARK: Helpers

    private func configuration(_ iteration: Iteration) throws -> LoadedConfiguration {
        let changed = try ProverSwap.configuration(
            loaded.configuration, prover: prover, is: iteration.prover, round: iteration.round)
        return LoadedConfiguration(configuration: changed, file: loaded.file)
    }

    /// The folder of a round, or of all; it is made.
    private func folder(_ round: Int?) throws -> URL {
        let all = URL(filePath: settings.folder, directoryHint: .isDirectory, relativeTo: surroundings.folder)
            .absoluteURL
        let folder = round.map { all.appending(path: "round-\($0)", directoryHint: .isDirectory) } ?? all
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }

    private func verified() async throws -> Int {
        try await ledger.status().statements[StatementState.verified.rawValue] ?? 0
    }

    private static func interruption(_ outcome: FactoryRun.Outcome) -> Outcome? {
        switch outcome {
        case .finished: nil
        case .stopped: .stopped
        case .budgetReached(let report): .budgetReached(report)
        }
    }

    /// Runs the body until a stop is requested, which cancels it.
    ///
    /// - Returns: what the body returns, or nil when it was stopped.
    private func unless<Result: Sendable>(
        _ stop: StopSignal, _ body: @escaping @Sendable () async throws -> Result
    ) async throws -> Result? {
        try await withThrowingTaskGroup(of: Result?.self) { group in
            group.addTask { try await body() }
            group.addTask {
                _ = await stop.wait()
                return nil
            }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
    }
}
