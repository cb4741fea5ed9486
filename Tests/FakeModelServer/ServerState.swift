internal import FakeModelServerKit
internal import Foundation
internal import Synchronization

/// What the server knows: script, counters, log. Shared by all connections.
final class ServerState: Sendable {
    /// Somebody who waits for a counter to come so far.
    struct Waiter: Sendable {
        let counter: String
        let count: Int
        let answer: @Sendable (Data) -> Void
    }

    private struct Counters {
        var stats = ServerStats()
        /// Matching requests so far, by rule and prompt.
        var seen: [String: Int] = [:]
        var answeredKeys: Set<String> = []
        var waiters: [Waiter] = []
    }

    let script: ModelScript
    private let journal: Journal
    private let expressions: [NSRegularExpression?]
    private let counters = Mutex(Counters())

    /// Prepares the script.
    ///
    /// - Throws: the error of a regular expression that is none.
    init(script: ModelScript, journal: Journal) throws {
        self.script = script
        self.journal = journal
        expressions = try script.rules.map { rule in try rule.matches.map { try NSRegularExpression(pattern: $0) } }
    }

    /// The reply to a call, which is counted and logged.
    func reply(to call: CompletionCall) throws -> Reply {
        let found = match(call)
        let fault = found.flatMap { nextFault(of: $0.rule, at: $0.position, for: call) }
        note("request", call, rule: found?.rule.name, fault: fault?.kind.rawValue)
        change { counters in
            counters.stats.requests += 1
            counters.stats.inFlight += 1
            counters.stats.peakInFlight = max(counters.stats.peakInFlight, counters.stats.inFlight)
            if counters.answeredKeys.contains(call.key) { counters.stats.repeated += 1 }
        }
        if let key = script.requiredKey, call.authorization != "Bearer \(key)" {
            let echo = call.authorization ?? "none"
            return Reply(
                status: 401, body: Data(#"{"error":{"message":"Incorrect API key provided: \#(echo)"}}"#.utf8),
                fault: "unauthorized")
        }
        guard let found else {
            return Reply(
                status: 400, body: Data(#"{"error":{"message":"no rule of the script matches"}}"#.utf8),
                fault: "unmatched")
        }
        let builder = ReplyBuilder(call: call, rule: found.rule, groups: found.groups, script: script)
        return try fault.map(builder.reply) ?? builder.completion()
    }

    /// The call has ended.
    func ended(_ call: CompletionCall, _ reply: Reply?, abandoned: Bool) {
        let event = abandoned ? "abandoned" : reply?.fault == nil ? "answered" : "fault"
        note(event, call, rule: reply?.rule, fault: reply?.fault)
        change { counters in
            counters.stats.inFlight -= 1
            switch event {
            case "abandoned": counters.stats.abandoned += 1
            case "fault": counters.stats.faults += 1
            default:
                counters.stats.answered += 1
                counters.answeredKeys.insert(call.key)
            }
        }
    }

    /// A connection was opened (+1) or closed (-1).
    func connection(_ step: Int) {
        change { counters in
            counters.stats.open += step
            if step > 0 { counters.stats.connections += 1 }
        }
    }

    /// The counters as JSON.
    func statsBody() -> Data {
        let stats = counters.withLock { $0.stats }
        return (try? JSONEncoder().encode(stats)) ?? Data()
    }

    /// Calls the waiter as soon as its counter has come so far.
    func add(_ waiter: Waiter) {
        change { $0.waiters.append(waiter) }
    }

    private func match(_ call: CompletionCall) -> (position: Int, rule: ScriptRule, groups: [String: String])? {
        let text = call.lastUserMessage
        for (position, rule) in script.rules.enumerated() {
            if let model = rule.model, !call.model.contains(model) { continue }
            if let part = rule.contains, !text.contains(part) { continue }
            guard let expression = expressions[position] else { return (position, rule, [:]) }
            let whole = NSRange(text.startIndex..., in: text)
            guard let match = expression.firstMatch(in: text, range: whole) else { continue }
            var groups: [String: String] = [:]
            for number in 0..<match.numberOfRanges {
                groups["\(number)"] = Range(match.range(at: number), in: text).map { String(text[$0]) } ?? ""
            }
            return (position, rule, groups)
        }
        return nil
    }

    private func nextFault(of rule: ScriptRule, at position: Int, for call: CompletionCall) -> ScriptFault? {
        guard !rule.faults.isEmpty else { return nil }
        var before = counters.withLock { counters in
            let key = "\(position) \(call.prompt)"
            defer { counters.seen[key, default: 0] += 1 }
            return counters.seen[key, default: 0]
        }
        for fault in rule.faults {
            guard let times = fault.times, before >= times else { return fault }
            before -= times
        }
        return nil
    }

    private func note(_ event: String, _ call: CompletionCall, rule: String?, fault: String?) {
        journal.write(
            JournalLine(
                event: event, key: call.key, idempotency: call.idempotency, model: call.model, rule: rule,
                fault: fault, samples: call.samples, at: Int(Date().timeIntervalSince1970 * 1000)))
    }

    private func change(_ body: (inout Counters) -> Void) {
        let (due, stats) = counters.withLock { counters in
            body(&counters)
            let stats = counters.stats
            let due = counters.waiters.filter { (stats[$0.counter] ?? .max) >= $0.count }
            counters.waiters.removeAll { (stats[$0.counter] ?? .max) >= $0.count }
            return (due, stats)
        }
        guard !due.isEmpty, let data = try? JSONEncoder().encode(stats) else { return }
        for waiter in due { waiter.answer(data) }
    }
}
