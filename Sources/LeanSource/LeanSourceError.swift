package import Support

/// Why a piece of Lean source was not taken.
package struct LeanSourceError: UserFacingError, Hashable {
    /// The stable reasons.
    package enum Reason: String, Sendable {
        /// No theorem in the text.
        case noTheorem = "no-theorem"
        /// More than one declaration, or a command beside it.
        case severalCommands = "several-commands"
        /// Something else than a theorem: a definition, an axiom, an instance.
        case notTheorem = "not-a-theorem"
        /// The name is missing, dotted, quoted or reserved.
        case badName = "bad-name"
        /// There is no `: goal`, or brackets do not pair.
        case malformed
        /// A proof stands where only `sorry` may.
        case hasProof = "has-proof"
        /// The statement says something that no statement may say.
        case forbidden
    }

    /// Which of the stable reasons it is.
    package let reason: Reason
    package let message: String
    package let advice: String?

    package var code: String { "lean-source.\(reason.rawValue)" }
    package var kind: ErrorKind { .input }

    init(_ reason: Reason, _ message: String, advice: String? = nil) {
        self.reason = reason
        self.message = message
        self.advice = advice
    }
}
