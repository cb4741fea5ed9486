internal import Foundation

/// Finds the Lean to work with. The places, in order: the configured path, the configured lake project, the variable
/// `LEAN`, `lean` on `PATH`, the embedded Lean.
///
/// A place that somebody named on purpose (configuration, `LEAN`, `DSPROVER_EMBEDDED_LEAN`) and that does not work is an
/// error: going on with another Lean would silently change what statements mean. `lean` on `PATH` is only a find: it is
/// passed over when it does not work, and also when it has no Mathlib and no profile was asked for, because the embedded
/// library knows more of school mathematics than Lean's core does (the notation `ℕ`, for one).
package enum ToolchainFinder {
    /// The Lean to use.
    ///
    /// - Parameter environment: the variables of dsprover's process; `HOME`, `PATH`, `LEAN`, `XDG_CACHE_HOME` and
    ///   `DSPROVER_EMBEDDED_LEAN` are read.
    /// - Throws: `LeanCheckingError` that says what is missing or broken and what to type; `lean.missing` when nothing
    ///   was found.
    package static func find(
        _ settings: ToolchainSettings, environment: [String: String] = ProcessInfo.processInfo.environment
    ) async throws(LeanCheckingError) -> LeanToolchain {
        try choose(from: await candidates(settings, environment: environment), settings)
    }

    /// Every place that counts, with what was found there; at most one is chosen. A candidate is run to see whether it works, in
    /// the sandbox that is in force.
    package static func candidates(
        _ settings: ToolchainSettings, environment: [String: String] = ProcessInfo.processInfo.environment,
        timeLimit: Duration = .seconds(20)
    ) async -> [ToolchainCandidate] {
        // Candidates are run, and what is in their library is not ours. Trouble here shows as trouble of each candidate.
        try? await LeanIsolation.establishIfNeeded()
        var search = ToolchainSearch(settings: settings, environment: environment, timeLimit: timeLimit)
        await search.run()
        return search.candidates
    }

    /// The chosen one of the candidates, or the error that best explains why there is none.
    package static func choose(
        from candidates: [ToolchainCandidate], _ settings: ToolchainSettings
    ) throws(LeanCheckingError) -> LeanToolchain {
        for candidate in candidates {
            if case .chosen(let toolchain) = candidate.finding { return toolchain }
        }
        // The last broken place is the one that ended the search, or the nearest thing to a Lean that there is.
        for candidate in candidates.reversed() {
            if case .broken(let error) = candidate.finding { throw error }
        }
        let places = candidates.map { "  \($0.origin): \($0.explanation)" }.joined(separator: "\n")
        throw LeanCheckingError(.missing, "No usable Lean was found:\n\(places)", advice: missingAdvice(settings))
    }

    private static func missingAdvice(_ settings: ToolchainSettings) -> String {
        switch settings.profile {
        case .auto, .embedded: LeanCheckingError.setupAdvice
        case .full: "Type `make mathlib`, or set `lean.project` to a lake project, or `lean.profile` to `embedded`."
        }
    }
}
