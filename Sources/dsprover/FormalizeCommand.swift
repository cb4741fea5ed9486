import ArgumentParser
import Factory
import Ledger
import Support

struct FormalizeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "formalize",
        abstract: "Imports problems and drives each to its end: proved, or a reason why not.",
        discussion: """
            Formalize, elaborate, score, consistency, prove, verify, as configured. Everything is recorded at once in the \
            ledger: stop with Ctrl-C or kill the process, type the same command again, and it goes on; no answer of a model \
            is paid for twice. Without files it goes on with what the ledger holds.

              dsprover formalize problems.jsonl
              dsprover formalize problems.jsonl --config config/openai.yaml --ledger run1.sqlite

            A model that does not answer is waited for (run.outage_minutes). A job that fails again and again is parked, and \
            --retry-parked takes it up again.

            Exit codes: 0 everything is done, 2 some lines of the files were bad, 3 Lean, a model or a key is missing, 4 stopped \
            with work left, or with parked jobs.
            """)

    @OptionGroup var common: CommonOptions
    @Argument(help: "JSON Lines files with problems, as for dsprover import.") var files: [String] = []
    @Flag(help: "Take up again the jobs that were parked after failing too often.") var retryParked = false
    @Option(help: "Seconds between two lines of progress when the output is no terminal.") var interval = 10.0

    func validate() throws {
        guard (0.1...86_400).contains(interval) else {
            throw ValidationError("--interval must be between 0.1 and 86400 seconds, but is \(interval).")
        }
    }

    func run() async throws {
        let loaded = try common.load()
        let ledger = try common.openLedger(loaded.configuration, creating: true)
        let summary = try await ImportReport.run(files, into: ledger)
        if !files.isEmpty { Terminal.complain(ImportReport.line(summary)) }

        if retryParked { Terminal.complain("taken up again: \(try await ledger.unpark()) parked jobs") }

        let progress = ProgressDisplay(ledger: ledger, interval: interval)
        let run = FactoryRun(loaded, surroundings: common.surroundings, ledger: ledger, logger: common.logger)
        let outcome = try await progress.whileRunning { try await run.run() }

        let status = try await ledger.status()
        try await ledger.close()
        for line in StatusText.lines(status) { Terminal.say(line) }
        if outcome == .stopped {
            Terminal.complain("stopped with work left; the same command goes on with it")
            throw ExitCode(4)
        }
        if status.parked > 0 {
            Terminal.complain("\(status.parked) jobs are parked after failing too often; see: dsprover status")
            Terminal.complain("when the cause is mended, add --retry-parked")
            throw ExitCode(4)
        }
        Terminal.say("done; next: dsprover export --out proofs.jsonl, dsprover show PROBLEM")
        if summary.bad > 0 { throw ExitCode(ErrorKind.input.rawValue) }
    }
}
