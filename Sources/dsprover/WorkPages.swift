import Factory
import Telemetry
import Web

/// What `work` answers on its port.
enum WorkPages {
    /// The answer to a path; nil for one that does not exist.
    static func answer(_ path: String, monitor: RunMonitor, registry: MetricRegistry) -> WebResponse? {
        let health = monitor.health
        switch path {
        case "/metrics":
            return WebResponse(contentType: PrometheusText.contentType, body: PrometheusText.render(registry))
        case "/healthz": return WebResponse(status: health.isAlive ? 200 : 503, body: health.words + "\n")
        case "/readyz": return WebResponse(status: health.isReady ? 200 : 503, body: health.words + "\n")
        case "/": return WebResponse(body: "/metrics /healthz /readyz\n")
        default: return nil
        }
    }
}
