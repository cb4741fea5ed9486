/// What kind of trouble an error is; decides the exit code of the program.
package enum ErrorKind: Int32, Sendable {
    /// The command line or a flag is wrong.
    case usage = 1
    /// A file the user gave (problems, configuration, template) is wrong.
    case input = 2
    /// Something the machine should have is missing: Lean, a model server, a key, a writable folder.
    case environment = 3
}

/// An error that a person can act on. Every room has one such error type with stable codes.
package protocol UserFacingError: Error, CustomStringConvertible, Sendable {
    /// Stable identifier for logs and metrics, for example `ledger.newer-schema`. Never contains user data.
    var code: String { get }
    /// What happened and where: file and line, statement id or endpoint. Never contains a secret.
    var message: String { get }
    /// What to do about it; nil when there is nothing better than the message.
    var advice: String? { get }
    /// The kind of trouble, see `ErrorKind`.
    var kind: ErrorKind { get }
}

extension UserFacingError {
    /// The message and, on its own line, the advice.
    package var description: String {
        guard let advice else { return message }
        return "\(message)\n  \(advice)"
    }
}
