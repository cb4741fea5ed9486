import ArgumentParser
import Foundation
import Logging

/// How a service writes its log.
struct LogOptions: ParsableArguments {
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, json
    }

    @Option(help: "text, or json: one object a line for each event, with its ids.") var logFormat = Format.text

    /// The log on standard error. `DSPROVER_LOG` names the level; without it text has what a person should know, JSON
    /// every event.
    var logger: Logger {
        let format = logFormat
        var logger = Logger(label: "dsprover") { label in
            switch format {
            case .text: CleanLogHandler(StreamLogHandler.standardError(label: label))
            case .json: JSONLogHandler()
            }
        }
        let word = ProcessInfo.processInfo.environment["DSPROVER_LOG"] ?? ""
        logger.logLevel = Logger.Level(rawValue: word) ?? (format == .json ? .info : .notice)
        return logger
    }
}
