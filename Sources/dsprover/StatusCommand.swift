import ArgumentParser
import Factory
import Ledger

struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Shows how far the run is: the funnel, the attempts, the calls, and what is stuck.",
        discussion: """
            Reads the ledger only; it may be asked while a run is on. --json prints one object with problems, statements by \
            state, attempts by verdict, modelCalls (sent, cached, failed), proved, parked and paused, and in accounts the calls, \
            tokens, money, latencies (p50, p95, p99 in milliseconds, each within 3.2 %) and errors by model, stage and round.

            --watch shows it again and again, with the processes at work, rates over 1 and 15 minutes, endpoints and the last \
            alarms: on the whole screen of a terminal (q or Ctrl-C ends), as plain lines elsewhere.
            """)

    @OptionGroup var common: CommonOptions
    @Option(
        name: .customLong("run"),
        help: "A folder with dsprover.yaml and dsprover.sqlite, in place of --config and --ledger.")
    var folder: String?
    @Flag(help: "Print JSON.") var json = false
    @Flag(help: "Go on showing it.") var watch = false
    @Option(help: "Seconds between two looks of --watch.") var interval = 2.0

    func validate() throws {
        guard (0.1...3600).contains(interval) else {
            throw ValidationError("--interval must be between 0.1 and 3600 seconds, but is \(interval).")
        }
        if watch && json { throw ValidationError("--watch is for people; leave out --json.") }
        if folder != nil, common.config != nil || common.ledger != nil {
            throw ValidationError(
                "--run names the folder of configuration and ledger; leave out --config and --ledger.")
        }
    }

    func run() async throws {
        let loaded = try common.load(run: folder)
        let ledger = try common.openLedger(loaded.configuration, creating: false)
        if watch {
            return try await WatchLoop(ledger: ledger, budget: loaded.configuration.budget, interval: interval).run()
        }
        let status = try await ledger.status()
        if json { return try printJSON(status) }
        let budget = loaded.configuration.budget
        for line in StatusText.lines(status, currency: budget.currency) { Terminal.say(line) }
        for line in AccountText.lines(status, budget: budget) { Terminal.say(line) }
        for job in try await ledger.parkedJobs(limit: 10) {
            let subject = job.statementName ?? job.externalID ?? "problem \(job.problemID)"
            let how = job.isSetAside ? "by hand" : "after \(job.tries) tries"
            Terminal.say("  parked: \(job.stage) of \(subject) \(how): \(job.lastError ?? "no reason")")
        }
    }
}
