import Factory
import Ledger
import Support

/// Calls, tokens, money, latencies and errors by model, stage and round, as text.
enum AccountText {
    static func lines(_ status: LedgerStatus, budget: BudgetSettings) -> [String] {
        let accounts = status.accounts.filter { $0.metered || $0.failed > 0 }
        guard !accounts.isEmpty else { return Self.budget(status, budget) }
        let hasRounds = Set(accounts.map(\.round)).count > 1
        var table = TextTable(
            header: ["model", "stage"] + (hasRounds ? ["round"] : [])
                + [
                    "calls", "failed", "cached", "tokens in", "tokens out", budget.currency, "p50 ms", "p95 ms",
                    "p99 ms",
                ])
        for account in accounts {
            // Estimates are marked: the server did not say.
            let mark = account.estimatedTokens > 0 ? "~" : ""
            let latency = account.latency.map { ["\($0.p50)", "\($0.p95)", "\($0.p99)"] } ?? ["-", "-", "-"]
            table.add(
                [account.model, account.stage] + (hasRounds ? ["\(account.round)"] : [])
                    + ["\(account.sent)", "\(account.failed)", "\(account.cached)"]
                    + ["\(mark)\(account.promptTokens)", "\(mark)\(account.completionTokens)", "\(account.cost)"]
                    + latency)
        }
        return table.lines() + faults(accounts) + Self.budget(status, budget)
    }

    private static func faults(_ accounts: [CallAccount]) -> [String] {
        accounts.flatMap { account in
            account.faults.map { fault in
                let last = fault.lastMessage.map { "; last: \($0)" } ?? ""
                return "  \(account.model), \(account.stage): \(fault.class): \(fault.failed) calls failed, "
                    + "\(fault.retried) tries repeated\(last)"
            }
        }
    }

    private static func budget(_ status: LedgerStatus, _ budget: BudgetSettings) -> [String] {
        var parts: [String] = []
        let limits = budget.limits
        if let money = limits.money { parts.append("\(status.spent.cost) of \(money) \(budget.currency)") }
        if let tokens = limits.tokens { parts.append("\(status.spent.tokens) of \(tokens) tokens") }
        if let hours = limits.hours, let spent = Money(units: Double(status.spent.runMilliseconds) / 3_600_000) {
            parts.append("\(spent) of \(hours) hours")
        }
        return parts.isEmpty ? [] : ["  budget: " + parts.joined(separator: ", ")]
    }
}
