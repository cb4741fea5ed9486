import ArgumentParser
import Factory
import Foundation
import Support

struct EvalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "eval", abstract: "Measures parts of the recipe against what people say.",
        subcommands: [EvalJudgeCommand.self])
}

struct EvalJudgeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "judge",
        abstract: "Measures the judges of the configuration against labelled pairs.",
        discussion: """
            FILE is JSON Lines, one pair a line; - is standard input:

              {"informal": "The problem.", "formal": "theorem t : …", "label": true}

            label: true, 1, yes, faithful, correct or same for a Lean text that means what the problem means; false, 0, no, \
            unfaithful, incorrect or different for one that does not. A pair may have an id and a header.

            stages.judge of the configuration is used, also when the stage is not enabled. Positive means faithful. Pairs on \
            which no vote can be read are counted apart, and so are pairs on which a model fails. The answers are kept in the \
            ledger: asking the same again costs nothing.

            --json prints one object: measure (truePositives, falsePositives, trueNegatives, falseNegatives, unreadable, \
            failed), precision, recall, f1, accuracy (null when they mean nothing), badLines, calls, cached, tokens, cost, and \
            the first cases in which judge and label differ.

            Exit codes: 0 all pairs were judged, 1 wrong usage, 2 bad lines (the others were judged), 3 no model answers.
            """)

    @OptionGroup var common: CommonOptions
    @Argument(help: "The file of labelled pairs.") var file: String
    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
        let loaded = try common.load()
        let ledger = try common.openLedger(loaded.configuration, creating: true)
        let evaluation = JudgeEvaluation(
            loaded, surroundings: common.surroundings, ledger: ledger, logger: common.logger)
        let report = try await evaluation.run(path: file) { Terminal.complain($0) }
        let settings = loaded.configuration.stages.judge
        let currency = loaded.configuration.budget.currency
        if json {
            try printJSON(JudgeOutput(report, settings, currency: currency))
        } else {
            for line in JudgeText.lines(report, settings, currency: currency) { Terminal.say(line) }
        }
        if report.badLines > 0 { throw ExitCode(ErrorKind.input.rawValue) }
    }
}

/// What `eval judge --json` prints.
private struct JudgeOutput: Encodable {
    let models: [String]
    let method: JudgeSettings.Method
    let agree: JudgeSettings.Agreement
    let votes: Int
    let pairs: Int
    let measure: JudgeMeasure
    let precision: Double?
    let recall: Double?
    let f1: Double?
    let accuracy: Double?
    let badLines: Int
    let calls: Int
    let cached: Int
    let tokens: Int
    let cost: String
    let currency: String
    let cases: [JudgeEvaluation.Report.Case]

    init(_ report: JudgeEvaluation.Report, _ settings: JudgeSettings, currency: String) {
        models = settings.models
        method = settings.method
        agree = settings.agree
        votes = settings.votes
        pairs = report.measure.pairs
        measure = report.measure
        precision = report.measure.precision
        recall = report.measure.recall
        f1 = report.measure.f1
        accuracy = report.measure.accuracy
        badLines = report.badLines
        calls = report.calls
        cached = report.cached
        tokens = report.tokens
        cost = "\(report.cost)"
        self.currency = currency
        cases = report.cases
    }
}

/// The measurement for people.
enum JudgeText {
    static func lines(_ report: JudgeEvaluation.Report, _ settings: JudgeSettings, currency: String) -> [String] {
        let measure = report.measure
        var matrix = TextTable(header: ["", "judged faithful", "judged unfaithful"])
        matrix.add(["faithful", "\(measure.truePositives)", "\(measure.falseNegatives)"])
        matrix.add(["unfaithful", "\(measure.falsePositives)", "\(measure.trueNegatives)"])
        var lines = [
            "\(measure.pairs) pairs, \(settings.method.rawValue) by \(settings.models.joined(separator: ", ")), "
                + "\(settings.votes) each, \(settings.agree.rawValue)"
        ]
        lines += matrix.lines()
        var table = TextTable()
        for (name, value) in [
            ("precision", measure.precision), ("recall", measure.recall), ("F1", measure.f1),
            ("accuracy", measure.accuracy),
        ] {
            table.add([name, percent(value)])
        }
        table.add(["unreadable", "\(measure.unreadable)"])
        if measure.failed > 0 { table.add(["failed", "\(measure.failed)"]) }
        if report.badLines > 0 { table.add(["bad lines", "\(report.badLines)"]) }
        table.add(["calls", "\(report.calls)", "\(report.cached) answers from the cache"])
        table.add(["tokens", "\(report.tokens)"])
        if report.cost > .zero { table.add(["money", "\(report.cost)", currency]) }
        lines += table.lines()
        for entry in report.cases.prefix(10) {
            let judged = entry.judged.map { $0 ? "judged faithful" : "judged unfaithful" } ?? "not judged"
            lines.append("  \(entry.name): \(entry.label ? "faithful" : "unfaithful"), \(judged): \(entry.reason)")
        }
        return lines
    }

    private static func percent(_ share: Double?) -> String {
        share.map { "\((($0 * 1000).rounded()) / 10) %" } ?? "–"
    }
}
