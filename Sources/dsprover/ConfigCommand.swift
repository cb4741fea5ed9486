import ArgumentParser
import Factory
import Foundation

struct ConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Shows the configuration in force: the file, the defaults and the flags together.",
        discussion: """
            Prints YAML that can be saved and used as a configuration file; --json prints the same as JSON. Passwords in \
            addresses and secret header values that stand there in the clear are shown as ***; write them as ${NAME} and keep \
            them in the environment. Unknown keys, \
            values out of range and models that are not defined are errors (exit 2) that name the file and the key.
            """)

    @OptionGroup var common: CommonOptions
    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
        let loaded = try common.load()
        if json { return try printJSON(loaded.configuration) }
        Terminal.say("# \(loaded.file.map { "from \($0.path)" } ?? "the built-in defaults; no file")")
        Terminal.say(try ConfigurationLoader.render(loaded.configuration))
    }
}
