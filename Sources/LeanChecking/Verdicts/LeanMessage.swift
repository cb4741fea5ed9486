/// One message of Lean about a check.
package struct LeanMessage: Sendable, Hashable, Codable {
    /// How bad it is.
    package enum Severity: String, Sendable, Hashable, Codable {
        case error, warning, information
    }

    package let severity: Severity
    /// Line, from 1. In the model's own text when the message is about its proof, otherwise in the statement's.
    package let line: Int
    /// Column, from 0, in Unicode code points, as Lean counts.
    package let column: Int
    /// Lean's name for the kind of message, for example `lean.unknownIdentifier`; empty when it has none.
    package let kind: String
    package let text: String
    /// Whether line and column are those of the statement and not of the model's own text.
    package let isInStatement: Bool

    package init(
        severity: Severity, line: Int, column: Int, kind: String = "", text: String, isInStatement: Bool = false
    ) {
        self.severity = severity
        self.line = line
        self.column = column
        self.kind = kind
        self.text = text
        self.isInStatement = isInStatement
    }

    /// The same message with another place.
    func placed(line: Int, column: Int, isInStatement: Bool) -> LeanMessage {
        LeanMessage(
            severity: severity, line: line, column: column, kind: kind, text: text, isInStatement: isInStatement)
    }
}

extension LeanMessage {
    /// The beginning of Lean's message for an exhausted `maxHeartbeats`. The message kind (`runtime.maxHeartbeats`) does
    /// not travel over the language server protocol, so the text decides; if a release changes it, the verdict becomes
    /// `failed` instead of `timeout`, never `verified`.
    private static let heartbeatText = "(deterministic) timeout"

    /// Whether Lean gave up because `maxHeartbeats` ran out.
    var isHeartbeatTimeout: Bool {
        severity == .error && (kind == "runtime.maxHeartbeats" || text.utf8.starts(with: Self.heartbeatText.utf8))
    }

    /// Whether Lean gave up because of its own memory limit.
    var isMemoryLimit: Bool {
        severity == .error && text.contains("excessive memory consumption detected")
    }
}
