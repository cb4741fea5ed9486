internal import FakeModelServerKit
internal import Foundation
internal import Support
internal import Synchronization

/// What the server knows: script, storms, counters, log. Shared by all connections.
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
        /// Hazards that calls have behind them.
        var endured: [String: Int] = [:]
        var waiters: [Waiter] = []
        var windows: [FaultWindow] = []
        /// From when the windows count; the first call when nil.
        var windowStart: ContinuousClock.Instant?
        /// Calls and hits while a window was open.
        var stormed = (calls: 0, hits: 0)
    }

    let script: ModelScript
    let rules: DialectRules
    private let journal: Journal
    private let matcher: RuleMatcher
    private let counters: Mutex<Counters>

    /// Prepares the script.
    ///
    /// - Throws: the error of a regular expression that is none.
    init(script: ModelScript, journal: Journal) throws {
        self.script = script
        self.journal = journal
        rules = DialectRules(script: script)
        matcher = try RuleMatcher(rules: script.rules)
        var counters = Counters()
        counters.windows = script.windows
        self.counters = Mutex(counters)
    }

    /// The reply to a call, which is counted and logged.
    func reply(to call: CompletionCall) throws -> Reply {
        let found = matcher.match(call)
        let (storm, load, count) = begin(call)
        let fault = storm ?? hazard(of: call) ?? found.flatMap { nextFault(of: $0.rule, at: $0.position, for: call) }
        note("request", call, rule: found?.rule.name, fault: fault?.kind.rawValue)
        let builder = found.map {
            ReplyBuilder(call: call, rule: $0.rule, groups: $0.groups, script: script)
        }
        func scripted(_ fault: ScriptFault) throws -> Reply {
            try FaultBuilder(fault: fault, call: call, rules: rules).reply(builder)
        }
        if let storm { return try scripted(storm) }
        let hasExpired = script.keyExpiresAfter.map { count > $0 } ?? false
        if let refusal = rules.refusal(of: call, hasExpired: hasExpired) { return refusal }
        if let capacity = script.capacity, load > capacity { return try scripted(script.overload) }
        guard let builder else { return rules.error(400, "no rule of the script matches", fault: "unmatched") }
        return try fault.map(scripted) ?? builder.completion()
    }

    /// The call has ended.
    func ended(_ call: CompletionCall, _ reply: Reply, abandoned: Bool) {
        let event = abandoned ? "abandoned" : reply.isAnswer ? "answered" : "fault"
        note(
            event, call, rule: reply.rule, fault: reply.fault,
            contents: event == "answered" ? reply.contents : nil)
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

    /// An answer went out that nobody asked for.
    func answeredUnasked() {
        change { $0.stats.unasked += 1 }
    }

    /// A connection turned out to speak HTTP/2.
    func speaksHTTP2() {
        change { $0.stats.http2 += 1 }
    }

    /// Sets other storms, counted from now.
    ///
    /// - Throws: `DecodingError` when the body is no list of windows.
    func setWindows(_ body: Data) throws {
        let windows = try JSONDecoder().decode([FaultWindow].self, from: body)
        change { counters in
            counters.windows = windows
            counters.windowStart = .now
            counters.stormed = (0, 0)
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

    /// Counts a new call.
    ///
    /// - Returns: the storm that befalls it, how many calls are worked on with it, and which call it is.
    private func begin(_ call: CompletionCall) -> (storm: ScriptFault?, load: Int, count: Int) {
        var result: (ScriptFault?, Int, Int) = (nil, 0, 0)
        change { counters in
            counters.stats.requests += 1
            counters.stats.inFlight += 1
            counters.stats.peakInFlight = max(counters.stats.peakInFlight, counters.stats.inFlight)
            if counters.answeredKeys.contains(call.key) { counters.stats.repeated += 1 }
            result = (storm(&counters), counters.stats.inFlight, counters.stats.requests)
        }
        return result
    }

    private func storm(_ counters: inout Counters) -> ScriptFault? {
        guard !counters.windows.isEmpty else { return nil }
        let start = counters.windowStart ?? .now
        counters.windowStart = start
        let now = Int(start.duration(to: .now).milliseconds)
        guard let window = counters.windows.first(where: { now >= $0.from && now < ($0.until ?? .max) }) else {
            return nil
        }
        counters.stormed.calls += 1
        // Spreads the hits evenly: after so many calls just so many percent of them were hit.
        guard counters.stormed.calls * window.percent / 100 > counters.stormed.hits else { return nil }
        counters.stormed.hits += 1
        return window.faults.isEmpty ? nil : window.faults[(counters.stormed.hits - 1) % window.faults.count]
    }

    private func hazard(of call: CompletionCall) -> ScriptFault? {
        guard let faults = script.hazards?.befalling(call.key), !faults.isEmpty else { return nil }
        let before = counters.withLock { counters in
            defer { counters.endured[call.key, default: 0] += 1 }
            return counters.endured[call.key, default: 0]
        }
        return before < faults.count ? faults[before] : nil
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

    private func note(
        _ event: String, _ call: CompletionCall, rule: String?, fault: String?, contents: [String]? = nil
    ) {
        guard journal.isOpen else { return }
        journal.write(
            JournalLine(
                event: event, key: call.key, idempotency: call.headers.idempotency, model: call.model, rule: rule,
                fault: fault, samples: call.samples, at: Int(Date().timeIntervalSince1970 * 1000),
                first: call.seed.map { Int(truncatingIfNeeded: $0) }, prompt: call.prompt, contents: contents))
    }

    private func change(_ body: (inout Counters) -> Void) {
        let (due, stats) = counters.withLock { counters in
            body(&counters)
            guard !counters.waiters.isEmpty else { return ([Waiter](), counters.stats) }
            let stats = counters.stats
            let due = counters.waiters.filter { (stats[$0.counter] ?? .max) >= $0.count }
            counters.waiters.removeAll { (stats[$0.counter] ?? .max) >= $0.count }
            return (due, stats)
        }
        guard !due.isEmpty, let data = try? JSONEncoder().encode(stats) else { return }
        for waiter in due { waiter.answer(data) }
    }
}
