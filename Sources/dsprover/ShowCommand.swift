import ArgumentParser
import Factory
import Foundation
import Ledger
import Support

struct ShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Shows the history of one problem: which gate decided what, why, at what cost.",
        discussion:
            "Names a problem by its own id, by the name of one of its statements, or by its number in the ledger.")

    @OptionGroup var common: CommonOptions
    @Argument(help: "Problem id, statement name, or number.") var problem: String
    @Option(help: "Most attempts shown of each statement.") var attempts = 20
    @Flag(help: "Print JSON.") var json = false

    func validate() throws {
        guard attempts >= 0 else {
            throw ValidationError("--attempts must be 0 or more, but is \(attempts).")
        }
    }

    func run() async throws {
        let loaded = try common.load()
        let ledger = try common.openLedger(loaded.configuration, creating: false)
        guard let history = try await ledger.history(of: problem, attemptLimit: attempts) else {
            throw ShowError(problem: problem, ledger: loaded.configuration.ledger)
        }
        if json { return try printJSON(history) }
        for line in HistoryText.lines(history, currency: loaded.configuration.budget.currency) { Terminal.say(line) }
    }
}

/// There is no such problem.
struct ShowError: UserFacingError {
    let problem: String
    let ledger: String
    var code: String { "show.unknown" }
    var message: String { "\(ledger) knows no problem and no statement \"\(problem)\"." }
    var advice: String? { "Is it the right ledger? See --ledger, and: dsprover status" }
    var kind: ErrorKind { .input }
}
