internal import Foundation
internal import Inference
internal import LeanChecking
internal import Ledger
internal import Logging
internal import Support

/// Beside a run, every few seconds: writes into the ledger that the process is alive and how it fares, brings the metrics up to
/// date, tells of the ledger's events, and takes over the jobs of processes that have died.
struct Heartbeat: Sendable {
    let ledger: Ledger
    let monitor: RunMonitor
    let stages: [String]
    /// By name, without their cache.
    let models: [String: any ChatModel]
    let lean: LeanChecker?
    let port: Int?
    var every = Duration.seconds(3)

    private let owner = LeaseOwner.current.text
    /// Beats between two looks for dead owners.
    private static let takeoverBeats = 2
    /// Most events told at one beat; the rest at the next.
    private static let events = 200

    /// Beats until the task is cancelled.
    func run(clock: some Clock<Duration> = ContinuousClock()) async {
        var sampler = MetricSampler(emitter: monitor.emitter)
        let startedAt = ledger.time
        monitor.emitter.set(.started, Double(startedAt) / 1000)
        var lastEvent = (try? await ledger.lastEvent()) ?? 0
        var beats = 0
        while !Task.isCancelled {
            await beat(&sampler, startedAt: startedAt)
            lastEvent = await tell(after: lastEvent)
            beats += 1
            if beats.isMultiple(of: Self.takeoverBeats) { await takeOver() }
            do { try await clock.sleep(for: every) } catch { break }
        }
    }

    /// Takes the process's row away, in a task that nobody has cancelled.
    func end() async {
        await Task { try? await ledger.endBeat(owner: owner) }.value
    }

    private func beat(_ sampler: inout MetricSampler, startedAt: Int) async {
        let resident = sampler.process()
        sampler.endpoints(of: models)
        let metrics = await lean?.metrics
        if let metrics { sampler.lean(metrics) }
        let facts = monitor.facts(
            stages: stages, models: models, lean: metrics, residentBytes: resident, port: port)
        do {
            try await ledger.beat(owner: owner, startedAt: startedAt, facts: try JSONValue(encoding: facts))
            monitor.ledgerAnswered(fault: nil)
            sampler.ledger(
                try await ledger.status(), heads: try await ledger.queueHeads(stages: stages), now: ledger.time,
                logBytes: ledger.logBytes)
        } catch is CancellationError {
        } catch {
            monitor.ledgerAnswered(fault: "\(error)")
            monitor.logger.warning("the ledger could not be written: \(error)", metadata: ["event": "ledger"])
        }
    }

    /// Tells the events after this one; returns the number of the last.
    private func tell(after last: Int) async -> Int {
        guard let events = try? await ledger.events(after: last, limit: Self.events) else { return last }
        for event in events { monitor.noticed(event) }
        return events.last?.id ?? last
    }

    private func takeOver() async {
        // A busy ledger: at the next time. Their leases run out besides.
        if let count = try? await ledger.takeOverFromDeadOwners(), count > 0 {
            monitor.logger.notice(
                "took over \(count) jobs of processes that are gone", metadata: ["event": "takeover"])
        }
    }
}
