import ArgumentParser
import Factory
import Foundation
import Ledger
import TrainingData

struct ContaminationCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "contamination",
        abstract: "Compares every statement of the ledger with benchmarks, and flags those that stand in them.",
        discussion: """
            Files, or folders of files, in the formats of miniF2F, ProofNet, PutnamBench and FIMO: Lean files with theorems, JSON, \
            JSON Lines; what they are is seen from what is in them. A statement is flagged when its normal form is one of the \
            benchmark's, when most of its runs of tokens stand in one theorem, or when a run of words of its problem \
            stands in one problem (stages.novelty.overlap says how much). Export leaves flagged proofs out.

            Nothing else of a statement changes. Doing it again with the same files changes nothing.
            """)

    @OptionGroup var common: CommonOptions
    @Argument(help: "Files and folders of benchmarks.") var benchmarks: [String]
    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
        let loaded = try common.load()
        var library = BenchmarkLibrary(settings: loaded.configuration.stages.novelty.overlap)
        for path in benchmarks {
            try library.add(contentsOf: URL(filePath: path, relativeTo: common.folder).absoluteURL)
        }
        let ledger = try common.openLedger(loaded.configuration, creating: false)
        let report = try await ContaminationCheck(ledger, library: library).run()
        if json { return try printJSON(report) }
        for source in report.benchmarks {
            Terminal.say(
                "\(source.name): \(source.problems) problems in \(source.files) files, \(source.informal) in words, "
                    + "\(source.formal) in Lean; \(source.faults.count) parts could not be read")
            for fault in source.faults.prefix(5) { Terminal.say("  \(fault.file):\(fault.line): \(fault.detail)") }
            if source.faults.count > 5 { Terminal.say("  … and \(source.faults.count - 5) more; --json lists all") }
        }
        Terminal.say(
            "\(report.contaminated) of \(report.statements) statements stand in a benchmark, "
                + "\(report.changed) of them by flags that are new or changed")
        for (name, count) in report.byBenchmark.sorted(by: { $0.key < $1.key }) { Terminal.say("  \(name): \(count)") }
    }
}
