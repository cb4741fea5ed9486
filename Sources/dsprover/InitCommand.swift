import ArgumentParser
import Factory
import Foundation
import Support

struct InitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Writes dsprover.yaml, a commented configuration to start from.",
        discussion: """
            With --recipe quickstart (the default) everything runs on this machine without key or GPU; with --recipe openai \
            every model stage goes to an OpenAI-compatible server. A file that is there is never overwritten.
            """)

    @Option(help: "Which of the shipped files in config/ to start from, without .yaml.") var recipe = "quickstart"
    @Option(help: "Where to write it.") var out = ConfigurationLoader.defaultFile

    func validate() throws {
        if out.isEmpty { throw ValidationError("--out needs the name of a file, but is empty.") }
    }

    func run() async throws {
        let surroundings = CommonOptions().surroundings
        guard let source = surroundings.sharedFile("config/\(recipe).yaml") else {
            throw ValidationError("There is no shipped configuration \"\(recipe)\". Try quickstart or openai.")
        }
        let target = surroundings.folder.appending(path: out)
        guard !FileManager.default.fileExists(atPath: target.path) else {
            throw ValidationError("\(out) is there already; remove it first, or write elsewhere with --out.")
        }
        let text = try String(contentsOf: source, encoding: .utf8)
        do {
            try text.write(to: target, atomically: true, encoding: .utf8)
        } catch {
            throw ConfigurationError(
                code: "config.unwritable", message: "\(target.path): the file cannot be written.",
                advice: "Check the folder and the permissions.")
        }
        Terminal.say("wrote \(out)")
        Terminal.say("next: dsprover doctor, then: dsprover formalize problems.jsonl")
    }
}
