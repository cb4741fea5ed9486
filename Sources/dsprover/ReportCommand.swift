import ArgumentParser
import Factory
import Foundation
import Ledger
import Support
import TrainingData

struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Writes what a run came to: the funnel, outcomes, attempts, times, rounds, cost, comparisons.",
        discussion: """
            --out writes one HTML file that needs nothing else to be read, --markdown the same as Markdown; with neither the \
            Markdown goes to standard output. It reads the ledger only and may be asked while a run is on; a million rows take \
            some seconds. --json prints one object with all the numbers.

            In the report of one round statements count where they came to their present state, attempts and decisions \
            where they were made.
            """)

    @OptionGroup var common: CommonOptions
    @Option(help: ArgumentHelp("All rounds, or the number of one.", valueName: "all|N")) var round = "all"
    @Option(help: ArgumentHelp("The HTML file; - is standard output.", valueName: "FILE.html")) var out: String?
    @Option(help: ArgumentHelp("The Markdown file; - is standard output.", valueName: "FILE.md")) var markdown: String?
    @Flag(help: "Print JSON.") var json = false

    func validate() throws {
        for (name, value) in [("--out", out), ("--markdown", markdown)] where value?.isEmpty == true {
            throw ValidationError("\(name) needs the name of a file, or - for standard output, but is empty.")
        }
        if round != "all", number == nil {
            throw ValidationError("--round must be all or a number from 1, but is \(round).")
        }
        let onOutput = [out == "-", markdown == "-", json].filter(\.self).count
        if onOutput > 1 {
            throw ValidationError("Only one of --out -, --markdown - and --json can go to standard output.")
        }
    }

    private var number: Int? { Int(round).flatMap { $0 > 0 ? $0 : nil } }

    func run() async throws {
        let loaded = try common.load()
        let ledger = try common.openLedger(loaded.configuration, creating: false)
        let figures: LedgerFigures
        do {
            figures = try await ledger.figures(round: number)
        } catch let error as LedgerError where error.reason == .misuse {
            throw ReportError(message: error.message)
        }
        let heading = ReportBuilder.Heading(
            ledger: URL(filePath: loaded.configuration.ledger).lastPathComponent, generatedAt: ledger.time,
            toolVersion: DSProverVersion.current, currency: loaded.configuration.budget.currency, round: number)
        let data = ReportBuilder.build(figures, heading)
        if let out { try write(ReportPage.html(data), to: out) }
        if let markdown { try write(ReportText.markdown(data), to: markdown) }
        if json { return try printJSON(data) }
        if out == nil && markdown == nil { try write(ReportText.markdown(data), to: "-") }
    }

    private func write(_ text: String, to path: String) throws {
        let file = try OutputFile(path: path)
        try file.write(Array(text.utf8))
        try file.commit()
        if path != "-" { Terminal.complain("wrote \(path)") }
    }
}

/// What was asked for cannot be reported.
struct ReportError: UserFacingError {
    let message: String
    var code: String { "report.round" }
    var advice: String? { "Leave out --round for all of them." }
    var kind: ErrorKind { .input }
}
