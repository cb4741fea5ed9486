/// One place where a Lean was looked for, for `dsprover doctor`.
package struct ToolchainCandidate: Sendable, Hashable {
    /// What was there.
    package enum Finding: Sendable, Hashable {
        /// Nothing. The text says what was looked for.
        case absent(String)
        /// Something that does not work. The error says what to do.
        case broken(LeanCheckingError)
        /// A Lean that works but was not taken, and why.
        case passedOver(LeanToolchain, String)
        /// The Lean that is used.
        case chosen(LeanToolchain)
        /// Not looked at, because an earlier place decided.
        case notReached
    }

    /// The place, for people, for example `LEAN environment variable`.
    package let origin: String
    /// The path there, when the place names one.
    package let path: String?
    package let finding: Finding

    /// Whether this is the Lean that is used.
    package var isChosen: Bool {
        if case .chosen = finding { true } else { false }
    }

    /// One sentence for people: what was found and why it was taken or not.
    package var explanation: String {
        switch finding {
        case .absent(let what): what
        case .broken(let error): error.message
        case .passedOver(let toolchain, let why): "Lean \(toolchain.version) with \(toolchain.library): \(why)"
        case .chosen(let toolchain): "Lean \(toolchain.version) with \(toolchain.library)"
        case .notReached: "not looked at: an earlier place decided"
        }
    }
}
