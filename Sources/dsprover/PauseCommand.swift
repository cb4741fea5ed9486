import ArgumentParser
import Factory
import Ledger

struct PauseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pause",
        abstract: "Holds stages up, for every process on the ledger, until dsprover resume.",
        discussion: """
            Within a second nothing of these stages is begun any more; jobs in work go on to their ends. The other stages go \
            on. A formalize that has nothing else left ends with exit code 4; work waits. Stages: \(StageArgument.list).

              dsprover pause prove --reason "the GPU is needed elsewhere"
            """)

    @OptionGroup var common: CommonOptions
    @Argument(help: "The stages.") var stages: [StageArgument]
    @Option(help: "Why, for dsprover status.") var reason: String?
    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
        let loaded = try common.load()
        let ledger = try common.openLedger(loaded.configuration, creating: false)
        try await ledger.pause(stages.map(\.rawValue), reason: reason)
        try await PausedStages.report(ledger, json: json)
    }
}

struct ResumeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "Lets paused stages go on; without arguments all of them.")

    @OptionGroup var common: CommonOptions
    @Argument(help: "The stages.") var stages: [StageArgument] = []
    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
        let loaded = try common.load()
        let ledger = try common.openLedger(loaded.configuration, creating: false)
        let all = try await ledger.pausedStages().map(\.stage)
        try await ledger.resume(stages.isEmpty ? all : stages.map(\.rawValue))
        try await PausedStages.report(ledger, json: json)
    }
}

/// Says which stages are paused, and closes the ledger.
private enum PausedStages {
    static func report(_ ledger: Ledger, json: Bool) async throws {
        let paused = try await ledger.pausedStages()
        try await ledger.close()
        if json { return try printJSON(paused) }
        let names = paused.map(\.stage).joined(separator: ", ")
        Terminal.say(paused.isEmpty ? "no stage is paused" : "paused: \(names)")
    }
}
