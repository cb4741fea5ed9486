import ArgumentParser
import Factory
import Foundation
import Ledger
import Logging

/// The flags that all commands share.
struct CommonOptions: ParsableArguments {
    @Option(
        help: "The configuration file. Default: dsprover.yaml here, if it is there; otherwise the built-in defaults.")
    var config: String?

    @Option(help: "The ledger file; overrides the configuration's.")
    var ledger: String?

    func validate() throws {
        // An empty name is most often a shell variable that is not set; SQLite would make a temporary file of it.
        if config?.isEmpty == true { throw ValidationError("--config needs the name of a file, but is empty.") }
        if ledger?.isEmpty == true { throw ValidationError("--ledger needs the name of a file, but is empty.") }
    }

    /// The folder the command runs in.
    var folder: URL { URL(filePath: FileManager.default.currentDirectoryPath, directoryHint: .isDirectory) }

    /// Loads the configuration, with the flags on top.
    ///
    /// - Throws: `ConfigurationError`.
    func load() throws -> LoadedConfiguration {
        let loaded = try ConfigurationLoader.load(config, folder: folder)
        guard let ledger else { return loaded }
        var configuration = loaded.configuration
        configuration.ledger = ledger
        return LoadedConfiguration(configuration: configuration, file: loaded.file)
    }

    /// Loads the configuration of a run's folder (`dsprover.yaml` if it is there, and the ledger beside it), or as `load`
    /// when none is named.
    ///
    /// - Throws: `ConfigurationError`.
    func load(run: String?) throws -> LoadedConfiguration {
        guard let run else { return try load() }
        let folder = URL(filePath: run, directoryHint: .isDirectory, relativeTo: folder).absoluteURL
        let loaded = try ConfigurationLoader.load(nil, folder: folder)
        var configuration = loaded.configuration
        configuration.ledger = URL(filePath: configuration.ledger, relativeTo: folder).absoluteURL.path
        return LoadedConfiguration(configuration: configuration, file: loaded.file)
    }

    /// What the process was started with, for finding shipped files and Lean.
    var surroundings: Surroundings {
        Surroundings(
            environment: ProcessInfo.processInfo.environment, folder: folder,
            executable: URL(filePath: "/proc/self/exe").resolvingSymlinksInPath())
    }

    /// Opens the ledger.
    ///
    /// - Parameter creating: false for commands that only read: a missing file is an error then.
    /// - Throws: `LedgerError`.
    func openLedger(
        _ configuration: Configuration, creating: Bool, adjust: (inout LedgerOptions) -> Void = { _ in }
    ) throws -> Ledger {
        var options = LedgerOptions()
        options.createsFile = creating
        options.toolVersion = DSProverVersion.current
        adjust(&options)
        return try Ledger.open(at: configuration.ledger, options: options)
    }

    /// How long a run waits for a ledger that others keep locked when it is opened.
    static let patienceOfRuns = Duration.seconds(120)

    /// The log: standard error, warnings and worse unless `DSPROVER_LOG` names another level.
    var logger: Logger {
        var logger = Logger(label: "dsprover") { CleanLogHandler(StreamLogHandler.standardError(label: $0)) }
        let level = ProcessInfo.processInfo.environment["DSPROVER_LOG"] ?? "warning"
        logger.logLevel = Logger.Level(rawValue: level) ?? .warning
        return logger
    }
}
