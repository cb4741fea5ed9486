import Factory
import Foundation
import Ledger
import Support

/// The screen of `status --watch` as lines: pure. What matters most comes first, and what does not fit is left out: on a small
/// screen there is less of the lists, on a large one no more than there is.
struct WatchScreen {
    let snapshot: WatchSnapshot
    let columns: Int
    let rows: Int

    /// At most `rows` lines, none wider than `columns`, without control characters.
    var lines: [String] {
        let bottom = "q quits"
        let room = max(1, rows - 1)
        var sections = [head, stages, processes, endpoints, alarms].filter { !$0.isEmpty }
        // The lists at the end give way first, each down to its heading and one line.
        while sections.reduce(0, { $0 + $1.count }) > room {
            if let long = sections.indices.dropFirst(2).filter({ sections[$0].count > 2 }).max(by: {
                sections[$0].count < sections[$1].count
            }) {
                sections[long].removeLast()
            } else if sections.count > 2 {
                sections.removeLast()
            } else {
                break
            }
        }
        let body = sections.flatMap(\.self).prefix(room)
        let lines = rows > 2 ? Array(body) + [bottom] : Array(body)
        return lines.prefix(max(1, rows)).map { TerminalWidth.cut(TerminalText.oneLine($0), to: columns) }
    }

    // MARK: - Sections

    private var head: [String] {
        let status = snapshot.status
        let name = URL(filePath: snapshot.ledger).lastPathComponent
        let alive = snapshot.processes.count { !$0.isSilent }
        var first = "dsprover \(name) · \(alive) at work"
        first += " · \(snapshot.secondsToGo.map { "ETA \(Self.span($0))" } ?? "ETA unknown")"
        if status.spent.cost > .zero {
            first += " · \(status.spent.cost)"
            if let limit = snapshot.budget.money { first += " of \(limit)" }
            first += " \(snapshot.currency)"
        }
        if status.spent.tokens > 0 { first += " · \(Self.short(status.spent.tokens)) tokens" }
        let states = status.statements.filter { $0.value > 0 }.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        return [
            first,
            "problems \(status.problems): \(Self.list(status.problemStates))",
            "statements \(status.statements.values.reduce(0, +)): "
                + states.map { "\($0.value) \($0.key)" }.joined(separator: ", "),
        ]
    }

    private var stages: [String] {
        let rates = snapshot.rates
        var table = TextTable(header: ["stage", "ready", "in work", "parked", "/min", "/min 15m", "oldest"])
        for stage in StageName.allCases.map(\.rawValue) {
            guard let queue = snapshot.status.jobs[stage] else { continue }
            let rate = rates[stage]
            let oldest = snapshot.heads.first { $0.stage == stage }?.oldest
            let isPaused = snapshot.status.paused.contains { $0.stage == stage }
            table.add([
                isPaused ? "\(stage) (paused)" : stage, Self.short(queue.ready), "\(queue.leased)", "\(queue.parked)",
                rate?.perSecondNow.map { Self.decimal($0 * 60) } ?? "-",
                rate?.perSecond.map { Self.decimal($0 * 60) } ?? "-",
                oldest.map { Self.span(Double(max(0, snapshot.now - $0)) / 1000) } ?? "-",
            ])
        }
        return table.lines()
    }

    private var processes: [String] {
        guard !snapshot.processes.isEmpty else { return ["no process is at work; start one with: dsprover work"] }
        return ["processes"]
            + snapshot.processes.map { process in
                let facts = process.facts
                var line = "  \(process.host)/\(process.number) "
                line += process.isSilent ? "silent for \(Self.span(Double(process.silence)))" : facts.phase.rawValue
                line += " \(Self.span(Double(facts.uptime))) · \(facts.residentBytes >> 20) MiB"
                if let lean = facts.lean { line += " · Lean \(lean.workers), \(lean.queued) queued" }
                let busy = facts.stages.filter { $0.value.inFlight > 0 || $0.value.isHeld }
                    .sorted { $0.key < $1.key }
                    .map { "\($0.key) \($0.value.inFlight)/\($0.value.limit)\($0.value.isHeld ? " held" : "")" }
                return line + (busy.isEmpty ? " · waits" : " · " + busy.joined(separator: ", "))
            }
    }

    private var endpoints: [String] {
        let all = snapshot.processes.filter { !$0.isSilent }.flatMap(\.facts.endpoints)
        guard !all.isEmpty else { return [] }
        var sums: [String: ProcessFacts.Endpoint] = [:]
        for endpoint in all {
            let key = "\(endpoint.model) \(endpoint.endpoint)"
            guard var sum = sums[key] else {
                sums[key] = endpoint
                continue
            }
            sum.inFlight += endpoint.inFlight
            sum.limit += endpoint.limit
            sum.answered += endpoint.answered
            sum.failed += endpoint.failed
            if endpoint.state != "ok" { sum.state = endpoint.state }
            sum.p50 = max(sum.p50 ?? 0, endpoint.p50 ?? 0)
            sums[key] = sum
        }
        return ["endpoints"]
            + sums.sorted { $0.key < $1.key }.map { _, endpoint in
                "  \(endpoint.model) \(endpoint.endpoint) \(endpoint.state) · \(endpoint.inFlight)/\(endpoint.limit) in flight"
                    + " · \(Self.short(endpoint.answered)) answered, \(Self.short(endpoint.failed)) failed"
                    + (endpoint.p50.map { " · p50 \($0) ms" } ?? "")
            }
    }

    private var alarms: [String] {
        guard !snapshot.alarms.isEmpty else { return [] }
        return ["last alarms and warnings"]
            + snapshot.alarms.map { event in
                let age = Self.span(Double(max(0, snapshot.now - event.at)) / 1000)
                return "  \(event.level == .alarm ? "ALARM " : "")\(age) ago \(event.kind): \(event.message)"
            }
    }

    // MARK: - Words

    private static func list(_ counts: [String: Int]) -> String {
        counts.filter { $0.value > 0 }.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            .map { "\($0.value) \($0.key)" }.joined(separator: ", ")
    }

    /// 950, 12.3k, 4.5M.
    static func short(_ number: Int) -> String {
        switch number {
        case ..<10_000: "\(number)"
        case ..<10_000_000: "\(decimal(Double(number) / 1000))k"
        default: "\(decimal(Double(number) / 1_000_000))M"
        }
    }

    static func decimal(_ number: Double) -> String {
        let tenths = Int((number * 10).rounded())
        return number >= 100 ? "\(Int(number.rounded()))" : "\(tenths / 10).\(tenths % 10)"
    }

    /// 45s, 12m, 3h05m, 2d4h.
    static func span(_ seconds: Double) -> String {
        let whole = Int(min(max(seconds, 0), 1e9))
        switch whole {
        case ..<60: return "\(whole)s"
        case ..<3600: return "\(whole / 60)m"
        case ..<86_400:
            let minutes = whole % 3600 / 60
            return "\(whole / 3600)h\(minutes < 10 ? "0" : "")\(minutes)m"
        default: return "\(whole / 86_400)d\(whole % 86_400 / 3600)h"
        }
    }
}
