import ArgumentParser
import Factory
import Foundation
import Ledger
import Logging
import Support

/// The flags of `work` that choose what is done, on top of the configuration, also at every reload.
struct WorkOptions: ParsableArguments {
    @Option(help: "A folder with dsprover.yaml and dsprover.sqlite, in place of --config and --ledger.")
    var run: String?
    @Option(help: "The stages whose jobs are done, separated by commas; all by default.")
    var stages: String?
    @Option(
        name: .customLong("limit"), parsing: .upToNextOption,
        help: "Most jobs in flight of a stage: stage=number, as often as you like.")
    var limits: [String] = []
    @Option(
        name: .customLong("calls"), parsing: .upToNextOption,
        help: "Most calls on the wire to each endpoint of a model: model=number.")
    var calls: [String] = []
    @Option(help: "Warm Lean workers; overrides lean.workers.") var leanWorkers: Int?
    @Option(help: "The port on 127.0.0.1 for metrics and health; 0 for any free one. Overrides metrics.port.")
    var metricsPort: Int?
    @Flag(help: "End when the chosen stages have nothing left to do.") var untilEmpty = false
    @Option(help: "Seconds between two lines of progress in the log; 0 for none.") var interval = 60.0

    func validate() throws {
        if let metricsPort, !(0...65_535).contains(metricsPort) {
            throw ValidationError("--metrics-port must be between 0 and 65535, but is \(metricsPort).")
        }
        if let leanWorkers, !(1...1024).contains(leanWorkers) {
            throw ValidationError("--lean-workers must be between 1 and 1024, but is \(leanWorkers).")
        }
        guard interval == 0 || (0.1...86_400).contains(interval) else {
            throw ValidationError("--interval must be 0, or between 0.1 and 86400 seconds, but is \(interval).")
        }
        _ = try chosenStages()
        for (word, _) in try Self.pairs(limits, "--limit") where StageName(rawValue: word) == nil {
            throw ValidationError("--limit names the stage \"\(word)\"; there are \(Self.allStages).")
        }
        _ = try Self.pairs(calls, "--calls")
    }

    /// The stages that were chosen.
    func chosenStages() throws -> Set<StageName> {
        guard let stages else { return Set(StageName.allCases) }
        let words = stages.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
        let chosen = try words.map { word in
            guard let stage = StageName(rawValue: word) else {
                throw ValidationError("--stages names \"\(word)\"; there are \(Self.allStages).")
            }
            return stage
        }
        if chosen.isEmpty { throw ValidationError("--stages names none; there are \(Self.allStages).") }
        return Set(chosen)
    }

    /// The configuration of the run's folder or of the common flags, with these flags on top.
    ///
    /// - Throws: `ConfigurationError`, `ValidationError`.
    func load(_ common: CommonOptions) throws -> LoadedConfiguration {
        let loaded = try common.load(run: run)
        var configuration = loaded.configuration
        for (word, limit) in try Self.pairs(limits, "--limit") {
            if let stage = StageName(rawValue: word) { configuration.run.limits[stage] = limit }
        }
        for (name, limit) in try Self.pairs(calls, "--calls") {
            guard configuration.models[name]?.endpoint != nil else {
                throw ValidationError("--calls names \"\(name)\", which is no model behind a server here.")
            }
            configuration.models[name]?.limitCalls(to: limit)
        }
        if let leanWorkers { configuration.lean.workers = leanWorkers }
        if let metricsPort { configuration.metrics.port = metricsPort }
        return LoadedConfiguration(configuration: configuration, file: loaded.file)
    }

    private static let allStages = StageName.allCases.map(\.rawValue).joined(separator: ", ")

    private static func pairs(_ texts: [String], _ flag: String) throws -> [(String, Int)] {
        try texts.map { text in
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, let number = Int(parts[1]), (1...100_000).contains(number) else {
                throw ValidationError("\(flag) needs name=number, from 1 to 100000, but has \"\(text)\".")
            }
            return (String(parts[0]), number)
        }
    }

    /// A line of the log at every interval, until the task is cancelled.
    func tellProgress(of ledger: Ledger, to logger: Logger) async {
        guard interval > 0 else { return }
        let start = ContinuousClock.now
        while (try? await Task.sleep(for: .seconds(interval))) != nil {
            guard let status = try? await ledger.status() else { continue }
            let waiting = status.jobs.values.reduce(0) { $0 + $1.ready + $1.leased }
            logger.notice(
                "\(StatusText.line(status, seconds: start.duration(to: .now).seconds))",
                metadata: [
                    "event": "progress", "problems": .stringConvertible(status.problems),
                    "proved": .stringConvertible(status.proved), "waiting": .stringConvertible(waiting),
                    "parked": .stringConvertible(status.parked),
                ])
        }
    }
}
