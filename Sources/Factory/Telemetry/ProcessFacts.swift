internal import Inference
internal import LeanChecking
internal import Ledger
internal import Support
internal import Synchronization

/// What a process at work says of itself in the ledger, for `status --watch`.
package struct ProcessFacts: Sendable, Hashable, Codable {
    /// One stage of the process.
    package struct Stage: Sendable, Hashable, Codable {
        package var inFlight = 0
        package var limit = 0
        /// Whether its model was stopped.
        package var isHeld = false
        /// Jobs done in the last minute, and in the last 15 minutes.
        package var lastMinute = 0
        package var lastQuarter = 0

        package init() {}
    }

    /// One endpoint of a model.
    package struct Endpoint: Sendable, Hashable, Codable {
        package var model: String
        package var endpoint: String
        package var inFlight: Int
        package var limit: Int
        /// `ok`, or what is wrong with it: `open`, `half-open`, or why it was stopped.
        package var state: String
        package var answered: Int
        package var failed: Int
        /// Median latency of the latest answered tries, milliseconds.
        package var p50: Int?
    }

    /// The Lean workers.
    package struct Lean: Sendable, Hashable, Codable {
        package var workers = 0
        package var queued = 0
        package var answered = 0
        package var started = 0
    }

    package var phase = RunMonitor.Phase.starting
    /// Seconds since the process began to work.
    package var uptime = 0
    package var stages: [String: Stage] = [:]
    package var endpoints: [Endpoint] = []
    package var lean: Lean?
    /// Resident memory, bytes.
    package var residentBytes = 0
    /// Where its metrics are; nil when it has no port.
    package var port: Int?

    package init() {}
}

extension RunMonitor {
    /// What the process says of itself now.
    func facts(
        stages: [String], models: [String: any ChatModel], lean: CheckerMetrics?, residentBytes: Int, port: Int?
    ) -> ProcessFacts {
        let (state, now) = (state.withLock { $0 }, uptime)
        var facts = ProcessFacts()
        facts.phase = state.phase
        facts.uptime = Int(now.seconds)
        for name in stages {
            var stage = ProcessFacts.Stage()
            stage.inFlight = state.inFlight[name] ?? 0
            stage.limit = state.limits[name] ?? 0
            stage.isHeld = state.held.contains(name)
            stage.lastMinute = state.rates[name]?.count(last: .seconds(60), at: now) ?? 0
            stage.lastQuarter = state.rates[name]?.count(last: .seconds(900), at: now) ?? 0
            facts.stages[name] = stage
        }
        facts.endpoints = models.sorted { $0.key < $1.key }.flatMap { name, model in
            model.endpoints.map { ProcessFacts.Endpoint($0, of: name) }
        }
        facts.lean = lean.map {
            ProcessFacts.Lean(workers: $0.workers, queued: $0.queued, answered: $0.answered, started: $0.started)
        }
        facts.residentBytes = residentBytes
        facts.port = port
        return facts
    }
}

extension ProcessFacts.Endpoint {
    init(_ snapshot: EndpointSnapshot, of model: String) {
        self.model = model
        endpoint = snapshot.endpoint
        inFlight = snapshot.inFlight
        limit = snapshot.limit
        state = snapshot.stoppedBecause?.rawValue ?? (snapshot.breaker == .closed ? "ok" : "\(snapshot.breaker)")
        answered = snapshot.answered
        failed = snapshot.failed.values.reduce(0, +)
        p50 = snapshot.latency?.p50
    }
}
