import ArgumentParser
import Factory
import Ledger
import Support

struct FormalizeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "formalize",
        abstract: "Imports problems and drives each to its end: proved, or a reason why not.",
        discussion: """
            Formalize, elaborate, lint, score, consistency, prove, verify, as configured. Everything is recorded at once in the \
            ledger: stop with Ctrl-C or kill the process, type the same command again, and it goes on; no answer of a model \
            is paid for twice. Without files it goes on with what the ledger holds.

              dsprover formalize problems.jsonl
              dsprover formalize problems.jsonl --config config/openai.yaml --ledger run1.sqlite

            A model that does not answer is waited for (run.outage_minutes). A job that fails again and again is parked, and \
            --retry-parked takes it up again.

            The budget of the configuration counts what all runs on the ledger have used up. A run that reaches it finishes what \
            is in flight and stops; it goes on when it is started again with a larger one.

            --no-cache asks the models anew: answers from before this run are not used, and the new ones take their place.

            Exit codes: 0 everything is done, 2 some lines of the files were bad, 3 Lean, a model or a key is missing or Lean \
            cannot be relied on, 4 stopped \
            (a signal, the budget) with work left, or with jobs that are parked, wait for a batch or belong to a paused stage.
            """)

    @OptionGroup var common: CommonOptions
    @Argument(help: "JSON Lines files with problems, as for dsprover import.") var files: [String] = []
    @Flag(help: "Take up again the jobs that were parked after failing too often.") var retryParked = false
    @Flag(help: "Ask the models anew instead of using answers from before this run.") var noCache = false
    @Option(help: "Seconds between two lines of progress when the output is no terminal.") var interval = 10.0

    func validate() throws {
        guard (0.1...86_400).contains(interval) else {
            throw ValidationError("--interval must be between 0.1 and 86400 seconds, but is \(interval).")
        }
    }

    func run() async throws {
        let loaded = try common.load()
        let ledger = try common.openLedger(loaded.configuration, creating: true) { options in
            options.openingPatience = CommonOptions.patienceOfRuns
        }
        let summary = try await ImportReport.run(files, into: ledger)
        if !files.isEmpty { Terminal.complain(ImportReport.line(summary)) }

        if retryParked { Terminal.complain("taken up again: \(try await ledger.retry()) parked jobs") }

        let progress = ProgressDisplay(ledger: ledger, interval: interval)
        var options = RunOptions()
        options.ignoresCache = noCache
        let run = FactoryRun(
            loaded, surroundings: common.surroundings, ledger: ledger, options: options, logger: common.logger)
        let outcome = try await progress.whileRunning { try await run.run() }

        let status = try await ledger.status()
        try await ledger.close()
        let currency = loaded.configuration.budget.currency
        for line in StatusText.lines(status, currency: currency) { Terminal.say(line) }
        switch outcome {
        case .finished: break
        case .stopped:
            Terminal.complain("stopped with work left; the same command goes on with it")
            throw ExitCode(4)
        case .budgetReached(let report):
            Terminal.complain("stopped: \(report.description(currency: currency))")
            Terminal.complain("everything is kept; with a larger budget the same command goes on")
            throw ExitCode(4)
        }
        if let entry = status.quarantined.first {
            Terminal.complain("ALARM: \(entry.reason): Lean or its checks are broken")
            Terminal.complain("nothing under that header is worked on or exported; see: dsprover quarantine")
            throw ExitCode(ErrorKind.environment.rawValue)
        }
        let held = status.paused.filter { stage in
            status.jobs[stage.stage].map { $0.ready + $0.leased > 0 } ?? false
        }.map(\.stage)
        if !held.isEmpty {
            Terminal.complain("only work of paused stages is left (\(held.joined(separator: ", ")))")
            Terminal.complain("next: dsprover resume \(held.joined(separator: " ")), and the same command again")
            throw ExitCode(4)
        }
        if status.parked > 0 {
            Terminal.complain("\(status.parked) jobs are parked (failed too often, or set aside); see: dsprover status")
            Terminal.complain(
                "when the cause is mended, add --retry-parked; dsprover unpark puts back what was set aside")
            throw ExitCode(4)
        }
        if status.awaiting > 0 {
            let stages = status.jobs.filter { $0.value.awaiting > 0 }.keys.sorted().joined(separator: ", ")
            Terminal.complain("\(status.awaiting) jobs wait for answers that come in a batch (\(stages))")
            Terminal.complain("next: dsprover batch export --stage STAGE --output FILE, and batch import of its result")
            throw ExitCode(4)
        }
        Terminal.say("done; next: dsprover export --out proofs.jsonl, dsprover show PROBLEM")
        if summary.bad > 0 { throw ExitCode(ErrorKind.input.rawValue) }
    }
}
