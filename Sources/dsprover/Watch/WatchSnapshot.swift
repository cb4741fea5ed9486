import Factory
import Foundation
import Ledger
import Support

/// Everything that the screen of `status --watch` shows, at one moment.
struct WatchSnapshot: Sendable {
    /// A process at work, as it described itself.
    struct Process: Sendable {
        let host: String
        let number: String
        /// Seconds since it last said something.
        let silence: Int
        let facts: ProcessFacts

        /// One that was silent for longer is not at work any more, or cannot write.
        static let longestSilence = 15
        var isSilent: Bool { silence > Self.longestSilence }
    }

    /// Jobs of a stage done in the last minute and the last quarter of an hour by all processes, and how long they have been
    /// at work of that quarter, seconds.
    struct Rate: Sendable, Equatable {
        var lastMinute = 0
        var lastQuarter = 0
        var minuteSeconds = 0
        var quarterSeconds = 0

        /// Jobs a second in the last minute; nil before there is anything to say.
        var perSecondNow: Double? { minuteSeconds > 0 ? Double(lastMinute) / Double(minuteSeconds) : nil }
        /// Jobs a second in the last 15 minutes.
        var perSecond: Double? { quarterSeconds > 0 ? Double(lastQuarter) / Double(quarterSeconds) : nil }
    }

    var ledger: String
    /// Milliseconds since 1970.
    var now: Int
    var currency: String
    var status: LedgerStatus
    var processes: [Process]
    var heads: [QueueHead]
    var alarms: [Event]
    var budget: BudgetLimits

    /// By stage, over all processes that are at work.
    var rates: [String: Rate] {
        var rates: [String: Rate] = [:]
        for process in processes where !process.isSilent {
            for (stage, facts) in process.facts.stages {
                var rate = rates[stage] ?? Rate()
                rate.lastMinute += facts.lastMinute
                rate.lastQuarter += facts.lastQuarter
                // The longest at work: the others' shorter time is in their smaller counts.
                rate.minuteSeconds = max(rate.minuteSeconds, min(60, process.facts.uptime))
                rate.quarterSeconds = max(rate.quarterSeconds, min(900, process.facts.uptime))
                rates[stage] = rate
            }
        }
        return rates
    }

    /// Seconds until nothing is left, if all goes on as in the last 15 minutes; nil when nothing says so.
    ///
    /// What waits for a stage has to pass it at its rate; what it lets pass comes to the next stage in the same proportion as
    /// until now, so the time of a statement that is at the first stage is the sum over all of them.
    var secondsToGo: Double? {
        let rates = rates
        var seconds = 0.0
        for (stage, queue) in status.jobs where queue.ready + queue.leased > 0 {
            guard let rate = rates[stage]?.perSecond, rate > 0 else { return nil }
            seconds += Double(queue.ready + queue.leased) / rate
        }
        return seconds
    }

    /// Reads all of it.
    ///
    /// - Throws: `LedgerError`.
    static func read(_ ledger: Ledger, budget: BudgetSettings) async throws -> WatchSnapshot {
        let now = ledger.time
        let processes = try await ledger.processes().compactMap { row -> Process? in
            guard let text = try? CanonicalJSON.string(row.facts),
                let facts = try? CanonicalJSON.decode(ProcessFacts.self, from: text)
            else { return nil }
            let parts = row.owner.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
            return Process(
                host: parts.first ?? "?", number: parts.count > 2 ? parts[2] : "?",
                silence: max(0, now - row.seenAt) / 1000, facts: facts)
        }
        let stages = StageName.allCases.map(\.rawValue)
        return WatchSnapshot(
            ledger: ledger.path, now: now, currency: budget.currency, status: try await ledger.status(),
            processes: processes, heads: try await ledger.queueHeads(stages: stages),
            alarms: try await ledger.latestAlarms(limit: 20), budget: budget.limits)
    }
}
