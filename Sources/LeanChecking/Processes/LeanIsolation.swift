internal import Support

/// What stands between Lean processes and the rest of the machine.
///
/// The guard keeps proofs from running code of their own; isolation bounds the damage of what slips through. Which sandbox a
/// machine allows is found out once per run, by trying: see `IsolationTrial`. Every `LaunchPlan` uses the result.
package enum LeanIsolation {
    /// One protection.
    package struct Measure: Sendable, Hashable {
        /// What it is, for people.
        package let name: String
        /// Whether it was seen to work.
        package let isActive: Bool
        /// By which means it works, or why it does not.
        package let detail: String
    }

    /// What was found out.
    package struct Report: Sendable, Hashable {
        package let mode: IsolationMode
        package let measures: [Measure]
        /// Why something better than what is in force could not be had, in the words of the programs that refused it.
        package let obstacles: [String]
        /// What to do for more; nil when all is active or was switched off.
        package let advice: String?
    }

    private struct State {
        var sandbox: Sandbox?
        var trials: [[String]: Task<IsolationTrial.Outcome, any Error>] = [:]
    }
    private static let state = Locked(State())

    /// The sandbox of this run. Before anything was established it is the one that needs no trial.
    static var sandbox: Sandbox { state.withLock { $0.sandbox ?? .limitsOnly } }

    /// Finds out what this machine allows, the first time, and puts it in force for every process started from now on.
    ///
    /// - Parameter hiding: folders that no proof must see, beside the user's home: the ledger's, for one.
    /// - Throws: `LeanCheckingError` with code `lean.isolation` when the mode is strict and a measure it insists on does not
    ///   work, `lean.system` when not even a folder can be made; `CancellationError`.
    @discardableResult
    package static func establish(_ mode: IsolationMode, hiding: [String] = []) async throws -> Report {
        let outcome = try await outcome(hiding)
        let result = mode == .off ? outcome.withoutNamespaces : outcome.best
        let report = Report(
            mode: mode, measures: result.measures(switchedOff: mode == .off),
            obstacles: mode == .off ? [] : outcome.obstacles,
            advice: mode == .off || result.isComplete ? nil : outcome.advice)
        if mode == .strict, !result.isStrict {
            let missing = report.measures.filter { !$0.isActive }.map { "  \($0.name): \($0.detail)" }
            throw LeanCheckingError(
                .isolation,
                "lean.isolation is strict, but Lean processes cannot be isolated here:\n"
                    + (missing + outcome.obstacles.map { "  \($0)" }).joined(separator: "\n"),
                advice: outcome.advice)
        }
        state.withLock { $0.sandbox = result.sandbox }
        return report
    }

    /// As `establish` with best effort, unless something is in force already.
    ///
    /// - Throws: as `establish`.
    static func establishIfNeeded() async throws {
        guard state.withLock({ $0.sandbox == nil }) else { return }
        try await establish(.bestEffort)
    }

    private static func outcome(_ hiding: [String]) async throws -> IsolationTrial.Outcome {
        let task = state.withLock { state in
            if let known = state.trials[hiding] { return known }
            let task = Task { try await IsolationTrial.run(hiding: hiding) }
            state.trials[hiding] = task
            return task
        }
        do {
            return try await task.value
        } catch {
            // A full disk may have room the next time.
            state.withLock { $0.trials[hiding] = nil }
            throw error
        }
    }
}
