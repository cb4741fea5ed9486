package import CoreMetrics
internal import Synchronization

/// The backend of swift-metrics that keeps all series in memory, for `PrometheusText`.
///
/// Only described metrics are kept. Labels come from outside in part (names of models, error classes), and each set of them
/// is a series for as long as the process lives: so a metric has a bounded number of series, and whatever would be one
/// more goes into a single series whose labels all say `other`; `dropped` counts such series once each time they are asked for.
package final class MetricRegistry: MetricsFactory {
    /// The labels of one series, in the order of the description.
    typealias Labels = [String]

    struct Family: Sendable {
        let description: MetricDescription
        var numbers: [Labels: NumberSeries] = [:]
        var histograms: [Labels: HistogramSeries] = [:]

        var count: Int { max(numbers.count, histograms.count) }
    }

    /// What stands for every label of a series too many.
    package static let overflow = "other"

    private struct State {
        var families: [String: Family]
        var dropped = 0
    }

    private let state: Mutex<State>
    private let maximumSeries: Int
    /// Longest value of a label, bytes; what is over is cut off.
    private static let longestValue = 128

    /// - Parameters:
    ///   - descriptions: the metrics that are kept; all others are counted nowhere.
    ///   - maximumSeries: most series of one metric, at least 1, beside the one for the rest.
    package init(_ descriptions: [MetricDescription], maximumSeries: Int = 200) {
        self.maximumSeries = max(1, maximumSeries)
        var families: [String: Family] = [:]
        for description in descriptions { families[description.name] = Family(description: description) }
        state = Mutex(State(families: families))
    }

    /// How often a set of labels was refused a series of its own.
    package var dropped: Int { state.withLock { $0.dropped } }

    /// A consistent copy of the table of series, by name.
    var families: [Family] {
        state.withLock { $0.families.values.sorted { $0.description.name < $1.description.name } }
    }

    private func number(
        _ name: String, _ dimensions: [(String, String)], _ kind: MetricDescription.Kind
    ) -> NumberSeries {
        state.withLock { state in
            guard var family = state.families[name], family.description.kind == kind else { return NumberSeries() }
            let labels = place(dimensions, in: family, isThere: { family.numbers[$0] != nil }, &state.dropped)
            if let series = family.numbers[labels] { return series }
            let series = NumberSeries()
            family.numbers[labels] = series
            state.families[name] = family
            return series
        }
    }

    private func histogram(_ name: String, _ dimensions: [(String, String)]) -> HistogramSeries {
        state.withLock { state in
            guard var family = state.families[name], family.description.kind == .histogram else {
                return HistogramSeries(bounds: [])
            }
            let labels = place(dimensions, in: family, isThere: { family.histograms[$0] != nil }, &state.dropped)
            if let series = family.histograms[labels] { return series }
            let series = HistogramSeries(bounds: family.description.buckets)
            family.histograms[labels] = series
            state.families[name] = family
            return series
        }
    }

    /// The labels under which the series stands: its own, or those of the rest.
    private func place(
        _ dimensions: [(String, String)], in family: Family, isThere: (Labels) -> Bool, _ dropped: inout Int
    ) -> Labels {
        let labels = family.description.labels.map { name in
            Self.cut(dimensions.first { $0.0 == name }?.1 ?? "")
        }
        if labels.isEmpty || isThere(labels) || family.count < maximumSeries { return labels }
        dropped += 1
        return labels.map { _ in Self.overflow }
    }

    private static func cut(_ value: String) -> String {
        value.utf8.count <= longestValue ? value : String(decoding: value.utf8.prefix(longestValue), as: UTF8.self)
    }

    // MARK: - MetricsFactory

    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        number(label, dimensions, .counter)
    }

    package func makeFloatingPointCounter(
        label: String, dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler {
        number(label, dimensions, .counter)
    }

    package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        number(label, dimensions, .gauge)
    }

    package func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        if aggregate { return histogram(label, dimensions) }
        return number(label, dimensions, .gauge)
    }

    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        histogram(label, dimensions)
    }

    // A series stays until the process ends: a counter that began again would look like a restart.
    package func destroyCounter(_ handler: any CounterHandler) {}
    package func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {}
    package func destroyMeter(_ handler: any MeterHandler) {}
    package func destroyRecorder(_ handler: any RecorderHandler) {}
    package func destroyTimer(_ handler: any TimerHandler) {}
}
