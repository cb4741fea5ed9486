import ArgumentParser
import Factory
import Ledger

struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Shows how far the run is: the funnel, the attempts, the calls, and what is stuck.",
        discussion: """
            Reads the ledger only; it may be asked while a run is on. --json prints one object with problems, statements by \
            state, attempts by verdict, modelCalls (sent, cached, failed), proved and parked.
            """)

    @OptionGroup var common: CommonOptions
    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
        let loaded = try common.load()
        let ledger = try common.openLedger(loaded.configuration, creating: false)
        let status = try await ledger.status()
        if json { return try printJSON(status) }
        for line in StatusText.lines(status) { Terminal.say(line) }
        for job in try await ledger.parkedJobs(limit: 10) {
            let subject = job.statementName ?? job.externalID ?? "problem \(job.problemID)"
            Terminal.say(
                "  parked: \(job.stage) of \(subject) after \(job.tries) tries: \(job.lastError ?? "no reason")")
        }
    }
}
