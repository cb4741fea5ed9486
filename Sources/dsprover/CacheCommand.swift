import ArgumentParser
import Factory
import Foundation
import Ledger
import Support

struct CacheCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cache",
        abstract: "Shows and prunes the answers of models that the ledger keeps.",
        discussion: """
            Every answer of a model is kept under what was asked: model, messages, parameters and the number of the sample. \
            Whoever asks the same again, after a crash, in a later run, in another process on the same ledger, gets it for \
            nothing. Failures are never kept. To ask anew: dsprover formalize --no-cache.
            """,
        subcommands: [CacheInfoCommand.self, CachePruneCommand.self])
}

struct CacheInfoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "info", abstract: "Says how many answers are kept of which model, how large and how old they are.",
        discussion: "Reads all kept answers; of a million it takes some seconds. --json prints one object per model.")

    @OptionGroup var common: CommonOptions
    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
        let loaded = try common.load()
        let ledger = try common.openLedger(loaded.configuration, creating: false)
        let stocks = try await ledger.answerStocks()
        if json { return try printJSON(stocks) }
        var table = TextTable(header: ["model", "as", "answers", "bytes", "oldest", "newest"])
        for stock in stocks {
            table.add([
                stock.model, stock.identity, "\(stock.answers)", "\(stock.bytes)", Self.day(stock.oldest),
                Self.day(stock.newest),
            ])
        }
        for line in table.lines() { Terminal.say(line) }
    }

    private static func day(_ milliseconds: Int) -> String {
        Date(timeIntervalSince1970: Double(milliseconds) / 1000).formatted(.iso8601)
    }
}

struct CachePruneCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prune", abstract: "Deletes kept answers; asking for them again costs again.",
        discussion: """
            At least one condition is needed, and all of them must hold; --dry-run shows what they mean. --unused means \
            answers about problems for which nothing is queued any more: no run that goes on will ask for them.

              dsprover cache prune --unused
              dsprover cache prune --model prover --older-than 30d

            What the answers cost stays in the accounts. The file keeps its size; the room is used for what comes.
            """)

    @OptionGroup var common: CommonOptions
    @Option(help: "Only answers older than this: 12h, 30d, 4w.") var olderThan: Age?
    @Option(help: "Only answers of this model, by its name in the configuration.") var model: String?
    @Flag(help: "Only answers that no queued work can ask for.") var unused = false
    @Flag(help: "Say what would be deleted, and delete nothing.") var dryRun = false

    func validate() throws {
        if olderThan == nil && model == nil && !unused {
            throw ValidationError("Name what to delete: --older-than, --model or --unused.")
        }
    }

    func run() async throws {
        let loaded = try common.load()
        let ledger = try common.openLedger(loaded.configuration, creating: false)
        var selection = AnswerSelection()
        selection.model = model
        selection.unusedOnly = unused
        selection.storedBefore = olderThan.map { ledger.time - $0.milliseconds }
        if dryRun {
            let count = try await ledger.answerStocks(selection).reduce(0) { $0 + $1.answers }
            return Terminal.say("\(count) answers would be deleted")
        }
        let count = try await ledger.pruneAnswers(selection)
        try await ledger.close()
        Terminal.say("\(count) answers deleted")
    }
}

/// A length of time as people write it: `90m`, `12h`, `30d`, `4w`.
struct Age: ExpressibleByArgument {
    let milliseconds: Int

    init?(argument: String) {
        let units: [Character: Int] = ["m": 60_000, "h": 3_600_000, "d": 86_400_000, "w": 604_800_000]
        guard let unit = argument.last.flatMap({ units[$0] }), let count = Int(argument.dropLast()),
            (0...100_000).contains(count)
        else { return nil }
        milliseconds = count * unit
    }
}
