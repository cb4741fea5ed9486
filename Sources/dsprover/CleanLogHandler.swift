import Logging

/// Writes each entry of the log as one line without control characters: what servers and Lean say stands in it too, and must
/// neither forge a line nor steer the terminal.
struct CleanLogHandler: LogHandler {
    private var inner: any LogHandler

    init(_ inner: any LogHandler) {
        self.inner = inner
    }

    var logLevel: Logger.Level {
        get { inner.logLevel }
        set { inner.logLevel = newValue }
    }

    var metadata: Logger.Metadata {
        get { inner.metadata }
        set { inner.metadata = newValue.mapValues(Self.clean) }
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { inner[metadataKey: key] }
        set { inner[metadataKey: key] = newValue.map(Self.clean) }
    }

    func log(event: LogEvent) {
        var event = event
        event.message = "\(TerminalText.oneLine(event.message.description))"
        event.metadata = event.metadata?.mapValues(Self.clean)
        if let error = event.error {
            event.error = nil
            event.metadata = (event.metadata ?? [:]).merging(["error": Self.clean(.string("\(error)"))]) { own, _ in own
            }
        }
        inner.log(event: event)
    }

    private static func clean(_ value: Logger.MetadataValue) -> Logger.MetadataValue {
        switch value {
        case .string(let text): .string(TerminalText.oneLine(text))
        case .stringConvertible(let value): .string(TerminalText.oneLine(value.description))
        case .array(let values): .array(values.map(clean))
        case .dictionary(let values): .dictionary(values.mapValues(clean))
        }
    }
}
