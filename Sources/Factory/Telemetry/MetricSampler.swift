internal import Foundation
internal import Inference
internal import LeanChecking
internal import Ledger
internal import Support

/// Turns what rooms keep of themselves into metrics, every few seconds. Counters of theirs go over as differences.
struct MetricSampler {
    let emitter: Emitter
    private var seen: [String: Int] = [:]

    init(emitter: Emitter) {
        self.emitter = emitter
    }

    /// What was added to a count since it was last looked at.
    private mutating func growth(of name: String, _ count: Int) -> Int {
        defer { seen[name] = count }
        return max(0, count - (seen[name] ?? 0))
    }

    /// Memory and descriptors of this process.
    ///
    /// - Returns: the resident bytes.
    func process() -> Int {
        let resident = ProcessUsage.residentBytes
        emitter.set(.resident, Double(resident))
        emitter.set(.openFiles, Double(ProcessUsage.openFiles))
        return resident
    }

    mutating func endpoints(of models: [String: any ChatModel]) {
        for (name, model) in models {
            for snapshot in model.endpoints {
                let labels = (("model", name), ("endpoint", snapshot.endpoint))
                let isUp = snapshot.breaker == .closed && snapshot.stoppedBecause == nil
                emitter.set(.endpointUp, isUp ? 1 : 0, labels.0, labels.1)
                emitter.set(.endpointInFlight, Double(snapshot.inFlight), labels.0, labels.1)
                emitter.set(.endpointLimit, Double(snapshot.limit), labels.0, labels.1)
                let key = "\(name) \(snapshot.endpoint)"
                emitter.add(.endpointAnswered, growth(of: key, snapshot.answered), labels.0, labels.1)
                for (reason, count) in snapshot.failed {
                    emitter.add(
                        .endpointErrors, growth(of: "\(key) \(reason.rawValue)", count), labels.0, labels.1,
                        ("class", "inference.\(reason.rawValue)"))
                }
                guard let latency = snapshot.latency else { continue }
                for (quantile, time) in [("0.5", latency.p50), ("0.95", latency.p95), ("0.99", latency.p99)] {
                    emitter.set(
                        .endpointLatency, Double(time) / 1000, labels.0, labels.1, ("quantile", quantile))
                }
            }
        }
    }

    mutating func lean(_ metrics: CheckerMetrics) {
        emitter.set(.leanWorkers, Double(metrics.workers))
        emitter.set(.leanQueue, Double(metrics.queued))
        for (outcome, count) in [
            ("answered", metrics.answered), ("timeout", metrics.timeouts), ("outOfMemory", metrics.outOfMemory),
            ("crashed", metrics.crashes), ("cancelled", metrics.cancelled), ("refused", metrics.refused),
            ("verification", metrics.verifications),
        ] {
            emitter.add(.leanChecks, growth(of: "check \(outcome)", count), ("outcome", outcome))
        }
        emitter.add(.leanStarts, growth(of: "starts", metrics.started))
        for (cause, count) in [
            ("failedStart", metrics.failedStarts), ("died", metrics.unexpectedExits), ("killed", metrics.kills),
        ] {
            emitter.add(.leanEnds, growth(of: "end \(cause)", count), ("cause", cause))
        }
    }

    func ledger(_ status: LedgerStatus, heads: [QueueHead], now: Int, logBytes: Int) {
        for (stage, queue) in status.jobs {
            for (state, count) in [
                ("ready", queue.ready), ("leased", queue.leased), ("parked", queue.parked),
                ("awaiting", queue.awaiting),
            ] {
                emitter.set(.queue, Double(count), ("stage", stage), ("state", state))
            }
        }
        for head in heads {
            let age = head.oldest.map { Double(max(0, now - $0)) / 1000 } ?? 0
            emitter.set(.queueAge, age, ("stage", head.stage))
        }
        for (state, count) in status.problemStates { emitter.set(.problems, Double(count), ("state", state)) }
        for (state, count) in status.statements { emitter.set(.statements, Double(count), ("state", state)) }
        emitter.set(.spentMoney, status.spent.cost.units)
        emitter.set(.spentTokens, Double(status.spent.tokens))
        emitter.set(.ledgerLogBytes, Double(logBytes))
    }
}

/// What the system says of this process.
package enum ProcessUsage {
    /// Resident memory; 0 where it cannot be known.
    package static var residentBytes: Int {
        // The second number of /proc/self/statm (proc(5)): resident pages.
        let text = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
        let fields = text.split(separator: " ")
        return fields.count > 1 ? (Int(fields[1]) ?? 0) * Int(sysconf(Int32(_SC_PAGESIZE))) : 0
    }

    /// Open file descriptors; 0 where they cannot be counted.
    package static var openFiles: Int {
        (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count) ?? 0
    }
}
