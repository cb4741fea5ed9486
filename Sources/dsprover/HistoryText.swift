import Foundation
import Ledger
import Support

/// The history of a problem as text.
enum HistoryText {
    static func lines(_ history: ProblemHistory, currency: String) -> [String] {
        let problem = history.problem
        var lines = [
            "problem \(problem.externalID ?? "\(problem.id)") (\(problem.file):\(problem.line)), \(problem.state.rawValue)",
            "  \(problem.statement)",
        ]
        if let reason = problem.stateReason { lines.append("  \(reason)") }
        lines += history.decisions.filter { $0.statementID == nil }.map(decision)
        lines += cost(of: nil, in: history, currency)
        for part in history.statements {
            lines += statement(part, in: history)
            lines += history.decisions.filter { $0.statementID == part.statement.id }.map(decision)
            lines += cost(of: part.statement.id, in: history, currency)
        }
        for job in history.jobs {
            lines.append(
                "waiting: \(job.stage), \(job.state.rawValue)" + (job.lastError.map { "; last error: \($0)" } ?? ""))
        }
        lines += history.events.map { "event: \($0.level.rawValue) \($0.message)" }
        return lines
    }

    /// What the calls for a statement, or for the problem itself, cost by stage and in all.
    private static func cost(of statement: Int?, in history: ProblemHistory, _ currency: String) -> [String] {
        let costs = history.costs.filter { $0.statementID == statement }
        guard !costs.isEmpty else { return [] }
        var lines = costs.map { cost in
            let tokens = cost.promptTokens + cost.completionTokens
            return "  cost of \(cost.stage): \(cost.sent) calls" + (cost.failed > 0 ? " (\(cost.failed) failed)" : "")
                + (cost.cached > 0 ? ", \(cost.cached) answers from the cache" : "")
                + ", \(tokens) tokens, \(cost.cost) \(currency)"
        }
        if costs.count > 1 {
            let tokens = costs.reduce(0) { $0 + $1.promptTokens + $1.completionTokens }
            let money = costs.reduce(Money.zero) { $0 + $1.cost }
            lines.append("  cost in all: \(tokens) tokens, \(money) \(currency)")
        }
        return lines
    }

    private static func statement(_ part: StatementHistory, in history: ProblemHistory) -> [String] {
        let statement = part.statement
        let reason = statement.stateReason.map { ": \($0)" } ?? ""
        var lines = [
            "", "statement \(statement.name), \(statement.state.rawValue)\(reason)",
            "  by \(statement.model), sample \(statement.sample), template \(statement.template)",
        ]
        if statement.repairRound > 0 {
            let origin = history.statements.first { $0.statement.id == statement.repairedFrom }?.statement.name
            lines[2] =
                "  by \(statement.model), template \(statement.template), repaired from \(origin ?? "an answer")"
                + " in round \(statement.repairRound)"
        }
        lines += part.flags.map { "  flag: \($0.kind.rawValue) \($0.about): \($0.detail)" }
        lines += statement.source.split(separator: "\n").map { "    \($0)" }
        if part.attemptCount > 0 {
            lines.append(
                "  \(part.attemptCount) attempts" + (part.attemptCount > part.attempts.count ? ", the last:" : ":"))
        }
        for attempt in part.attempts {
            let side = attempt.kind == .vacuity ? "False" : attempt.side.rawValue
            let text = (attempt.proof ?? attempt.verdictDetail ?? "").replacingOccurrences(of: "\n", with: " ⏎ ")
            let repair = attempt.repairRound > 0 ? " (repair, round \(attempt.repairRound))" : ""
            lines.append(
                "    \(side) \(attempt.verdict) rung \(attempt.rung) \(attempt.wallMilliseconds ?? 0) ms  "
                    + "\(attempt.model)#\(attempt.sample)\(repair): \(text.prefix(100))")
        }
        for check in part.verifications {
            let axioms = check.axioms.isEmpty ? "no axioms" : "axioms \(check.axioms.joined(separator: ", "))"
            lines.append("  verification: \(check.verdict), rung \(check.rung), \(axioms), Lean \(check.leanVersion)")
        }
        return lines
    }

    private static func decision(_ decision: Decision) -> String {
        let cost = decision.modelCalls > 0 ? " (\(decision.modelCalls) calls, \(decision.tokens) tokens)" : ""
        return "  \(decision.gate): \(decision.verdict) – \(decision.reason)\(cost)"
    }
}
