import ArgumentParser
import Factory
import Support

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Says what a run needs, what is there, and what to type for what is missing.",
        discussion: """
            Looks at the configuration, the prompt templates, Lean (and every place where it was looked for), the isolation of \
            Lean processes and the models. No model is called. Exit 0 when everything is there, 2 when the configuration is wrong, 3 when something is \
            missing.

            The embedded profile is a real Lean with a small library, installed by `make setup`; the full profile is a \
            toolchain with Mathlib, for example after `make mathlib`. The environment variable LEAN names another Lean to use: \
            its executable, or the folder of its toolchain.
            """)

    @OptionGroup var common: CommonOptions
    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
        let loaded = try common.load()
        let assembly = FactoryAssembly(loaded, surroundings: common.surroundings, logger: common.logger)
        let report = await Doctor(loaded, surroundings: common.surroundings, assembly: assembly).examine()
        if json {
            try printJSON(report)
        } else {
            for finding in report.findings {
                Terminal.say("\(finding.state == .good ? "ok     " : "MISSING") \(finding.subject): \(finding.detail)")
                if let advice = finding.advice { Terminal.say("        \(advice)") }
            }
            Terminal.say("Lean was looked for in:")
            var table = TextTable()
            for place in report.leanPlaces {
                table.add([place.chosen ? "→" : " ", place.place, place.finding])
            }
            for line in table.lines() { Terminal.say(line) }
            sayIsolation(report)
        }
        if !report.ok { throw ExitCode(ErrorKind.environment.rawValue) }
    }

    private func sayIsolation(_ report: Doctor.Report) {
        Terminal.say("Isolation of Lean processes (lean.isolation: \(report.isolationMode)), each part tried just now:")
        var table = TextTable()
        for part in report.isolation { table.add([part.active ? "on" : "OFF", part.measure, part.detail]) }
        for line in table.lines() { Terminal.say(line) }
        for obstacle in report.isolationObstacles { Terminal.say("  \(obstacle)") }
        if let advice = report.isolationAdvice { Terminal.say("  \(advice)") }
    }
}
