internal import Foundation
internal import Ledger
internal import Support
internal import TrainingData

/// Measures a prover on statements that nothing is trained on: a small factory of its own, with a ledger of its own, in which
/// the statements are given and only the search and the upper rungs are left.
struct HeldOut {
    let settings: IterateSettings.HeldOut
    /// The prover's name under `models:`.
    let prover: String

    /// The configuration of the small factory.
    func configuration(_ loaded: LoadedConfiguration, ledger: String) throws -> LoadedConfiguration {
        var configuration = loaded.configuration
        var stages = StagesSettings()
        stages.formalize.models = ["given"]
        stages.formalize.templates = configuration.stages.formalize.templates
        stages.score.enabled = false
        stages.lint.enabled = false
        stages.consistency.enabled = false
        stages.prove.portfolio = nil
        stages.prove.models = [prover]
        stages.prove.waves = [settings.samples]
        stages.prove.template = configuration.stages.prove.template
        stages.prove.sampling = configuration.stages.prove.sampling
        configuration.stages = stages
        configuration.ledger = ledger
        configuration.budget = BudgetSettings()
        return LoadedConfiguration(configuration: configuration, file: loaded.file)
    }

    /// Opens its ledger with the file imported.
    ///
    /// - Parameters:
    ///   - path: the ledger.
    ///   - file: the held-out file.
    /// - Throws: `ConfigurationError` for a file without usable lines, `LineReader.Failure`, `LedgerError`.
    func open(_ path: String, file: String) async throws -> Ledger {
        let ledger = try Ledger.open(at: path, options: LedgerOptions())
        do {
            var bad: [String] = []
            let summary = try await ProblemImport(into: ledger).run(path: file) { bad.append($0.description) }
            // A measure must not depend on lines that somebody forgot to mend.
            guard summary.bad == 0, summary.read > 0 else {
                throw ConfigurationError(
                    code: "config.held-out", message: bad.first ?? "\(file) holds no problem.",
                    advice: "Every line of the held-out file needs an informal statement and its formal_statement.")
            }
        } catch {
            try? await ledger.close()
            throw error
        }
        return ledger
    }

    /// What came out.
    func result(_ ledger: Ledger, path: String) async throws -> Result<Iteration.Measure, FactoryError> {
        let status = try await ledger.status()
        let unfinished = status.parked + status.awaiting
        guard unfinished == 0 else { return .failure(.heldOutIncomplete(path, unfinished: unfinished)) }
        return .success(
            Iteration.Measure(
                total: status.problems, solved: status.statements[StatementState.verified.rawValue] ?? 0))
    }
}
