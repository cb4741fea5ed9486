package import Logging
internal import Support
internal import Synchronization

/// What a run tells of itself while it is on: health, rates, metrics, one line of the log for each event.
///
/// The run reports to it and never asks it. Metrics go through swift-metrics, so nothing is kept unless a backend is there.
package final class RunMonitor: Sendable {
    /// Where the run is.
    package enum Phase: String, Sendable, Codable {
        case starting, running, draining, stopped
    }

    /// What a supervisor is told.
    package struct Health: Sendable, Hashable {
        /// Whether the loop turns. A process that is not alive should be killed and started again.
        package let isAlive: Bool
        /// Whether it takes work.
        package let isReady: Bool
        /// One sentence.
        package let words: String
    }

    struct State: Sendable {
        var phase = Phase.starting
        var lastTurn: ContinuousClock.Instant?
        var inFlight: [String: Int] = [:]
        var limits: [String: Int] = [:]
        var held: Set<String> = []
        var rates: [String: RateWindow] = [:]
        var ledgerFault: String?
        var cancellations: [Duration] = []
    }

    let logger: Logger
    let emitter: Emitter
    let state = Mutex(State())
    let began = ContinuousClock.now
    private let onPhase: @Sendable (Phase) -> Void

    /// A loop that has not turned for so long hangs. It turns twice a second.
    private static let longestSilence = Duration.seconds(60)

    /// - Parameters:
    ///   - logger: where events go, one line each.
    ///   - onPhase: told of every change of the phase.
    package init(
        logger: Logger = Logger(label: "dsprover.quiet", factory: { _ in SwiftLogNoOpLogHandler() }),
        emitter: Emitter = Emitter(), onPhase: @escaping @Sendable (Phase) -> Void = { _ in }
    ) {
        self.logger = logger
        self.emitter = emitter
        self.onPhase = onPhase
    }

    /// Time since the monitor was made.
    package var uptime: Duration { began.duration(to: .now) }

    /// How long the latest needless jobs took to end once they were cancelled; the newest last, bounded.
    package var cancellations: [Duration] { state.withLock { $0.cancellations } }

    /// Where the run is.
    package var phase: Phase { state.withLock { $0.phase } }

    /// The run goes on to the phase; one that drains does not run again.
    package func enter(_ phase: Phase) {
        let isNew = state.withLock { state in
            guard state.phase != phase, !(state.phase == .draining && phase == .running) else { return false }
            state.phase = phase
            return true
        }
        guard isNew else { return }
        emitter.set(.ready, phase == .running ? 1 : 0)
        logger.notice("\(phase.rawValue)", metadata: ["event": "phase", "phase": "\(phase.rawValue)"])
        onPhase(phase)
    }

    /// The loop turned: half a second has passed, or the work changed.
    func turned(inFlight: [String: Int], limits: [(stage: String, limit: Int)], held: [String]) {
        state.withLock { state in
            state.lastTurn = .now
            state.inFlight = inFlight
            for (stage, limit) in limits { state.limits[stage] = limit }
            state.held = Set(held)
        }
        for (stage, count) in inFlight { emitter.set(.jobsInFlight, Double(count), ("stage", stage)) }
        for (stage, limit) in limits {
            emitter.set(.jobsLimit, Double(limit), ("stage", stage))
            emitter.set(.stageHeld, held.contains(stage) ? 1 : 0, ("stage", stage))
        }
    }

    /// The ledger could, or could not, be written; nil when it could.
    func ledgerAnswered(fault: String?) {
        state.withLock { $0.ledgerFault = fault }
    }

    /// What a supervisor is told now.
    package var health: Health {
        let (state, now) = (state.withLock { $0 }, ContinuousClock.now)
        let silence = (state.lastTurn ?? began).duration(to: now)
        // Before the first turn Lean is started, which has time limits of its own.
        let isAlive = state.lastTurn == nil || silence < Self.longestSilence || state.phase == .stopped
        if !isAlive {
            return Health(
                isAlive: false, isReady: false, words: "the loop has not turned for \(Int(silence.seconds)) s")
        }
        if state.phase != .running { return Health(isAlive: true, isReady: false, words: state.phase.rawValue) }
        if let fault = state.ledgerFault {
            return Health(isAlive: true, isReady: false, words: "the ledger cannot be written: \(fault)")
        }
        let held = state.held.sorted().joined(separator: ", ")
        return Health(isAlive: true, isReady: true, words: held.isEmpty ? "ready" : "ready; held: \(held)")
    }
}
