import Foundation
import Ledger
import Logging
import Support

/// Writes each entry of the log as one line of JSON: `time`, `level`, `message`, `process`, and the entry's metadata beside
/// them (`event`, `job`, `stage`, `problem`, `statement`, `model`, …), numbers as numbers.
struct JSONLogHandler: LogHandler {
    var logLevel = Logger.Level.info
    var metadata: Logger.Metadata = [:]
    /// Where lines go; standard error but for tests.
    var write: @Sendable (String) -> Void = { Terminal.complainJSON($0) }
    /// The time of an entry.
    var now: @Sendable () -> Date = { Date() }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var fields: [String: JSONValue] = [:]
        for (key, value) in metadata.merging(event.metadata ?? [:], uniquingKeysWith: { _, own in own }) {
            fields[key] = Self.json(value)
        }
        if let error = event.error { fields["error"] = .string("\(error)") }
        fields["time"] = .string(now().formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true)))
        fields["level"] = .string(event.level.rawValue)
        fields["message"] = .string(event.message.description)
        fields["process"] = .string(LeaseOwner.current.text)
        // What cannot be written as JSON is no reason to say nothing.
        let line = (try? CanonicalJSON.string(JSONValue.object(fields))) ?? #"{"message":"an unwritable log entry"}"#
        write(line)
    }

    private static func json(_ value: Logger.MetadataValue) -> JSONValue {
        switch value {
        case .string(let text): .string(text)
        case .stringConvertible(let value as Int): .integer(value)
        case .stringConvertible(let value as Double): value.isFinite ? .number(value) : .string("\(value)")
        case .stringConvertible(let value): .string(value.description)
        case .array(let values): .array(values.map(json))
        case .dictionary(let values): .object(values.mapValues(json))
        }
    }
}
