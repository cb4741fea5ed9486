import ArgumentParser
import Factory
import Foundation
import Ledger
import Support

extension StageName: ExpressibleByArgument {}

struct BatchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "batch",
        abstract: "Lets a batch service or an offline engine answer the calls of a stage.",
        discussion: """
            The way: set `offline: true` for the model, so that runs leave its calls alone; export the calls of a stage; let the \
            service (OpenAI and others sell batches for half the price) or the engine (vLLM's run_batch) answer them; import its \
            result; run. Prove has several waves: each is exported after the one before was looked at by a run.

              dsprover formalize problems.jsonl                        ends with exit code 4: jobs wait for a batch
              dsprover batch export --stage formalize --output calls.jsonl
              dsprover batch import results.jsonl errors.jsonl
              dsprover formalize                                       goes on until it needs the next batch

            What is missing from a result, or failed in it, is exported again the next time.
            """,
        subcommands: [BatchExportCommand.self, BatchImportCommand.self])
}

struct BatchExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Writes the calls that a stage would send now as an OpenAI batch file.",
        discussion: """
            Each line is {"custom_id", "method", "url", "body"}; several samples of one prompt are one line with n where the model \
            takes that. The id is made of the call's content: exporting twice writes the same lines. Nothing is claimed: a \
            run may be on. A file over 50,000 lines or 190 MB is split: calls.jsonl, calls-2.jsonl, …

            Jobs that have all their answers, or need Lean before they can ask, are left to: dsprover formalize
            """)

    @OptionGroup var common: CommonOptions
    @Option(help: "The stage: formalize, repair, score, judge, consistency or prove.") var stage: StageName
    @Option(help: "The file; - is standard output.") var output: String
    @Option(help: "The model; needed when the stage asks several, for a batch file holds one model.") var model: String?
    @Option(help: "Most lines of one file.") var lines = 50_000
    @Flag(help: "Print the report as JSON.") var json = false

    func validate() throws {
        if output.isEmpty { throw ValidationError("--output needs the name of a file, or - for standard output.") }
        if lines < 1 { throw ValidationError("--lines must be at least 1, but is \(lines).") }
    }

    func run() async throws {
        let loaded = try common.load()
        let model = try chosenModel(loaded.configuration)
        let ledger = try common.openLedger(loaded.configuration, creating: false)
        let assembly = FactoryAssembly(loaded, surroundings: common.surroundings, logger: common.logger)
        let export = BatchExport(loaded, surroundings: common.surroundings, ledger: ledger, assembly: assembly)
        let report = try await export.run(
            stage: stage, model: model, to: output, linesPerFile: output == "-" ? .max : lines)
        try await ledger.close()
        if json && output != "-" { return try printJSON(report) }
        Terminal.complain(
            "exported \(report.calls) calls for \(report.samples) samples of \(report.jobs) jobs"
                + (report.files.isEmpty || output == "-" ? "" : " to \(report.files.joined(separator: ", "))"))
        if report.jobsForARun > 0 {
            Terminal.complain("\(report.jobsForARun) jobs need a run before they can ask: dsprover formalize")
        }
    }

    private func chosenModel(_ configuration: Configuration) throws -> String {
        let models = BatchExport.models(of: stage, in: configuration)
        let known = models.isEmpty ? "none behind a server" : models.joined(separator: ", ")
        if let model {
            guard models.contains(model) else {
                throw ValidationError("The stage \(stage.rawValue) does not ask the model \(model); it asks: \(known).")
            }
            return model
        }
        guard let only = models.first, models.count == 1 else {
            throw ValidationError("The stage \(stage.rawValue) asks these models: \(known). Choose with --model.")
        }
        return only
    }
}

struct BatchImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Takes the result files of a batch into the answer cache.",
        discussion: """
            Files of answers and of errors, in any order, any number of times: an answer that is there stays and is not paid for \
            again. Calls that failed are named with file and line and will be exported again. The next run finds the answers \
            and goes on. Exit 2 when lines could not be read or belong to no call of this ledger; everything else was taken.
            """)

    @OptionGroup var common: CommonOptions
    @Argument(help: "Result files; - is standard input.") var files: [String]
    @Flag(help: "Print the report as JSON.") var json = false

    /// Lines named of each kind of trouble; the counts are complete.
    private static let shown = 20

    func run() async throws {
        let loaded = try common.load()
        let ledger = try common.openLedger(loaded.configuration, creating: false)
        let assembly = FactoryAssembly(loaded, surroundings: common.surroundings, logger: common.logger)
        let batch = BatchImport(loaded, surroundings: common.surroundings, ledger: ledger, assembly: assembly)
        var total = BatchImport.Report()
        var complaints = 0
        for file in files {
            let report = try await batch.run(path: file) { complaint in
                complaints += 1
                if complaints <= Self.shown {
                    Terminal.complain("\(complaint.file):\(complaint.line): \(complaint.text)")
                }
            }
            total.add(report)
        }
        if complaints > Self.shown { Terminal.complain("… and \(complaints - Self.shown) more lines") }
        let open = try await ledger.openBatchCalls().values.reduce(0, +)
        try await ledger.close()
        if json { try printJSON(total) }
        Terminal.complain(
            "imported \(total.samples) answers of \(total.calls) calls; \(total.failed) calls failed, "
                + "\(total.alreadyAnswered) were answered before, \(total.unknown) unknown, \(total.unreadable) unreadable"
        )
        if open > 0 { Terminal.complain("\(open) exported calls have no answer yet; batch export writes them again") }
        if total.unknown + total.unreadable > 0 { throw ExitCode(ErrorKind.input.rawValue) }
    }
}
