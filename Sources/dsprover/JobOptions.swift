import ArgumentParser
import Factory
import Ledger

/// The arguments by which people name queued jobs.
struct JobOptions: ParsableArguments {
    @Argument(
        help: """
            Problem ids, statement names, or numbers of problems in the ledger. A problem means all its statements.
            """)
    var subjects: [String] = []
    @Option(help: "The number of a job; may be given again.") var job: [Int] = []
    @Option(help: "The number of a statement in the ledger; may be given again.") var statement: [Int] = []
    @Option(help: "Only jobs of this stage: \(StageArgument.list).") var stage: StageArgument?

    /// Whether anything is named.
    var isEmpty: Bool { subjects.isEmpty && job.isEmpty && statement.isEmpty && stage == nil }

    /// Looks the names up.
    ///
    /// - Throws: `ShowError`, `LedgerError`.
    func selection(in ledger: Ledger) async throws -> JobSelection {
        var selection = JobSelection()
        selection.jobs = job
        selection.stage = stage?.rawValue
        for name in subjects {
            guard let subject = try await ledger.subject(named: name) else {
                throw ShowError(problem: name, ledger: ledger.path)
            }
            selection.subjects.append(subject)
        }
        for number in statement {
            guard let subject = try await ledger.subject(statement: number) else {
                throw ShowError(problem: "statement \(number)", ledger: ledger.path)
            }
            selection.subjects.append(subject)
        }
        return selection
    }
}

/// The name of a stage on the command line.
struct StageArgument: ExpressibleByArgument, Hashable {
    let rawValue: String

    /// All of them, for help and complaints.
    static let list = StageName.allCases.map(\.rawValue).joined(separator: ", ")

    init?(argument: String) {
        guard StageName(rawValue: argument) != nil else { return nil }
        rawValue = argument
    }

    static var allValueStrings: [String] { StageName.allCases.map(\.rawValue) }
}

/// What a change by hand says about itself with `--json`.
struct JobsChanged: Encodable {
    let changed: Int
}
