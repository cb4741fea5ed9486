import Ledger
import Support

/// The funnel as text.
enum StatusText {
    /// The status in lines for people.
    static func lines(_ status: LedgerStatus, currency: String) -> [String] {
        var table = TextTable()
        table.add(["problems", "\(status.problems)", list(status.problemStates)])
        table.add(["statements", "\(status.statements.values.reduce(0, +))", list(status.statements)])
        table.add(["attempts", "\(status.attempts.values.reduce(0, +))", list(status.attempts)])
        let calls = status.modelCalls
        table.add(["model calls", "\(calls.sent)", "\(calls.cached) answers from the cache, \(calls.failed) failed"])
        if status.spent.tokens > 0 {
            table.add([
                "tokens", "\(status.spent.tokens)",
                "\(status.spent.promptTokens) read, \(status.spent.completionTokens) written",
            ])
        }
        if status.spent.cost > .zero { table.add(["money", "\(status.spent.cost)", currency]) }
        table.add(["proved", "\(status.proved)", "at the highest rung"])
        if status.parked > 0 {
            table.add(["parked", "\(status.parked)", "jobs that failed too often or were set aside"])
        }
        let refuted = status.statements["disproved"] ?? 0
        if refuted > 0 { table.add(["disproved", "\(refuted)", "their negations are verified"]) }
        for entry in status.quarantined {
            table.add(["ALARM", entry.statementName, "\(entry.reason); see dsprover quarantine"])
        }
        for repair in status.repairs {
            let rate = repair.rate.map { " (\(Int(($0 * 100).rounded())) %)" } ?? ""
            table.add([
                "repair \(repair.round)", "\(repair.asked)",
                "sent back, \(repair.candidates) came back, \(repair.elaborated) elaborate\(rate)",
            ])
        }
        for stage in status.paused {
            table.add(["paused", stage.stage, stage.reason ?? "until dsprover resume \(stage.stage)"])
        }
        if status.awaiting > 0 { table.add(["awaiting", "\(status.awaiting)", "jobs that wait for a batch"]) }
        if status.badLines > 0 { table.add(["bad lines", "\(status.badLines)", "of input files, skipped"]) }
        let waiting = status.jobs.filter { $0.value.ready + $0.value.leased > 0 }
        for (stage, queue) in waiting.sorted(by: { $0.key < $1.key }) {
            table.add(["waiting", "\(queue.ready + queue.leased)", "\(stage) (\(queue.leased) in work)"])
        }
        return table.lines()
    }

    /// The funnel in one line, for live progress.
    static func line(_ status: LedgerStatus, seconds: Double) -> String {
        let waiting = status.jobs.values.reduce(0) { $0 + $1.ready + $1.leased }
        let failures = ["disproved", "exhausted", "rejected", "vacuous", "duplicate", "illFormed", "quarantined"]
            .compactMap { word in status.statements[word].flatMap { $0 > 0 ? "\($0) \(word)" : nil } }
        let parts =
            ["\(status.problems) problems", "\(status.statements.values.reduce(0, +)) statements"]
            + ["\(status.proved) proved"] + failures
            + (status.spent.cost > .zero ? ["spent \(status.spent.cost)"] : [])
            + ["\(status.problemStates["unformalizable"] ?? 0) unformalizable", "\(waiting) to do"]
        return "\(clock(seconds)) " + parts.joined(separator: " · ")
    }

    private static func list(_ counts: [String: Int]) -> String {
        counts.filter { $0.value > 0 }.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            .map { "\($0.value) \($0.key)" }.joined(separator: ", ")
    }

    private static func clock(_ seconds: Double) -> String {
        let whole = Int(seconds)
        let rest = whole % 60
        return "\(whole / 60):\(rest < 10 ? "0" : "")\(rest)"
    }
}
