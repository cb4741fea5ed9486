package import CoreMetrics

/// Emits the metrics of a run through swift-metrics; to nobody unless a backend was put in force.
package struct Emitter: Sendable {
    private let backend: any MetricsFactory

    /// - Parameter backend: where to; the one of the process by default.
    package init(_ backend: any MetricsFactory = MetricsSystem.factory) {
        self.backend = backend
    }

    /// Adds to a counter.
    package func add(_ metric: FactoryMetric, _ amount: Int = 1, _ labels: (String, String)...) {
        guard amount > 0 else { return }
        Counter(label: metric.rawValue, dimensions: labels, factory: backend).increment(by: amount)
    }

    /// Adds to a counter of fractions.
    package func add(_ metric: FactoryMetric, fraction amount: Double, _ labels: (String, String)...) {
        guard amount > 0 else { return }
        // The handler of the backend: `FloatingPointCounter` would keep the fractions to itself where there is only a
        // counter of whole numbers.
        backend.makeFloatingPointCounter(label: metric.rawValue, dimensions: labels).increment(by: amount)
    }

    /// Sets a gauge.
    package func set(_ metric: FactoryMetric, _ value: Double, _ labels: (String, String)...) {
        Meter(label: metric.rawValue, dimensions: labels, factory: backend).set(value)
    }

    /// Counts a time in a histogram.
    package func record(_ metric: FactoryMetric, _ time: Duration, _ labels: (String, String)...) {
        let (seconds, attoseconds) = time.components
        Timer(label: metric.rawValue, dimensions: labels, factory: backend)
            .recordNanoseconds(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
    }
}
