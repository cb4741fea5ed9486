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
            """)

    @OptionGroup var common: CommonOptions
    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
        let loaded = try common.load()
        let ledger = try common.openLedger(loaded.configuration, creating: false)
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
