import Factory
import Support

/// Tells systemd how `work` is doing, when it wants to be told.
struct Supervisor: Sendable {
    private let notifier: ServiceNotifier?

    init(environment: [String: String]) {
        notifier = ServiceNotifier(environment: environment)
    }

    /// The run goes on to another phase.
    func tell(_ phase: RunMonitor.Phase) {
        switch phase {
        case .starting: break
        case .running: notifier?.send("READY=1", "STATUS=working")
        case .draining: notifier?.send("STOPPING=1", "STATUS=finishing what is in flight")
        case .stopped: notifier?.send("STOPPING=1", "STATUS=stopped")
        }
    }

    /// Says that the loop turns, twice as often as is wanted, until the task is cancelled. A loop that hangs is silent: then
    /// the process is ended and started again.
    func watch(_ monitor: RunMonitor) async {
        guard let notifier, let limit = notifier.watchdog else { return }
        while !Task.isCancelled {
            let health = monitor.health
            if health.isAlive { notifier.send("WATCHDOG=1", "STATUS=\(health.words)") }
            do { try await Task.sleep(for: limit / 2) } catch { return }
        }
    }
}
