import CoreMetrics
import TestSupport
import Testing

@testable import Telemetry

@Suite struct MetricRegistryTests {
    private static let descriptions = [
        MetricDescription("jobs_total", .counter, "Jobs.", labels: ["stage", "outcome"]),
        MetricDescription("queue", .gauge, "Waiting \\ now,\nin lines.", labels: ["stage"]),
        MetricDescription("wait_seconds", .histogram, "Waits.", buckets: [0.1, 1, 10]),
        MetricDescription("never", .gauge, "Nobody sets it."),
    ]

    private func page(_ registry: MetricRegistry) throws -> PrometheusParser {
        try PrometheusParser(PrometheusText.render(registry))
    }

    @Test func `counters, gauges and histograms come out as they were emitted`() throws {
        let registry = MetricRegistry(Self.descriptions)
        for _ in 0..<3 {
            Counter(label: "jobs_total", dimensions: [("stage", "prove"), ("outcome", "done")], factory: registry)
                .increment(by: 2)
        }
        Meter(label: "queue", dimensions: [("stage", "prove")], factory: registry).set(7.5)
        Gauge(label: "queue", dimensions: [("stage", "verify")], factory: registry).record(3)
        let timer = Timer(label: "wait_seconds", factory: registry)
        for milliseconds in [50, 100, 500, 20_000] { timer.recordMilliseconds(milliseconds) }

        let page = try page(registry)
        #expect(page.value("jobs_total", ["stage": "prove", "outcome": "done"]) == 6)
        #expect(page.value("queue", ["stage": "prove"]) == 7.5)
        #expect(page.value("queue", ["stage": "verify"]) == 3)
        #expect(page.value("wait_seconds_bucket", ["le": "0.1"]) == 2)
        #expect(page.value("wait_seconds_bucket", ["le": "10"]) == 3)
        #expect(page.value("wait_seconds_bucket", ["le": "+Inf"]) == 4)
        #expect(page.value("wait_seconds_sum") == 20.65)
        #expect(page.kinds["wait_seconds"] == "histogram")
        // What has no series has no heading either.
        #expect(page.kinds["never"] == nil)
    }

    @Test func `a metric that nobody described, or of another kind, is counted nowhere`() throws {
        let registry = MetricRegistry(Self.descriptions)
        Counter(label: "unknown_total", factory: registry).increment()
        Counter(label: "queue", dimensions: [("stage", "x")], factory: registry).increment()
        Timer(label: "queue", factory: registry).recordSeconds(1)
        #expect(try page(registry).samples.map(\.name) == [PrometheusText.droppedName])
    }

    @Test func `labels that are not described are left out, missing ones are empty`() throws {
        let registry = MetricRegistry(Self.descriptions)
        Counter(label: "jobs_total", dimensions: [("stage", "a"), ("user", "b")], factory: registry).increment()
        #expect(try page(registry).value("jobs_total", ["stage": "a", "outcome": ""]) == 1)
    }

    @Test func `sets of labels over the bound share one series and are counted`() throws {
        let registry = MetricRegistry(Self.descriptions, maximumSeries: 3)
        for number in 0..<10 {
            Counter(label: "jobs_total", dimensions: [("stage", "s\(number)")], factory: registry).increment()
            Timer(label: "wait_seconds", dimensions: [("le", "\(number)")], factory: registry).recordSeconds(1)
        }
        // One that has its place keeps it.
        Counter(label: "jobs_total", dimensions: [("stage", "s1")], factory: registry).increment()
        let page = try page(registry)
        #expect(page.samples.count { $0.name == "jobs_total" } == 4)
        #expect(page.value("jobs_total", ["stage": "s1", "outcome": ""]) == 2)
        let rest = MetricRegistry.overflow
        #expect(page.value("jobs_total", ["stage": rest, "outcome": rest]) == 7)
        #expect(page.value(PrometheusText.droppedName) == 7)
        // A metric without labels is one series, whatever is said of it.
        #expect(page.value("wait_seconds_count") == 10)
    }

    @Test(arguments: [
        "plain", "a\"b", "a\\b", "a\nb", "\\n", "\"", "\\", "\r\n", "ü 証明 ∀", "a{b}c=\"d\",e", "",
    ])
    func `any label value survives the way through the text`(value: String) throws {
        let registry = MetricRegistry(Self.descriptions)
        Meter(label: "queue", dimensions: [("stage", value)], factory: registry).set(1)
        let page = try page(registry)
        #expect(
            page.samples.first { $0.name == "queue" }?.labels["stage"]?.unicodeScalars.elementsEqual(
                value.unicodeScalars) == true)
    }

    @Test func `a long label value is cut`() throws {
        let registry = MetricRegistry(Self.descriptions)
        Meter(label: "queue", dimensions: [("stage", String(repeating: "x", count: 5000))], factory: registry).set(1)
        #expect(try page(registry).samples.first { $0.name == "queue" }?.labels["stage"]?.count == 128)
    }

    @Test func `a time that is no number does not spoil the sum`() throws {
        let series = HistogramSeries(bounds: [1])
        series.record(Double.nan)
        series.record(Double.infinity)
        series.record(0.5)
        #expect(series.counts.sum == 0.5)
        #expect(series.counts.buckets == [1, 0])
    }

    @Test(arguments: [
        (0.0, "0"), (3, "3"), (-2, "-2"), (0.25, "0.25"), (1e300, "1e+300"), (.nan, "NaN"), (.infinity, "+Inf"),
        (-.infinity, "-Inf"), (123_456_789, "123456789"),
    ])
    func `numbers are written as the format has them`(value: Double, text: String) {
        #expect(PrometheusText.number(value) == text)
    }
}

/// The parser that other tests trust.
@Suite struct PrometheusParserTests {
    @Test(arguments: [
        "# HELP a_total x\n# TYPE a_total counter\na_total 1",
        "a 1\n", "# HELP a x\n# TYPE a counter\na 1\n", "# HELP a x\n# TYPE a gauge\na\n",
        "# HELP a x\n# TYPE a gauge\na 0x10\n", "# HELP a x\n# TYPE a gauge\na{b=1} 1\n",
        "# HELP a x\n# TYPE a gauge\na{b=\"\\t\"} 1\n", "# HELP a x\n# TYPE a gauge\na{b=\"1\"} 1\na{b=\"1\"} 2\n",
        "# HELP a x\n# TYPE a gauge\nb 1\n", "# HELP 1a x\n# TYPE 1a gauge\n1a 1\n", "# TYPE a gauge\na 1\n",
        "# HELP a x\n# TYPE a gauge\na{b=\"1\" c=\"2\"} 1\n", "# HELP a x\n# TYPE a gauge\na  1\n", "\n",
        "# HELP a x\n# TYPE a histogram\na_bucket{le=\"1\"} 2\na_bucket{le=\"+Inf\"} 1\na_sum 1\na_count 1\n",
        "# HELP a x\n# TYPE a histogram\na_bucket{le=\"1\"} 1\na_sum 1\na_count 1\n",
    ])
    func `what the format does not allow is refused`(text: String) {
        #expect(throws: PrometheusParser.Fault.self) { try PrometheusParser(text) }
    }
}
