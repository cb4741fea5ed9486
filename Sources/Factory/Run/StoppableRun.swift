internal import Logging
internal import Support
internal import UnixSignals

/// Runs work that signals steer.
enum StoppableRun {
    private enum Event<Outcome: Sendable>: Sendable {
        case ended(Outcome)
        /// The second signal: at once.
        case impatient
        case signalsEnded
    }

    /// Runs the body while the process listens to its signals: the first SIGINT or SIGTERM requests the stop, the second
    /// cancels the body. SIGHUP is listened to when there is something to do at it.
    ///
    /// - Returns: what the body returns.
    /// - Throws: what the body throws.
    static func run<Outcome: Sendable>(
        _ stop: StopSignal, logger: Logger, onHangUp: (@Sendable () async -> Void)? = nil,
        _ body: @escaping @Sendable () async throws -> Outcome
    ) async throws -> Outcome {
        let signals = await UnixSignalsSequence(trapping: [.sigint, .sigterm] + (onHangUp == nil ? [] : [.sighup]))
        return try await withThrowingTaskGroup(of: Event<Outcome>.self) { group in
            group.addTask { .ended(try await body()) }
            group.addTask {
                for await signal in signals {
                    if signal == .sighup {
                        await onHangUp?()
                    } else if stop.isRequested {
                        logger.warning("\(signal) again: giving everything back now")
                        return .impatient
                    } else {
                        stop.request()
                    }
                }
                return .signalsEnded
            }
            while true {
                switch try await group.next() {
                case .ended(let outcome):
                    group.cancelAll()
                    return outcome
                case .impatient: group.cancelAll()
                case .signalsEnded: break
                case nil: throw CancellationError()
                }
            }
        }
    }
}
