package import LeanChecking
package import Logging
internal import Prompting

/// Checks the proofs in files with the Lean that a configuration names: no ledger, no models.
package struct CheckRun: Sendable {
    private let assembly: FactoryAssembly
    private let lean: LeanSettings
    private let logger: Logger

    package init(_ loaded: LoadedConfiguration, surroundings: Surroundings, logger: Logger) {
        assembly = FactoryAssembly(loaded, surroundings: surroundings, logger: logger)
        lean = loaded.configuration.lean
        self.logger = logger
    }

    /// Checks every item of the files; SIGINT and SIGTERM stop it. No Lean process is left when it returns.
    ///
    /// - Parameters:
    ///   - paths: `.lean` files and JSON Lines files, see `ItemSource`; `-` is standard input.
    ///   - rung: what `verified` stands for, 3 to 5.
    ///   - keepsGoing: whether bad input and trouble with the machinery leave the run going.
    ///   - emit: gets the reports in the order of the input; false ends the run.
    /// - Throws: `LeanCheckingError` when Lean is missing, broken, or does not take the configured header.
    package func run(
        _ paths: [String], rung: Int, keepsGoing: Bool, emit: @escaping @Sendable (CheckReport) throws -> Bool
    ) async throws -> ItemChecker.Ending {
        let stop = StopSignal()
        let ending = try await StoppableRun.run(stop, logger: logger) {
            try await withThrowingTaskGroup(of: ItemChecker.Ending.self) { group in
                group.addTask { try await check(paths, rung: rung, keepsGoing: keepsGoing, emit: emit) }
                group.addTask {
                    _ = await stop.wait()
                    return .cancelled
                }
                defer { group.cancelAll() }
                return try await group.next() ?? .cancelled
            }
        }
        return ending
    }

    private func check(
        _ paths: [String], rung: Int, keepsGoing: Bool, emit: @Sendable (CheckReport) throws -> Bool
    ) async throws -> ItemChecker.Ending {
        let checker = try await assembly.checker()
        var settings = ItemChecker.Settings()
        settings.rung = rung
        settings.header = LeanHeader(text: lean.header)
        settings.keepsGoing = keepsGoing
        settings.checking = max(settings.checking, 16 * lean.workers)
        settings.ahead = max(settings.ahead, 4 * settings.checking)
        let result: Result<ItemChecker.Ending, any Error>
        do {
            // A Lean that does not work must show before the first item, and not as many times as there are items.
            try await checker.warmUp(settings.header)
            let items = ItemChecker(checker, settings: settings) { LeanAnswer.texts(in: $0) }
            result = .success(try await items.run(ItemSource(paths: paths), emit: emit))
        } catch is CancellationError {
            result = .success(.cancelled)
        } catch {
            result = .failure(error)
        }
        await checker.shutdown()
        return try result.get()
    }
}
