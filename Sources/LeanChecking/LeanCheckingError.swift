package import Support

/// Trouble with the machinery of checking. A proof that does not check is a `Verdict`, never an error.
package struct LeanCheckingError: UserFacingError, Hashable {
    /// What is wrong; stable, for logs and metrics.
    package enum Code: String, Sendable, Hashable {
        /// No Lean was found anywhere.
        case missing = "lean.missing"
        /// A Lean is there but does not work: not executable, hangs, library missing, does not speak the protocol.
        case broken = "lean.broken"
        /// Lean works but has the wrong version for its library.
        case wrongVersion = "lean.wrong-version"
        /// The lines before each statement (imports, opened namespaces) do not elaborate.
        case header = "lean.header"
        /// Lean accepts what is false or refuses what is true: nothing it says counts.
        case canary = "lean.canary"
        /// More checks wait than the queue holds.
        case queueFull = "lean.queue-full"
        /// The checker was shut down.
        case stopped = "lean.stopped"
        /// The operating system refused a folder, a process or a pipe.
        case system = "lean.system"
        /// The configuration insists on isolation that this machine does not allow.
        case isolation = "lean.isolation"
        /// A setting has a value that cannot be used.
        case setting = "lean.setting"
    }

    /// What is wrong, as a closed set.
    package let reason: Code
    package let message: String
    package let advice: String?

    package var code: String { reason.rawValue }
    package var kind: ErrorKind { reason == .setting ? .input : .environment }

    package init(_ reason: Code, _ message: String, advice: String? = nil) {
        self.reason = reason
        self.message = message
        self.advice = advice
    }
}

extension LeanCheckingError {
    /// The advice that fits a broken or missing embedded Lean.
    package static let setupAdvice = """
        Type `make setup` in the dsprover folder to install the embedded Lean, or set `lean.path` to a working `lean`.
        """
}
