import ArgumentParser
import CoreMetrics
import Factory
import Foundation
import Ledger
import Logging
import Support
import Telemetry
import Web

struct WorkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "work",
        abstract: "Works on the ledger's jobs until it is told to stop, as a service.",
        discussion: """
            Like formalize without an import: takes the jobs of the chosen stages and waits for more when none is left. Any \
            number of these processes may share one ledger on a machine, with the same or different stages; no job is done \
            twice and answers are shared. Import problems meanwhile with: dsprover import.

              dsprover work --run runs/monday
              dsprover work --ledger run1.sqlite --stages formalize,score --limit formalize=128
              dsprover work --until-empty --metrics-port 9464 --log-format json

            SIGTERM and SIGINT: no new work, what is in flight is finished within run.drain_seconds, the rest is given back; a \
            second signal gives everything back at once. SIGHUP: limits (run, rates and places of models), budget, prices and \
            templates are read anew; a configuration that cannot be used is refused and the old one stays; what has to wait for \
            the next start is said.

            With a metrics port (on 127.0.0.1): /metrics for Prometheus, /healthz, /readyz. systemd is told of start, stop and \
            life (Type=notify, WatchdogSec). See docs/operate.md.

            Exit codes: 0 nothing is left (--until-empty), 1 wrong usage, 2 bad configuration, 3 Lean, a model or a key is \
            missing, 4 stopped (a signal, the budget).
            """)

    @OptionGroup var common: CommonOptions
    @OptionGroup var choice: WorkOptions
    @OptionGroup var log: LogOptions

    func validate() throws {
        if choice.run != nil, common.config != nil || common.ledger != nil {
            throw ValidationError(
                "--run names the folder of configuration and ledger; leave out --config and --ledger.")
        }
    }

    func run() async throws {
        let common = common
        let choice = choice
        let load: @Sendable () throws -> LoadedConfiguration = { try choice.load(common) }
        let loaded = try load()
        let configuration = loaded.configuration
        let registry = MetricRegistry(FactoryMetric.catalogue)
        MetricsSystem.bootstrap(registry)
        let logger = log.logger
        let emitter = Emitter(registry)
        emitter.set(.build, 1, ("version", DSProverVersion.current))
        let supervisor = Supervisor(environment: common.surroundings.environment)
        let monitor = RunMonitor(logger: logger, emitter: emitter) { supervisor.tell($0) }

        var options = RunOptions()
        options.stages = try choice.chosenStages()
        options.waitsForWork = !choice.untilEmpty
        options.reload = load
        var server: StatusServer?
        if let port = configuration.metrics.port {
            server = try await StatusServer.start(port: port) {
                WorkPages.answer($0, monitor: monitor, registry: registry)
            }
            options.metricsPort = server?.port
            logger.notice(
                "metrics at http://127.0.0.1:\(server?.port ?? 0)/metrics",
                metadata: ["event": "listening", "port": .stringConvertible(server?.port ?? 0)])
        }
        let ledger = try common.openLedger(configuration, creating: true) { options in
            options.openingPatience = CommonOptions.patienceOfRuns
            options.onCommit = { time, operations in
                emitter.record(.ledgerWriteSeconds, time)
                emitter.add(.ledgerOperations, operations)
            }
        }
        let watching = Task { await supervisor.watch(monitor) }
        let progress = Task { await choice.tellProgress(of: ledger, to: logger) }
        let work = FactoryRun(
            loaded, surroundings: common.surroundings, ledger: ledger, options: options, logger: logger,
            monitor: monitor)
        let result: Result<FactoryRun.Outcome, any Error>
        do { result = .success(try await work.run()) } catch { result = .failure(error) }
        progress.cancel()
        watching.cancel()
        await server?.stop()
        let quarantined = (try? await ledger.quarantinedHeaders()) ?? []
        try? await ledger.close()
        switch try result.get() {
        case .finished:
            guard let entry = quarantined.first else { return }
            logger.critical("ALARM: \(entry.reason); see: dsprover quarantine", metadata: ["event": "alarm"])
            throw ExitCode(ErrorKind.environment.rawValue)
        case .stopped:
            logger.notice("stopped; the same command goes on with what is left", metadata: ["event": "stopped"])
        case .budgetReached(let report):
            logger.warning(
                "stopped: \(report.description(currency: configuration.budget.currency))",
                metadata: ["event": "budget"])
        }
        throw ExitCode(4)
    }
}
