import ArgumentParser
import Factory
import Foundation
import LeanChecking
import Support

/// The program: one file per subcommand, flags and rendering here, everything else in the rooms below.
@main
struct DSProver: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dsprover",
        abstract: "Turns informal mathematics problems into machine-checked Lean 4 training data.",
        discussion: """
            The way of a problem: formalize → elaborate → lint → score → consistency → prove → verify → export. Everything is kept \
            in one ledger file; stop at any time and type the same command again to go on.

              dsprover init                       write a configuration to start from
              dsprover doctor                     what is there, what is missing, what to type
              dsprover formalize problems.jsonl   import the problems and drive each to its end
              dsprover work                       the same as a service: works until it is told to stop
              dsprover export --out proofs.jsonl  write the proved ones as training data
              dsprover report --out report.html   what the run came to, as a page
              dsprover check proofs.jsonl         check proofs, whoever wrote them

            Exit codes: 0 all done, 1 wrong usage, 2 bad input (everything else was done), 3 the environment lacks \
            something, 4 stopped with work left, 5 (check, ledger check) something does not hold.
            """,
        version: DSProverVersion.current,
        subcommands: [
            InitCommand.self, DoctorCommand.self, ImportCommand.self, FormalizeCommand.self, WorkCommand.self,
            StatusCommand.self, ShowCommand.self, ReportCommand.self, ExportCommand.self, ContaminationCommand.self,
            CheckCommand.self, EvalCommand.self, ConfigCommand.self, CacheCommand.self, BatchCommand.self,
            RetryCommand.self, ParkCommand.self, UnparkCommand.self, PauseCommand.self, ResumeCommand.self,
            PrioritizeCommand.self, QuarantineCommand.self, LedgerCommand.self, IterateCommand.self,
        ])

    static func main() async {
        // A Lean worker that dies while it is written to must be an error here, not the end of the program.
        BrokenPipes.ignore()
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch let error as any UserFacingError {
            Terminal.complain("dsprover: \(error.description)")
            Foundation.exit(error.kind.rawValue)
        } catch let code as ExitCode {
            Foundation.exit(code.rawValue)
        } catch {
            let status = exitCode(for: error)
            guard status != .success else { exit(withError: error) }
            // ArgumentParser's own code for wrong usage is 64; ours is 1.
            Terminal.complain(fullMessage(for: error))
            Foundation.exit(ErrorKind.usage.rawValue)
        }
    }
}
