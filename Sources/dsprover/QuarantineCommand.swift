import ArgumentParser
import Factory
import Ledger

struct QuarantineCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quarantine",
        abstract: "Shows and lifts the quarantine of headers under which both sides of a statement were verified.",
        discussion: """
            A statement and its negation that are both verified mean that Lean, its library or the checks are broken. Then both \
            proofs are set aside for good, and nothing about statements with the same header (imports and opened \
            namespaces) is worked on or exported, in no process, until a person lifts it.

              dsprover quarantine
              dsprover quarantine lift
            """,
        subcommands: [ListQuarantine.self, LiftQuarantine.self], defaultSubcommand: ListQuarantine.self)
}

struct ListQuarantine: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "Shows what is in quarantine.")

    @OptionGroup var common: CommonOptions
    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
        let loaded = try common.load()
        let ledger = try common.openLedger(loaded.configuration, creating: false)
        let headers = try await ledger.quarantinedHeaders()
        try await ledger.close()
        if json { return try printJSON(headers) }
        if headers.isEmpty { return Terminal.say("nothing is in quarantine") }
        for entry in headers {
            Terminal.say("ALARM: \(entry.reason); see: dsprover show \(entry.statementName)")
            let lines =
                entry.header.isEmpty ? ["the empty header"] : entry.header.split(separator: "\n").map(String.init)
            for line in lines { Terminal.say("  \(line)") }
        }
    }
}

struct LiftQuarantine: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lift",
        abstract: "Lets work under the headers go on, and their proofs be exported.",
        discussion: """
            Without arguments all headers; else those of the statements named. The statements that raised the alarm stay in \
            quarantine.
            """)

    @OptionGroup var common: CommonOptions
    @Argument(help: "Names of statements that raised the alarm.") var statements: [String] = []
    @Flag(help: "Print JSON.") var json = false

    /// What was lifted.
    private struct Lifted: Encodable {
        let headers: Int
        let jobs: Int
    }

    func run() async throws {
        let loaded = try common.load()
        let ledger = try common.openLedger(loaded.configuration, creating: false)
        let there = try await ledger.quarantinedHeaders()
        for name in statements where !there.contains(where: { $0.statementName == name }) {
            try await ledger.close()
            throw ValidationError("No header is in quarantine because of \(name); see: dsprover quarantine")
        }
        let chosen = there.filter { statements.isEmpty || statements.contains($0.statementName) }
        let lifted = try await ledger.liftQuarantine(of: chosen.map(\.header))
        try await ledger.close()
        if json { return try printJSON(Lifted(headers: lifted.headers, jobs: lifted.jobs)) }
        Terminal.say("\(lifted.headers) headers are out of quarantine; \(lifted.jobs) jobs go on")
    }
}
