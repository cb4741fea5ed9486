internal import Logging
internal import ServiceLifecycle
internal import Support
internal import UnixSignals

/// Runs work that SIGINT and SIGTERM ask to stop.
enum StoppableRun {
    /// Runs the body as the service of a group that turns SIGINT and SIGTERM into the stop.
    ///
    /// - Returns: what the body returns; nil when the group ended without it.
    /// - Throws: what the body throws.
    static func run<Outcome: Sendable>(
        _ stop: StopSignal, logger: Logger, _ body: @escaping @Sendable () async throws -> Outcome
    ) async throws -> Outcome? {
        let service = BodyService(stop: stop, body: body)
        let group = ServiceGroup(
            configuration: .init(
                services: [
                    .init(
                        service: service, successTerminationBehavior: .gracefullyShutdownGroup,
                        failureTerminationBehavior: .gracefullyShutdownGroup)
                ],
                gracefulShutdownSignals: [.sigint, .sigterm], logger: logger))
        try await group.run()
        return service.outcome.withLock { $0 }
    }
}

/// The body as a service.
private struct BodyService<Outcome: Sendable>: Service {
    let stop: StopSignal
    let body: @Sendable () async throws -> Outcome
    /// For the one who started the group.
    let outcome = Locked<Outcome?>(nil)

    func run() async throws {
        let ended = try await withGracefulShutdownHandler {
            try await body()
        } onGracefulShutdown: {
            stop.request()
        }
        outcome.withLock { $0 = ended }
    }
}
