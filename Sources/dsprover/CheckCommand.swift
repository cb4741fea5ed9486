import ArgumentParser
import Factory
import Foundation
import LeanChecking
import Support

struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Checks proofs: whether each really proves its statement, up to the rung that is asked for.",
        discussion: """
            FILE… are .lean files, one item each (the last theorem is the claim, those before it are helpers), or JSON Lines \
            files; - is JSON Lines from standard input. A line has one of three shapes:

              {"id", "statement", "proof"}  the statement that counts, and whatever a model answered: tactics with or without \
            by, a term, a whole file, in a fence, with prose around it
              {"id", "code"}                a whole file
              {"name", "formal_statement", "formal_proof", "header"}  as in the DeepSeek-Prover files and dsprover export

            A line may have a header (imports, open, harmless options). Without an id the item is called FILE:LINE. Other \
            members are passed over.

            Rungs: 3 accepted by Lean under our own statement, without sorry; 4 also looked at by a separate program that \
            compares the compiled statement and the axioms; 5 also replayed through the kernel. Treat model output as \
            hostile below rung 5.

            With --json every item is one line, in the order of the input, as soon as it is there:

              {"id", "verdict", "rung", "axioms", "messages", "ms"}

            verdict: verified, failed, incomplete (sorry), timeout, outOfMemory, crashed, forbidden, wrongStatement, axioms, \
            checkerBroken; badInput for a line that is no item. rung: the highest one passed. messages: severity, line (from \
            1), column (from 0), kind, text; places are those of the item's own text, or of the statement with \
            "in": "statement". ms: the time that Lean took.

            A bad line, a file that cannot be read, and a Lean that fails on an item stop the run; its line is then the last \
            one. With --keep-going the run goes on behind it. A proof that does not hold never stops the run.

              dsprover check Proof.lean
              dsprover check --json answers.jsonl > verdicts.jsonl
              generate | dsprover check --json --rung 3 - | jq -r 'select(.verdict == "verified").id'

            Exit codes: 0 all verified, 1 wrong usage, 2 bad input, 3 Lean is missing or broken, 4 stopped by a signal, 5 \
            some are not verified. With --keep-going the first of 3, 5, 2 that holds.
            """)

    @Argument(help: "The files: *.lean or JSON Lines; - is JSON Lines from standard input.") var files: [String]
    @Flag(help: "Print one JSON object per item.") var json = false
    @Option(help: "The rung that counts as verified: 3, 4 or 5.") var rung = 5
    @Option(help: "Text before every statement, or @FILE with it. Default: lean.header of the configuration.")
    var header: String?
    @Option(help: "Seconds for one check. Default: lean.wall_clock_seconds of the configuration.") var timeout: Double?
    @Option(help: "Lean processes at once. Default: lean.workers of the configuration.") var workers: Int?
    @Flag(help: "Go on past bad input and past items that Lean fails on.") var keepGoing = false
    @Option(help: "The configuration file. Default: dsprover.yaml here, if it is there.") var config: String?

    func validate() throws {
        if files.contains(where: \.isEmpty) { throw ValidationError("The name of a file is empty.") }
        if files.count(where: { $0 == "-" }) > 1 { throw ValidationError("Standard input (-) can be read only once.") }
        if config?.isEmpty == true { throw ValidationError("--config needs the name of a file, but is empty.") }
        guard (3...5).contains(rung) else { throw ValidationError("--rung must be 3, 4 or 5, but is \(rung).") }
        if let timeout, !(0.1...86_400).contains(timeout) {
            throw ValidationError("--timeout must be between 0.1 and 86400 seconds, but is \(timeout).")
        }
        if let workers, !(1...1024).contains(workers) {
            throw ValidationError("--workers must be between 1 and 1024, but is \(workers).")
        }
    }

    func run() async throws {
        var common = CommonOptions()
        common.config = config
        common.ledger = nil
        let loaded = try settings(common.load())
        try expectFiles()
        let run = CheckRun(loaded, surroundings: common.surroundings, logger: common.logger)
        let output = CheckOutput(json: json)
        let ending = try await run.run(files, rung: rung, keepsGoing: keepGoing) { try output.emit($0) }
        try finish(ending, output.summary, last: output.last)
    }

    /// The configuration with the flags on top.
    private func settings(_ loaded: LoadedConfiguration) throws -> LoadedConfiguration {
        var configuration = loaded.configuration
        if let timeout { configuration.lean.wallClockSeconds = timeout }
        if let workers { configuration.lean.workers = workers }
        if let header {
            configuration.lean.header = header.hasPrefix("@") ? try text(of: String(header.dropFirst())) : header
        }
        return LoadedConfiguration(configuration: configuration, file: loaded.file)
    }

    private func text(of path: String) throws -> String {
        do {
            return try String(contentsOf: URL(filePath: path), encoding: .utf8)
        } catch {
            throw CheckError(
                message: "\(path): the header cannot be read.", advice: "Check the path; it must be UTF-8.")
        }
    }

    /// A name that was mistyped should not show after an hour of checking the files before it.
    private func expectFiles() throws {
        guard !keepGoing else { return }
        for file in files where file != "-" && !FileManager.default.isReadableFile(atPath: file) {
            throw CheckError(
                message: "\(file): there is no such file, or it cannot be read.",
                advice: "Check the path and the permissions; nothing was checked. --keep-going would pass over it.")
        }
    }

    private func finish(_ ending: ItemChecker.Ending, _ summary: CheckSummary, last: CheckReport?) throws {
        // As any filter does when its reader has enough: no word, and the status a broken pipe would have given.
        if ending == .refused { throw ExitCode(128 + SIGPIPE) }
        let line = summary.sentence(rung: rung)
        if json { Terminal.complain(line) } else { Terminal.say(line) }
        switch ending {
        case .refused: break
        case .cancelled:
            Terminal.complain("stopped by a signal; what is not listed was not checked")
            throw ExitCode(4)
        case .fault:
            let kind: ErrorKind = last?.kind == .badInput ? .input : .environment
            let cause = last?.messages.first?.text ?? ""
            Terminal.complain("dsprover: stopped: \(kind == .input ? cause : "\(last?.place ?? ""): \(cause)")")
            Terminal.complain("  --keep-going goes on past it; what is not listed was not checked.")
            throw ExitCode(kind.rawValue)
        case .finished:
            if summary.unchecked > 0 { throw ExitCode(ErrorKind.environment.rawValue) }
            if summary.refused > 0 { throw ExitCode(5) }
            if summary.badInput > 0 { throw ExitCode(ErrorKind.input.rawValue) }
        }
    }
}

/// What `check` cannot begin with.
struct CheckError: UserFacingError {
    let message: String
    let advice: String?
    var code: String { "check.input" }
    var kind: ErrorKind { .input }
}
