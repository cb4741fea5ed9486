import ArgumentParser
import Factory
import Foundation
import Ledger
import Support

struct IterateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "iterate",
        abstract: "Expert iteration: prove, train on what was proved, prove what is left with the new prover.",
        discussion: """
            Every round runs the factory to its end, writes the training set, runs the train command of the configuration \
            (iterate.train), waits until the new prover answers, and measures it on a held-out file. The next round takes up \
            what is unsolved, and practises a share of what is solved, the hardest first. See docs/expert-iteration.md.

              dsprover iterate problems.jsonl --rounds 3 --config iterate.yaml

            Every phase is kept in the ledger: after Ctrl-C or kill -9 the same command goes on in the middle of the round. A \
            training that was on goes on by itself after kill -9, and is waited for; Ctrl-C ends it.

            Exit codes: 0 the rounds are over (all of them, or the gain fell below iterate.stop_below), 2 some lines of the files \
            were bad, 3 Lean, a model or a key is missing, or training failed, 4 stopped with work left.
            """)

    @OptionGroup var common: CommonOptions
    @Argument(help: "JSON Lines files with problems, as for dsprover import.") var files: [String] = []
    @Option(help: "Rounds at most, those that are over counted.") var rounds: Int
    @Flag(help: "Print the rounds as JSON at the end.") var json = false

    func validate() throws {
        guard (1...1000).contains(rounds) else {
            throw ValidationError("--rounds must be between 1 and 1000, but is \(rounds).")
        }
    }

    func run() async throws {
        let loaded = try common.load()
        let ledger = try common.openLedger(loaded.configuration, creating: true)
        let iteration = try IterationRun(
            loaded, surroundings: common.surroundings, ledger: ledger, rounds: rounds, logger: common.logger)
        let summary = try await ImportReport.run(files, into: ledger)
        if !files.isEmpty { Terminal.complain(ImportReport.line(summary)) }

        let outcome = try await iteration.run { Terminal.complain(IterationText.line($0)) }
        let rounds = try await ledger.iterations()
        try await ledger.close()
        if json {
            try printJSON(rounds.map(IterationReport.init))
        } else {
            for line in IterationText.table(rounds) { Terminal.say(line) }
        }
        switch outcome {
        case .finished: break
        case .gainBelow(let gain, let threshold):
            let (found, wanted) = (IterationText.points(gain), IterationText.points(threshold))
            Terminal.complain(
                "the last round gained \(found) points on the held-out file, less than \(wanted): no further round")
        case .stopped:
            Terminal.complain("stopped with work left; the same command goes on with it")
            throw ExitCode(4)
        case .budgetReached(let report):
            Terminal.complain("stopped: \(report.description(currency: loaded.configuration.budget.currency))")
            Terminal.complain("everything is kept; with a larger budget the same command goes on")
            throw ExitCode(4)
        }
        if summary.bad > 0 { throw ExitCode(ErrorKind.input.rawValue) }
    }
}

/// A round with its gain, for `--json`.
struct IterationReport: Encodable {
    let iteration: Iteration

    private enum Keys: String, CodingKey { case gain }

    func encode(to encoder: any Encoder) throws {
        try iteration.encode(to: encoder)
        var container = encoder.container(keyedBy: Keys.self)
        try container.encodeIfPresent(iteration.gain, forKey: .gain)
    }
}

/// Rounds as people read them.
enum IterationText {
    /// What begins.
    static func line(_ iteration: Iteration) -> String {
        let what =
            switch iteration.phase {
            case .measure: "measures the first prover on the held-out file"
            case .prepare: "chooses its statements"
            case .prove: "proves" + (iteration.reopened > 0 ? " (\(iteration.reopened) statements anew)" : "")
            case .export: "writes the training set"
            case .train: "trains on \(iteration.trainingRows) proofs"
            case .await: "waits for \(iteration.trained?.model ?? "the new prover")"
            case .gain: "measures the new prover on the held-out file"
            case .done: "is over: " + result(iteration)
            }
        return "round \(iteration.round) \(what)"
    }

    /// One line for each round.
    static func table(_ rounds: [Iteration]) -> [String] {
        var table = TextTable(header: ["round", "verified", "new", "trained on", "held-out", "gain", "phase"])
        for round in rounds {
            let rate = round.after.map { "\($0.solved)/\($0.total)" } ?? "-"
            table.add([
                "\(round.round)", "\(round.verifiedAfter)", "\(round.verifiedAfter - round.verifiedBefore)",
                "\(round.trainingRows)", rate, round.gain.map(points) ?? "-", round.phase.rawValue,
            ])
        }
        return table.lines(indent: "")
    }

    /// A difference of rates in points of a hundred, with its sign.
    static func points(_ gain: Double) -> String {
        let tenths = Int((gain * 1000).rounded())
        return "\(tenths < 0 ? "-" : "+")\(abs(tenths) / 10).\(abs(tenths) % 10)"
    }

    private static func result(_ iteration: Iteration) -> String {
        let proved = "\(iteration.verifiedAfter - iteration.verifiedBefore) new proofs"
        guard let before = iteration.before, let after = iteration.after, let gain = iteration.gain else {
            return proved
        }
        return "\(proved), held-out \(before.solved) → \(after.solved) of \(after.total) (\(points(gain)) points)"
    }
}
