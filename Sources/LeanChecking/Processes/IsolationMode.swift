/// How much isolation of Lean processes a run insists on: `lean.isolation` in the configuration.
package enum IsolationMode: String, Sendable, Hashable, Codable, CaseIterable {
    /// No run without it: network, writing and limits must be proved to be closed.
    case strict
    /// The best that this machine has; `dsprover doctor` says what that is.
    case bestEffort = "best-effort"
    /// Limits and parent-death signal only.
    case off
}
