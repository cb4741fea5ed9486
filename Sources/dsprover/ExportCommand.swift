import ArgumentParser
import Factory
import Foundation
import Ledger
import TrainingData

extension ExportFormat: ExpressibleByArgument {}

struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Writes the verified proofs as training data, one JSON object per line.",
        discussion: """
            deepseek-prover: name, split, informal_prefix, formal_statement, goal, header, formal_proof, as in the published \
            DeepSeek-Prover files. messages: a chat of user and assistant, for TRL, axolotl, LLaMA-Factory. raw: everything. \
            All carry where the row comes from: problem, models, templates, rung, axioms, Lean version, round, and the side: \
            with --side negation, statements whose negation was verified are theorems of their own (NAME_neg). Nothing is \
            exported whose header is in quarantine, see dsprover quarantine.

            Near duplicates and what stands in a benchmark are left out and counted, see the stage novelty and: dsprover \
            contamination --help.

            The file appears under its name only when it is complete.
            """)

    @OptionGroup var common: CommonOptions
    @Option(help: "The format: \(ExportFormat.allCases.map(\.rawValue).joined(separator: ", ")).")
    var format = ExportFormat.deepseekProver
    @Option(help: "What is exported: claim (proved statements), negation (refuted ones), both.")
    var side = ExportedSides.claim
    @Option(help: "The file; - is standard output.") var out: String

    @Flag(help: "Write flagged proofs too: near duplicates, and what stands in a benchmark.") var includeFlagged = false

    func validate() throws {
        if out.isEmpty {
            throw ValidationError("--out needs the name of a file, or - for standard output, but is empty.")
        }
    }

    func run() async throws {
        let loaded = try common.load()
        let ledger = try common.openLedger(loaded.configuration, creating: false)
        let count: Int
        do {
            count = try await TrainingExport(from: ledger, includesFlagged: includeFlagged).run(
                format: format, to: out, sides: side.sides)
        } catch let error as TrainingDataError where error.reason == .writeFailed {
            guard out == "-", Terminal.readerIsGone else { throw error }
            // As any filter does when its reader has enough: no word, and the status a broken pipe would have given.
            throw ExitCode(128 + SIGPIPE)
        }
        Terminal.complain("exported \(count) proofs" + (out == "-" ? "" : " to \(out)"))
        for entry in try await ledger.quarantinedHeaders() {
            Terminal.complain("ALARM: \(entry.reason); nothing under that header was exported: see dsprover quarantine")
        }
        let flagged = try await ledger.flaggedProofs()
        guard flagged.statements > 0 else { return }
        let flags = flagged.flags.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
        Terminal.complain(
            (includeFlagged ? "among them" : "left out") + " \(flagged.statements) flagged proofs: \(flags)"
                + (includeFlagged ? "" : "; --include-flagged keeps them"))
    }
}

/// Which sides of statements an export has.
enum ExportedSides: String, ExpressibleByArgument, CaseIterable {
    case claim, negation, both

    var sides: [Side] {
        switch self {
        case .claim: [.claim]
        case .negation: [.negation]
        case .both: [.claim, .negation]
        }
    }
}
