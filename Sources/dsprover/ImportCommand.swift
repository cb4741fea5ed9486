import ArgumentParser
import Factory
import Ledger
import Support

struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Imports problems from JSON Lines files into the ledger, without working on them.",
        discussion: """
            One JSON object per line. The statement stands under informal_statement, problem, question, nl_statement or \
            natural_language_statement; an id, if any, under id, name, uuid or problem_id; everything else is kept as \
            metadata. The same problem is imported once, however often it comes.

            A bad line (not JSON, not an object, no statement, not UTF-8, over 1 MiB, an id that belongs to another text) is \
            named with file and line, counted and skipped; the exit code is 2 then, and everything else was done.
            """)

    @OptionGroup var common: CommonOptions
    @Argument(help: "The files; - is standard input.") var files: [String]

    func run() async throws {
        let loaded = try common.load()
        let ledger = try common.openLedger(loaded.configuration, creating: true)
        let summary = try await ImportReport.run(files, into: ledger)
        try await ledger.close()
        Terminal.say(ImportReport.line(summary))
        if summary.bad > 0 { throw ExitCode(ErrorKind.input.rawValue) }
    }
}
