import Foundation
import Ledger

/// The history of a problem as text.
enum HistoryText {
    static func lines(_ history: ProblemHistory) -> [String] {
        let problem = history.problem
        var lines = [
            "problem \(problem.externalID ?? "\(problem.id)") (\(problem.file):\(problem.line)), \(problem.state.rawValue)",
            "  \(problem.statement)",
        ]
        if let reason = problem.stateReason { lines.append("  \(reason)") }
        lines += history.decisions.filter { $0.statementID == nil }.map(decision)
        for part in history.statements {
            lines += statement(part)
            lines += history.decisions.filter { $0.statementID == part.statement.id }.map(decision)
        }
        for job in history.jobs {
            lines.append(
                "waiting: \(job.stage), \(job.state.rawValue)" + (job.lastError.map { "; last error: \($0)" } ?? ""))
        }
        lines += history.events.map { "event: \($0.level.rawValue) \($0.message)" }
        return lines
    }

    private static func statement(_ part: StatementHistory) -> [String] {
        let statement = part.statement
        let reason = statement.stateReason.map { ": \($0)" } ?? ""
        var lines = [
            "", "statement \(statement.name), \(statement.state.rawValue)\(reason)",
            "  by \(statement.model), sample \(statement.sample), template \(statement.template)",
        ]
        lines += statement.source.split(separator: "\n").map { "    \($0)" }
        if part.attemptCount > 0 {
            lines.append(
                "  \(part.attemptCount) attempts" + (part.attemptCount > part.attempts.count ? ", the last:" : ":"))
        }
        for attempt in part.attempts {
            let side = attempt.kind == .vacuity ? "False" : attempt.side.rawValue
            let text = (attempt.proof ?? attempt.verdictDetail ?? "").replacingOccurrences(of: "\n", with: " ⏎ ")
            lines.append(
                "    \(side) \(attempt.verdict) rung \(attempt.rung) \(attempt.wallMilliseconds ?? 0) ms  "
                    + "\(attempt.model)#\(attempt.sample): \(text.prefix(100))")
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
